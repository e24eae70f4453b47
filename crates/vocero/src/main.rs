//! The program: reads its command line and wires the parts together.

mod config;

fn main() {}
