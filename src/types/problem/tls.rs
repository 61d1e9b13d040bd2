//! What can go wrong with TLS.

use serde::{Deserialize, Serialize};

/// Why a TLS handshake failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TlsProblem {
    /// The server sends no certificate.
    NoCertificate,
    /// The server closed the connection.
    Closed,
}
