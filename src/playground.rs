//! The model: sessions, what happens to them ([`Playground::apply`]) and what is asked of them ([`Playground::perform`]).
//! It knows neither the window nor sockets; the window, the command line and the tests drive the same calls.

mod action;
mod datagrams;
mod fetch;
mod ingest;
mod peers;
mod perform;
mod preview;
mod save;
mod sends;
mod session;
mod state;
mod tabs;
mod text;
mod tone;
mod tour;

pub use crate::capture::Limits;
pub use crate::engine::raise_descriptor_limit;
pub use crate::engine::worker::queue::{EventReceiver, Received};
pub use action::Action;
pub use datagrams::Datagrams;
pub use fetch::{
    Body, BodyForm, BodyText, Charset, ChunkRow, EventRow, Excerpt, Fetch, FetchNumber, FetchPart,
    Fetches, Hop, PhaseSpan, Progress, Summary,
};
pub use ingest::{Shared, drain};
pub use peers::{Peer, PeerState, PeerTable};
#[cfg(feature = "gui")]
pub use preview::Picture;
pub use preview::{BodyPreview, PrettyText, Preview, PreviewKind};
pub use save::{Save, SaveId};
pub use sends::{Send, Sends};
pub use session::Session;
pub use session::addressing::{Addressee, PeerChoice, Unaddressed};
pub use session::automation::{Document, PlayRun, Repeating};
pub use state::SessionState;
pub use text::{Carry, TextLine, TextView};
pub use tone::Tone;

use std::sync::Arc;

use crate::engine::worker::queue;
use crate::engine::worker::queue::EventSender;
use crate::store::Existing;
use crate::store::errand::Errands;
use crate::types::file::FileState;
use crate::types::{Event, Interface, IoError, Kind, SendId, SessionId, Stamp};
use save::Task;

/// Limits of the whole program.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Bytes of captures kept in memory, over all sessions; older ones go to disk.
    pub memory: u64,
    /// Bytes that workers may have reported and nobody has taken in yet.
    pub queue: usize,
    /// Limits of each session.
    pub session: Limits,
}

impl Default for Budget {
    fn default() -> Self {
        Self { memory: 256 << 20, queue: 16 << 20, session: Limits::default() }
    }
}

/// Every session, in the order of the tabs.
#[derive(Debug)]
pub struct Playground {
    sessions: Vec<Session>,
    budget: Budget,
    tour: Option<tour::Tour>,
    sessions_made: u64,
    sends_made: u64,
    interfaces: Arc<[Interface]>,
    /// The interfaces are to be looked at again.
    lists_interfaces: bool,
    events: EventSender,
    /// The last field: when its threads are waited for, the sessions are gone and nothing more is written.
    errands: Errands,
}

impl Playground {
    /// No sessions yet, and where the reports of their workers will come out.
    pub fn new(budget: Budget) -> (Self, EventReceiver) {
        let (events, receiver) = queue::channel(budget.queue);
        let waking = events.clone();
        let playground = Self {
            sessions: Vec::new(),
            budget,
            tour: None,
            sessions_made: 0,
            sends_made: 0,
            interfaces: Arc::from([]),
            lists_interfaces: false,
            events,
            errands: Errands::new(move || waking.wake()),
        };
        (playground, receiver)
    }

    /// Opens a session; the lowest free number of its kind becomes part of its name.
    pub fn add(&mut self, kind: Kind) -> SessionId {
        let taken = |n: &u32| self.sessions.iter().any(|s| s.kind() == kind && s.number() == *n);
        let number = (1..=u32::MAX).find(|n| !taken(n)).unwrap_or(u32::MAX);
        self.sessions_made += 1;
        let id = SessionId(self.sessions_made);
        self.sessions.push(Session::new(id, kind, number, self.budget.session));
        if let Some(session) = self.session_mut(id) {
            session.draft.number_port(number);
        }
        id
    }

    /// Takes in what a worker reports. What belongs to a session that is gone is left out.
    pub fn apply(&mut self, event: Event) {
        let watched = self.tour.is_some().then(|| event.clone());
        if let Some(session) = self.session_mut(event.session) {
            session.apply(event);
        }
        if let Some(event) = watched {
            tour::follow(self, &event);
        }
    }

    /// The sessions, in the order of the tabs.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// A session.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id() == id)
    }

    /// A session, to edit its drafts.
    pub fn session_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id() == id)
    }

    /// The machine's interfaces, as [`Action::ListInterfaces`] found them last.
    pub fn interfaces(&self) -> Arc<[Interface]> {
        Arc::clone(&self.interfaces)
    }

    /// Both clocks.
    pub fn now(&self) -> Stamp {
        crate::engine::clock::stamp()
    }

    /// Bytes of captures in memory, notes included, over all sessions.
    pub fn memory(&self) -> u64 {
        let captures = self.sessions.iter().flat_map(Session::captures);
        captures.map(|(_, capture)| capture.totals().all_in_memory()).sum()
    }

    /// Wakes whoever takes in events, so that disk blocks the window asked for are loaded.
    pub fn wake(&self) {
        self.events.wake();
    }

    /// The same from any thread, for what else the one who takes in events has to look at.
    pub fn waker(&self) -> impl Fn() + Clone + std::marker::Send + 'static {
        let events = self.events.clone();
        move || events.wake()
    }

    /// Begins to write what is kept of a fetch to a new file.
    fn save(&mut self, id: SessionId, task: Task) {
        let errand = self.errands.write_pieces(task.path.clone(), Existing::Keep);
        if let Some(session) = self.session_mut(id) {
            session.save(task, errand);
            self.wake();
        }
    }

    /// Begins it again, now over the file that is in its place.
    fn replace_save(&mut self, id: SessionId, save: SaveId) {
        let exists = |row: &&Save| row.id == save && row.notice.state == FileState::Exists;
        let row = self.session(id).and_then(|session| session.saves().iter().find(exists));
        let Some(path) = row.map(|row| row.notice.path.clone()) else { return };
        let errand = self.errands.write_pieces(path, Existing::Replace);
        if let Some(session) = self.session_mut(id) {
            session.replace_save(save, errand);
            self.wake();
        }
    }

    fn remove(&mut self, id: SessionId) {
        self.sessions.retain(|session| session.id() != id);
    }

    fn next_send(&mut self) -> SendId {
        self.sends_made += 1;
        SendId(self.sends_made)
    }

    /// An error of the record itself.
    fn report(&mut self, id: SessionId, error: IoError) {
        let now = self.now();
        if let Some(session) = self.session_mut(id) {
            session.fail_capture(now, error);
        }
    }
}
