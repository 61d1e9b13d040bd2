//! `tcp-client`: connects, sends, receives.
//!
//! Everything given is sent in order, standard input last. Then the sending side is closed, as `nc -N` and `ncat` do, and
//! receiving goes on until the peer closes too, or until the time of `--wait` is over. A peer that closes its sending side
//! early still gets the rest. A payload that is repeated is sent before standard input, and so are all of its repetitions.
//!
//! With rules the worker ends the sending side: when the peer has closed, and everything that came is answered.

use std::time::{Duration, Instant};

use crate::cli::arguments::TcpClient;
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use crate::cli::run::{Run, ended_badly, is_in_order};
use crate::codec::Template;
use crate::form::{Behaviour, Config, Payload, TcpClientConfig};
use crate::playground::{Action, Peer, PeerState, Session, SessionState};
use crate::respond::Transport;
use crate::types::{Pace, Schedule, Target};
use crate::words::cli::failure as words;

/// Connects, sends, receives.
pub(super) fn run(arguments: TcpClient) -> Result<(), Failure> {
    let TcpClient { address, payloads, ending, repeat, pace, replies, wait, output } = arguments;
    let payloads = payloads.parse(output.encoding, ending)?;
    let repetition = repeat.payload(&payloads)?;
    let rules = replies.rule_set(Transport::Stream)?;
    let answers = !rules.rules.is_empty();
    // Without rules the end of sending is decided here, when standard input ends.
    let socket = TcpClientConfig { close_on_peer_fin: answers, ..TcpClientConfig::new(address) };
    let config = Config::TcpClient { socket, behaviour: Behaviour::of(&rules)? };
    let run = Run::start(config, &output)?;
    let input = Input::open(PORTION, run.waker())?;
    let progress = Progress { has_payloads: !payloads.is_empty(), ..Progress::default() };
    let payloads = if repetition.is_some() { Vec::new() } else { payloads };
    let repetition = repetition.map(|what| (what, repeat.schedule(pace)));
    let mut client = Client { run, payloads, repetition, pace, answers, input, wait, progress };
    while client.run.is_live() {
        client.run.turn(client.progress.deadline);
        client.step();
    }
    client.finish()
}

struct Client {
    run: Run,
    /// Not yet handed over.
    payloads: Vec<Payload>,
    /// The payload to repeat, until it is handed over.
    repetition: Option<(Template, Schedule)>,
    /// Payloads go in pieces.
    pace: Option<Pace>,
    /// There are rules.
    answers: bool,
    input: Input,
    wait: Option<Duration>,
    progress: Progress,
}

#[derive(Default)]
struct Progress {
    /// Something was given by arguments.
    has_payloads: bool,
    is_half_closed: bool,
    /// When to receive no longer.
    deadline: Option<Instant>,
}

impl Client {
    fn step(&mut self) {
        if self.run.is_ending() {
            return;
        }
        if let Some(error) = self.run.error().cloned() {
            return self.run.fail(error);
        }
        if self.run.is_asked_to_stop() {
            return self.run.end_repeat();
        }
        if self.peer().is_none_or(|peer| !peer.is_open()) {
            return;
        }
        self.send_payloads();
        self.send_input();
        self.half_close();
        self.wait();
    }

    fn send_payloads(&mut self) {
        for payload in std::mem::take(&mut self.payloads) {
            self.run.send(Target::All, &payload, self.pace);
        }
        if let Some((what, schedule)) = self.repetition.take() {
            self.run.repeat(Target::All, what, schedule);
        }
    }

    /// Hands over standard input, no more of it than the peer takes.
    fn send_input(&mut self) {
        while self.queued() < MOST_QUEUED && !self.run.is_repeating() {
            match self.input.take() {
                Ok(Some(bytes)) => {
                    self.run.send(Target::All, &Payload::Bytes(bytes), self.pace);
                }
                Ok(None) => return,
                Err(error) => return self.run.fail(error),
            }
        }
    }

    fn half_close(&mut self) {
        let has_ended = match self.input {
            Input::Open { .. } => false,
            Input::Ended => true,
            Input::Terminal => self.progress.has_payloads,
        };
        let is_answered =
            self.peer().is_some_and(|peer| matches!(peer.state, PeerState::PeerClosed));
        let may_end = (has_ended || is_answered) && !self.answers;
        if !self.progress.is_half_closed && self.is_all_sent() && may_end {
            self.progress.is_half_closed = true;
            self.run.perform(|session| Action::HalfClose(session, Target::All));
        }
    }

    fn wait(&mut self) {
        let now = Instant::now();
        match (self.wait, self.progress.deadline) {
            _ if !self.is_all_sent() => self.progress.deadline = None,
            (Some(wait), None) => self.progress.deadline = now.checked_add(wait),
            (_, Some(deadline)) if deadline <= now => self.run.end(),
            _ => {}
        }
    }

    fn finish(self) -> Result<(), Failure> {
        let is_complete = self.is_all_sent();
        self.run.finish(|session| judge(session, is_complete))
    }

    /// Nothing known is left to send.
    fn is_all_sent(&self) -> bool {
        let is_input_waited_for = match self.input {
            Input::Open { has_given, .. } => {
                has_given || !(self.progress.has_payloads || self.answers)
            }
            Input::Terminal | Input::Ended => false,
        };
        let is_idle = self.run.session().is_some_and(|session| session.sends().is_idle());
        let is_repeated = self.repetition.is_none() && self.run.is_repeated();
        self.payloads.is_empty() && is_repeated && is_idle && !is_input_waited_for
    }

    fn queued(&self) -> u64 {
        self.run.session().map_or(0, |session| session.sends().queued())
    }

    fn peer(&self) -> Option<&Peer> {
        self.run.session()?.peers().row(0)
    }
}

fn judge(session: &Session, is_complete: bool) -> Result<(), Failure> {
    let unsent = session.sends().unsent();
    match session.state() {
        SessionState::Ended(reason) if !is_in_order(reason) => Err(ended_badly(session)),
        SessionState::Ended(_) if is_complete && unsent == 0 => Ok(()),
        SessionState::Ended(_) => Err(Failure::Words(words::ended_early().to_owned())),
        SessionState::Idle => Err(Failure::Words(words::not_connected().to_owned())),
        _ => Err(ended_badly(session)),
    }
}

/// Bytes of standard input that are handed over ahead of the peer.
const MOST_QUEUED: u64 = 1024 * 1024;
/// A pipe of Linux gives at most 64 KiB at once, a file any number.
const PORTION: usize = 256 * 1024;
