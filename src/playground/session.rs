//! A session: what one tab of the window, or one command, works on.

use crate::capture::{Capture, Kind as RecordKind, Limits};
use crate::codec::Encoding;
use crate::engine::{Handle, PeerIds};
use crate::types::{
    Direction, EffectiveOptions, Event, Fact, Level, PeerId, RunId, SendId, SendOutcome, SessionId,
    Stamp,
};

use super::draft::{Draft, Kind, Problem};
use super::payload::PayloadDraft;
use super::peers::{Peer, PeerTable};
use super::sends::Sends;
use super::settings::Tab;
use super::state::State;
use super::text::TextView;
use super::words;

/// What one tab of the window, or one command, works on. Its record outlives any number of starts and stops.
#[derive(Debug)]
pub struct Session {
    /// The settings as typed.
    pub draft: Draft,
    /// The payload as typed.
    pub payload: PayloadDraft,
    /// The encoding in which received text is shown.
    pub encoding: Encoding,
    /// The session decoded as text, while somebody looks at it.
    pub text: TextView,
    id: SessionId,
    kind: Kind,
    number: u32,
    state: State,
    peers: PeerTable,
    capture: Capture,
    /// Counts how often the record was cleared.
    generation: u64,
    limits: Limits,
    sends: Sends,
    problem: Option<Problem>,
    listener_options: Option<EffectiveOptions>,
    warnings: u64,
    pub(super) run: RunId,
    pub(super) peer_ids: PeerIds,
    /// The worker, from start until it says that it closed. Dropping it stops the worker.
    pub(super) link: Option<Handle>,
}

impl Session {
    /// A session that nothing was started in yet.
    pub(super) fn new(id: SessionId, kind: Kind, number: u32, limits: Limits) -> Self {
        Self {
            draft: Draft::new(kind),
            payload: PayloadDraft::default(),
            encoding: Encoding::default(),
            text: TextView::default(),
            id,
            kind,
            number,
            state: State::default(),
            peers: PeerTable::default(),
            capture: Capture::new(limits),
            generation: 0,
            limits,
            sends: Sends::default(),
            problem: None,
            listener_options: None,
            warnings: 0,
            run: RunId(0),
            peer_ids: PeerIds::new(),
            link: None,
        }
    }

    /// Its id.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// 1 for the first of its kind, and so on.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// "TCP server", "TCP server 2".
    pub fn name(&self) -> String {
        match self.number {
            1 => self.kind.label().to_owned(),
            n => format!("{} {n}", self.kind.label()),
        }
    }

    /// As it is to be remembered.
    pub(super) fn tab(&self) -> Tab {
        Tab {
            kind: self.kind,
            number: self.number,
            draft: self.draft.clone(),
            payload: self.payload.clone(),
            encoding: self.encoding,
        }
    }

    /// As it was remembered.
    pub(super) fn restore(&mut self, tab: &Tab) {
        self.number = tab.number;
        self.draft = tab.draft.clone();
        self.payload = tab.payload.clone();
        self.encoding = tab.encoding;
    }

    /// Where it stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Something is open or on the way.
    pub fn is_live(&self) -> bool {
        !matches!(self.state, State::Idle | State::Ended(_) | State::Failed(_))
    }

    /// Every connection.
    pub fn peers(&self) -> &PeerTable {
        &self.peers
    }

    /// What went over its sockets.
    pub fn capture(&self) -> &Capture {
        &self.capture
    }

    /// The same, for the ingest thread.
    pub(super) fn capture_mut(&mut self) -> &mut Capture {
        &mut self.capture
    }

    /// How often the record was cleared: offsets and numbers of an earlier one mean nothing now.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Payloads on their way.
    pub fn sends(&self) -> &Sends {
        &self.sends
    }

    pub(super) fn sends_mut(&mut self) -> &mut Sends {
        &mut self.sends
    }

