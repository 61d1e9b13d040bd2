//! Which request follows an answer that leads elsewhere (RFC 9110, 15.4).

use std::fmt;

use crate::http::url::UrlError;
use crate::http::{Header, Request};
use crate::types::http::HeaderField;

/// Why a redirect cannot be followed. Prints as the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectError {
    /// This `Location` leads nowhere that can be fetched.
    Location(Vec<u8>, UrlError),
    /// There are several `Location` fields that do not agree.
    Ambiguous,
}

/// The request that follows an answer; `None` if the answer is no redirect that can be followed: another status than
/// 301, 302, 303, 307, 308, or no `Location`.
///
/// After 301 and 302 a POST becomes a GET, after 303 everything but HEAD; then the body and the headers about it are
/// gone. On another origin the typed Host, Authorization, Cookie and Proxy-Authorization are dropped. Fragment and,
/// within the origin, user and password are inherited.
pub fn follow(
    request: &Request,
    status: u16,
    fields: &[HeaderField],
) -> Result<Option<Request>, RedirectError> {
    let Some(method) = method_after(status, &request.method) else {
        return Ok(None);
    };
    let Some(location) = location(fields)? else {
        return Ok(None);
    };
    let mut url = request
        .url
        .join(location)
        .map_err(|error| RedirectError::Location(location.to_vec(), error))?;
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

fn location(fields: &[HeaderField]) -> Result<Option<&[u8]>, RedirectError> {
    let mut values = fields
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case(b"location"))
        .map(|field| &*field.value);
    let first = values.next();
    if values.any(|other| Some(other) != first) {
        return Err(RedirectError::Ambiguous);
    }
    Ok(first)
}

fn is_one_of(header: &Header, names: &[&str]) -> bool {
    names.iter().any(|name| header.is(name))
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Location(location, error) => {
                let (shown, rest) = location.split_at_checked(SHOWN).unwrap_or((location, &[]));
                let dots = if rest.is_empty() { "" } else { "..." };
                write!(f, "cannot go to Location '{}{dots}': {error}", shown.escape_ascii())
            }
            Self::Ambiguous => f.write_str("the answer has several Location fields that differ"),
        }
    }
}

impl std::error::Error for RedirectError {}

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

/// Bytes of a location in a message.
const SHOWN: usize = 200;

#[cfg(test)]
mod tests;
