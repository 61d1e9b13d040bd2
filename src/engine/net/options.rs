//! Socket options: set what is asked for, read back what the kernel made of it.

mod datagram;

use std::io;
use std::time::Duration;

use socket2::{Socket, TcpKeepalive};

use crate::types::{Address, EffectiveOptions, IoError, Keepalive, Operation, TcpOptions};
pub(in crate::engine) use datagram::{apply_datagram, effective_datagram};

/// Bring a socket from one set of options to another; returns what could not be set. A fresh socket comes from
/// the default. `address` decides between the options of IPv4, IPv6 and Unix, which has only buffers.
pub(in crate::engine) fn apply(
    socket: &Socket,
    address: &Address,
    from: &TcpOptions,
    to: &TcpOptions,
) -> Vec<IoError> {
    let mut failures = Failures::default();
    let family = Family::of(address);
    if family != Family::Unix {
        if from.nodelay != to.nodelay {
            failures.check("TCP_NODELAY", socket.set_tcp_nodelay(to.nodelay));
        }
        if from.keepalive != to.keepalive {
            failures.check("SO_KEEPALIVE", set_keepalive(socket, to.keepalive));
        }
        if from.linger != to.linger {
            failures.check("SO_LINGER", socket.set_linger(to.linger.map(whole_seconds)));
        }
    }
    if let Some(bytes) = changed(from.receive_buffer, to.receive_buffer) {
        failures.check("SO_RCVBUF", socket.set_recv_buffer_size(bytes as usize));
    }
    if let Some(bytes) = changed(from.send_buffer, to.send_buffer) {
        failures.check("SO_SNDBUF", socket.set_send_buffer_size(bytes as usize));
    }
    if let Some(ttl) = changed(from.ttl, to.ttl) {
        failures.check_ttl(socket, family, ttl);
    }
    failures.0
}

/// The options as the kernel has them.
pub(in crate::engine) fn effective(socket: &Socket, address: &Address) -> EffectiveOptions {
    let common = EffectiveOptions {
        receive_buffer: socket.recv_buffer_size().ok(),
        send_buffer: socket.send_buffer_size().ok(),
        ttl: ttl(socket, Family::of(address)),
        ..EffectiveOptions::default()
    };
    if address.is_unix() {
        return common;
    }
    EffectiveOptions {
        nodelay: socket.tcp_nodelay().ok(),
        keepalive: keepalive(socket).ok(),
        linger: socket.linger().ok(),
        ..common
    }
}

/// Whose options govern a socket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    V4,
    V6,
    Unix,
}

impl Family {
    /// An IPv4 peer of a dual-stack socket is governed by the options of IPv4.
    fn of(address: &Address) -> Self {
        match address.ip() {
            None => Self::Unix,
            Some(ip) if ip.to_canonical().is_ipv4() => Self::V4,
            Some(_) => Self::V6,
        }
    }
}

/// What could not be set.
#[derive(Default)]
struct Failures(Vec<IoError>);

impl Failures {
    fn check(&mut self, name: &str, result: io::Result<()>) {
        let error = result.err();
        self.0.extend(error.map(|error| IoError::new(Operation::SetOption, name, &error)));
    }

    fn check_ttl(&mut self, socket: &Socket, family: Family, ttl: u8) {
        match family {
            Family::V4 => self.check("IP_TTL", socket.set_ttl_v4(ttl.into())),
            Family::V6 => self.check("IPV6_UNICAST_HOPS", socket.set_unicast_hops_v6(ttl.into())),
            Family::Unix => {}
        }
    }
}

fn ttl(socket: &Socket, family: Family) -> Option<u32> {
    match family {
        Family::V4 => socket.ttl_v4().ok(),
        Family::V6 => socket.unicast_hops_v6().ok(),
        Family::Unix => None,
    }
}

fn changed<T: PartialEq + Copy>(from: Option<T>, to: Option<T>) -> Option<T> {
    if from == to { None } else { to }
}

