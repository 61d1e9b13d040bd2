//! The options of sockets for datagrams.

use socket2::Socket;

use crate::engine::net::interfaces;
use crate::engine::net::options::{Failures, Family, changed, ttl};
use crate::types::problem::NetProblem;
use crate::types::{Address, EffectiveOptions, IoError, MulticastOptions, Operation, UdpOptions};

/// Bring a socket bound to (or to be bound to) `local` from one set of options to another; returns what could not be
/// set. `None` stands for a fresh socket.
pub(in crate::engine) fn apply_datagram(
    socket: &Socket,
    local: &Address,
    from: Option<&UdpOptions>,
    to: &UdpOptions,
) -> Vec<IoError> {
    let plain = UdpOptions { receive_buffer: None, ..UdpOptions::default() };
    let from = from.unwrap_or(&plain);
    let mut failures = Failures::default();
    if let Some(bytes) = changed(from.receive_buffer, to.receive_buffer) {
        failures.check("SO_RCVBUF", socket.set_recv_buffer_size(bytes as usize));
    }
    if let Some(bytes) = changed(from.send_buffer, to.send_buffer) {
        failures.check("SO_SNDBUF", socket.set_send_buffer_size(bytes as usize));
    }
    let family = Family::of(local);
    if family != Family::Unix && from.broadcast != to.broadcast {
        failures.check("SO_BROADCAST", socket.set_broadcast(to.broadcast));
    }
    if let Some(ttl) = changed(from.ttl, to.ttl) {
        failures.check_ttl(socket, family, ttl);
    }
    match family {
        Family::V4 => multicast_v4(socket, &from.multicast, &to.multicast, &mut failures),
        Family::V6 => multicast_v6(socket, &from.multicast, &to.multicast, &mut failures),
        Family::Unix => {}
    }
    failures.0
}

/// The options as the kernel has them.
pub(in crate::engine) fn effective_datagram(socket: &Socket, local: &Address) -> EffectiveOptions {
    let family = Family::of(local);
    let (multicast_ttl, multicast_loopback) = match family {
        Family::V4 => (socket.multicast_ttl_v4().ok(), socket.multicast_loop_v4().ok()),
        Family::V6 => (socket.multicast_hops_v6().ok(), socket.multicast_loop_v6().ok()),
        Family::Unix => (None, None),
    };
    EffectiveOptions {
        receive_buffer: socket.recv_buffer_size().ok(),
        send_buffer: socket.send_buffer_size().ok(),
        ttl: ttl(socket, family),
        broadcast: socket.broadcast().ok().filter(|_| family != Family::Unix),
        multicast_ttl,
        multicast_loopback,
        ..EffectiveOptions::default()
    }
}

fn multicast_v4(
    socket: &Socket,
    from: &MulticastOptions,
    to: &MulticastOptions,
    failures: &mut Failures,
) {
    if let Some(ttl) = changed(from.ttl, to.ttl) {
        failures.check("IP_MULTICAST_TTL", socket.set_multicast_ttl_v4(ttl.into()));
    }
    if from.loopback != to.loopback {
        failures.check("IP_MULTICAST_LOOP", socket.set_multicast_loop_v4(to.loopback));
    }
    if from.interface != to.interface {
        let address = match to.interface {
            None => Some(std::net::Ipv4Addr::UNSPECIFIED),
            Some(index) => interfaces::v4_address(index),
        };
        match address {
            Some(address) => {
                failures.check("IP_MULTICAST_IF", socket.set_multicast_if_v4(&address));
            }
            None => failures.0.push(IoError::other(
                Operation::SetOption,
                "IP_MULTICAST_IF",
                NetProblem::InterfaceWithoutV4,
            )),
        }
    }
}

fn multicast_v6(
    socket: &Socket,
    from: &MulticastOptions,
    to: &MulticastOptions,
    failures: &mut Failures,
) {
    if let Some(hops) = changed(from.ttl, to.ttl) {
        failures.check("IPV6_MULTICAST_HOPS", socket.set_multicast_hops_v6(hops.into()));
    }
    if from.loopback != to.loopback {
        failures.check("IPV6_MULTICAST_LOOP", socket.set_multicast_loop_v6(to.loopback));
    }
    if from.interface != to.interface {
        let index = to.interface.unwrap_or(0);
        failures.check("IPV6_MULTICAST_IF", socket.set_multicast_if_v6(index));
    }
}
