//! A request as it is sent: what was typed stays exactly as typed, and the rest is added around it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::http::Url;
use crate::types::HttpVersion;
use crate::types::problem::request::RequestProblem;

/// A line of the header section, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Header {
    /// The part before the colon.
    pub name: String,
    /// The part after the colon and a space; sent as UTF-8.
    pub value: String,
}

/// A request without the bytes of its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Any token, case kept.
    pub method: String,
    /// The URL to send it to.
    pub url: Url,
    /// The version in the request line.
    pub version: HttpVersion,
    /// The headers as typed, in order.
    pub headers: Vec<Header>,
    /// Bytes of the body; `None` if there is none.
    pub body: Option<u64>,
    /// Ask for content codings that can be decoded.
    pub accept_compressed: bool,
    /// Ask the server to keep the connection open.
    pub keep_alive: bool,
}

/// The form of the request target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetForm {
    /// Path and query (RFC 9112, 3.2.1).
    Origin,
    /// The whole URL, for a proxy (RFC 9112, 3.2.2).
    Absolute,
}

impl Header {
    /// From its name and value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// Whether it has this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn push_line(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.name.as_bytes());
        out.push(b':');
        if !self.value.is_empty() {
            out.push(b' ');
            out.extend_from_slice(self.value.as_bytes());
        }
        out.extend_from_slice(LINE_END);
    }
}

impl Request {
    /// Checks that method and names are tokens (RFC 9110, 5.6.2) and that no value has a CR, LF or NUL, so that nothing typed
    /// extends beyond its line.
    pub fn check(&self) -> Result<(), RequestProblem> {
        if !is_token(&self.method) {
            return Err(RequestProblem::Method(self.method.clone()));
        }
        for (index, Header { name, value }) in self.headers.iter().enumerate() {
            if !is_token(name) {
                return Err(RequestProblem::HeaderName { index, name: name.clone() });
            }
            if ends_line(value) {
                return Err(RequestProblem::HeaderValue { index, name: name.clone() });
            }
        }
        Ok(())
    }

    /// The headers that Sockscope adds unless they were typed, in this order: Host, Authorization for the user of the URL,
    /// Accept-Encoding, Content-Length, Connection.
    pub fn added(&self) -> Vec<Header> {
        let candidates = [
            ("Host", Some(self.url.host_field())),
            ("Authorization", self.url.userinfo().map(|(user, password)| basic(&user, &password))),
            ("Accept-Encoding", self.accept_compressed.then(|| ACCEPTED_CODINGS.to_owned())),
            ("Content-Length", self.content_length().map(|len| len.to_string())),
            ("Connection", self.connection().map(str::to_owned)),
        ];
        candidates
            .into_iter()
            .filter(|(name, _)| !self.has(name))
            .filter_map(|(name, value)| Some(Header::new(name, value?)))
            .collect()
    }

    /// Request line and header section with the empty line: Host if it is added, then the typed headers in order, then the
    /// others that are added. `proxy_authorization` is a value such as that of [`basic`].
    pub fn head(
        &self,
        form: TargetForm,
        proxy_authorization: Option<&str>,
    ) -> Result<Vec<u8>, RequestProblem> {
        self.check()?;
        let (host, mut rest): (Vec<_>, Vec<_>) =
            self.added().into_iter().partition(|header| header.is("Host"));
        if let Some(value) = proxy_authorization.filter(|_| !self.has(PROXY_AUTHORIZATION)) {
            if ends_line(value) {
                return Err(RequestProblem::ProxyAuthorization);
            }
            rest.push(Header::new(PROXY_AUTHORIZATION, value));
        }
        let mut head = self.line(form).into_bytes();
        for header in host.iter().chain(&self.headers).chain(&rest) {
            header.push_line(&mut head);
        }
        head.extend_from_slice(LINE_END);
        Ok(head)
    }

    /// Whether the body waits for `100 Continue` (RFC 9110, 10.1.1): if that was typed, there is a body, and the version isn't
    /// HTTP/1.0, which has no 1xx.
    pub fn expects_continue(&self) -> bool {
        self.version == HttpVersion::Http11
            && (self.body_is_chunked() || self.body.is_some_and(|len| len > 0))
            && self.list("Expect").any(|item| item.eq_ignore_ascii_case("100-continue"))
    }

