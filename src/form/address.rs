//! Addresses and ports as people type them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

use crate::form::problem::{Field, Problem};
use crate::types::problem::FormProblem;
use crate::types::{Address, Destination, Interface, UnixAddress};

/// A bind address: an IPv4 or IPv6 address, `[..]` allowed, a scope after `%` (number or interface name), `localhost`, or `*` for all of IPv4.
pub fn parse_bind(text: &str, port: u16) -> Result<SocketAddr, FormProblem> {
    let text = text.trim();
    match text {
        "" => return Err(FormProblem::NoAddress),
        "*" => return Ok((Ipv4Addr::UNSPECIFIED, port).into()),
        "localhost" => return Ok((Ipv4Addr::LOCALHOST, port).into()),
        _ => {}
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Some((address, scope)) = bare.split_once('%') {
        return scoped(address, scope, port);
    }
    bare.parse::<IpAddr>()
        .ok()
        .map(|ip| SocketAddr::new(ip, port))
        .ok_or_else(|| FormProblem::NotAnIpAddress(bare.to_owned()))
}

/// An address to bind and its port, as two fields; a Unix socket needs no port.
pub(super) fn parse_bind_fields(bind: &str, port: &str) -> Result<Address, Problem> {
    if is_unix(bind) {
        return parse_unix(bind).map(Address::Unix).map_err(Problem::on(Field::Bind));
    }
    let port = parse_port(port).map_err(Problem::on(Field::Port))?;
    parse_bind(bind, port).map(Address::from).map_err(Problem::on(Field::Bind))
}

/// A port, 0 to 65535.
pub fn parse_port(text: &str) -> Result<u16, FormProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FormProblem::NoPort);
    }
    text.parse().ok().ok_or_else(|| FormProblem::NotAPort(text.to_owned()))
}

/// A port to connect to: not 0.
pub fn parse_remote_port(text: &str) -> Result<u16, FormProblem> {
    match parse_port(text)? {
        0 => Err(FormProblem::PortZero),
        port => Ok(port),
    }
}

/// A host and port, or `unix:/path`.
pub fn parse_destination(host: &str, port: &str) -> Result<Destination, Problem> {
    let on_host = Problem::on(Field::Host);
    let host = host.trim();
    if is_unix(host) {
        return parse_unix(host).map(Destination::Unix).map_err(on_host);
    }
    if host.is_empty() {
        return Err(on_host(FormProblem::NoHost));
    }
    let bare = host.trim_matches(['[', ']']);
    if host.contains("://") || host.contains('/') {
        return Err(on_host(FormProblem::HostWithScheme));
    }
    if bare.contains(':') && bare.split('%').next().is_none_or(|ip| ip.parse::<Ipv6Addr>().is_err())
    {
        return Err(on_host(FormProblem::HostWithPort));
    }
    let port = parse_remote_port(port).map_err(Problem::on(Field::Port))?;
    Ok(Destination::Host { host: bare.to_owned(), port })
}

/// Whether this means a Unix socket.
pub fn is_unix(text: &str) -> bool {
    text.trim().starts_with("unix:")
}

/// `unix:/path`, or on Linux `unix:@name`.
pub fn parse_unix(text: &str) -> Result<UnixAddress, FormProblem> {
    let text = text.trim();
    text.parse().ok().ok_or_else(|| FormProblem::NotAUnixAddress(text.to_owned()))
}

/// The index of an interface, from its name, its number or one of its addresses.
pub fn interface_index(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| named_interface(text)).or_else(|| {
        let ip: IpAddr = text.parse().ok()?;
        let holds =
            |interface: &Interface| interface.addresses.iter().any(|address| address.ip == ip);
        crate::engine::interfaces().into_iter().find(holds).map(|interface| interface.index)
    })
}

/// `host:port`, `[v6]:port`, or a lone port with the host given.
pub fn split_host_port(text: &str, default_host: &str) -> Result<(String, u16), FormProblem> {
    let text = text.trim();
    if text.contains("://") {
        return Err(FormProblem::AddressWithScheme);
    }
    if let Ok(address) = text.parse::<SocketAddr>() {
        let host = address.ip().to_string();
        return Ok((with_scope(host, &address), address.port()));
    }
    match text.rsplit_once(':') {
        Some((host, port)) if host.starts_with('[') && host.ends_with(']') => {
            Ok((host.trim_matches(['[', ']']).to_owned(), parse_port(port)?))
        }
        Some((host, _)) if host.contains(':') => Err(FormProblem::Ipv6WithoutBrackets),
        Some((host, port)) if !host.is_empty() => Ok((host.to_owned(), parse_port(port)?)),
        Some((_, port)) => Ok((default_host.to_owned(), parse_port(port)?)),
        None => Ok((default_host.to_owned(), parse_port(text)?)),
    }
}

