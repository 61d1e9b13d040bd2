//! Sockscope, the socket playground.

pub mod types;
