//! Name look-up. It can't be interrupted, so it runs on a thread that is abandoned when its result is no longer wanted.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use crossbeam_channel::Receiver;
use mio::Waker;

use crate::engine::worker::hub::Hub;
use crate::types::problem::NetProblem;
use crate::types::{Address, Destination, Fact, IoError, Operation};

/// Looks up names. It may block, since it runs on a separate thread.
pub(in crate::engine) trait Resolve: Send + Sync {
    fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The system's resolver: getaddrinfo(3).
pub(in crate::engine) struct System;

impl Resolve for System {
    fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// A resolved destination, or the look-up that it needs.
pub(in crate::engine) enum Route {
    Known(Address),
    LookUp(LookUp),
}

/// Resolve a destination. Only a host name needs a look-up, which is reported.
pub(in crate::engine) fn route(
    resolver: &Arc<dyn Resolve>,
    to: &Destination,
    hub: &mut Hub,
) -> Result<Route, IoError> {
    let (host, port) = match to {
        Destination::Unix(address) => return Ok(Route::Known(address.clone().into())),
        Destination::Host { host, port } => (host, *port),
    };
    if let Some(address) = literal(host, port) {
        return Ok(Route::Known(address.into()));
    }
    let answer = start(resolver, host, port, hub.mailbox.waker());
    hub.common.outbox.report(Fact::Resolving { host: host.clone() });
    Ok(Route::LookUp(LookUp { host: host.clone(), since: Instant::now(), answer: answer? }))
}

/// A name that is being looked up.
pub(in crate::engine) struct LookUp {
    host: String,
    since: Instant,
    answer: Receiver<Answer>,
}

impl LookUp {
    /// The addresses in the order in which to try them, at least one; `None` until the look-up has ended.
    pub(in crate::engine) fn outcome(
        &self,
        hub: &mut Hub,
    ) -> Option<Result<Vec<SocketAddr>, IoError>> {
        let addresses = match self.answer.try_recv().ok()?.0 {
            Ok(addresses) => addresses,
            Err(error) => return Some(Err(error)),
        };
        hub.common.outbox.report(Fact::Resolved {
            host: self.host.clone(),
            addresses: addresses.clone(),
            took: self.since.elapsed(),
        });
        if addresses.is_empty() {
            let none = IoError::other(Operation::Resolve, &self.host, NetProblem::NoAddress);
            return Some(Err(none));
        }
        Some(Ok(addresses))
    }
}

/// Look a name up on a thread of its own, which wakes `waker` when the answer is there. A thread whose answer is
/// no longer wanted ends by itself, later.
fn start(
    resolver: &Arc<dyn Resolve>,
    host: &str,
    port: u16,
    waker: Arc<Waker>,
) -> Result<Receiver<Answer>, IoError> {
    let (answers, answer) = crossbeam_channel::bounded(1);
    let resolver = Arc::clone(resolver);
    let target = host.to_owned();
    thread::Builder::new()
        .name("resolve".to_owned())
        .spawn(move || {
            let addresses = resolver.look_up(&target, port);
            let fail = |error| IoError::new(Operation::Resolve, target, &error);
            answers.send(Answer(addresses.map_err(fail))).ok();
            waker.wake().ok();
        })
        .map_err(|error| IoError::new(Operation::Resolve, host, &error))?;
    Ok(answer)
}

/// The result of a look-up, possibly empty.
struct Answer(Result<Vec<SocketAddr>, IoError>);

/// The address, if `host` is already one, so that no look-up is needed.
fn literal(host: &str, port: u16) -> Option<SocketAddr> {
    let ip: IpAddr = host.parse().ok()?;
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_no_look_up_and_a_name_does() {
        assert_eq!(literal("::1", 5), Some("[::1]:5".parse().unwrap()));
        assert_eq!(literal("127.0.0.1", 5), Some("127.0.0.1:5".parse().unwrap()));
        assert_eq!(literal("localhost", 5), None);
    }

    #[test]
    fn the_system_knows_scope_ids_and_localhost() {
        assert!(!System.look_up("localhost", 7).unwrap().is_empty());
        let scoped = System.look_up("fe80::1%1", 7).unwrap();
        assert_eq!(scoped, ["[fe80::1%1]:7".parse().unwrap()]);
    }
}
