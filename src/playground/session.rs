//! A session: what one tab of the window, or one command, works on.

pub(super) mod addressing;
pub(super) mod automation;
mod fetching;
mod lifecycle;
mod notes;

use crate::capture::{Capture, Kind as RecordKind, Limits};
use crate::codec::Encoding;
use crate::codec::sequence::{Counter, Meter};
use crate::engine::http_fetch::Idle;
use crate::engine::{Handle, PeerIds};
use crate::form::{Draft, Field, PayloadDraft, Problem};
use crate::playground::datagrams::Datagrams;
use crate::playground::fetch::{BodyText, Fetches};
use crate::playground::peers::{Peer, PeerTable};
use crate::playground::preview::BodyPreview;
use crate::playground::save::Saves;
use crate::playground::sends::Sends;
use crate::playground::session::automation::Automation;
use crate::playground::state::SessionState;
use crate::playground::text::TextView;
use crate::store::settings::Tab;
use crate::types::{
    Direction, EffectiveOptions, Event, Fact, IoError, Kind, NotSent, Origin, PeerId, Remark,
    RunId, SendId, SendOutcome, SessionId, Stamp,
};
use crate::words;

pub(super) use fetching::Place;

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
    /// A body decoded as text, while somebody looks at it.
    pub body_text: BodyText,
    /// What is worked out of a body, while somebody looks at it.
    pub preview: BodyPreview,
    id: SessionId,
    number: u32,
    state: SessionState,
    peers: PeerTable,
    capture: Capture,
    /// Counts how often the record was cleared.
    generation: u64,
    limits: Limits,
    sends: Sends,
    problem: Option<Found>,
    own_options: Option<EffectiveOptions>,
    warnings: u64,
    /// Why the record could not be kept whole, said last.
    capture_error: Option<IoError>,
    datagrams: Datagrams,
    fetches: Fetches,
    saves: Saves,
    /// The connection that is kept open between two fetches.
    idle: Idle,
    meter: Option<Meter>,
    automation: Automation,
    /// The run in force has connections, which come and go; datagrams only have senders.
    connects: bool,
    pub(super) run: RunId,
    pub(super) peer_ids: PeerIds,
    /// The worker, from start until it says that it closed. Dropping it stops the worker.
    pub(super) link: Option<Handle>,
}

/// What was typed wrong, and all that was typed then.
#[derive(Debug)]
struct Found {
    problem: Problem,
    typed: Box<(Draft, PayloadDraft)>,
}

