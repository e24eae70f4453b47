//! The program: reads its command line and wires the parts together.

mod agent;
mod config;

fn main() {}
