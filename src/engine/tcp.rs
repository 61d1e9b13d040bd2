//! TCP and Unix stream sockets: connections, and the client and server that make them.

pub(in crate::engine) mod attempt;
pub(in crate::engine) mod connection;

pub mod client;
pub mod server;