    /// Whether the body is sent in chunks (RFC 9112, 7.1): `chunked` is the last of the typed transfer codings.
    pub fn body_is_chunked(&self) -> bool {
        self.list("Transfer-Encoding")
            .last()
            .is_some_and(|item| item.eq_ignore_ascii_case("chunked"))
    }

    /// Whether sending it twice has the same effect as once (RFC 9110, 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        IDEMPOTENT.contains(&self.method.as_str())
    }

    fn line(&self, form: TargetForm) -> String {
        let target = match form {
            TargetForm::Origin => self.url.origin_form(),
            TargetForm::Absolute => self.url.absolute_form(),
        };
        format!("{} {target} {}\r\n", self.method, version_label(self.version))
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.is(name))
    }

    /// The items of a comma-separated field, over all its lines.
    fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.headers.iter().filter(move |header| header.is(name));
        fields.flat_map(|header| header.value.split(',')).map(str::trim).filter(|i| !i.is_empty())
    }

    /// Whether Content-Length is sent: also without content if the method expects some (RFC 9110, 8.6), but not with a transfer
    /// coding (RFC 9112, 6.2).
    fn content_length(&self) -> Option<u64> {
        let wants_content = MADE_FOR_CONTENT.contains(&self.method.as_str());
        let len = self.body.or_else(|| wants_content.then_some(0))?;
        (!self.has("Transfer-Encoding")).then_some(len)
    }

    /// The Connection header, unless its value is the default of the version (RFC 9112, 9.3).
    fn connection(&self) -> Option<&'static str> {
        match (self.version, self.keep_alive) {
            (HttpVersion::Http11, false) => Some("close"),
            (HttpVersion::Http10, true) => Some("keep-alive"),
            (HttpVersion::Http11, true) | (HttpVersion::Http10, false) => None,
        }
    }
}

/// The head of a request for a tunnel through a proxy (RFC 9110, 9.3.6). `authority` is that of
/// [`Url::authority_form`]. A CR, LF or NUL in the arguments is omitted, since it would end a line.
pub fn connect_head(
    authority: &str,
    version: HttpVersion,
    proxy_authorization: Option<&str>,
) -> Vec<u8> {
    let in_line = |text: &str| text.replace(LINE_ENDERS, "");
    let authority = in_line(authority);
    let line = format!("CONNECT {authority} {}\r\n", version_label(version));
    let mut head = line.into_bytes();
    Header::new("Host", authority).push_line(&mut head);
    if let Some(value) = proxy_authorization {
        Header::new(PROXY_AUTHORIZATION, in_line(value)).push_line(&mut head);
    }
    head.extend_from_slice(LINE_END);
    head
}

/// The value of `Authorization` for a user and a password (RFC 7617), as UTF-8.
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{user}:{password}")))
}

/// The size line of a chunk with this many bytes (RFC 9112, 7.1); [`CHUNK_END`] follows the bytes. For the end of the body,
/// where the size is 0, use [`LAST_CHUNK`].
pub fn chunk_head(len: u64) -> Vec<u8> {
    format!("{len:x}\r\n").into_bytes()
}

/// Follows the bytes of a chunk.
pub const CHUNK_END: &[u8] = LINE_END;

/// Ends a body in chunks, without trailers.
pub const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// The version as in a request line.
pub(super) fn version_label(version: HttpVersion) -> &'static str {
    match version {
        HttpVersion::Http10 => "HTTP/1.0",
        HttpVersion::Http11 => "HTTP/1.1",
    }
}

/// Whether it is a token (RFC 9110, 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(is_token)
}

fn ends_line(text: &str) -> bool {
    text.contains(LINE_ENDERS)
}

const LINE_ENDERS: [char; 3] = ['\r', '\n', '\0'];

const LINE_END: &[u8] = b"\r\n";

const PROXY_AUTHORIZATION: &str = "Proxy-Authorization";

/// `Accept-Encoding` for the content codings that can be decoded.
const ACCEPTED_CODINGS: &str = "gzip, deflate, br, zstd";

const MADE_FOR_CONTENT: &[&str] = &["POST", "PUT", "PATCH"];

const IDEMPOTENT: &[&str] = &["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

#[cfg(test)]
mod tests;
