//! Payloads that are sent again and again.

use crate::codec::Template;
use crate::engine::{Command, RepeatRequest};
use crate::form::{Field, Payload, Problem};
use crate::playground::{Playground, Session};
use crate::types::{NotSent, Recipients, Remark, Schedule, SendId, SessionId, Tally, Target};
use crate::words;

/// A payload that is being repeated, or was last.
#[derive(Debug, Clone)]
pub struct Repeating {
    /// Which payload.
    pub send: SendId,
    /// As asked for.
    pub asked: Schedule,
    /// As achieved.
    pub tally: Tally,
    /// Each has a sequence number of its own.
    pub(super) has_fields: bool,
}

impl Session {
    fn repetition(&self, payload: Payload) -> Result<(Template, Schedule), Problem> {
        let what =
            payload.repeatable().map_err(|reason| Problem { field: Field::Payload, reason })?;
        let mut draft = self.draft.repeat.clone();
        draft.paces &= self.kind().has_streams();
        Ok((what, draft.schedule(self.next_sequence())?))
    }

    /// Nobody to begin with; whoever connects to a server later gets the next one.
    fn has_nobody(&self, to: &Recipients) -> Option<NotSent> {
        let Recipients::Peers(target) = to else { return None };
        let may_come = self.kind().accepts() && *target == Target::All;
        (!may_come && self.peers().targeted(target).is_empty()).then(|| self.why_nobody(target))
    }
}

impl Playground {
    /// Sends a payload again and again as the form says, in place of one that is being repeated.
    pub(in crate::playground) fn repeat_from_form(
        &mut self,
        id: SessionId,
        to: Recipients,
        payload: Payload,
    ) {
        let Some(session) = self.working(id) else { return };
        let Some((what, schedule)) = session.agree(|session| session.repetition(payload)) else {
            return;
        };
        self.repeat(id, to, what, schedule);
    }

    /// Sends a payload again and again, in place of one that is being repeated.
    pub fn repeat(&mut self, id: SessionId, to: Recipients, what: Template, asked: Schedule) {
        let send = self.next_send();
        let now = self.now();
        let Some(session) = self.working(id) else { return };
        if let Some(why) = session.has_nobody(&to) {
            return session.remark(now, Remark::NotSent(why));
        }
        let has_fields = what.as_fixed().is_none();
        session.automation.repeating =
            Some(Repeating { send, asked, tally: Tally::default(), has_fields });
        let request = RepeatRequest { id: send, to, what, schedule: asked };
        self.command(id, Command::Repeat(request));
    }

    /// The worker says when it is over.
    pub(in crate::playground) fn stop_repeat(&self, id: SessionId) {
        let repeating = self.session(id).and_then(Session::repeating);
        if let Some(repeating) = repeating.filter(|repeating| !repeating.tally.is_over) {
            self.command(id, Command::CancelSend(repeating.send));
        }
    }
}

impl Repeating {
    /// It was sent as often as it was to be; without end, as long as nobody stopped it.
    pub fn is_done(&self) -> bool {
        let Tally { done, is_over, .. } = self.tally;
        is_over && self.asked.times.is_none_or(|times| done >= times.get())
    }

    /// Payloads a second so far; `None` before the second of them.
    pub fn rate(&self) -> Option<f64> {
        words::rate(&self.tally)
    }
}
