//! An echo server without a window: the core of Sockscope, driven by a loop of one's own.
//!
//! `cargo run --example echo_server -- 9000`, then `nc 127.0.0.1 9000`.

use std::io::{self, Write as _};

use sockscope::playground::{Action, Budget, Playground, Session, drain};
use sockscope::respond::{Preset, Transport};
use sockscope::types::{Fact, Kind};
use sockscope::words;

fn main() -> io::Result<()> {
    let (mut playground, events) = Playground::new(Budget::default());
    let server = playground.add(Kind::TcpServer);
    if let Some(session) = playground.session_mut(server) {
        if let Some(server) = session.draft.server_mut() {
            server.port = std::env::args().nth(1).unwrap_or_else(|| "9000".to_owned());
        }
        session.draft.rules = Preset::Echo.rule_set(Transport::Stream);
    }
    playground.perform(Action::Start(server));
    if let Some(problem) = playground.session(server).and_then(Session::problem) {
        return Err(io::Error::other(words::problem::form(&problem.reason)));
    }
    let mut out = io::stdout().lock();
    while playground.session(server).is_some_and(Session::is_live) {
        drain(&mut playground, &events, None, |_, event| {
            let line = match &event.fact {
                Fact::Received { peer, bytes } => {
                    format!("#{} sent {}", peer.0, words::bytes(bytes.len() as u64))
                }
                fact => words::fact::fact(Kind::TcpServer, fact, words::advice).unwrap_or_default(),
            };
            if !line.is_empty() {
                // The server goes on though nobody reads this.
                writeln!(out, "{line}").ok();
            }
        });
    }
    let state =
        playground.session(server).map_or_else(String::new, |session| session.state().words());
    writeln!(out, "{state}")
}
