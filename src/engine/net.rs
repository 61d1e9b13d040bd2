//! Everything that touches a socket directly: creating and binding it, its options, names, interfaces, TLS.

pub(in crate::engine) mod interfaces;
pub(in crate::engine) mod limit;
pub(in crate::engine) mod message;
pub(in crate::engine) mod options;
pub(in crate::engine) mod resolve;
pub(in crate::engine) mod sockets;
pub(in crate::engine) mod stream;
pub(in crate::engine) mod tls;
pub(in crate::engine) mod wire;
