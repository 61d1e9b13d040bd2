//! The whole of it over a socket that does not block.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use mio::{Events, Interest, Poll, Token};
use rustls::{ServerConnection, StreamOwned};
use socket2::{Domain, Socket, Type};

use super::*;
use crate::engine::net::stream::Stream;
use crate::types::Address;

#[test]
fn a_socket_is_waited_for_only_when_it_would_block() {
    let authority = Authority::new("root");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let config = good(&authority);
    let server = thread::Builder::new().spawn(move || echo(&listener, config)).unwrap();

    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.connect(&address.into()).unwrap();
    socket.set_nonblocking(true).unwrap();
    let mut wait = Wait::new(Stream::new(socket, &Address::Ip(address)));
    let mut tls = client(&authority.client(false), HOST);
    while !tls.handshake(&mut &wait.stream).unwrap() {
        wait.for_event();
    }
    let bytes: Vec<u8> = (0..LEN).map(|n| n.to_le_bytes()[1]).collect();
    assert_eq!(exchange(&mut tls, &mut wait, &bytes), bytes);
    server.join().unwrap();
}

/// Send it all and close, while what comes back is read to its end.
fn exchange(tls: &mut Tls, wait: &mut Wait, bytes: &[u8]) -> Vec<u8> {
    let (mut rest, mut back, mut space) = (bytes, Vec::new(), vec![0; 256 * 1024]);
    loop {
        let written = match rest {
            [] if tls.wants_write() => tls.flush(&mut &wait.stream).map(|()| 0),
            [] => Err(io::ErrorKind::WouldBlock.into()),
            _ => tls.write(&mut &wait.stream, rest),
        };
        let read = tls.read(&mut &wait.stream, &mut space);
        match (&written, &read) {
            (_, Ok(0)) => return back,
            (Err(_), Err(_)) => wait.for_event(),
            _ => {}
        }
        rest = &rest[written.unwrap_or_else(blocked)..];
        back.extend_from_slice(&space[..read.unwrap_or_else(blocked)]);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed to unwrap_or_else")]
fn blocked(error: io::Error) -> usize {
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock, "{error}");
    0
}

/// Sends back what it gets, then closes.
fn echo(listener: &TcpListener, config: Arc<ServerConfig>) {
    let (socket, _) = listener.accept().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
    let mut bytes = vec![0; LEN];
    stream.read_exact(&mut bytes).unwrap();
    stream.write_all(&bytes).unwrap();
    stream.conn.send_close_notify();
    stream.flush().unwrap();
}

struct Wait {
    stream: Stream,
    poll: Poll,
    events: Events,
}

impl Wait {
    fn new(mut stream: Stream) -> Self {
        let poll = Poll::new().unwrap();
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(stream.source(), Token(0), both).unwrap();
        Self { stream, poll, events: Events::with_capacity(8) }
    }

    fn for_event(&mut self) {
        self.poll.poll(&mut self.events, Some(PATIENCE)).unwrap();
        assert!(!self.events.is_empty(), "no event in time");
    }
}

const LEN: usize = 3_000_000;
const PATIENCE: Duration = Duration::from_secs(30);
