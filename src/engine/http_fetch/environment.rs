//! The proxy that the environment names, as curl(1) reads it ("ENVIRONMENT").

use std::net::IpAddr;

use crate::engine::http_fetch::Proxy;
use crate::types::problem::http::HttpProblem;
use crate::types::{IoError, Operation};

/// The proxy for a server, with [`Proxy::Environment`] replaced by what the environment names. `scheme` is that of the URL
/// in small letters, `host` is without brackets.
pub(super) fn resolve(proxy: &Proxy, scheme: &str, host: &str) -> Result<Proxy, IoError> {
    match proxy {
        Proxy::Environment => from_environment(scheme, host, |name| std::env::var(name).ok()),
        Proxy::None | Proxy::Http { .. } | Proxy::Socks5 { .. } => Ok(proxy.clone()),
    }
}

/// The proxy for a server: `http_proxy` or `https_proxy` by the URL's `scheme`, else `all_proxy`, and none if `no_proxy`
/// names the `host`, which is without brackets. Each in small letters first, then in capitals; but not `HTTP_PROXY`,
/// which anyone can set on a CGI program by sending it a `Proxy` header. An empty variable counts as none.
///
/// `variable` looks up a variable of the environment. The error names the variable.
fn from_environment(
    scheme: &str,
    host: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Proxy, IoError> {
    let exempt = first(&["no_proxy", "NO_PROXY"], &variable);
    if exempt.is_some_and(|(_, list)| is_exempt(host, &list)) {
        return Ok(Proxy::None);
    }
    let names: &[&str] = match scheme {
        "http" => &["http_proxy", "all_proxy", "ALL_PROXY"],
        _ => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
    };
    match first(names, &variable) {
        None => Ok(Proxy::None),
        Some((name, value)) => Proxy::parse(&value)
            .map_err(|problem| IoError::other(Operation::Proxy, name, HttpProblem::Proxy(problem))),
    }
}

/// The first of these variables that is set and not empty.
fn first<'a>(
    names: &[&'a str],
    variable: impl Fn(&str) -> Option<String>,
) -> Option<(&'a str, String)> {
    names.iter().find_map(|name| {
        let value = variable(name).filter(|value| !value.trim().is_empty())?;
        Some((*name, value))
    })
}

/// Whether a list such as `localhost, .example.com, 10.0.0.0/8` names the host. A name stands for its subdomains, too,
/// an address for itself or, with a prefix length, for its network. `*` is every host.
fn is_exempt(host: &str, list: &str) -> bool {
    let host = host.split_once('%').map_or(host, |(address, _scope)| address);
    let mut entries = list.split([',', ' ', '\t']).filter(|entry| !entry.is_empty());
    match host.parse::<IpAddr>() {
        Ok(address) => entries.any(|entry| entry == "*" || holds(entry, address)),
        Err(_) => entries.any(|entry| entry == "*" || is_domain(entry, host)),
    }
}

fn is_domain(entry: &str, host: &str) -> bool {
    let entry = entry.strip_prefix('.').unwrap_or(entry);
    let [entry, host] = [entry, host].map(|name| name.strip_suffix('.').unwrap_or(name));
    let Some(start) = host.len().checked_sub(entry.len()) else {
        return false;
    };
    let Some((before, end)) = host.split_at_checked(start) else {
        return false;
    };
    !entry.is_empty()
        && end.eq_ignore_ascii_case(entry)
        && (before.is_empty() || before.ends_with('.'))
}

/// Whether an address or a network in CIDR notation (RFC 4632) holds the address.
fn holds(entry: &str, address: IpAddr) -> bool {
    let (network, length) = match entry.split_once('/') {
        Some((network, length)) => (network, Some(length)),
        None => (entry, None),
    };
    let network = network.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    let (differ, bits) = match (network, address) {
        (Some(IpAddr::V4(a)), IpAddr::V4(b)) => (u128::from(a.to_bits() ^ b.to_bits()) << 96, 32),
        (Some(IpAddr::V6(a)), IpAddr::V6(b)) => (a.to_bits() ^ b.to_bits(), 128),
        _ => return false,
    };
    let length = length.map_or(Some(bits), |length| length.parse::<u32>().ok());
    length.is_some_and(|length| length <= bits && differ.leading_zeros() >= length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name=value` a line, and the proxy for `scheme` and `host` as it prints.
    fn chosen(variables: &str, scheme: &str, host: &str) -> String {
        let variables: Vec<_> = variables.lines().filter_map(|line| line.split_once('=')).collect();
        let look_up = |name: &str| {
            let variable = variables.iter().find(|(key, _)| *key == name);
            variable.map(|(_, value)| (*value).to_owned())
        };
        from_environment(scheme, host, look_up)
            .map_or_else(|e| format!("{}: {:?}", e.target, e.cause), |proxy| proxy.to_string())
    }

    #[test]
    fn the_variable_of_the_scheme_goes_first() {
        let table = [
            ("", "http", "none"),
            ("http_proxy=a:1", "http", "http://a:1"),
            ("http_proxy=a:1", "https", "none"),
            ("HTTP_PROXY=a:1", "http", "none"),
            ("HTTPS_PROXY=a:1", "https", "http://a:1"),
            ("HTTPS_PROXY=a:1\nhttps_proxy=b:1", "https", "http://b:1"),
            ("HTTPS_PROXY=a:1\nhttps_proxy=", "https", "http://a:1"),
            ("all_proxy=socks5://a", "http", "socks5://a:1080"),
            ("ALL_PROXY=socks5://a", "https", "socks5://a:1080"),
            ("ALL_PROXY=c:1\nall_proxy=b:1\nhttp_proxy=a:1", "http", "http://a:1"),
            ("ALL_PROXY=c:1\nall_proxy=b:1", "http", "http://b:1"),
        ];
        for (variables, scheme, expected) in table {
            assert_eq!(chosen(variables, scheme, "x.y"), expected, "{variables:?} {scheme}");
        }
    }

    #[test]
    fn an_error_names_the_variable_and_hides_the_password() {
        assert_eq!(
            chosen("https_proxy=ftp://u:secret@h", "https", "x.y"),
            "https_proxy: Http(Proxy(UnknownScheme(\"ftp\")))"
        );
    }

    #[test]
    fn no_proxy_names_hosts_domains_addresses_and_networks() {
        let table = [
            ("*", "x.y", true),
            ("a,*", "x.y", true),
            ("example.com", "example.com", true),
            ("example.com", "EXAMPLE.com", true),
            ("example.com", "www.example.com", true),
            ("example.com", "nonexample.com", false),
            ("example.com", "example.org", false),
            ("example.com", "com", false),
            (".example.com", "example.com", true),
            (".example.com", "a.b.example.com", true),
            ("example.com.", "example.com", true),
            ("example.com", "example.com.", true),
            ("a.b, c.d\te.f", "e.f", true),
            ("a.b,,c.d", "c.d", true),
            (",", "c.d", false),
            (".", "c.d", false),
            ("你.cn", "x你.cn", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.1", "127.0.0.1", false),
            ("192.168.0.0/16", "192.168.255.1", true),
            ("192.168.0.0/16", "192.169.0.1", false),
            ("192.168.0.0/17", "192.168.128.1", false),
            ("10.0.0.1/32", "10.0.0.1", true),
            ("10.0.0.1/32", "10.0.0.0", false),
            ("10.0.0.1/33", "10.0.0.1", false),
            ("10.0.0.1/", "10.0.0.1", false),
            ("10.0.0.1/-1", "10.0.0.1", false),
            ("0.0.0.0/0", "10.0.0.1", true),
            ("::1", "::1", true),
            ("[::1]", "::1", true),
            ("fe80::/10", "fe80::5%eth0", true),
            ("2001:db8::/32", "2001:db8:1::", true),
            ("2001:db8::/32", "2001:db9::", false),
            ("::/0", "10.0.0.1", false),
        ];
        for (list, host, expected) in table {
            let variables = format!("no_proxy={list}\nhttp_proxy=p:1");
            let proxy = if expected { "none" } else { "http://p:1" };
            assert_eq!(chosen(&variables, "http", host), proxy, "{list:?} {host}");
        }
        assert_eq!(chosen("NO_PROXY=a.b\nhttp_proxy=p:1", "http", "a.b"), "none");
    }

    #[test]
    fn only_the_environment_has_to_be_resolved() {
        for text in ["http://host:1", "socks5://host:1"] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!(resolve(&proxy, "http", "a.b"), Ok(proxy));
        }
        assert_eq!(resolve(&Proxy::None, "http", "a.b"), Ok(Proxy::None));
    }
}
