//! A player on a clock of its own.

use std::fmt::Write as _;
use std::time::Instant;

use super::*;
use crate::respond::Context;
use crate::types::problem::{Absence, StepProblem};
use crate::types::{IoError, Operation, PlayFact, StepOutcome};

/// What happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Now<'a> {
    Piece(&'a [u8]),
    Datagram(&'a [u8]),
    Fin,
    Left,
    /// The session or the peer has this error.
    Error(Operation),
    /// What was to be sent is gone but for so many bytes.
    Sent(u64),
    Stop,
    Nothing,
}

/// A player and what it did, a line for each act.
pub(super) struct Rig {
    pub(super) player: Player,
    pub(super) start: Instant,
    pub(super) random: fastrand::Rng,
    /// What is to be sent is gone at once.
    pub(super) sends: bool,
    pub(super) done: String,
    pub(super) problem: Option<StepProblem>,
}

impl Rig {
    pub(super) fn new(list: &PlayList) -> Self {
        let start = Instant::now();
        Self {
            player: Player::new(Arc::new(list.compile().unwrap()), start),
            start,
            random: fastrand::Rng::with_seed(1),
            sends: true,
            done: String::new(),
            problem: None,
        }
    }

    /// So many milliseconds after the start.
    pub(super) fn at(&mut self, millis: u64, happens: Now<'_>) {
        let now = self.start + Duration::from_millis(millis);
        let player = &mut self.player;
        match happens {
            Now::Piece(bytes) => player.received(&Bytes::copy_from_slice(bytes), now),
            Now::Datagram(bytes) => player.datagram(&Bytes::copy_from_slice(bytes), now),
            Now::Fin => player.ended(now),
            Now::Left => player.left(Absence::PeerGone, now),
            Now::Error(operation) => player.erred(error(operation)),
            Now::Sent(0) => player.sent(Ok(()), now),
            Now::Sent(unsent) => player.sent(Err(StepProblem::NotSent { unsent }), now),
            Now::Stop => player.stop(),
            Now::Nothing => {}
        }
        self.drain(now);
    }

    pub(super) fn drain(&mut self, now: Instant) {
        let peer = "127.0.0.1:9".parse().unwrap();
        loop {
            let random = &mut self.random;
            let wall = chrono::DateTime::UNIX_EPOCH.fixed_offset();
            let Some(act) = self.player.next(&mut Context { now, wall, peer: &peer, random })
            else {
                return;
            };
            if let PlayAct::Send { .. } = act
                && self.sends
            {
                self.player.sent(Ok(()), now);
            }
            if let PlayAct::Report(PlayFact::Step {
                outcome: StepOutcome::Failed(problem), ..
            }) = &act
            {
                self.problem = Some(problem.clone());
            }
            writeln!(self.done, "{}", words(act)).unwrap();
        }
    }

    /// When it wants to be asked again, in milliseconds after the start.
    pub(super) fn deadline(&self) -> Option<u128> {
        self.player.deadline().map(|at| (at - self.start).as_millis())
    }
}

pub(super) fn words(act: PlayAct) -> String {
    match act {
        PlayAct::Send { step, bytes, .. } => format!("{step} sends {}", bytes.escape_ascii()),
        PlayAct::Report(PlayFact::Began) => "began".to_owned(),
        PlayAct::Report(PlayFact::Step { step, outcome, took }) => match outcome {
            StepOutcome::Passed => format!("{step} passed in {} ms", took.as_millis()),
            StepOutcome::Failed(problem) => {
                format!("{step} failed in {} ms: {}", took.as_millis(), kind(&problem))
            }
        },
        PlayAct::Report(PlayFact::Done { passed }) => format!("done, passed: {passed}"),
    }
}

/// What kind of problem it is, for a line.
pub(super) fn kind(problem: &StepProblem) -> &'static str {
    match problem {
        StepProblem::Stopped => "stopped",
        StepProblem::Fill(_) => "fill",
        StepProblem::NotSent { .. } => "not sent",
        StepProblem::SendFailed(_) => "send failed",
        StepProblem::Nobody => "nobody",
        StepProblem::Gone(_) => "gone",
        StepProblem::NoMessage(_) => "no message",
    }
}

pub(super) fn error(operation: Operation) -> IoError {
    IoError::new(operation, "127.0.0.1:9", &std::io::ErrorKind::ConnectionRefused.into())
}

/// Why the last step that was reported failed.
pub(super) fn problem(list: &PlayList, script: &[(u64, Now<'_>)]) -> Option<StepProblem> {
    let mut rig = Rig::new(list);
    for (millis, happens) in script {
        rig.at(*millis, *happens);
    }
    rig.problem
}

pub(super) fn played(list: &PlayList, script: &[(u64, Now<'_>)]) -> String {
    let mut rig = Rig::new(list);
    for (millis, happens) in script {
        rig.at(*millis, *happens);
    }
    assert_eq!(rig.player.is_over(), rig.done.contains("done"));
    rig.done
}

/// The last step that was reported.
pub(super) fn last_step(list: &PlayList, script: &[(u64, Now<'_>)]) -> String {
    let done = played(list, script);
    done.lines().rev().find(|line| !line.starts_with("done")).unwrap_or_default().to_owned()
}
