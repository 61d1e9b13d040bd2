//! Parses a typed URL.

use std::net::Ipv6Addr;

use crate::http::percent;
use crate::http::url::{Place, Scheme, Url, UrlError, decode, split_userinfo};
use crate::types::UnixAddress;
use crate::types::problem::url::{HostProblem, UrlProblem};

pub(super) fn url(text: &str) -> Result<Url, UrlError> {
    let whole = Part::trimmed(text);
    refuse_controls(whole)?;
    if let Some(rest) = whole.behind("unix:") {
        return unix(rest);
    }
    match scheme(whole)? {
        Some((scheme, rest)) => http(scheme, rest),
        None => http(Scheme::Http, whole),
    }
}

/// Parses the part after `http://`.
pub(super) fn http(scheme: Scheme, rest: Part<'_>) -> Result<Url, UrlError> {
    let (authority, target) = rest.cut(&['/', '?', '#']);
    let (userinfo, host) = match authority.text.rfind('@') {
        Some(at) => (Some(authority.up_to(at)), authority.from(at + 1)),
        None => (None, authority),
    };
    let place = place(host)?;
    let userinfo = userinfo.map(userinfo_text).transpose()?;
    let Target { path, query, fragment } = Target::of(target);
    Ok(Url { scheme, userinfo, place, path, query, fragment })
}

/// Parses the part after `unix:`.
fn unix(rest: Part<'_>) -> Result<Url, UrlError> {
    let end = rest.text.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = rest.from(*at + 1).text;
        after.is_empty() || after.starts_with(['/', '?', '#'])
    });
    let (socket, target) = match end {
        Some(end) => (rest.up_to(end), rest.from(end + 1)),
        None => (rest, rest.from(rest.text.len())),
    };
    let place = match format!("unix:{}", socket.text).parse() {
        Ok(address) if is_ambiguous(&address) => Err(socket.error(UrlProblem::SocketAmbiguous)),
        Ok(UnixAddress::Unnamed) => Err(socket.error(UrlProblem::SocketUnnamed)),
        Ok(address) => Ok(Place::Unix(address)),
        Err(_) if socket.text.is_empty() => Err(socket.error(UrlProblem::SocketMissing)),
        Err(_) => Err(socket.error(UrlProblem::SocketName(socket.text.to_owned()))),
    }?;
    let Target { path, query, fragment } = Target::of(target);
    Ok(Url { scheme: Scheme::Http, userinfo: None, place, path, query, fragment })
}

/// Whether the name would end early when printed, which only escapes can cause.
fn is_ambiguous(address: &UnixAddress) -> bool {
    let printed = address.to_string();
    let name = printed.strip_prefix("unix:").unwrap_or_default();
    [":/", ":?", ":#"].iter().any(|end| name.contains(end))
}

/// The scheme with this name.
pub(super) fn scheme_of(name: &str) -> Option<Scheme> {
    let mut known = [Scheme::Http, Scheme::Https].into_iter();
    known.find(|scheme| scheme.label().eq_ignore_ascii_case(name))
}

/// Whether it is the name of a scheme (RFC 3986, 3.1).
pub(super) fn is_scheme_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// A part of a text, and its offset in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

impl<'a> Part<'a> {
    fn trimmed(text: &'a str) -> Self {
        let start = text.trim_start();
        Self { at: text.len() - start.len(), text: start.trim_end() }
    }

    pub(super) fn up_to(self, at: usize) -> Self {
        Self { text: self.text.get(..at).unwrap_or(self.text), ..self }
    }

    pub(super) fn from(self, at: usize) -> Self {
        let text = self.text.get(at..).unwrap_or_default();
        Self { at: self.at + self.text.len() - text.len(), text }
    }

    /// Split before the first of `ends`.
    fn cut(self, ends: &[char]) -> (Self, Self) {
        let at = self.text.find(ends).unwrap_or(self.text.len());
        (self.up_to(at), self.from(at))
    }

    /// The part after a prefix, in any case.
    fn behind(self, prefix: &str) -> Option<Self> {
        let (start, _) = self.text.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then(|| self.from(prefix.len()))
    }

    pub(super) fn error(self, problem: UrlProblem) -> UrlError {
        UrlError { at: self.at..self.at + self.text.len(), problem }
    }

    /// An error about this part.
    fn wrong(self, problem: fn(String) -> UrlProblem) -> UrlError {
        self.error(problem(self.text.to_owned()))
    }
}

/// Split into what is sent, and the fragment.
pub(super) struct Target {
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) fragment: Option<String>,
}

