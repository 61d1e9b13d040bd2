//! Sockscope, the socket playground.

pub mod types;

pub mod codec;

pub mod capture;