impl Session {
    /// A session that nothing was started in yet.
    pub(super) fn new(id: SessionId, kind: Kind, number: u32, limits: Limits) -> Self {
        Self {
            draft: Draft::new(kind),
            payload: PayloadDraft::new(kind),
            encoding: Encoding::default(),
            text: TextView::default(),
            body_text: BodyText::default(),
            preview: BodyPreview::default(),
            id,
            number,
            state: SessionState::default(),
            peers: PeerTable::default(),
            capture: Capture::new(limits),
            generation: 0,
            limits,
            sends: Sends::default(),
            problem: None,
            own_options: None,
            warnings: 0,
            capture_error: None,
            datagrams: Datagrams::default(),
            fetches: Fetches::default(),
            saves: Saves::default(),
            idle: Idle::default(),
            meter: None,
            automation: Automation::default(),
            connects: kind.has_connections(),
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
        self.draft.kind()
    }

    /// 1 for the first of its kind, and so on.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// "TCP server", "TCP server 2".
    pub fn name(&self) -> String {
        words::kind::name(self.kind(), self.number)
    }

    /// As it is to be remembered.
    pub(super) fn tab(&self) -> Tab {
        Tab {
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
    pub fn state(&self) -> &SessionState {
        &self.state
    }

    /// Something is open or on the way.
    pub fn is_live(&self) -> bool {
        !matches!(
            self.state,
            SessionState::Idle
                | SessionState::Ended(_)
                | SessionState::Failed(_)
                | SessionState::Fetched(_)
        )
    }

    /// Its worker has not said yet that it closed: facts of its run still come, also after the last connection is gone.
    pub fn is_running(&self) -> bool {
        self.link.is_some()
    }

    /// Every connection.
    pub fn peers(&self) -> &PeerTable {
        &self.peers
    }

    /// What went over its sockets.
    pub fn capture(&self) -> &Capture {
        &self.capture
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
        self.problem.as_ref().map(|found| &found.problem)
    }

    pub(super) fn report(&mut self, problem: Option<Problem>) {
        let (draft, payload) = (&self.draft, &self.payload);
        self.problem = problem
            .map(|problem| Found { problem, typed: Box::new((draft.clone(), payload.clone())) });
    }

    /// Forgets what was typed wrong as soon as it is no longer what is typed.
    pub fn review_problem(&mut self) {
        let (draft, payload) = (&self.draft, &self.payload);
        self.problem.take_if(|found| {
            let (old_draft, old_payload) = &*found.typed;
            match found.problem.field {
                Field::Payload => old_payload != payload,
                field => draft.differs_from(old_draft, field),
            }
        });
    }

    /// The options of the socket that listens or is bound, as read back.
    pub fn own_options(&self) -> Option<&EffectiveOptions> {
        self.own_options.as_ref()
    }

    /// What concerns datagrams only: groups joined, datagrams lost on the way in.
    pub fn datagrams(&self) -> &Datagrams {
        &self.datagrams
    }

    /// The meter of a counter in the datagrams, if they have one.
    pub fn meter(&self) -> Option<&Meter> {
        self.meter.as_ref()
    }

    /// Measures this counter from now on; the readings begin anew if it is another one.
    pub(super) fn measure(&mut self, counter: Option<Counter>) {
        if self.meter.as_ref().map(Meter::counter) != counter {
            self.meter = counter.map(Meter::new);
        }
    }

    /// Forgets what concerned the run before.
    pub(super) fn begin(&mut self, link: Handle, state: SessionState, connects: bool) {
        self.datagrams.begin();
        self.connects = connects;
        self.link = Some(link);
        self.state = state;
    }

    /// Why the record could not be kept whole, as it was last; a note of it may be gone with the oldest rows.
    pub fn capture_error(&self) -> Option<&IoError> {
        self.capture_error.as_ref()
    }

    /// The record could not be kept whole.
    pub(super) fn fail_capture(&mut self, at: Stamp, error: IoError) {
        self.note_error(at, &error);
        self.capture_error = Some(error);
    }

    /// Warnings and errors noted so far.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    pub(super) fn enter(&mut self, state: SessionState) {
        self.state = state;
    }

    /// Forgets the connections that are gone.
    pub(super) fn forget_gone(&mut self) {
        self.peers.forget_gone();
    }

    /// Forgets the record, and the connections of a run that is over; those of one in force stay.
    pub(super) fn clear(&mut self, now: Stamp) {
        self.capture = Capture::new(self.limits);
        self.generation += 1;
        self.capture_error = None;
        self.datagrams.clear();
        self.text.reset();
        self.clear_fetches(now);
        if self.link.is_none() {
            self.peers.forget_gone();
        }
    }

    /// Cuts some more bytes into lines of text, if somebody looks at them.
    pub(super) fn decode_some(&mut self) -> bool {
        self.text.advance(&self.capture, DECODED_AT_ONCE)
            || self.body_text.advance(&self.fetches, &self.capture, DECODED_AT_ONCE)
    }

    /// Takes in what a worker reports.
    pub(super) fn apply(&mut self, event: Event) {
        let Event { run, at, fact, .. } = event;
        if run == self.run && !self.kind().is_fetch() {
            self.follow(at, &fact);
        }
        if run == self.run {
            self.follow_automation(&fact);
        }
        if let Some((peer, level, note)) = self.note_of(&fact) {
            self.note(at, peer, level, &note);
        }
        if self.kind().is_fetch() {
            self.follow_fetch(run, at, &fact);
        }
        self.record(run, at, fact);
    }

    /// What a fact adds to the record, the peer table and the payloads on their way.
    fn record(&mut self, run: RunId, at: Stamp, fact: Fact) {
        match fact {
            Fact::Received { peer, bytes } => {
                self.datagrams.received += 1;
                self.peers.count(peer, Direction::Received, bytes.len() as u64, at);
                if let Some(meter) = &mut self.meter {
                    meter.see(at, peer, &bytes);
                }
                self.fetches.received(run, peer, self.capture.bytes().end, &bytes);
                self.capture.append(at, peer, RecordKind::Received, bytes);
            }
            Fact::Sent { peer, bytes, origin, send } => {
                let len = bytes.len() as u64;
                self.datagrams.sent += 1;
                self.peers.count(peer, Direction::Sent, len, at);
                if let Some(send) = send {
                    self.sends.progress(send, len);
                }
                self.fetches.sent(run, self.capture.bytes().end, len);
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
            Fact::Http { hop, fact } => self.fetches.apply(run, at, hop, fact),
            Fact::Membership { membership, joined } => self.datagrams.member(membership, joined),
            Fact::KernelDropped { total } => self.datagrams.drop_by_kernel(total),
            Fact::QueueLost { datagrams, bytes } => self.datagrams.lose(datagrams, bytes),
            Fact::FileOpened { send, len } => self.sends.opened(send, len),
            Fact::SendDone { send, peer, origin, outcome } => {
                // A play list has facts of its own for what became of its payloads.
                if !matches!(origin, Origin::Play(_)) {
                    self.send_done(at, peer, send, &outcome);
                }
            }
            Fact::Opened { .. }
            | Fact::ListenStopped
            | Fact::Resolving { .. }
            | Fact::Resolved { .. }
            | Fact::Connecting { .. }
            | Fact::HearsOnly { .. }
            | Fact::ConnectFailed { .. }
            | Fact::Retrying { .. }
            | Fact::Failed { .. }
            | Fact::Ruled { .. }
            | Fact::Repeated { .. }
            | Fact::Play { .. }
            | Fact::FetchDone(_)
            | Fact::Notice(_)
            | Fact::Closed => {}
        }
    }

    fn send_done(&mut self, at: Stamp, peer: PeerId, send: SendId, outcome: &SendOutcome) {
        let empty = self.sends.find(send).is_some_and(|send| send.len == Some(0));
        let unsent = self.sends.done(send, peer, outcome);
        let remark = match outcome {
            SendOutcome::Nobody => Remark::NotSent(NotSent::PeerGone),
            SendOutcome::Sent if empty && !self.kind().has_datagrams() => {
                Remark::NotSent(NotSent::Empty)
            }
            SendOutcome::Sent | SendOutcome::Cancelled { .. } | SendOutcome::Failed { .. } => {
                if unsent == 0 {
                    return;
                }
                Remark::Unsent { bytes: unsent }
            }
        };
        self.remark_on(at, peer, remark);
    }
}

/// Well under a millisecond of work under the lock.
const DECODED_AT_ONCE: usize = 256 * 1024;
