//! A file that follows the program's state.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::store::errand::Errands;
use crate::types::IoError;

/// A file that follows the program's state. While one state is being written, only the newest of those that follow is kept: on a
/// slow disk some are skipped, and no queue builds up. Dropping it waits a bounded time for the newest to be written.
///
/// At most one thread writes, and the newest state is never left unwritten, because both sides decide under the lock of the slot:
/// [`write`](Self::write) stores a state and sees whether a thread is running, and the thread takes the newest state or, if there
/// is none, clears `is_writing` before it ends. So a state that is stored while the flag is set is still seen by that thread, and
/// one that is stored later starts another thread.
pub struct KeptFile<R> {
    slot: Arc<Mutex<Slot<R>>>,
    outbox: Sender<Result<R, IoError>>,
    outcomes: Receiver<Result<R, IoError>>,
    errands: Errands,
}

/// Writes one state.
type Write<R> = Box<dyn FnOnce() -> Result<R, IoError> + Send>;

struct Slot<R> {
    newest: Option<Write<R>>,
    /// A thread is running that will take `newest`.
    is_writing: bool,
}

impl<R: Send + 'static> KeptFile<R> {
    /// `wake` is called when a state was written, or could not be.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        // One message per write, and states that wait replace each other.
        #[expect(clippy::disallowed_methods, reason = "the thread must not wait for a receiver")]
        let (outbox, outcomes) = unbounded();
        let slot = Arc::new(Mutex::new(Slot { newest: None, is_writing: false }));
        Self { slot, outbox, outcomes, errands: Errands::new(wake) }
    }

    /// Writes this state, which replaces one that still waits.
    pub fn write(&self, write: impl FnOnce() -> Result<R, IoError> + Send + 'static) {
        let mut slot = locked(&self.slot);
        slot.newest = Some(Box::new(write));
        if !slot.is_writing {
            slot.is_writing = true;
            drop(slot);
            self.start();
        }
    }

    /// The outcome of a write, the oldest first.
    pub fn outcome(&self) -> Option<Result<R, IoError>> {
        self.outcomes.try_recv().ok()
    }

    fn start(&self) {
        let (slot, outbox) = (Arc::clone(&self.slot), self.outbox.clone());
        let wake = self.errands.waker();
        let started = self.errands.spawn_writer(move || {
            while let Some(write) = take_newest(&slot) {
                outbox.send(write()).ok();
                wake();
            }
        });
        if let Err(error) = started {
            locked(&self.slot).is_writing = false;
            self.outbox.send(Err(error)).ok();
        }
    }
}

fn take_newest<R>(slot: &Mutex<Slot<R>>) -> Option<Write<R>> {
    let mut slot = locked(slot);
    slot.is_writing = slot.newest.is_some();
    slot.newest.take()
}

/// No write runs under the lock, so that one that panics can't poison it.
fn locked<R>(slot: &Mutex<Slot<R>>) -> MutexGuard<'_, Slot<R>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R> fmt::Debug for KeptFile<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptFile").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn the_newest_state_is_written_and_others_may_be_skipped() {
        let last = Arc::new(AtomicU32::new(0));
        let (started, go) = (crossbeam_channel::bounded(1), crossbeam_channel::bounded::<()>(0));
        let file = KeptFile::new(|| ());
        let (first_started, may_go_on) = (started.0, go.1);
        file.write(move || {
            first_started.send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok(0)
        });
        started.1.recv().unwrap();
        for n in 1..=50 {
            let last = Arc::clone(&last);
            file.write(move || {
                last.store(n, Ordering::Relaxed);
                Ok(n)
            });
        }
        go.0.send(()).unwrap();
        let outcomes = file.outcomes.clone();
        drop(file);
        assert_eq!(last.load(Ordering::Relaxed), 50);
        let written: Vec<u32> = outcomes.try_iter().map(Result::unwrap).collect();
        assert_eq!(written, [0, 50]);
    }
}
