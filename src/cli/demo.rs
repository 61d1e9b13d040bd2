//! `demo`: a server and a client talk over loopback, each step explained and shown.

use std::io::{self, StdoutLock, Write as _};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::run::ended_badly;
use crate::codec::{Encoding, LineEnding, show};
use crate::form::{
    Behaviour, Config, Payload, PayloadDraft, PayloadMode, TcpClientConfig, TcpServerConfig,
};
use crate::playground::{Action, Budget, EventReceiver, Playground, Session, SessionState};
use crate::respond::RuleSet;
use crate::types::{Address, Fact, Kind, SessionId, Target};
use crate::words::cli::demo;
use crate::{playground, words};

/// Plays every step; a failure if a byte differs or does not arrive in time.
pub(super) fn run() -> Result<(), Failure> {
    let mut stage = Demo::new();
    stage.connect()?;
    for step in STEPS {
        stage.play(step)?;
    }
    stage.close()
}

struct Step {
    /// What it shows.
    words: fn(&str) -> String,
    from: Side,
    typed: fn() -> &'static str,
    /// Of text; without one it is hex digits.
    encoding: Option<Encoding>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Server,
    Client,
}

struct Demo {
    playground: Playground,
    events: EventReceiver,
    server: SessionId,
    client: SessionId,
    out: StdoutLock<'static>,
    /// Bytes that the running step has delivered.
    arrived: Vec<u8>,
}

impl Demo {
    fn new() -> Self {
        let (mut playground, events) = Playground::new(Budget::default());
        let [server, client] = [Kind::TcpServer, Kind::TcpClient].map(|kind| playground.add(kind));
        Self { playground, events, server, client, out: io::stdout().lock(), arrived: Vec::new() }
    }

    fn connect(&mut self) -> Result<(), Failure> {
        self.say(demo::listens())?;
        let bind = Address::Ip((Ipv4Addr::LOCALHOST, 0).into());
        let (socket, behaviour) = (TcpServerConfig::new(bind), Behaviour::of(&RuleSet::default())?);
        self.playground.start(self.server, Config::TcpServer { socket, behaviour });
        self.wait(|demo| {
            demo.state(demo.server).is_some_and(|state| matches!(state, SessionState::Listening(_)))
        })?;
        self.explain(demo::connects())?;
        if let Some(SessionState::Listening(local)) = self.state(self.server).cloned() {
            let socket = TcpClientConfig::new(local.into());
            let behaviour = Behaviour::of(&RuleSet::default())?;
            self.playground.start(self.client, Config::TcpClient { socket, behaviour });
        }
        self.wait(|demo| demo.peers_open(demo.client) == 1 && demo.peers_open(demo.server) == 1)
    }

    fn play(&mut self, step: &Step) -> Result<(), Failure> {
        let typed = (step.typed)().to_owned();
        self.explain(&(step.words)(&typed))?;
        let draft = match step.encoding {
            Some(encoding) => PayloadDraft {
                text: typed,
                encoding,
                ending: LineEnding::CrLf,
                ..PayloadDraft::default()
            },
            None => PayloadDraft { mode: PayloadMode::Hex, hex: typed, ..PayloadDraft::default() },
        };
        let payload =
            draft.parse().map_err(|error| Failure::Words(words::problem::typed(&error.problem)))?;
        let Payload::Bytes(bytes) = payload.clone() else {
            return Ok(());
        };
        let session = if step.from == Side::Server { self.server } else { self.client };
        self.arrived.clear();
        self.playground.send(session, Target::All, &payload, None);
        self.wait(|demo| demo.arrived.len() >= bytes.len())?;
        self.compare(&bytes, step)
    }

    fn compare(&mut self, sent: &Bytes, step: &Step) -> Result<(), Failure> {
        if self.arrived != *sent {
            return Err(Failure::Words(demo::differs().to_owned()));
        }
        let Some(encoding) = step.encoding else {
            return Ok(());
        };
        let mut text = String::new();
        show::preview(&self.arrived, encoding, usize::MAX, &mut text);
        self.say(&format!("{}: {text}", encoding.label()))
    }

