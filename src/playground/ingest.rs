//! The way of the events into the model, and the disk work that the model asks for, done without its lock.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use crate::capture::{LoadJob, Loaded, SpillJob};
use crate::engine::queue::{EventReceiver, Received};
use crate::types::{Event, Interface, IoError, Operation, SessionId};

use super::{Playground, Session};

/// The model, shared between the window and the thread that takes in events.
#[derive(Debug, Clone)]
pub struct Shared {
    model: Arc<Model>,
}

#[derive(Debug)]
struct Model {
    playground: Mutex<Playground>,
    /// Taken before the playground's lock and given back after: who waits for the model is next, however busy the other is.
    gate: Mutex<()>,
}

impl Shared {
    /// Starts the thread. `wake` is called whenever something changed; it must be cheap and may coalesce.
    /// The thread ends when the model and its workers are gone.
    pub fn start(
        playground: Playground,
        events: EventReceiver,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, IoError> {
        let model = Arc::new(Model { playground: Mutex::new(playground), gate: Mutex::new(()) });
        let weak = Arc::downgrade(&model);
        thread::Builder::new()
            .name("ingest".to_owned())
            .spawn(move || run(&events, &weak, &wake))
            .map_err(|error: io::Error| {
                IoError::new(Operation::Start, "the ingest thread", &error)
            })?;
        Ok(Self { model })
    }

    /// The model; waits at most for one slice of events.
    pub fn lock(&self) -> MutexGuard<'_, Playground> {
        self.model.lock()
    }
}

impl Model {
    fn lock(&self) -> MutexGuard<'_, Playground> {
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let playground = self.playground.lock().unwrap_or_else(PoisonError::into_inner);
        drop(gate);
        playground
    }
}

fn run(events: &EventReceiver, model: &Weak<Model>, wake: &impl Fn()) {
    let mut slice = Vec::new();
    let mut busy = false;
    loop {
        let timeout = busy.then_some(Duration::ZERO);
        if matches!(events.recv(&mut slice, SLICE, timeout), Received::Disconnected) {
            return;
        }
        let Some(model) = model.upgrade() else { return };
        let mut chore = {
            let mut playground = model.lock();
            slice.drain(..).for_each(|event| playground.apply(event));
            playground.next_chore()
        };
        busy = chore.is_some();
        while let Some(work) = chore.take() {
            let done = work.run();
            let mut playground = model.lock();
            playground.finish(done);
            chore = playground.next_chore().filter(Chore::frees_memory);
        }
        wake();
    }
}

/// Takes in events without a thread of its own: waits up to `timeout` for some, hands each to `see`, applies it, and does
/// the disk work that comes up. For the command line, which has no window to keep smooth.
pub fn drain(
    playground: &mut Playground,
    events: &EventReceiver,
    timeout: Option<Duration>,
    mut see: impl FnMut(&Playground, &Event),
) -> Received {
    let mut slice = Vec::new();
    let received = events.recv(&mut slice, SLICE, timeout);
    for event in slice {
        see(playground, &event);
        playground.apply(event);
    }
    while let Some(chore) = playground.next_chore() {
        let done = chore.run();
        playground.finish(done);
    }
    received
}

/// Disk work of a session, or a piece of decoding that ran under the lock already.
#[derive(Debug)]
pub(super) enum Chore {
    Spill(Origin, SpillJob),
    Load(Origin, LoadJob),
    ListInterfaces,
    Decoded,
}

/// Which record of which session a chore is for: one that was cleared meanwhile takes no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    session: SessionId,
    generation: u64,
}

#[derive(Debug)]
pub(super) enum Done {
    Spilled(Origin, SpillJob, io::Result<()>),
    Loaded(Origin, Loaded),
    Listed(Vec<Interface>),
    Decoded,
}

impl Origin {
    fn of(session: &Session) -> Self {
        Self { session: session.id(), generation: session.generation() }
    }
}

impl Chore {
    /// Does the disk work; the model is not locked meanwhile.
    fn run(self) -> Done {
        match self {
            Self::Spill(origin, job) => {
                let result = job.run();
                Done::Spilled(origin, job, result)
            }
            Self::Load(origin, job) => Done::Loaded(origin, job.run()),
            Self::ListInterfaces => Done::Listed(crate::engine::interfaces()),
            Self::Decoded => Done::Decoded,
        }
    }

    /// Memory comes before the next events: the window of memory is a promise.
    fn frees_memory(&self) -> bool {
        matches!(self, Self::Spill(..))
    }
}

impl Playground {
    /// The most urgent work: memory over its budget, then bytes that the window waits for, then text to be cut into lines.
    pub(super) fn next_chore(&mut self) -> Option<Chore> {
        if let Some((origin, job)) = self.spill() {
            return Some(Chore::Spill(origin, job));
        }
        let load = |s: &Session| s.capture().load_job().map(|job| Chore::Load(Origin::of(s), job));
        if let Some(load) = self.sessions.iter().find_map(load) {
            return Some(load);
        }
        if std::mem::take(&mut self.lists_interfaces) {
            return Some(Chore::ListInterfaces);
        }
        let decoded = self.sessions.iter_mut().any(Session::decode_some);
        decoded.then_some(Chore::Decoded)
    }

    pub(super) fn finish(&mut self, done: Done) {
        let (origin, error) = match done {
            Done::Spilled(origin, job, result) => (
                origin,
                self.chore_session(origin).and_then(|s| s.capture_mut().finish_spill(job, result)),
            ),
            Done::Loaded(origin, loaded) => (
                origin,
                self.chore_session(origin).and_then(|s| s.capture_mut().finish_load(loaded)),
            ),
            Done::Listed(interfaces) => {
                self.interfaces = interfaces.into();
                return;
            }
            Done::Decoded => return,
        };
        if let Some(error) = error {
            self.report(origin.session, error);
        }
    }

    fn chore_session(&mut self, origin: Origin) -> Option<&mut Session> {
        self.session_mut(origin.session).filter(|session| Origin::of(session) == origin)
    }

    fn spill(&mut self) -> Option<(Origin, SpillJob)> {
        let over = self.memory().checked_sub(self.budget.memory + 1)?;
        let largest =
            self.sessions.iter_mut().max_by_key(|session| session.capture().totals().in_memory)?;
        let job = largest.capture_mut().spill_job(over.clamp(SPILL_LEAST, SPILL_MOST))?;
        Some((Origin::of(largest), job))
    }
}

/// Events applied under one lock: well under a frame, even if each is a full read.
const SLICE: usize = 1024;
/// Less than this is not worth a write.
const SPILL_LEAST: u64 = 2 << 20;
/// One write, so that events are looked at again soon.
const SPILL_MOST: u64 = 8 << 20;
