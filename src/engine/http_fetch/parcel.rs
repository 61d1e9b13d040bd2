//! A request made ready to be sent.

use bytes::Bytes;

use crate::engine::http_fetch::route::Route;
use crate::engine::http_fetch::upload::{Body, Upload};
use crate::engine::http_fetch::{FetchBody, FetchRequest};
use crate::http::request::connect_head;
use crate::http::{Redirects, Request, Url};
use crate::types::problem::http::HttpProblem;
use crate::types::{HttpVersion, IoError, Operation};

/// What is sent, and what has to be known of it meanwhile.
pub(super) struct Parcel {
    pub(super) upload: Upload,
    pub(super) method: String,
    /// For errors.
    pub(super) target: String,
    pub(super) expects_continue: bool,
    pub(super) is_idempotent: bool,
    /// For another protocol (RFC 9110, 7.8).
    pub(super) asks_upgrade: bool,
    pub(super) afterwards: Afterwards,
    /// How redirects are followed, if they are.
    pub(super) redirects: Option<Redirects>,
}

/// What is done with the connection once the answer is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Afterwards {
    /// It is kept if the server keeps it.
    Keep,
    Close,
    /// Whatever else comes is taken.
    Listen,
}

impl Parcel {
    /// What is asked for. An error if the request cannot be sent or the file not be read.
    pub(super) fn of(request: &FetchRequest, route: &Route) -> Result<Self, IoError> {
        match request {
            FetchRequest::Composed { request, body } => Self::composed(request, body, route),
            FetchRequest::Raw { url, bytes } => Ok(Self::raw(url, bytes)),
        }
    }

    /// For a tunnel to a server.
    pub(super) fn connect(authority: &str, authorization: Option<&str>) -> Self {
        let head = connect_head(authority, HttpVersion::Http11, authorization);
        Self {
            upload: Upload::plain(head.into()),
            method: CONNECT.to_owned(),
            target: authority.to_owned(),
            expects_continue: false,
            is_idempotent: false,
            asks_upgrade: false,
            afterwards: Afterwards::Close,
            redirects: None,
        }
    }

    fn composed(request: &Request, body: &FetchBody, route: &Route) -> Result<Self, IoError> {
        let body = match body {
            FetchBody::None => Body::Empty,
            FetchBody::Bytes(bytes) => Body::bytes(bytes.clone()),
            FetchBody::File(path) => Body::open(path)?,
        };
        // The body may be of another length than when the request was made, or be gone after a redirect.
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
            afterwards: afterwards(&request),
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
            afterwards: Afterwards::Listen,
            redirects: None,
        }
    }
}

fn afterwards(request: &Request) -> Afterwards {
    if request.keep_alive && !closes(request) { Afterwards::Keep } else { Afterwards::Close }
}

/// `Connection: close` is typed (RFC 9112, 9.6).
fn closes(request: &Request) -> bool {
    let mut fields = request.headers.iter().filter(|header| header.is("Connection"));
    fields
        .any(|header| header.value.split(',').any(|item| item.trim().eq_ignore_ascii_case("close")))
}

/// In a head as it was typed.
fn asks_upgrade(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    lines.any(|line| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.eq_ignore_ascii_case(b"upgrade")
    })
}

/// The method that asks a proxy for a tunnel (RFC 9110, 9.3.6).
pub(super) const CONNECT: &str = "CONNECT";
