//! A request that is ready to be sent.

use bytes::Bytes;

use crate::engine::http_fetch::route::Route;
use crate::engine::http_fetch::upload::{Body, Upload};
use crate::engine::http_fetch::{FetchBody, FetchRequest};
use crate::http::request::connect_head;
use crate::http::{Redirects, Request, Url};
use crate::types::problem::http::HttpProblem;
use crate::types::{HttpVersion, IoError, Operation};

/// The bytes to send, and what the exchange needs to know about the request.
pub(super) struct OutgoingRequest {
    pub(super) upload: Upload,
    pub(super) method: String,
    /// What errors name as their target.
    pub(super) target: String,
    pub(super) expects_continue: bool,
    pub(super) is_idempotent: bool,
    /// It has an `Upgrade` field (RFC 9110, 7.8).
    pub(super) asks_upgrade: bool,
    pub(super) after_response: AfterResponse,
    /// How redirects are followed, if they are.
    pub(super) redirects: Option<Redirects>,
}

/// What happens to the connection after the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterResponse {
    /// It is kept for the next request, if the server keeps it open.
    KeepAlive,
    /// It is closed.
    Close,
    /// Whatever else the server sends is received until it is silent.
    KeepReading,
}

impl OutgoingRequest {
    /// The request of a fetch. Fails if it can't be sent, or if the file of its body can't be read.
    pub(super) fn of(request: &FetchRequest, route: &Route) -> Result<Self, IoError> {
        match request {
            FetchRequest::Composed { request, body } => Self::composed(request, body, route),
            FetchRequest::Raw { url, bytes } => Ok(Self::raw(url, bytes)),
        }
    }

    /// A `CONNECT` request for a tunnel to a server.
    pub(super) fn connect(authority: &str, authorization: Option<&str>) -> Self {
        let head = connect_head(authority, HttpVersion::Http11, authorization);
        Self {
            upload: Upload::plain(head.into()),
            method: CONNECT.to_owned(),
            target: authority.to_owned(),
            expects_continue: false,
            is_idempotent: false,
            asks_upgrade: false,
            after_response: AfterResponse::Close,
            redirects: None,
        }
    }

    fn composed(request: &Request, body: &FetchBody, route: &Route) -> Result<Self, IoError> {
        let body = match body {
            FetchBody::None => Body::Empty,
            FetchBody::Bytes(bytes) => Body::bytes(bytes.clone()),
            FetchBody::File(path) => Body::open(path)?,
        };
        // The length may have changed since the request was composed, and a redirect may have dropped the body.
        let body = if request.body.is_some() { body } else { Body::Empty };
        let request = Request { body: request.body.map(|_| body.len()), ..request.clone() };
        let target = request.url.to_string();
        let head = request.head(route.form, route.authorization.as_deref()).map_err(|problem| {
            IoError::other(Operation::Fetch, &target, HttpProblem::from(problem))
        })?;
        Ok(Self {
            upload: Upload::new(head.into(), body, request.body_is_chunked()),
            target,
            expects_continue: request.expects_continue(),
            is_idempotent: request.is_idempotent(),
            asks_upgrade: request.headers.iter().any(|header| header.is("Upgrade")),
            after_response: after_response(&request),
            redirects: None,
            method: request.method,
        })
    }

    fn raw(url: &Url, bytes: &Bytes) -> Self {
        let method = bytes.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        Self {
            upload: Upload::plain(bytes.clone()),
            method: String::from_utf8_lossy(method).into_owned(),
            target: url.to_string(),
            expects_continue: false,
            is_idempotent: false,
            asks_upgrade: asks_upgrade(bytes),
            after_response: AfterResponse::KeepReading,
            redirects: None,
        }
    }
}

fn after_response(request: &Request) -> AfterResponse {
    if request.keep_alive && !closes(request) {
        AfterResponse::KeepAlive
    } else {
        AfterResponse::Close
    }
}

/// It has `Connection: close` (RFC 9112, 9.6).
fn closes(request: &Request) -> bool {
    let mut fields = request.headers.iter().filter(|header| header.is("Connection"));
    fields
        .any(|header| header.value.split(',').any(|item| item.trim().eq_ignore_ascii_case("close")))
}

/// Whether a raw head has an `Upgrade` field.
fn asks_upgrade(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    lines.any(|line| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.eq_ignore_ascii_case(b"upgrade")
    })
}

/// The method that asks a proxy for a tunnel (RFC 9110, 9.3.6).
pub(super) const CONNECT: &str = "CONNECT";
