//! Which facts leave a note in the record, about which peer, and at which level.

use std::borrow::Cow;

use crate::capture::{NoteProblem, NoteView};
use crate::playground::Session;
use crate::types::http::{HopCause, HopOutcome, HttpFact, ResponseHead, TlsInfo, Verdict};
use crate::types::{
    Fact, IoError, LeaveReason, Level, Note, Notice, Operation, PeerId, PlayFact, Remark, RuleAct,
    Stamp, StepOutcome,
};
use crate::words::fact as words;

impl Session {
    /// The note that a fact leaves in this session: about which peer, at which level, and what is kept. `None` for bytes,
    /// which have their own records, and for facts that aren't worth a row.
    pub fn note_of<'a>(&self, fact: &'a Fact) -> Option<(PeerId, Level, Note<'a>)> {
        let (peer, level) = self.weigh(fact)?;
        let note = if let Fact::Ruled { rule, act, .. } = fact {
            Note::Ruled { rule: self.rule_name(*rule).cloned(), act: act.clone() }
        } else {
            Note::Fact(Cow::Borrowed(fact))
        };
        Some((peer, level, note))
    }

    /// What a note in the record says; `None` for a record that isn't a note.
    pub fn note_text(&self, number: u64) -> Option<String> {
        Some(match self.capture.note_at(number)? {
            NoteView::Ready(note) => words::note(self.kind(), &note, crate::words::advice),
            NoteView::Loading => words::note_loading().to_owned(),
            NoteView::Dropped => words::note_dropped().to_owned(),
            NoteView::Unreadable(NoteProblem::Version(version)) => words::note_of_version(version),
            NoteView::Unreadable(NoteProblem::Damaged) => words::note_damaged().to_owned(),
        })
    }

    /// Adds a note to the record.
    pub(super) fn note(&mut self, at: Stamp, peer: PeerId, level: Level, note: &Note<'_>) {
        if level > Level::Info {
            self.warnings += 1;
        }
        self.capture.note(at, peer, level, note);
    }

    /// Adds what the session says of itself.
    pub(in crate::playground) fn remark(&mut self, at: Stamp, remark: Remark) {
        self.remark_on(at, PeerId::SESSION, remark);
    }

    /// Adds what the session says of a connection.
    pub(super) fn remark_on(&mut self, at: Stamp, peer: PeerId, remark: Remark) {
        self.note(at, peer, remarked(&remark), &Note::Remark(remark));
    }

    /// Adds an error that no worker reported.
    pub(in crate::playground) fn note_error(&mut self, at: Stamp, error: &IoError) {
        let fact = Fact::Failed { peer: PeerId::SESSION, error: error.clone() };
        self.note(at, PeerId::SESSION, Level::Error, &Note::Fact(Cow::Owned(fact)));
    }

    fn weigh(&self, fact: &Fact) -> Option<(PeerId, Level)> {
        let session = PeerId::SESSION;
        let about = match fact {
            Fact::Opened { .. }
            | Fact::ListenStopped
            | Fact::Resolved { .. }
            | Fact::Connecting { .. }
            | Fact::HearsOnly { .. }
            | Fact::Retrying { .. }
            | Fact::Membership { .. } => (session, Level::Info),
            // The first datagram of a peer isn't worth a row of its own.
            Fact::Joined { .. } | Fact::Left { .. }
                if self.kind().has_datagrams() && !self.connects =>
            {
                return None;
            }
            Fact::Joined { peer, .. }
            | Fact::HalfClosed { peer, .. }
            | Fact::Paused { peer, .. }
            | Fact::OptionsChanged { peer, .. } => (*peer, Level::Info),
            Fact::Left { peer, reason } => (*peer, leaving(reason)),
            Fact::ConnectFailed { .. } | Fact::KernelDropped { .. } | Fact::QueueLost { .. } => {
                (session, Level::Warning)
            }
            // Each attempt that failed has a row already.
            Fact::Failed { peer: PeerId::SESSION, error }
                if self.kind().connects() && error.operation == Operation::Connect =>
            {
                return None;
            }
            Fact::Failed { peer, .. } => (*peer, Level::Error),
            Fact::Ruled { peer, act, .. } => (*peer, ruled(act)),
            Fact::Repeated { tally, .. } => return tally.is_over.then_some((session, Level::Info)),
            Fact::Play { peer, fact } => (*peer, played(fact)),
            Fact::Http { fact, .. } => (session, fetching(fact)?),
            Fact::FetchDone(outcome) => (session, fetched(outcome)?),
            Fact::Notice(notice) => (session, noticed(notice)),
            Fact::Resolving { .. }
            | Fact::Received { .. }
            | Fact::Sent { .. }
            | Fact::FileOpened { .. }
            | Fact::SendDone { .. }
            | Fact::Closed => return None,
        };
        Some(about)
    }
}

