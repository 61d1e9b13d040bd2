//! A playground with one session that runs, as the window has it.

use std::io;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use sockscope::form::Draft;
use sockscope::playground::{Action, Budget, Playground, Session, Shared};
use sockscope::types::{Kind, SessionId};

/// The playground, and a signal for each change.
pub(crate) struct Live {
    shared: Shared,
    id: SessionId,
    wakes: Receiver<()>,
}

impl Live {
    /// Start a session as `draft` has it.
    pub(crate) fn start(
        kind: Kind,
        budget: Budget,
        draft: impl FnOnce(&mut Draft),
    ) -> io::Result<Self> {
        let (mut playground, events) = Playground::new(budget);
        let id = playground.add(kind);
        if let Some(session) = playground.session_mut(id) {
            draft(&mut session.draft);
        }
        playground.perform(Action::Start(id));
        let (wake, wakes) = bounded(1);
        let woken = move || {
            wake.try_send(()).ok();
        };
        let shared = Shared::start(playground, events, woken)
            .map_err(|error| io::Error::other(sockscope::words::io_error(&error)))?;
        Ok(Self { shared, id, wakes })
    }

    /// Wait for something about the session.
    pub(crate) fn until<T>(
        &self,
        mut condition: impl FnMut(&Session) -> Option<T>,
    ) -> io::Result<T> {
        loop {
            if let Some(found) = self.session(&mut condition) {
                return Ok(found);
            }
            self.wakes.recv_timeout(PATIENCE).map_err(io::Error::other)?;
        }
    }

    /// Read something of the session.
    #[expect(clippy::expect_used, reason = "the session is never removed")]
    pub(crate) fn session<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(self.shared.lock().session(self.id).expect("the session is there"))
    }
}

const PATIENCE: Duration = Duration::from_mins(2);
