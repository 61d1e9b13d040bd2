//! The URL of a request, as typed (RFC 3986).

mod join;
mod parse;

use std::fmt;
use std::ops::Range;

use crate::http::percent;
use crate::types::problem::url::UrlProblem;
use crate::types::{Destination, UnixAddress};

/// How the connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Without TLS.
    Http,
    /// Over TLS.
    Https,
}

/// A URL with the scheme `http` or `https`, or `unix:/path:/target` for HTTP over a Unix socket.
///
/// Nothing is normalised: case, dot segments and an explicit default port stay as typed. Spaces and characters beyond ASCII,
/// which a request line can't hold, are percent-encoded as UTF-8, or by IDNA (UTS 46) in a host; control characters are
/// refused. It prints without password and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    scheme: Scheme,
    /// As typed.
    userinfo: Option<String>,
    place: Place,
    /// Empty, or starting with `/`.
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

/// What is wrong with a URL, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlError {
    /// The wrong part as a range of bytes of the text, on character boundaries; empty where something is missing.
    pub at: Range<usize>,
    /// What is wrong.
    pub problem: UrlProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Name { name: String, port: Option<u16> },
    V6 { address: String, zone: Option<String>, port: Option<u16> },
    Unix(UnixAddress),
}

impl Scheme {
    /// As in a URL.
    pub fn label(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port if none was typed.
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl Url {
    /// Reads a typed URL. Without a scheme it is `http`; spaces around it don't matter.
    ///
    /// An IPv6 address is written in brackets, with a zone after `%` or `%25` (RFC 6874). The name of a Unix socket is written
    /// as a [`UnixAddress`]; it ends at the first `:` before `/`, `?`, `#` or the end.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        parse::url(text)
    }

    /// The target of a `Location` by RFC 3986, 5.2, dot segments resolved. Bytes that can't stand in a URL are
    /// percent-encoded; the range of an error is one of the encoded text.
    ///
    /// Only `http` and `https` are followed. A location without a scheme stays on the Unix socket, if there is one. A location
    /// without a host keeps user and password.
    pub fn join(&self, location: &[u8]) -> Result<Self, UrlError> {
        join::join(self, location)
    }

    /// `http` or `https`; `http` for a Unix socket.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Where to connect to: with the typed port or the default of the scheme, and with the zone of an IPv6 address after `%`.
    pub fn destination(&self) -> Destination {
        let host = match &self.place {
            Place::Unix(address) => return Destination::Unix(address.clone()),
            Place::V6 { address, zone: Some(zone), .. } => format!("{address}%{zone}"),
            Place::V6 { address: host, .. } | Place::Name { name: host, .. } => host.clone(),
        };
        Destination::Host { host, port: self.port() }
    }

    /// The host without brackets and zone, as TLS verifies it; `localhost` for a Unix socket.
    pub fn server_name(&self) -> &str {
        match &self.place {
            Place::Name { name, .. } => name,
            Place::V6 { address, .. } => address,
            Place::Unix(_) => LOCALHOST,
        }
    }

    /// The value of `Host` (RFC 9112, 3.2): the host and, if typed, the port. A zone has only local meaning and is omitted (RFC
    /// 6874, 4).
    pub fn host_field(&self) -> String {
        match self.typed_port() {
            Some(port) => format!("{}:{port}", self.bracketed_host()),
            None => self.bracketed_host(),
        }
    }

    /// The origin form: path and query (RFC 9112, 3.2.1), at least `/`.
    pub fn origin_form(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        match &self.query {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// The absolute form for a proxy: without user, password and fragment (RFC 9112, 3.2.2).
    pub fn absolute_form(&self) -> String {
        format!("{}://{}{}", self.scheme.label(), self.host_field(), self.origin_form())
    }

    /// The authority form for `CONNECT`: always host and port (RFC 9112, 3.2.3).
    pub fn authority_form(&self) -> String {
        format!("{}:{}", self.bracketed_host(), self.port())
    }

    /// User and password, percent-decoded; without `:` the password is empty.
    pub fn userinfo(&self) -> Option<(String, String)> {
        let (user, password) = split_userinfo(self.userinfo.as_ref()?);
        Some((decode(user)?, decode(password.unwrap_or_default())?))
    }

    /// Whether both have the same scheme, host and port (RFC 9110, 4.3.1), or the same Unix socket.
    pub fn same_origin(&self, other: &Self) -> bool {
        let same_place = match (&self.place, &other.place) {
            (Place::Name { name, .. }, Place::Name { name: other, .. }) => {
                name.eq_ignore_ascii_case(other)
            }
            (
                Place::V6 { address, zone, .. },
                Place::V6 { address: other, zone: other_zone, .. },
            ) => address.eq_ignore_ascii_case(other) && zone == other_zone,
            (Place::Unix(address), Place::Unix(other)) => address == other,
            _ => false,
        };
        same_place && self.scheme == other.scheme && self.port() == other.port()
    }

    /// The part after `#`, which is never sent.
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }

    /// All of it, including password and fragment: parses to the same URL.
    pub fn exact(&self) -> String {
        let mut text = self.up_to_path(self.userinfo.as_deref());
        self.push_target(&mut text);
        if let Some(fragment) = &self.fragment {
            text.push('#');
            text.push_str(fragment);
        }
        text
    }

    /// Inherits what the location of a redirect leaves out (RFC 9110, 10.2.2): the fragment and, within an origin, user and
    /// password.
    pub(super) fn inherit(&mut self, before: &Self) {
        if self.fragment.is_none() {
            self.fragment.clone_from(&before.fragment);
        }
        if self.userinfo.is_none() && self.same_origin(before) {
            self.userinfo.clone_from(&before.userinfo);
        }
    }

    /// Dot segments as a browser or curl would resolve them before sending (RFC 3986, 5.2.4).
    pub(super) fn resolve_dot_segments(&mut self) {
        self.path = join::without_dot_segments(&self.path);
    }

    /// Whether there are dot segments to resolve.
    pub(super) fn has_dot_segments(&self) -> bool {
        join::without_dot_segments(&self.path) != self.path
    }

    /// Appends to the query, after `&` if there is one.
    pub(super) fn append_query(&mut self, more: &[u8]) {
        let more = percent::encode(more, |byte| byte.is_ascii_graphic() && byte != b'#');
        self.query = Some(match self.query.take().filter(|query| !query.is_empty()) {
            Some(query) => format!("{query}&{more}"),
            None => more,
        });
    }

    /// Appends the name of an uploaded file to a path that ends with `/` or is empty.
    pub(super) fn append_file_name(&mut self, file: &str) {
        let folder = if self.path.is_empty() { "/" } else { &self.path };
        if folder.ends_with('/') {
            let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
            let name = percent::encode(name.as_bytes(), percent::is_unreserved);
            self.path = format!("{folder}{name}");
        }
    }

    /// The same target over a Unix socket; `None` if that can't be written as a URL.
    pub(super) fn over(self, address: UnixAddress) -> Option<Self> {
        let place = Place::Unix(address);
        let url = Self { scheme: Scheme::Http, userinfo: None, place, ..self };
        (Self::parse(&url.exact()).as_ref() == Ok(&url)).then_some(url)
    }

    /// The target of a Unix socket as a URL of `localhost`.
    pub(super) fn beside_socket(&self) -> String {
        let place = Place::Name { name: LOCALHOST.to_owned(), port: None };
        Self { place, ..self.clone() }.exact()
    }

    fn typed_port(&self) -> Option<u16> {
        match self.place {
            Place::Name { port, .. } | Place::V6 { port, .. } => port,
            Place::Unix(_) => None,
        }
    }

    fn port(&self) -> u16 {
        self.typed_port().unwrap_or_else(|| self.scheme.default_port())
    }

    fn bracketed_host(&self) -> String {
        match &self.place {
            Place::V6 { address, .. } => format!("[{address}]"),
            Place::Name { name, .. } => name.clone(),
            Place::Unix(_) => LOCALHOST.to_owned(),
        }
    }

    fn up_to_path(&self, userinfo: Option<&str>) -> String {
        if let Place::Unix(address) = &self.place {
            return format!("{address}:");
        }
        let mut text = format!("{}://", self.scheme.label());
        if let Some(userinfo) = userinfo {
            text.push_str(userinfo);
            text.push('@');
        }
        if let Place::V6 { address, zone: Some(zone), port } = &self.place {
            let zone = percent::encode(zone.as_bytes(), percent::is_unreserved);
            text.extend(["[", address, "%25", &zone, "]"]);
            text.extend(port.map(|port| format!(":{port}")));
        } else {
            text.push_str(&self.host_field());
        }
        text
    }

    fn push_target(&self, text: &mut String) {
        text.push_str(&self.path);
        if let Some(query) = &self.query {
            text.push('?');
            text.push_str(query);
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.userinfo.as_deref().map(|userinfo| split_userinfo(userinfo).0);
        let mut text = self.up_to_path(user);
        self.push_target(&mut text);
        f.write_str(&text)
    }
}

fn split_userinfo(userinfo: &str) -> (&str, Option<&str>) {
    match userinfo.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (userinfo, None),
    }
}

fn decode(text: &str) -> Option<String> {
    String::from_utf8(percent::decode(text.as_bytes())).ok()
}

/// The host of a URL that goes to a Unix socket.
const LOCALHOST: &str = "localhost";

#[cfg(test)]
mod tests;
