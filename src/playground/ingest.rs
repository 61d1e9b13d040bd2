//! The way of the events into the model, and the disk work that the model asks for, done without its lock.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use crate::capture::{Capture, LoadJob, Loaded, SpillJob};
use crate::engine::worker::queue::{EventReceiver, Received};
use crate::playground::preview::{PreviewDone, PreviewJob};
use crate::playground::session::Place;
use crate::playground::{Playground, Session};
use crate::types::{Event, Interface, IoError, Operation, SessionId};

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
            .name(INGEST.to_owned())
            .spawn(move || run(&events, &weak, &wake))
            .map_err(|error: io::Error| IoError::new(Operation::Spawn, INGEST, &error))?;
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
        let mut job = {
            let mut playground = model.lock();
            slice.drain(..).for_each(|event| playground.apply(event));
            playground.next_job()
        };
        busy = job.is_some();
        while let Some(work) = job.take() {
            let done = work.run();
            let mut playground = model.lock();
            playground.finish(done);
            // Memory comes before the next events: the window of memory is a promise.
            job = playground.spill_job();
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
    while let Some(job) = playground.next_job() {
        let done = job.run();
        playground.finish(done);
    }
    received
}

/// Disk work of a session, work on one of its bodies, or a piece of decoding that ran under the lock already.
#[derive(Debug)]
pub(super) enum Job {
    Spill(Origin, SpillJob),
    Load(Origin, LoadJob),
    ListInterfaces,
    Preview(SessionId, PreviewJob),
    Decoded,
}

/// Which capture of which session a job is for: one that was cleared meanwhile takes no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    session: SessionId,
    generation: u64,
    place: Place,
}

#[derive(Debug)]
pub(super) enum Done {
    Spilled(Origin, SpillJob, io::Result<()>),
    Loaded(Origin, Loaded),
    Listed(Vec<Interface>),
    Previewed(SessionId, PreviewDone),
    Decoded,
}

impl Origin {
    fn of(session: &Session, place: Place) -> Self {
        Self { session: session.id(), generation: session.generation(), place }
    }
}

impl Job {
    /// Does the work; the model is not locked meanwhile.
    fn run(self) -> Done {
        match self {
            Self::Spill(origin, job) => {
                let result = job.run();
                Done::Spilled(origin, job, result)
            }
            Self::Load(origin, job) => Done::Loaded(origin, job.run()),
            Self::ListInterfaces => Done::Listed(crate::engine::interfaces()),
            Self::Preview(session, job) => Done::Previewed(session, job.run()),
            Self::Decoded => Done::Decoded,
        }
    }
}

impl Playground {
    /// The most urgent work: memory over its budget, then bytes that the window waits for, then what is worked out of them.
    pub(super) fn next_job(&mut self) -> Option<Job> {
        self.sessions.iter_mut().for_each(Session::advance_saves);
        self.advance_documents();
        if let Some(spill) = self.spill_job() {
            return Some(spill);
        }
        if let Some((origin, job)) = self.load() {
            return Some(Job::Load(origin, job));
        }
        if std::mem::take(&mut self.lists_interfaces) {
            return Some(Job::ListInterfaces);
        }
        let preview = |s: &mut Session| Some(Job::Preview(s.id(), s.preview_job()?));
        if let Some(preview) = self.sessions.iter_mut().find_map(preview) {
            return Some(preview);
        }
        let decoded = self.sessions.iter_mut().any(Session::decode_some);
        decoded.then_some(Job::Decoded)
    }

    pub(super) fn finish(&mut self, done: Done) {
        let (origin, error) = match done {
            Done::Spilled(origin, job, result) => {
                (origin, self.job_capture(origin).and_then(|c| c.finish_spill(job, result)))
            }
            Done::Loaded(origin, loaded) => {
                (origin, self.job_capture(origin).and_then(|c| c.finish_load(loaded)))
            }
            Done::Listed(interfaces) => {
                self.interfaces = interfaces.into();
                return;
            }
            Done::Previewed(session, done) => {
                if let Some(session) = self.session_mut(session) {
                    session.preview.finish(done);
                }
                return;
            }
            Done::Decoded => return,
        };
        if let Some(error) = error {
            self.report(origin.session, error);
        }
    }

    fn job_capture(&mut self, origin: Origin) -> Option<&mut Capture> {
        let session = self.session_mut(origin.session)?;
        let is_gone = origin.place == Place::Wire && session.generation() != origin.generation;
        if is_gone { None } else { session.capture_mut(origin.place) }
    }

    fn load(&self) -> Option<(Origin, LoadJob)> {
        self.captures().find_map(|(origin, capture)| Some((origin, capture.load_job()?)))
    }

    /// What may not go to disk is dropped at once, for as long as there is too much of it.
    fn spill_job(&mut self) -> Option<Job> {
        loop {
            let before = self.memory();
            let over = before.checked_sub(self.budget.memory + 1)?;
            let largest =
                self.captures().max_by_key(|(_, capture)| capture.totals().all_in_memory());
            let (origin, _) = largest?;
            let capture = self.job_capture(origin)?;
            if let Some(job) = capture.spill_job(over.clamp(SPILL_LEAST, SPILL_MOST)) {
                return Some(Job::Spill(origin, job));
            }
            if self.memory() == before {
                return None;
            }
        }
    }

    fn captures(&self) -> impl Iterator<Item = (Origin, &Capture)> {
        self.sessions.iter().flat_map(|session| {
            let captures = session.captures();
            captures.map(move |(place, capture)| (Origin::of(session, place), capture))
        })
    }
}

const INGEST: &str = "ingest";
/// Events applied under one lock: well under a frame, even if each is a full read.
const SLICE: usize = 1024;
/// Less than this is not worth a write.
const SPILL_LEAST: u64 = 2 << 20;
/// One write, so that events are looked at again soon.
const SPILL_MOST: u64 = 8 << 20;