/// The level of a remark.
fn remarked(remark: &Remark) -> Level {
    match remark {
        Remark::NotSent(_) | Remark::Unsent { .. } | Remark::NotPlayed => Level::Warning,
        Remark::SocketClosed | Remark::StoppedListening | Remark::Cancelled => Level::Info,
    }
}

fn leaving(reason: &LeaveReason) -> Level {
    match reason {
        LeaveReason::ClosedByPeer
        | LeaveReason::ClosedHere
        | LeaveReason::AbortedHere
        | LeaveReason::Folded => Level::Info,
        LeaveReason::ResetByPeer | LeaveReason::TimedOut => Level::Warning,
        LeaveReason::Failed(_) => Level::Error,
    }
}

fn ruled(act: &RuleAct) -> Level {
    match act {
        RuleAct::Close | RuleAct::Abort | RuleAct::HalfClose => Level::Info,
        RuleAct::Fail(_) | RuleAct::Unframed(_) => Level::Warning,
    }
}

fn played(fact: &PlayFact) -> Level {
    match fact {
        PlayFact::Began
        | PlayFact::Step { outcome: StepOutcome::Passed, .. }
        | PlayFact::Done { passed: true } => Level::Info,
        PlayFact::Step { outcome: StepOutcome::Failed(_), .. }
        | PlayFact::Done { passed: false } => Level::Warning,
    }
}

fn noticed(notice: &Notice) -> Level {
    match notice {
        Notice::AcceptingAgain => Level::Info,
        Notice::ClientRefused { .. }
        | Notice::ClientAborted
        | Notice::CutByFault { .. }
        | Notice::DroppedByFault { .. }
        | Notice::NoRecipientLeft
        | Notice::RepliesBehind { .. } => Level::Warning,
        Notice::WorkerFailed { .. } => Level::Error,
    }
}

fn fetching(fact: &HttpFact) -> Option<Level> {
    match fact {
        HttpFact::Began { cause: HopCause::Interim, .. }
        | HttpFact::Carried { reused: false, .. }
        | HttpFact::PhaseBegan(_)
        | HttpFact::PhaseEnded(_)
        | HttpFact::Body(_)
        | HttpFact::Chunks(_)
        | HttpFact::Decoded(_)
        | HttpFact::ServerEvent(_)
        | HttpFact::Trailers(_)
        | HttpFact::Ended(_) => None,
        HttpFact::Began { .. } | HttpFact::Carried { reused: true, .. } => Some(Level::Info),
        HttpFact::Tls(info) => Some(secured(info)),
        HttpFact::Head(head) => Some(answered(head)),
        HttpFact::Warning(_) => Some(Level::Warning),
    }
}

fn secured(info: &TlsInfo) -> Level {
    match &info.verdict {
        None | Some(Verdict::Trusted) => Level::Info,
        Some(Verdict::Accepted(_)) => Level::Warning,
        Some(Verdict::Refused(_)) => Level::Error,
    }
}

fn answered(head: &ResponseHead) -> Level {
    let is_odd =
        !head.problems.is_empty() || head.fields.iter().any(|field| !field.problems.is_empty());
    if is_odd { Level::Warning } else { Level::Info }
}

fn fetched(outcome: &HopOutcome) -> Option<Level> {
    match outcome {
        HopOutcome::Complete => None,
        // Each attempt that failed has a row already.
        HopOutcome::Failed(error) if error.operation == Operation::Connect => None,
        HopOutcome::Incomplete(_) | HopOutcome::Failed(_) => Some(Level::Error),
        HopOutcome::Cancelled => Some(Level::Info),
    }
}
