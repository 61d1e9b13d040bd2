//! TCP and Unix stream sockets: the connection, and the two ways to one.

pub(in crate::engine) mod attempt;
pub(in crate::engine) mod connection;

pub mod client;
pub mod server;
