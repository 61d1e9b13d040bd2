//! Which proxy carries a fetch, and how people write it.

use std::fmt;
use std::net::Ipv6Addr;

use crate::types::Destination;
use crate::types::problem::proxy::ProxyProblem;

/// The proxy that carries a fetch. Prints as [`Proxy::parse`] reads it, without user and password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Proxy {
    /// None: connect to the server directly.
    #[default]
    None,
    /// As the environment says: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, as curl(1) reads them.
    Environment,
    /// An HTTP proxy (RFC 9110, 3.7): `http:` in absolute form, `https:` through a tunnel.
    Http {
        /// A host name or an IP address, without brackets.
        host: String,
        /// The port.
        port: u16,
        /// For `Proxy-Authorization`.
        userinfo: Option<UserInfo>,
    },
    /// A SOCKS 5 proxy (RFC 1928), which looks names up itself.
    Socks5 {
        /// A host name or an IP address, without brackets.
        host: String,
        /// The port.
        port: u16,
        /// For RFC 1929.
        userinfo: Option<UserInfo>,
    },
}

/// Credentials for a proxy. The `Debug` output hides the password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UserInfo {
    /// The user's name.
    pub user: String,
    /// The password, often empty.
    pub password: String,
}

impl Proxy {
    /// Read `http://user:password@host:port` or `socks5://..`. `socks5h://` is the same as `socks5://`, no scheme is
    /// `http://`, and no port is 1080, as in curl(1). User and password are percent-decoded. No error names the
    /// password.
    pub fn parse(text: &str) -> Result<Self, ProxyProblem> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or((HTTP, text));
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), HTTP | SOCKS5 | "socks5h") {
            return Err(unknown_scheme(&scheme));
        }
        let (userinfo, place) = match without_path(rest)?.rsplit_once('@') {
            Some((userinfo, place)) => (Some(UserInfo::parse(userinfo)?), place),
            None => (None, without_path(rest)?),
        };
        let (host, port) = host_and_port(place)?;
        Ok(match scheme.as_str() {
            HTTP => Self::Http { host, port, userinfo },
            _ => Self::Socks5 { host, port, userinfo },
        })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host, port) = match self {
            Self::None => return f.write_str("none"),
            Self::Environment => return f.write_str("environment"),
            Self::Http { host, port, .. } => (HTTP, host, port),
            Self::Socks5 { host, port, .. } => (SOCKS5, host, port),
        };
        let server = Destination::Host { host: host.clone(), port: *port };
        write!(f, "{scheme}://{server}")
    }
}

impl UserInfo {
    fn parse(text: &str) -> Result<Self, ProxyProblem> {
        let (user, password) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self {
            user: percent_decoded(user).ok_or(ProxyProblem::UserNotUtf8)?,
            password: percent_decoded(password).ok_or(ProxyProblem::PasswordNotUtf8)?,
        })
    }
}

impl fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserInfo").field("user", &self.user).finish_non_exhaustive()
    }
}

fn unknown_scheme(scheme: &str) -> ProxyProblem {
    match scheme {
        "https" => ProxyProblem::Tls,
        "socks" | "socks4" | "socks4a" => ProxyProblem::Socks4,
        _ => ProxyProblem::UnknownScheme(scheme.to_owned()),
    }
}

/// The part before the path, which must be empty.
fn without_path(text: &str) -> Result<&str, ProxyProblem> {
    let (place, path) = text.split_once('/').unwrap_or((text, ""));
    match path {
        "" => Ok(place),
        _ => Err(ProxyProblem::Path),
    }
}

fn host_and_port(place: &str) -> Result<(String, u16), ProxyProblem> {
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or(ProxyProblem::BracketMissing)?;
        let port = if rest.is_empty() { Some("") } else { rest.strip_prefix(':') };
        (v6(host)?, port.ok_or(ProxyProblem::AfterBracket)?)
    } else {
        let (host, port) = place.split_once(':').unwrap_or((place, ""));
        (name(host)?, port)
    };
    let port = if port.is_empty() { DEFAULT_PORT } else { number(port)? };
    Ok((host, port))
}

fn v6(text: &str) -> Result<String, ProxyProblem> {
    // RFC 6874 writes the % before a scope as %25.
    let host = text.replacen("%25", "%", 1);
    let address = host.split_once('%').map_or(host.as_str(), |(address, _)| address);
    match address.parse::<Ipv6Addr>() {
        Ok(_) => Ok(host),
        Err(_) => Err(ProxyProblem::Ipv6(text.to_owned())),
    }
}

fn name(host: &str) -> Result<String, ProxyProblem> {
    if host.is_empty() {
        return Err(ProxyProblem::HostMissing);
    }
    let wrong = |c: &char| c.is_whitespace() || c.is_control() || "<>\"\\^`{|}?#@[]".contains(*c);
    match host.chars().find(wrong) {
        Some(c) => Err(ProxyProblem::HostCharacter(c)),
        None => Ok(host.to_owned()),
    }
}

