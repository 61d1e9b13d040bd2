//! What can go wrong with a fetch.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::problem::coding::CodingProblem;
use crate::types::problem::proxy::{ProxyProblem, TunnelProblem};
use crate::types::problem::request::{RedirectProblem, RequestProblem};
use crate::types::problem::response::ResponseProblem;

/// Why a fetch failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpProblem {
    /// Nothing arrived for so long.
    Idle {
        /// The time it was given.
        limit: Duration,
    },
    /// The whole fetch took too long.
    NotDone {
        /// The time it was given.
        limit: Duration,
    },
    /// The request cannot be sent.
    Request(RequestProblem),
    /// The response cannot be read.
    Response {
        /// Offset in the response, from the first byte of its first head.
        at: u64,
        /// What is wrong.
        problem: ResponseProblem,
    },
    /// The codings of the body cannot be taken off.
    Coding(CodingProblem),
    /// The redirect is not followed.
    Redirect(RedirectProblem),
    /// The rest of the response was not read, because it is not needed.
    RestNotRead,
    /// The connection was closed before a response came.
    NoResponse,
    /// The connection ended without the close of TLS, which only then would be the end of the body.
    NoCloseNotify,
    /// The text is not a proxy.
    Proxy(ProxyProblem),
    /// The proxy does not connect to the server.
    Tunnel(TunnelProblem),
}

impl From<RequestProblem> for HttpProblem {
    fn from(problem: RequestProblem) -> Self {
        Self::Request(problem)
    }
}

impl From<CodingProblem> for HttpProblem {
    fn from(problem: CodingProblem) -> Self {
        Self::Coding(problem)
    }
}

impl From<RedirectProblem> for HttpProblem {
    fn from(problem: RedirectProblem) -> Self {
        Self::Redirect(problem)
    }
}

impl From<ProxyProblem> for HttpProblem {
    fn from(problem: ProxyProblem) -> Self {
        Self::Proxy(problem)
    }
}

impl From<TunnelProblem> for HttpProblem {
    fn from(problem: TunnelProblem) -> Self {
        Self::Tunnel(problem)
    }
}

/// What is odd about a fetch that goes on all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpWarning {
    /// White space follows the size of a chunk.
    SpaceAfterChunkSize,
    /// The codings of the body are left on it.
    CodingKept(CodingProblem),
    /// Bytes follow the end of the coded data within the body.
    AfterCodedData {
        /// How many.
        bytes: u64,
    },
    /// Bytes follow the end of the response.
    AfterResponse {
        /// Of which connection.
        peer: crate::types::PeerId,
        /// How many.
        bytes: u64,
    },
}
