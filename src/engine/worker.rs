//! The thread of a session and its loop: commands, turns, and a single place to wait.

pub(in crate::engine) mod corrupt;
pub(in crate::engine) mod hub;
pub(in crate::engine) mod outbox;
pub(in crate::engine) mod payload;
pub(in crate::engine) mod perform;
pub(in crate::engine) mod play;
pub(in crate::engine) mod repeat;
pub(in crate::engine) mod role;
pub(in crate::engine) mod segments;
pub(in crate::engine) mod send_queue;
pub(in crate::engine) mod timing;

pub mod queue;

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use mio::{Events, Poll, Token, Waker};

use crate::engine::command::{Command, Handle, Mailbox};
use crate::engine::conduct::Conduct;
use crate::engine::tcp::connection::Common;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::outbox::Outbox;
use crate::engine::worker::play::Playback;
use crate::engine::worker::queue::EventSender;
use crate::engine::worker::repeat::Repeater;
use crate::engine::worker::role::{ROLE, Role};
use crate::engine::worker::segments::Segments;
use crate::engine::{PeerIds, WorkerId};
use crate::types::{Fact, IoError, Notice, Operation, TcpOptions};

/// What every worker is started with.
pub(super) struct Launch {
    pub(super) id: WorkerId,
    pub(super) peers: PeerIds,
    pub(super) events: EventSender,
    pub(super) options: TcpOptions,
    pub(super) conduct: Conduct,
    pub(super) close_on_peer_fin: bool,
}

/// Start a worker on a thread of its own, named `name` and the session's number.
pub(super) fn start<R: Role + Send + 'static>(
    name: &str,
    launch: Launch,
    role: R,
) -> Result<Handle, IoError> {
    let name = format!("{name}-{}", launch.id.session.0);
    let fail = |error: io::Error| IoError::new(Operation::Start, &name, &error);
    let poll = Poll::new().map_err(fail)?;
    let waker = Arc::new(Waker::new(poll.registry(), WAKE).map_err(fail)?);
    let mailbox = Arc::new(Mailbox::new(waker));
    let handle = Handle::new(Arc::clone(&mailbox));
    thread::Builder::new()
        .name(name.clone())
        .spawn(move || Worker::new(poll, mailbox, launch, role).live())
        .map_err(fail)?;
    Ok(handle)
}

const WAKE: Token = Token(usize::MAX);

struct Worker<R> {
    hub: Hub,
    role: R,
    repeater: Repeater,
    playback: Playback,
    events: Events,
}

impl<R: Role> Worker<R> {
    fn new(poll: Poll, mailbox: Arc<Mailbox>, launch: Launch, role: R) -> Self {
        let lane = launch.events.lane(mailbox.waker());
        let common = Common {
            outbox: Outbox::new(launch.id, lane),
            segments: Segments::default(),
            options: launch.options,
            conduct: launch.conduct,
            random: fastrand::Rng::new(),
            has_replied: false,
            close_on_peer_fin: launch.close_on_peer_fin,
        };
        Self {
            hub: Hub::new(poll, mailbox, launch.peers, common),
            role,
            repeater: Repeater::default(),
            playback: Playback::default(),
            events: Events::with_capacity(EVENTS),
        }
    }

    fn live(mut self) {
        self.guard(Self::run);
        self.guard(Self::close);
        let Self { hub, role, .. } = self;
        drop(role);
        hub.common.outbox.finish();
    }

