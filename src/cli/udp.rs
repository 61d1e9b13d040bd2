//! `udp`: one socket that sends datagrams and receives them.
//!
//! Payloads are handed over one by one, each when the one before is sent: so they keep their order and all go to the same
//! address, whatever a name stands for next time. Then answers are received: until it was silent for a while, or until the
//! time of `--for` is over.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::cli::arguments::{Socket, Udp};
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use crate::cli::run::{Run, ended_badly, is_in_order};
use crate::codec::Template;
use crate::form::{Behaviour, Config, Payload};
use crate::playground::{Session, SessionState};
use crate::types::{Destination, IoError, Operation, Recipients, Schedule, Target};
use crate::words::cli::argument;
use crate::words::cli::failure as words;

/// Sends and receives.
pub(super) fn run(arguments: Udp) -> Result<(), Failure> {
    let Udp { socket, payloads, ending, repeat, replies, lasting, output } = arguments;
    let payloads = payloads.parse(output.encoding, ending)?;
    if let Some(problem) = socket.problem() {
        return Err(Failure::Usage(problem.to_owned()));
    }
    if !payloads.is_empty() && socket.to.is_none() {
        return Err(Failure::Usage(argument::needs_to().to_owned()));
    }
    let repetition = repeat.payload(&payloads)?;
    let rules = replies.rule_set(socket.transport())?;
    let end = lasting.and_then(|lasting| Instant::now().checked_add(lasting));
    let behaviour = Behaviour::of(&rules)?;
    let config = Config::UdpPeer { socket: socket.config(), behaviour, counter: None };
    let mut run = Run::start(config, &output)?;
    for group in &socket.join {
        run.join(group.clone());
    }
    let source = match repetition {
        Some(what) => Source::Repetition(Some((what, repeat.schedule(None)))),
        None => Source::new(&socket, payloads, &run)?,
    };
    let mut peer = UdpPeer {
        run,
        to: socket.to,
        ends_in_silence: lasting.is_none() && !source.is_empty(),
        source,
        end,
        progress: Progress::default(),
    };
    while peer.run.is_live() {
        peer.run.turn(peer.deadline());
        peer.step();
    }
    peer.finish()
}

struct UdpPeer {
    run: Run,
    source: Source,
    /// Where to send to: if anywhere, the first error ends it.
    to: Option<Destination>,
    ends_in_silence: bool,
    /// When the time is over.
    end: Option<Instant>,
    progress: Progress,
}

#[derive(Default)]
struct Progress {
    /// Nothing is left to be sent.
    is_complete: bool,
    /// Rows of the record when it was last looked at.
    rows: u64,
    /// When it will have been silent for long enough.
    silent: Option<Instant>,
}

impl UdpPeer {
    fn deadline(&self) -> Option<Instant> {
        self.end.or(self.progress.silent)
    }

    fn step(&mut self) {
        if self.run.is_ending() {
            return;
        }
        self.progress.is_complete = self.is_all_sent();
        if let Some(error) = self.run.error().filter(|error| self.is_fatal(error)).cloned() {
            return self.run.fail(error);
        }
        let is_over = self.end.is_some_and(|end| end <= Instant::now());
        if is_over || self.run.is_asked_to_stop() {
            return self.run.end_repeat();
        }
        if self.is_open() {
            self.send();
            self.listen();
        }
    }

    /// A refused reply isn't a reason to stop receiving from others.
    fn is_fatal(&self, error: &IoError) -> bool {
        self.to.is_some() || !matches!(error.operation, Operation::Send | Operation::Receive)
    }

    fn send(&mut self) {
        if let Source::Repetition(payload) = &mut self.source {
            let repetition = payload.take();
            return repetition.into_iter().for_each(|(what, schedule)| self.repeat(what, schedule));
        }
        while self.is_idle() {
            match self.source.take() {
                Ok(Some(payload)) => self.hand_over(&payload),
                Ok(None) => return,
                Err(error) => return self.run.fail(error),
            }
        }
    }