    /// What was typed wrong, at the last attempt to start.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    pub(super) fn report(&mut self, problem: Option<Problem>) {
        self.problem = problem;
    }

    /// The listener's socket options, as read back.
    pub fn listener_options(&self) -> Option<&EffectiveOptions> {
        self.listener_options.as_ref()
    }

    /// Warnings and errors noted so far.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    pub(super) fn enter(&mut self, state: State) {
        self.state = state;
    }

    /// Forgets the record; connections and counters of the peers stay.
    pub(super) fn clear(&mut self) {
        self.capture = Capture::new(self.limits);
        self.generation += 1;
        self.text.reset();
    }

    /// Cuts some more bytes into lines of text, if somebody looks at them.
    pub(super) fn decode_some(&mut self) -> bool {
        self.text.advance(&self.capture, 256 * 1024)
    }

    /// Adds a row of words to the record.
    pub(super) fn note(&mut self, at: Stamp, peer: PeerId, level: Level, text: &str) {
        if level > Level::Info {
            self.warnings += 1;
        }
        self.capture.note(at, peer, level, text);
    }

    /// Takes in what a worker reports.
    pub(super) fn apply(&mut self, event: Event) {
        let Event { run, at, fact, .. } = event;
        if run == self.run {
            self.follow(&fact);
        }
        if let Some((peer, level, text)) = words::note(&fact) {
            self.note(at, peer, level, &text);
        }
        self.record(at, fact);
    }

    /// The state that a fact of the run in force leads to.
    fn follow(&mut self, fact: &Fact) {
        let client = self.kind == Kind::TcpClient;
        let next = match fact {
            Fact::Opened { local, options } => {
                self.listener_options = Some(options.clone());
                State::Listening(*local)
            }
            Fact::ListenStopped => State::Draining,
            Fact::Resolving { host } => State::Resolving(host.clone()),
            Fact::Connecting { remote } => State::Connecting(*remote),
            Fact::Retrying { after, attempt } => {
                State::Waiting { after: *after, attempt: *attempt }
            }
            Fact::Joined { local, remote, .. } if client => {
                State::Connected { local: *local, remote: *remote }
            }
            Fact::Left { reason, .. } if client => State::Ended(reason.clone()),
            Fact::Failed { peer: PeerId::SESSION, error } if self.is_starting() => {
                State::Failed(error.clone())
            }
            Fact::Closed => return self.close(),
            _ => return,
        };
        self.state = next;
    }

    /// An error of the session itself is its state only until it is open; later it is a row in the log.
    fn is_starting(&self) -> bool {
        matches!(
            self.state,
            State::Binding(_) | State::Resolving(_) | State::Connecting(_) | State::Waiting { .. }
        )
    }

    fn close(&mut self) {
        self.link = None;
        if !matches!(self.state, State::Failed(_) | State::Ended(_)) {
            self.state = State::Idle;
        }
    }

    /// What a fact adds to the record, the peer table and the payloads on their way.
    fn record(&mut self, at: Stamp, fact: Fact) {
        match fact {
            Fact::Received { peer, bytes } => {
                self.peers.count(peer, Direction::Received, bytes.len() as u64);
                self.capture.append(at, peer, RecordKind::Received, bytes);
            }
            Fact::Sent { peer, bytes, origin, send } => {
                let len = bytes.len() as u64;
                self.peers.count(peer, Direction::Sent, len);
                if let Some(send) = send {
                    self.sends.progress(send, len);
                }
                self.capture.append(at, peer, RecordKind::Sent(origin), bytes);
            }
            Fact::Joined { peer, local, remote, options } => {
                self.peers.join(Peer::new(peer, (local, remote), at, options));
            }
            Fact::HalfClosed { peer, direction } => self.peers.half_close(peer, direction),
            Fact::Paused { peer, paused } => self.peers.change(peer, |row| row.paused = paused),
            Fact::OptionsChanged { peer, options } => {
                self.peers.change(peer, |row| row.options = options);
            }
            Fact::Left { peer, reason } => {
                self.peers.leave(peer, reason, at);
                self.sends.left(peer);
            }
            Fact::FileOpened { send, len } => self.sends.opened(send, len),
            Fact::SendDone { send, peer, outcome } => self.send_done(at, peer, send, &outcome),
            _ => {}
        }
    }

    fn send_done(&mut self, at: Stamp, peer: PeerId, send: SendId, outcome: &SendOutcome) {
        if *outcome == SendOutcome::Nobody {
            return self.note(at, peer, Level::Warning, "Nothing was sent, there is no connection");
        }
        let unsent = self.sends.done(send, peer, outcome);
        if unsent > 0 {
            let text = format!("{} of a payload were not sent", words::bytes(unsent));
            self.note(at, peer, Level::Warning, &text);
        }
    }
}