/// Whether other machines can reach what is bound here.
pub fn is_reachable(address: &Address) -> bool {
    address.ip().is_some_and(|ip| !ip.to_canonical().is_loopback())
}

fn with_scope(host: String, address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{host}%{}", v6.scope_id()),
        _ => host,
    }
}

fn scoped(address: &str, scope: &str, port: u16) -> Result<SocketAddr, FormProblem> {
    let not_ipv6 = || FormProblem::NotAnIpv6Address(address.to_owned());
    let ip: Ipv6Addr = address.parse().ok().ok_or_else(not_ipv6)?;
    let index = scope
        .parse()
        .ok()
        .or_else(|| named_interface(scope))
        .ok_or_else(|| FormProblem::UnknownInterface(scope.to_owned()))?;
    Ok(SocketAddrV6::new(ip, port, 0, index).into())
}

/// Linux lists its interfaces as files; elsewhere a scope is typed as a number.
fn named_interface(name: &str) -> Option<u32> {
    if name.contains(['/', '.']) {
        return None;
    }
    std::fs::read_to_string(format!("/sys/class/net/{name}/ifindex")).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bind_addresses_are_read_as_people_type_them() {
        let table = [
            ("127.0.0.1", "127.0.0.1:80"),
            (" localhost ", "127.0.0.1:80"),
            ("*", "0.0.0.0:80"),
            ("::1", "[::1]:80"),
            ("[::1]", "[::1]:80"),
            ("fe80::1%3", "[fe80::1%3]:80"),
        ];
        for (text, expected) in table {
            assert_eq!(parse_bind(text, 80).unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_address_or_port_is_named() {
        let text = str::to_owned;
        assert_eq!(parse_bind("127.0.0", 1), Err(FormProblem::NotAnIpAddress(text("127.0.0"))));
        assert_eq!(parse_bind("x%lo", 1), Err(FormProblem::NotAnIpv6Address(text("x"))));
        assert_eq!(
            parse_bind("fe80::1%nowhere0", 1),
            Err(FormProblem::UnknownInterface(text("nowhere0")))
        );
        assert_eq!(parse_bind(" ", 1), Err(FormProblem::NoAddress));
        assert_eq!(parse_port("65536"), Err(FormProblem::NotAPort(text("65536"))));
        assert_eq!(parse_port(" "), Err(FormProblem::NoPort));
        assert_eq!(parse_remote_port("0"), Err(FormProblem::PortZero));
        assert_eq!(parse_unix("unix:"), Err(FormProblem::NotAUnixAddress(text("unix:"))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_scope_may_be_an_interface_name() {
        assert_eq!(parse_bind("fe80::1%lo", 80).unwrap().to_string(), "[fe80::1%1]:80");
    }

    #[test]
    fn a_host_with_more_than_a_host_is_refused() {
        for (host, reason) in [
            ("http://localhost", FormProblem::HostWithScheme),
            ("localhost/", FormProblem::HostWithScheme),
            ("localhost:80", FormProblem::HostWithPort),
            (" ", FormProblem::NoHost),
        ] {
            let problem = Problem { field: Field::Host, reason };
            assert_eq!(parse_destination(host, "80"), Err(problem));
        }
        for host in ["::1", "[::1]", "fe80::1%eth0", "localhost"] {
            assert!(parse_destination(host, "80").is_ok(), "{host}");
        }
    }

    #[test]
    fn host_and_port_are_split() {
        let table = [
            ("9000", ("127.0.0.1", 9000)),
            (":9000", ("127.0.0.1", 9000)),
            ("example.com:80", ("example.com", 80)),
            ("[::1]:80", ("::1", 80)),
            ("[fe80::1%eth0]:80", ("fe80::1%eth0", 80)),
        ];
        for (text, (host, port)) in table {
            assert_eq!(
                split_host_port(text, "127.0.0.1").unwrap(),
                (host.to_owned(), port),
                "{text}"
            );
        }
        assert_eq!(split_host_port("::1:80", ""), Err(FormProblem::Ipv6WithoutBrackets));
        assert_eq!(split_host_port("http://a", ""), Err(FormProblem::AddressWithScheme));
    }

    #[test]
    fn only_loopback_is_out_of_reach_for_others() {
        for (text, reachable) in [
            ("127.0.0.1:1", false),
            ("127.9.9.9:1", false),
            ("[::1]:1", false),
            ("[::ffff:127.0.0.1]:1", false),
            ("0.0.0.0:1", true),
            ("[::]:1", true),
            ("192.168.0.2:1", true),
        ] {
            assert_eq!(is_reachable(&text.parse().unwrap()), reachable, "{text}");
        }
    }
}