    /// A name is looked up once: what comes after goes to the same peer.
    fn hand_over(&mut self, payload: &Payload) {
        let to = match self.run.sent_to() {
            Some(peer) => Target::One(peer).into(),
            None => self.recipients(),
        };
        self.run.send(to, payload, None);
    }

    fn repeat(&mut self, what: Template, schedule: Schedule) {
        let to = self.recipients();
        self.run.repeat(to, what, schedule);
    }

    /// The address given, or the one connection to it.
    fn recipients(&self) -> Recipients {
        match (&self.to, self.run.session().map(Session::state)) {
            (Some(to), Some(SessionState::Bound(_))) => Recipients::Address(to.clone()),
            _ => Recipients::Peers(Target::All),
        }
    }

    /// Ends it when everything is sent and nothing has come for long enough.
    fn listen(&mut self) {
        let now = Instant::now();
        let rows = self.run.session().map_or(0, |session| session.capture().records().end);
        if !self.ends_in_silence || !self.is_all_sent() {
            self.progress.silent = None;
        } else if self.progress.silent.is_none() || rows != self.progress.rows {
            self.progress.silent = now.checked_add(SILENCE);
        } else if self.progress.silent.is_some_and(|at| at <= now) {
            self.progress.is_complete = true;
            self.run.end();
        }
        self.progress.rows = rows;
    }

    fn finish(self) -> Result<(), Failure> {
        let error = self.run.error().cloned();
        let is_complete = self.progress.is_complete;
        self.run.finish(|session| judge(session, error, is_complete))
    }

    fn is_open(&self) -> bool {
        let state = self.run.session().map(Session::state);
        matches!(state, Some(SessionState::Bound(_) | SessionState::Connected { .. }))
    }

    fn is_all_sent(&self) -> bool {
        self.source.is_empty() && self.run.is_repeated() && self.is_idle()
    }

    fn is_idle(&self) -> bool {
        self.run.session().is_some_and(|session| session.sends().is_idle())
    }
}

fn judge(session: &Session, error: Option<IoError>, is_complete: bool) -> Result<(), Failure> {
    match session.state() {
        SessionState::Idle => {}
        SessionState::Ended(reason) if is_in_order(reason) => {}
        _ => return Err(ended_badly(session)),
    }
    if let Some(error) = error {
        return Err(error.into());
    }
    if !is_complete || session.sends().unsent() > 0 {
        return Err(Failure::Words(words::ended_early().to_owned()));
    }
    let datagrams = session.datagrams();
    match (datagrams.kernel_dropped, datagrams.queue_lost) {
        (0, 0) => Ok(()),
        (dropped, lost) => Err(Failure::Words(words::too_fast(dropped, lost))),
    }
}

/// What is still to be sent.
enum Source {
    Payloads(VecDeque<Payload>),
    /// Until it is handed over.
    Repetition(Option<(Template, Schedule)>),
    Input(Input),
}

impl Source {
    /// Standard input takes the place of payloads that were not given.
    fn new(socket: &Socket, payloads: Vec<Payload>, run: &Run) -> Result<Self, IoError> {
        if payloads.is_empty() && socket.to.is_some() {
            return Input::open(LARGEST, run.waker()).map(Self::Input);
        }
        Ok(Self::Payloads(payloads.into()))
    }

    fn take(&mut self) -> Result<Option<Payload>, IoError> {
        match self {
            Self::Payloads(payloads) => Ok(payloads.pop_front()),
            Self::Repetition(_) => Ok(None),
            Self::Input(input) => Ok(input.take()?.map(Payload::Bytes)),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Payloads(payloads) => payloads.is_empty(),
            Self::Repetition(payload) => payload.is_none(),
            Self::Input(input) => !matches!(input, Input::Open { .. }),
        }
    }
}

/// Over IPv4 no datagram is larger.
const LARGEST: usize = 65_507;
const SILENCE: Duration = Duration::from_secs(1);
