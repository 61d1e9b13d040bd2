//! One session from start to end: its events taken in, printed and saved until it is closed.

use std::sync::Arc;
use std::time::Instant;

use crate::cli::arguments::Output;
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::cli::save::Save;
use crate::cli::stop::Stop;
use crate::codec::Template;
use crate::form::{Config, Payload};
use crate::playground;
use crate::playground::{
    Action, Budget, EventReceiver, Playground, Repeating, Session, SessionState,
};
use crate::respond::Plan;
use crate::types::{
    Event, Fact, IoError, LeaveReason, Membership, Origin, Pace, PeerId, Recipients, Schedule,
    SessionId,
};
use crate::words::cli::failure as words;

/// One session from start to end.
#[derive(Debug)]
pub(super) struct Run {
    playground: Playground,
    events: EventReceiver,
    id: SessionId,
    screen: Screen,
    stop: Stop,
    /// The first error that the worker reported.
    error: Option<IoError>,
    /// Whom the last payload went to.
    sent_to: Option<PeerId>,
    /// It was stopped here, and only its last events are waited for.
    is_ending: bool,
    /// The first thing that went wrong here.
    failure: Option<Failure>,
}

/// Where events are shown.
#[derive(Debug)]
struct Screen {
    printer: Printer,
    save: Option<Save>,
    /// Shown already; the worker reports the last one again when it gives up.
    failed_attempt: Option<IoError>,
    /// Something could not be printed or saved, so nothing more is.
    is_broken: bool,
}

impl Run {
    /// A session that is started with what this says.
    pub(super) fn start(config: Config, output: &Output) -> Result<Self, Failure> {
        let save = output.save_received.as_deref().map(Save::open).transpose()?;
        let (mut playground, events) = Playground::new(Budget::default());
        let stop = Stop::listen(playground.waker())?;
        let id = playground.add(config.kind());
        playground.start(id, config);
        let screen = Screen {
            printer: Printer::new(output.format, output.encoding),
            save,
            failed_attempt: None,
            is_broken: false,
        };
        Ok(Self {
            playground,
            events,
            id,
            screen,
            stop,
            error: None,
            sent_to: None,
            is_ending: false,
            failure: None,
        })
    }

    /// Prints only what a play list does, and the address to reach it.
    pub(super) fn hide_exchange(&mut self) {
        self.screen.printer.hide_exchange();
    }

    /// Takes in what has happened; waits for it until `deadline`, or for ever.
    pub(super) fn turn(&mut self, deadline: Option<Instant>) {
        let deadline = deadline.filter(|_| !self.is_ending);
        let timeout = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        let Self { playground, events, screen, error, sent_to, .. } = self;
        let mut result = Ok(());
        playground::drain(playground, events, timeout, |playground, event| {
            if let Fact::Failed { error: new, .. } = &event.fact {
                error.get_or_insert_with(|| new.clone());
            }
            if let Fact::Sent { peer, origin: Origin::User | Origin::File, send: Some(_), .. } =
                &event.fact
            {
                *sent_to = Some(*peer);
            }
            if result.is_ok() && !screen.is_broken {
                result = screen.see(playground, event);
            }
        });
        if !screen.is_broken {
            result = result.and_then(|()| screen.flush());
        }
        if let Err(failure) = result {
            screen.is_broken = true;
            self.fail(failure);
        }
    }

    /// Joins a multicast group.
    pub(super) fn join(&mut self, membership: Membership) {
        self.playground.join(self.id, membership);
    }

    /// Sends a payload, in pieces at a pace or whole.
    pub(super) fn send(
        &mut self,
        to: impl Into<Recipients>,
        payload: &Payload,
        pace: Option<Pace>,
    ) {
        self.playground.send(self.id, to, payload, pace);
    }

    /// Sends a payload again and again.
    pub(super) fn repeat(&mut self, to: impl Into<Recipients>, what: Template, asked: Schedule) {
        self.playground.repeat(self.id, to.into(), what, asked);
    }

    /// Plays a list.
    pub(super) fn play(&mut self, to: Recipients, plan: Plan) {
        self.playground.play(self.id, to, Arc::new(plan));
    }

    /// Performs the action that `ask` makes for the session.
    pub(super) fn perform(&mut self, ask: impl FnOnce(SessionId) -> Action) {
        let action = ask(self.id);
        self.playground.perform(action);
    }

    /// Stops the session; its last events have yet to be taken in.
    pub(super) fn end(&mut self) {
        self.is_ending = true;
        self.perform(Action::Stop);
    }

