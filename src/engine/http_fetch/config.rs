//! What a fetch is started with.

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;

use crate::engine::TlsSettings;
use crate::engine::http_fetch::Proxy;
use crate::http::{Request, Url};

/// One fetch.
#[derive(Debug, Clone)]
pub struct HttpFetchConfig {
    /// What is asked for.
    pub request: FetchRequest,
    /// How many redirects are followed; `None` follows none. A raw request is never redirected.
    pub redirects: Option<u32>,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Through which proxy. A Unix socket is always reached directly.
    pub proxy: Proxy,
    /// The settings for TLS.
    pub tls: TlsSettings,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub enum FetchRequest {
    /// A request made of its parts.
    Composed {
        /// Everything but the body. The length of the body is taken from `body`.
        request: Request,
        /// The body.
        body: FetchBody,
    },
    /// Bytes sent as they are. Their first word is the method that the response is read for. What follows the response is
    /// received, too, until the server closes the connection or falls silent.
    Raw {
        /// Where to; only scheme, host and port matter.
        url: Url,
        /// What is sent.
        bytes: Bytes,
    },
}

/// The body of a request.
#[derive(Debug, Clone, Default)]
pub enum FetchBody {
    /// None.
    #[default]
    None,
    /// Bytes in memory.
    Bytes(Bytes),
    /// A regular file, read while it is sent, and again after a redirect that keeps the body.
    File(PathBuf),
}

/// How long things may take; what takes longer ends the fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For each of these: an attempt to connect to an address, the TLS handshake, the handshake with a SOCKS proxy, and a silence of a
    /// proxy that is asked for a tunnel.
    pub connect: Duration,
    /// Without a byte in either direction, once connected; `None` waits forever.
    pub idle: Option<Duration>,
    /// For the whole fetch; `None` waits forever.
    pub total: Option<Duration>,
}

impl Default for Timeouts {
    /// 30 s to connect, no limit for the others.
    fn default() -> Self {
        Self { connect: Duration::from_secs(30), idle: None, total: None }
    }
}
