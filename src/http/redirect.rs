//! Which request follows an answer that leads elsewhere (RFC 9110, 15.4).

use crate::http::{Header, Request};
use crate::types::http::{HeaderField, Redirect, ResponseHead};
use crate::types::problem::request::RedirectProblem;

/// How redirects are followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirects {
    /// The request that is answered.
    pub request: Request,
    /// How many were followed on the way to it.
    pub followed: u32,
    /// How many are followed at most.
    pub most: u32,
}

impl Redirects {
    /// Where a head leads, and the request that follows.
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

/// The request that follows an answer; `None` if the answer is no redirect that can be followed: another status than
/// 301, 302, 303, 307, 308, or no `Location`.
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

/// `None` for a status that is not followed.
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

/// Those that RFC 9110, 15.4, names, and those that speak of how the body is sent.
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

/// Meant for one server only.
const OF_AN_ORIGIN: &[&str] = &["Authorization", "Cookie", "Host", "Proxy-Authorization"];

/// Bytes of a location in a problem.
const MOST_SHOWN: usize = 200;

#[cfg(test)]
mod tests;