    /// The same, but stops a repeated payload first, so that its tally is reported.
    pub(super) fn end_repeat(&mut self) {
        if self.is_repeating() {
            self.perform(Action::StopRepeat);
        } else {
            self.end();
        }
    }

    /// Stops the session because something went wrong. The first reason counts.
    pub(super) fn fail(&mut self, failure: impl Into<Failure>) {
        self.failure.get_or_insert_with(|| failure.into());
        self.end();
    }

    /// Prints the totals as the last line, and decides on success: by `judge`, if nothing went wrong here.
    pub(super) fn finish(
        mut self,
        judge: impl FnOnce(&Session) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let now = self.playground.now();
        let Some(session) = self.playground.session(self.id) else {
            return Ok(());
        };
        if !matches!(self.failure, Some(Failure::BrokenPipe)) {
            let printer = &mut self.screen.printer;
            if let Err(error) = printer.closed(session, now).and_then(|()| printer.flush()) {
                self.failure.get_or_insert_with(|| Failure::output(&error));
            }
        }
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        judge(session)?;
        nothing_dropped(session)
    }

    /// The session; it is always there.
    pub(super) fn session(&self) -> Option<&Session> {
        self.playground.session(self.id)
    }

    /// There is more to be reported, if only how a play list ended after its connection was gone.
    pub(super) fn is_live(&self) -> bool {
        self.session().is_some_and(Session::is_running)
    }

    /// A payload is being repeated.
    pub(super) fn is_repeating(&self) -> bool {
        self.session()
            .and_then(Session::repeating)
            .is_some_and(|repeating| !repeating.tally.is_over)
    }

    /// The payload was repeated as often as asked, or was stopped; also true if nothing is repeated.
    pub(super) fn is_repeated(&self) -> bool {
        self.session().and_then(Session::repeating).is_none_or(Repeating::is_done)
    }

    /// The first error that the worker reported.
    pub(super) fn error(&self) -> Option<&IoError> {
        self.error.as_ref()
    }

    /// Whom the last payload went to, if it is still known.
    pub(super) fn sent_to(&self) -> Option<PeerId> {
        let peer = self.session()?.peers().find(self.sent_to?)?;
        peer.is_open().then_some(peer.id)
    }

    /// It was stopped here.
    pub(super) fn is_ending(&self) -> bool {
        self.is_ending
    }

    /// Ctrl+C or SIGTERM came.
    pub(super) fn is_asked_to_stop(&self) -> bool {
        self.stop.is_asked()
    }

    /// Wakes [`Self::turn`] from any thread.
    pub(super) fn waker(&self) -> impl Fn() + Send + 'static {
        self.playground.waker()
    }
}

impl Screen {
    fn see(&mut self, playground: &Playground, event: &Event) -> Result<(), Failure> {
        if let (Some(save), Fact::Received { bytes, .. }) = (&mut self.save, &event.fact) {
            save.append(bytes)?;
        }
        let Some(session) = playground.session(event.session) else {
            return Ok(());
        };
        if let Fact::ConnectFailed { error, .. } = &event.fact {
            self.failed_attempt = Some(error.clone());
        }
        if let Fact::Failed { error, .. } = &event.fact
            && self.failed_attempt.as_ref() == Some(error)
        {
            return Ok(());
        }
        self.printer.event(session, event).map_err(|error| Failure::output(&error))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.save.as_mut().map_or(Ok(()), Save::flush)?;
        self.printer.flush().map_err(|error| Failure::output(&error))
    }
}

/// Why a session never opened, or ended the wrong way.
pub(super) fn ended_badly(session: &Session) -> Failure {
    match session.state() {
        SessionState::Failed(error) => error.clone().into(),
        SessionState::Ended(reason) => lost(reason, session.sends().unsent()),
        state => Failure::Words(words::ended(&state.words())),
    }
}

/// Whether the connection ended properly: closed by the peer or here.
pub(super) fn is_in_order(reason: &LeaveReason) -> bool {
    matches!(reason, LeaveReason::ClosedByPeer | LeaveReason::ClosedHere | LeaveReason::AbortedHere)
}

fn lost(reason: &LeaveReason, unsent: u64) -> Failure {
    Failure::Words(words::lost(reason, unsent))
}

fn nothing_dropped(session: &Session) -> Result<(), Failure> {
    let totals = session.capture().totals();
    let dropped = totals.dropped_received + totals.dropped_sent;
    if dropped == 0 {
        return Ok(());
    }
    let cause = session.capture_error().map(crate::words::io_error);
    Err(Failure::Words(words::not_kept(dropped, cause.as_deref())))
}
