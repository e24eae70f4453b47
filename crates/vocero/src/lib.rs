//! The program: settings, wiring, and the ways to run it. Everything else is in the crates that it names.

pub mod agent;
pub mod calls;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod eval;
pub mod people;
pub mod place;
pub mod program;
pub mod town;