fn set_keepalive(socket: &Socket, keepalive: Option<Keepalive>) -> io::Result<()> {
    let Some(keepalive) = keepalive else {
        return socket.set_keepalive(false);
    };
    let times = TcpKeepalive::new()
        .with_time(whole_seconds(keepalive.idle))
        .with_interval(whole_seconds(keepalive.interval))
        .with_retries(keepalive.count);
    socket.set_tcp_keepalive(&times)
}

fn keepalive(socket: &Socket) -> io::Result<Option<Keepalive>> {
    if socket.keepalive()? { keepalive_times(socket).map(Some) } else { Ok(None) }
}

#[cfg(unix)]
fn keepalive_times(socket: &Socket) -> io::Result<Keepalive> {
    Ok(Keepalive {
        idle: socket.tcp_keepalive_time()?,
        interval: socket.tcp_keepalive_interval()?,
        count: socket.tcp_keepalive_retries()?,
    })
}

#[cfg(not(unix))]
fn keepalive_times(_socket: &Socket) -> io::Result<Keepalive> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The kernel counts these in seconds and would cut half a second to none, which means something else.
fn whole_seconds(duration: Duration) -> Duration {
    let more = u64::from(duration.subsec_nanos() > 0);
    Duration::from_secs(duration.as_secs().saturating_add(more))
}

#[cfg(test)]
mod tests {
    use socket2::{Domain, Type};

    use super::*;

    fn set(domain: Domain, address: &str, to: &TcpOptions) -> (Vec<IoError>, EffectiveOptions) {
        let socket = Socket::new(domain, Type::STREAM, None).unwrap();
        let address = address.parse().unwrap();
        let failed = apply(&socket, &address, &TcpOptions::default(), to);
        (failed, effective(&socket, &address))
    }

    #[test]
    fn what_is_set_is_read_back() {
        let keepalive =
            Keepalive { idle: Duration::from_secs(7), interval: Duration::from_secs(3), count: 4 };
        let options = TcpOptions {
            nodelay: true,
            keepalive: Some(keepalive),
            linger: Some(Duration::from_millis(1500)),
            receive_buffer: Some(40_000),
            send_buffer: Some(30_000),
            ttl: Some(9),
            ..TcpOptions::default()
        };
        for (domain, address) in [(Domain::IPV4, "127.0.0.1:1"), (Domain::IPV6, "[::1]:1")] {
            let (failed, effective) = set(domain, address, &options);
            assert_eq!(failed, []);
            assert_eq!(effective.nodelay, Some(true));
            assert_eq!(effective.keepalive, Some(Some(keepalive)));
            assert_eq!(effective.linger, Some(Some(Duration::from_secs(2))));
            assert!(effective.receive_buffer.unwrap() >= 40_000);
            assert!(effective.send_buffer.unwrap() >= 30_000);
            assert_eq!(effective.ttl, Some(9));
        }
    }

    #[test]
    fn an_option_that_cannot_be_set_is_named_and_the_others_are_set() {
        let options = TcpOptions {
            keepalive: Some(Keepalive { count: 100_000, ..Keepalive::default() }),
            ttl: Some(9),
            ..TcpOptions::default()
        };
        let (failed, effective) = set(Domain::IPV4, "127.0.0.1:1", &options);
        assert_eq!(failed.len(), 1);
        let IoError { operation, target, .. } = &failed[0];
        assert_eq!((*operation, target.as_str()), (Operation::SetOption, "SO_KEEPALIVE"));
        assert_eq!(failed[0].name(), Some("EINVAL"));
        assert_eq!(effective.ttl, Some(9));
    }

    #[test]
    fn options_can_be_switched_off_again() {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let address = "127.0.0.1:1".parse().unwrap();
        let plain = TcpOptions::default();
        let set = TcpOptions {
            nodelay: true,
            keepalive: Some(Keepalive::default()),
            linger: Some(Duration::ZERO),
            ..TcpOptions::default()
        };
        assert_eq!(apply(&socket, &address, &plain, &set), []);
        assert_eq!(apply(&socket, &address, &set, &plain), []);
        let effective = effective(&socket, &address);
        assert_eq!(effective.nodelay, Some(false));
        assert_eq!(effective.keepalive, Some(None));
        assert_eq!(effective.linger, Some(None));
    }
}