    /// A panic ends the run and is reported in the session's log; other sessions go on. What the panic left half-done isn't used
    /// again but for closing, which is guarded in its turn.
    fn guard(&mut self, act: impl FnOnce(&mut Self)) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| act(self))) {
            let message = message(&*panic);
            self.hub.common.outbox.report(Fact::Notice(Notice::WorkerFailed { message }));
        }
    }

    fn run(&mut self) {
        self.role.begin(&mut self.hub);
        loop {
            self.execute_commands();
            self.turn();
            if self.is_done() {
                return;
            }
            if let Err(error) = self.wait() {
                let thread = thread::current();
                let error =
                    IoError::new(Operation::Poll, thread.name().unwrap_or_default(), &error);
                return self.hub.fail(error);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.hub.mailbox.is_stopped()
            || self.hub.common.outbox.is_abandoned()
            || self.role.is_over(&self.hub)
    }

    /// Close the connections at once. Payloads that were not queued yet have no recipients.
    fn close(&mut self) {
        self.playback.leave(&mut self.hub);
        self.role.close(&mut self.hub);
        self.execute_commands();
        self.playback.close(&mut self.hub);
        self.repeater.end(&mut self.hub);
    }

    fn execute_commands(&mut self) {
        for command in self.hub.mailbox.take() {
            self.carry_out(command);
        }
    }

    /// Carry out a command: repeated payloads and play lists here, the rest by the role.
    fn carry_out(&mut self, command: Command) {
        let Self { hub, role, repeater, playback, .. } = self;
        match command {
            Command::Repeat(request) => {
                role.aim(&request.to, hub);
                repeater.begin(request, hub);
            }
            Command::Play(request) => playback.begin(request, role, hub),
            Command::StopPlay => playback.stop(),
            Command::CancelSend(id) => {
                repeater.cancel(id, hub);
                role.execute(command, hub);
            }
            Command::Send(_)
            | Command::Disconnect(_)
            | Command::HalfClose(_)
            | Command::Abort(_)
            | Command::Pause { .. }
            | Command::StopListening
            | Command::SetOptions(_)
            | Command::SetUdpOptions(_)
            | Command::Join(_)
            | Command::Leave(_)
            | Command::SetRules(_)
            | Command::SetFaults(_)
            | Command::ReleaseMemory => role.execute(command, hub),
        }
    }

    fn turn(&mut self) {
        if self.may_turn() {
            let Self { hub, role, repeater, playback, .. } = self;
            repeater.turn(hub, |to, replica, hub| role.take(to, &replica, hub));
            hub.turn();
            role.turn(hub);
            playback.turn(role, hub);
        }
    }

    fn may_turn(&mut self) -> bool {
        self.hub.common.outbox.flush() || !R::WAITS_FOR_ROOM
    }

    /// The one place where a worker waits.
    fn wait(&mut self) -> io::Result<()> {
        let timeout = self.timeout();
        let has_replied = std::mem::take(&mut self.hub.common.has_replied);
        if !(has_replied && timeout != Some(Duration::ZERO) && self.busy_poll()?) {
            match self.hub.poll.poll(&mut self.events, timeout) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
                result => result?,
            }
        }
        for event in &self.events {
            match event.token() {
                WAKE => {}
                ROLE => self.role.notice(),
                _ => self.hub.notice(event),
            }
        }
        Ok(())
    }

    /// Poll without blocking for a moment after a reply; returns whether there was an event. The peer often sends the next
    /// message at once, and being woken takes longer than polling. In between, the processor is yielded to other threads.
    fn busy_poll(&mut self) -> io::Result<bool> {
        let until = Instant::now() + BUSY_POLL;
        while Instant::now() < until {
            match self.hub.poll.poll(&mut self.events, Some(Duration::ZERO)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => result?,
            }
            if !self.events.is_empty() {
                return Ok(true);
            }
            thread::yield_now();
        }
        Ok(false)
    }

    /// How long to wait. Without room for events there is no limit: then only room, a command or stop changes anything, and
    /// each of them wakes the worker.
    fn timeout(&mut self) -> Option<Duration> {
        if !self.may_turn() {
            return None;
        }
        let playback = &self.playback;
        if self.hub.has_ready() || self.role.is_ready(&self.hub) || playback.is_ready() {
            return Some(Duration::ZERO);
        }
        let deadlines = [self.hub.deadline(), self.role.deadline(&self.hub), playback.deadline()];
        let next = deadlines.into_iter().flatten().min();
        let next = next.map(|at| at.saturating_duration_since(Instant::now()));
        let has_room = self.hub.common.outbox.has_room();
        let moment = has_room.then(|| self.repeater.approach()).flatten();
        [next, moment].into_iter().flatten().min()
    }
}

/// What `panic!` was given, if it was text.
fn message(panic: &(dyn Any + Send)) -> Option<String> {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
}

/// How long to poll after a reply: about as long as being woken takes.
const BUSY_POLL: Duration = Duration::from_micros(50);
/// Most events returned by one wait.
const EVENTS: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::worker::queue;
    use crate::types::{RunId, SessionId};

    struct Failing;

    impl Role for Failing {
        fn begin(&mut self, _hub: &mut Hub) {
            std::panic::resume_unwind(Box::new("out of luck"));
        }

        fn notice(&mut self) {}

        fn turn(&mut self, _hub: &mut Hub) {}

        fn is_ready(&self, _hub: &Hub) -> bool {
            false
        }

        fn deadline(&self, _hub: &Hub) -> Option<Instant> {
            None
        }

        fn execute(&mut self, _command: Command, _hub: &mut Hub) {}

        fn close(&mut self, _hub: &mut Hub) {}

        fn is_over(&self, _hub: &Hub) -> bool {
            false
        }
    }

    #[test]
    fn a_panic_is_a_note_and_the_end_of_the_run() {
        let (events, receiver) = queue::channel(1000);
        let launch = Launch {
            id: WorkerId { session: SessionId(1), run: RunId(1) },
            peers: PeerIds::new(),
            events,
            options: TcpOptions::default(),
            conduct: Conduct::default(),
            close_on_peer_fin: true,
        };
        let _handle = start("failing", launch, Failing).unwrap();
        let mut out = Vec::new();
        while receiver.recv(&mut out, 10, None) == queue::Received::Events {}
        let [note, closed] = &*out else {
            panic!("{out:?}");
        };
        assert!(matches!(&note.fact, Fact::Notice(Notice::WorkerFailed { message: Some(message) })
            if message == "out of luck"));
        assert!(matches!(closed.fact, Fact::Closed));
    }
}