impl Target {
    pub(super) fn of(part: Part<'_>) -> Self {
        let (rest, fragment) = split(part.text, '#');
        let (path, query) = split(rest, '?');
        Self {
            path: printable(path),
            query: query.map(printable),
            fragment: fragment.map(printable),
        }
    }
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// With spaces and non-ASCII characters percent-encoded.
fn printable(text: &str) -> String {
    percent::encode(text.as_bytes(), |byte| byte != b' ')
}

fn refuse_controls(part: Part<'_>) -> Result<(), UrlError> {
    let Some((at, c)) = part.text.char_indices().find(|(_, c)| c.is_ascii_control()) else {
        return Ok(());
    };
    Err(part.from(at).up_to(1).error(UrlProblem::ControlCharacter(c)))
}

/// The scheme, and the part after `://`.
fn scheme(whole: Part<'_>) -> Result<Option<(Scheme, Part<'_>)>, UrlError> {
    if let Some(end) = whole.text.find("://")
        && let name = whole.up_to(end)
        && is_scheme_name(name.text)
    {
        let unknown = || name.wrong(UrlProblem::UnknownScheme);
        return Ok(Some((scheme_of(name.text).ok_or_else(unknown)?, whole.from(end + 3))));
    }
    for scheme in [Scheme::Http, Scheme::Https] {
        let prefix = format!("{}:", scheme.label());
        // It may be a host with such a name, if a port follows.
        if let Some(rest) = whole.behind(&prefix)
            && !is_port(rest.cut(&['/', '?', '#']).0.text)
        {
            return Err(whole.up_to(prefix.len()).error(slashes_missing(scheme)));
        }
    }
    Ok(None)
}

pub(super) fn slashes_missing(scheme: Scheme) -> UrlProblem {
    UrlProblem::SlashesMissing(scheme.label().to_owned())
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn userinfo_text(part: Part<'_>) -> Result<String, UrlError> {
    let (user, password) = split_userinfo(part.text);
    if decode(user).is_none() || password.is_some_and(|password| decode(password).is_none()) {
        return Err(part.error(UrlProblem::UserinfoNotUtf8));
    }
    Ok(part.text.to_owned())
}

fn place(host: Part<'_>) -> Result<Place, UrlError> {
    if host.text.starts_with('[') {
        return v6(host);
    }
    if host.text.parse::<Ipv6Addr>().is_ok() {
        return Err(host.wrong(UrlProblem::Ipv6WithoutBrackets));
    }
    let (name, rest) = host.cut(&[':']);
    let port = port(rest)?;
    Ok(Place::Name { name: host_name(name)?, port })
}

/// `[address%zone]:port`
fn v6(host: Part<'_>) -> Result<Place, UrlError> {
    let Some(end) = host.text.find(']') else {
        return Err(host.error(UrlProblem::BracketMissing));
    };
    let (address, zone) = host.up_to(end).from(1).cut(&['%']);
    if address.text.parse::<Ipv6Addr>().is_err() {
        return Err(address.wrong(UrlProblem::Ipv6));
    }
    let zone = if zone.text.is_empty() { None } else { Some(zone_name(zone)?) };
    let port = port(host.from(end + 1))?;
    Ok(Place::V6 { address: address.text.to_owned(), zone, port })
}

/// The zone from `%` on: percent-encoded after `%25` (RFC 6874), else verbatim (RFC 4007).
fn zone_name(part: Part<'_>) -> Result<String, UrlError> {
    let name = match part.text.strip_prefix("%25") {
        Some(encoded) if !encoded.is_empty() => decode(encoded),
        _ => part.text.strip_prefix('%').map(str::to_owned),
    };
    name.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()))
        .ok_or_else(|| part.error(UrlProblem::Zone))
}

/// The port from `:` on, if there is one.
fn port(rest: Part<'_>) -> Result<Option<u16>, UrlError> {
    let digits = rest.from(1);
    match rest.text.chars().next() {
        None => Ok(None),
        Some(':') if digits.text.is_empty() => Ok(None),
        Some(':') if digits.text.bytes().all(|b| b.is_ascii_digit()) => match digits.text.parse() {
            Ok(port) => Ok(Some(port)),
            Err(_) => Err(digits.error(UrlProblem::PortTooLarge)),
        },
        Some(':') => Err(digits.wrong(UrlProblem::Port)),
        Some(_) => Err(rest.error(UrlProblem::AfterBracket)),
    }
}

fn host_name(part: Part<'_>) -> Result<String, UrlError> {
    if part.text.is_empty() {
        return Err(part.error(UrlProblem::HostMissing));
    }
    if part.text.bytes().all(is_of_a_name) {
        return Ok(part.text.to_owned());
    }
    let wrong = |why| part.error(UrlProblem::Host(part.text.to_owned(), why));
    let name = decode(part.text).ok_or_else(|| wrong(HostProblem::NotUtf8))?;
    let forbidden = |b: &u8| b.is_ascii() && !is_of_a_name(*b);
    if let Some(byte) = name.bytes().find(forbidden) {
        return Err(wrong(HostProblem::Character(byte)));
    }
    if name.is_ascii() {
        return Ok(name);
    }
    match idna::domain_to_ascii_cow(name.as_bytes(), idna::AsciiDenyList::URL) {
        Ok(name) if !name.is_empty() && name.bytes().all(is_of_a_name) => Ok(name.into_owned()),
        _ => Err(wrong(HostProblem::Idna)),
    }
}

/// Whether a host may contain it (RFC 3986, 3.2.2), apart from percent-encoding.
fn is_of_a_name(byte: u8) -> bool {
    percent::is_unreserved(byte) || b"!$&'()*+,;=".contains(&byte)
}
