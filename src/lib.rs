//! Sockscope, the socket playground.

pub mod types;

pub mod codec;

pub mod respond;

pub mod capture;

pub mod engine;

pub mod playground;

#[cfg(feature = "gui")]
pub mod ui;