fn number(port: &str) -> Result<u16, ProxyProblem> {
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    let number = port.parse::<u16>().ok().filter(|number| digits && *number > 0);
    number.ok_or_else(|| ProxyProblem::Port(port.to_owned()))
}

/// `%41` to `A` (RFC 3986, 2.1); a `%` that does not begin such a triple stays. `None` if that is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let triple = after.split_first_chunk::<2>().filter(|_| *first == b'%');
        let decoded = triple.and_then(|(digits, after)| Some((hex(*digits)?, after)));
        let (byte, after) = decoded.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

fn hex([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? << 4 | digit(low)?).ok()
}

const HTTP: &str = "http";
const SOCKS5: &str = "socks5";
/// Of both kinds of proxy, as in curl(1).
const DEFAULT_PORT: u16 = 1080;

#[cfg(test)]
mod tests {
    use super::*;

    fn user(user: &str, password: &str) -> UserInfo {
        UserInfo { user: user.to_owned(), password: password.to_owned() }
    }

    fn http(host: &str, port: u16, userinfo: Option<UserInfo>) -> Proxy {
        Proxy::Http { host: host.to_owned(), port, userinfo }
    }

    fn socks(host: &str, port: u16, userinfo: Option<UserInfo>) -> Proxy {
        Proxy::Socks5 { host: host.to_owned(), port, userinfo }
    }

    #[test]
    fn a_proxy_is_read_as_curl_reads_it() {
        let table = [
            ("http://host:8080", http("host", 8080, None)),
            (" HTTP://host:8080/ ", http("host", 8080, None)),
            ("host", http("host", 1080, None)),
            ("host:", http("host", 1080, None)),
            ("host:3128", http("host", 3128, None)),
            ("127.0.0.1:1", http("127.0.0.1", 1, None)),
            ("socks5://host", socks("host", 1080, None)),
            ("socks5h://host:9050", socks("host", 9050, None)),
            ("http://[::1]:8080", http("::1", 8080, None)),
            ("[::1]", http("::1", 1080, None)),
            ("socks5://[fe80::1%25eth0]:1", socks("fe80::1%eth0", 1, None)),
            ("socks5://[fe80::1%eth0]", socks("fe80::1%eth0", 1080, None)),
            ("http://u:p@host", http("host", 1080, Some(user("u", "p")))),
            ("u:p@host:5", http("host", 5, Some(user("u", "p")))),
            ("socks5://u@host", socks("host", 1080, Some(user("u", "")))),
            ("http://u:p:q@host", http("host", 1080, Some(user("u", "p:q")))),
            ("http://a%40b:%2f%3A%e4%bd%a0@host", http("host", 1080, Some(user("a@b", "/:你")))),
            ("http://u:p@q@host", http("host", 1080, Some(user("u", "p@q")))),
            ("http://100%:5%2@host", http("host", 1080, Some(user("100%", "5%2")))),
            ("http://:@host", http("host", 1080, Some(user("", "")))),
        ];
        for (text, proxy) in table {
            assert_eq!(Proxy::parse(text).as_ref(), Ok(&proxy), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused() {
        let port = |text: &str| ProxyProblem::Port(text.to_owned());
        let table = [
            ("", ProxyProblem::HostMissing),
            ("http://", ProxyProblem::HostMissing),
            ("http://u:p@:80", ProxyProblem::HostMissing),
            ("https://host", ProxyProblem::Tls),
            ("socks4://host", ProxyProblem::Socks4),
            ("ftp://host", ProxyProblem::UnknownScheme("ftp".to_owned())),
            ("http://host/x", ProxyProblem::Path),
            ("http://ho st", ProxyProblem::HostCharacter(' ')),
            ("http://host?x", ProxyProblem::HostCharacter('?')),
            ("host:0", port("0")),
            ("host:65536", port("65536")),
            ("host:+5", port("+5")),
            ("::1", ProxyProblem::HostMissing),
            ("a:1:2", port("1:2")),
            ("[::1", ProxyProblem::BracketMissing),
            ("[::1]80", ProxyProblem::AfterBracket),
            ("[host]:80", ProxyProblem::Ipv6("host".to_owned())),
            ("http://%ff:p@host", ProxyProblem::UserNotUtf8),
            ("http://u:%ff@host", ProxyProblem::PasswordNotUtf8),
        ];
        for (text, problem) in table {
            assert_eq!(Proxy::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn a_proxy_prints_as_it_is_read_but_without_user_and_password() {
        for text in ["http://host:8080", "socks5://[::1]:1080", "socks5://10.0.0.1:5"] {
            assert_eq!(Proxy::parse(text).unwrap().to_string(), text);
        }
        let secret = Proxy::parse("http://user:secret@host:1").unwrap();
        assert_eq!(secret.to_string(), "http://host:1");
        assert!(!format!("{secret:?}").contains("secret"));
    }
}
