//! The request that follows a redirect (RFC 9110, 15.4).

use crate::http::{Header, Request};
use crate::types::http::{HeaderField, Redirect, ResponseHead};
use crate::types::problem::request::RedirectProblem;

/// How redirects are followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirects {
    /// The request that was redirected.
    pub request: Request,
    /// Redirects that were followed before it.
    pub followed: u32,
    /// Most redirects to follow.
    pub most: u32,
}

impl Redirects {
    /// Where a head redirects to, and the request that follows.
    pub(super) fn after(&self, head: &ResponseHead) -> (Redirect, Option<Request>) {
        match follow(&self.request, head.status, &head.fields) {
            Ok(None) => (Redirect::None, None),
            Ok(Some(_)) if self.followed >= self.most => {
                (Redirect::Refused(RedirectProblem::TooMany { most: self.most }), None)
            }
            Ok(Some(next)) => {
                let (method, url) = (next.method.clone(), next.url.to_string());
                (Redirect::Followed { method, url }, Some(next))
            }
            Err(problem) => (Redirect::Refused(problem), None),
        }
    }
}

/// The request that follows a redirect; `None` if the response isn't one that can be followed: its status isn't 301, 302, 303,
/// 307 or 308, or it has no `Location`.
///
/// After 301 and 302 a POST becomes a GET, after 303 everything but HEAD; then the body and the headers about it are
/// gone. On another origin the typed Host, Authorization, Cookie and Proxy-Authorization are dropped. Fragment and,
/// within the origin, user and password are inherited.
fn follow(
    request: &Request,
    status: u16,
    fields: &[HeaderField],
) -> Result<Option<Request>, RedirectProblem> {
    let Some(method) = method_after(status, &request.method) else {
        return Ok(None);
    };
    let Some(location) = location(fields)? else {
        return Ok(None);
    };
    let mut url = request.url.join(location).map_err(|error| RedirectProblem::Location {
        location: location.get(..MOST_SHOWN).unwrap_or(location).to_vec(),
        is_cut: location.len() > MOST_SHOWN,
        problem: error.problem,
    })?;
    url.inherit(&request.url);
    let mut next = Request { url, ..request.clone() };
    if method != next.method {
        method.clone_into(&mut next.method);
        next.body = None;
        next.headers.retain(|header| !is_one_of(header, ABOUT_CONTENT));
    }
    if !next.url.same_origin(&request.url) {
        next.headers.retain(|header| !is_one_of(header, OF_AN_ORIGIN));
    }
    Ok(Some(next))
}

/// `None` for a status that isn't followed.
fn method_after(status: u16, method: &str) -> Option<&str> {
    match (status, method) {
        (301 | 302, "POST") => Some("GET"),
        (303, "HEAD") | (301 | 302 | 307 | 308, _) => Some(method),
        (303, _) => Some("GET"),
        _ => None,
    }
}

fn location(fields: &[HeaderField]) -> Result<Option<&[u8]>, RedirectProblem> {
    let mut values = fields
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case(b"location"))
        .map(|field| &*field.value);
    let first = values.next();
    if values.any(|other| Some(other) != first) {
        return Err(RedirectProblem::Ambiguous);
    }
    Ok(first)
}

fn is_one_of(header: &Header, names: &[&str]) -> bool {
    names.iter().any(|name| header.is(name))
}

/// Headers that RFC 9110, 15.4, names, and those about how the body is sent.
const ABOUT_CONTENT: &[&str] = &[
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Location",
    "Content-Type",
    "Digest",
    "Expect",
    "Last-Modified",
    "Trailer",
    "Transfer-Encoding",
];

/// Headers for one origin only.
const OF_AN_ORIGIN: &[&str] = &["Authorization", "Cookie", "Host", "Proxy-Authorization"];

/// Bytes of a location that a problem holds.
const MOST_SHOWN: usize = 200;

#[cfg(test)]
mod tests;