    fn close(&mut self) -> Result<(), Failure> {
        self.explain(demo::closes())?;
        self.playground.perform(Action::Disconnect(self.client, Target::All));
        self.wait(|demo| demo.peers_open(demo.server) == 0)?;
        self.playground.perform(Action::Stop(self.server));
        self.wait(|demo| !demo.playground.sessions().iter().any(Session::is_live))?;
        let [up, down] = [self.client, self.server].map(|id| self.sent(id));
        self.explain(&demo::done(&words::bytes(up), &words::bytes(down)))
    }

    /// Takes in and shows what happens until `is_done`.
    fn wait(&mut self, is_done: impl Fn(&Self) -> bool) -> Result<(), Failure> {
        let deadline = Instant::now() + PATIENCE;
        while !is_done(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let within = words::duration(PATIENCE);
                return Err(Failure::Words(demo::nothing_happened(&within)));
            }
            self.take_in(left)?;
        }
        Ok(())
    }

    fn take_in(&mut self, timeout: Duration) -> Result<(), Failure> {
        let Self { playground, events, out, arrived, server, .. } = self;
        let mut result = Ok(());
        playground::drain(playground, events, Some(timeout), |playground, event| {
            let who = if event.session == *server { "server " } else { "client " };
            match (&event.fact, playground.session(event.session)) {
                // Shown where it arrives.
                (Fact::Sent { .. }, _) | (_, None) => {}
                (fact, Some(session)) => {
                    if let Fact::Received { bytes, .. } = fact {
                        arrived.extend_from_slice(bytes);
                    }
                    if result.is_ok() {
                        result = output::dump(out, who, session, event);
                    }
                }
            }
        });
        result.map_err(|error| Failure::output(&error))?;
        let failed = playground
            .sessions()
            .iter()
            .find(|session| matches!(session.state(), SessionState::Failed(_)));
        failed.map_or(Ok(()), |session| Err(ended_badly(session)))
    }

    fn explain(&mut self, words: &str) -> Result<(), Failure> {
        self.say(&format!("\n{words}"))
    }

    fn say(&mut self, words: &str) -> Result<(), Failure> {
        let said = writeln!(self.out, "{words}").and_then(|()| self.out.flush());
        said.map_err(|error| Failure::output(&error))
    }

    fn state(&self, id: SessionId) -> Option<&SessionState> {
        self.playground.session(id).map(Session::state)
    }

    fn peers_open(&self, id: SessionId) -> usize {
        self.playground.session(id).map_or(0, |session| session.peers().open())
    }

    fn sent(&self, id: SessionId) -> u64 {
        self.playground.session(id).map_or(0, |session| session.capture().totals().sent)
    }
}

const STEPS: &[Step] = &[
    Step {
        words: |_| demo::client_sends_text().to_owned(),
        from: Side::Client,
        typed: demo::hello_server,
        encoding: Some(Encoding::Utf8),
    },
    Step {
        words: |_| demo::server_sends_text().to_owned(),
        from: Side::Server,
        typed: demo::hello_client,
        encoding: Some(Encoding::Utf8),
    },
    Step {
        words: demo::client_sends_hex,
        from: Side::Client,
        typed: demo::hex_of_client,
        encoding: None,
    },
    Step {
        words: demo::server_sends_hex,
        from: Side::Server,
        typed: demo::hex_of_server,
        encoding: None,
    },
    Step {
        words: |_| demo::client_sends_gbk().to_owned(),
        from: Side::Client,
        typed: demo::chinese_of_client,
        encoding: Some(Encoding::Gbk),
    },
    Step {
        words: |_| demo::server_sends_gbk().to_owned(),
        from: Side::Server,
        typed: demo::chinese_of_server,
        encoding: Some(Encoding::Gbk),
    },
];

/// Loopback needs a millisecond; a machine under load some more.
const PATIENCE: Duration = Duration::from_secs(10);
