//! Words of the command line, a file for each of its rooms.

pub mod argument;
pub mod demo;
pub mod failure;
pub mod help;
pub mod output;
