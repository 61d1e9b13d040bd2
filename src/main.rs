//! The `sockscope` program.

fn main() {}
