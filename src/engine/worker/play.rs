//! Runs a play list: the player observes the facts that the worker reports, and sends with the same commands as everyone else.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::clock;
use crate::engine::command::{Body, Command, PlayRequest, SendRequest};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::role::Role;
use crate::respond::{Context, Plan, PlayAct, Player};
use crate::types::problem::{Absence, StepProblem};
use crate::types::{
    Address, Direction, Fact, IoError, Operation, Origin, PeerId, Recipients, SendId, SendOutcome,
    Target, UnixAddress,
};

/// The play list of a worker, if it has one.
#[derive(Default)]
pub(in crate::engine) struct Playback {
    run: Option<Run>,
    /// What remains to be done for lists that were stopped.
    cues: VecDeque<Cue>,
    /// There is more to do without waiting.
    is_behind: bool,
    /// The last error, which may explain why there is no partner.
    error: Option<IoError>,
    random: fastrand::Rng,
}

/// An action for a list.
enum Cue {
    Report(Fact),
    Execute(Command),
}

struct Run {
    /// The id of everything that it sends.
    id: SendId,
    plan: Arc<Plan>,
    to: Recipients,
    /// The peer it is played with, once that is known.
    partner: Option<PeerId>,
    address: Option<Address>,
    /// `None` while there is no partner.
    player: Option<Player>,
    keeps_messages: bool,
}

impl Playback {
    /// Play a list, instead of the one that is being played.
    pub(in crate::engine) fn begin<R: Role>(
        &mut self,
        request: PlayRequest,
        role: &R,
        hub: &mut Hub,
    ) {
        let PlayRequest { id, plan, to } = request;
        // Earlier facts are not about this list.
        self.catch_up(hub);
        self.stop();
        let mut run = Run {
            id,
            plan,
            to,
            partner: None,
            address: None,
            player: None,
            keeps_messages: role.keeps_messages(),
        };
        run.find_partner(role.partner(&run.to, hub));
        // The peer's FIN may have come before the list: nobody reports it again.
        if run.partner.is_some_and(|partner| hub.has_ended(partner)) {
            run.player().ended(Instant::now());
        }
        self.run = Some(run);
        hub.common.outbox.set_observed(true);
    }

    /// Observe new facts and carry out the next steps of the list, a bounded number of them.
    pub(in crate::engine) fn turn<R: Role>(&mut self, role: &mut R, hub: &mut Hub) {
        self.is_behind = false;
        for _ in 0..CUES_PER_TURN {
            self.catch_up(hub);
            if let Some(to) = self.unrecognized()
                && let Some((_, address)) = role.partner(&to, hub)
            {
                self.recognize(address);
            }
            match self.next() {
                None => return hub.common.outbox.set_observed(self.run.is_some()),
                Some(Cue::Report(fact)) => hub.common.outbox.report(fact),
                Some(Cue::Execute(command)) => role.execute(command, hub),
            }
        }
        self.is_behind = true;
    }

    /// The run is about to end, so that no partner will join any more.
    pub(in crate::engine) fn leave(&mut self, hub: &mut Hub) {
        self.catch_up(hub);
        if hub.mailbox.is_stopped() {
            return self.stop();
        }
        if let Some(run) = &mut self.run {
            let why = self.error.clone().map_or(Absence::NoConnection, Absence::Failed);
            run.player().left(why, Instant::now());
        }
    }

    /// The run has ended: report how the list ended.
    pub(in crate::engine) fn close(&mut self, hub: &mut Hub) {
        self.leave(hub);
        while let Some(cue) = self.next() {
            if let Cue::Report(fact) = cue {
                hub.common.outbox.report(fact);
            }
        }
    }

    /// Observe the facts reported since the last call.
    fn catch_up(&mut self, hub: &mut Hub) {
        for fact in hub.common.outbox.take_observed() {
            self.observe(&fact);
        }
    }

    fn observe(&mut self, fact: &Fact) {
        match fact {
            Fact::ConnectFailed { error, .. } => self.note_error(PeerId::SESSION, error),
            Fact::Failed { peer, error } => self.note_error(*peer, error),
            Fact::SendDone { send, outcome, .. } => self.send_done(*send, outcome),
            Fact::Sent { peer, send: Some(send), .. } => self.sent(*peer, *send),
            Fact::Joined { peer, remote, .. } => self.joined(*peer, remote),
            Fact::Received { peer, bytes } => {
                if let Some(run) = self.run_with(*peer) {
                    run.received(bytes);
                }
            }
            Fact::HalfClosed { peer, direction: Direction::Received } => {
                if let Some(run) = self.run_with(*peer) {
                    run.player().ended(Instant::now());
                }
            }
            Fact::Left { peer, reason } => {
                if let Some(run) = self.run_with(*peer) {
                    run.player().left(Absence::Left(reason.clone()), Instant::now());
                }
            }
            Fact::Sent { send: None, .. }
            | Fact::HalfClosed { direction: Direction::Sent, .. }
            | Fact::Opened { .. }
            | Fact::ListenStopped
            | Fact::Resolving { .. }
            | Fact::Resolved { .. }
            | Fact::Connecting { .. }
            | Fact::HearsOnly { .. }
            | Fact::Retrying { .. }
            | Fact::FileOpened { .. }
            | Fact::Paused { .. }
            | Fact::OptionsChanged { .. }
            | Fact::Membership { .. }
            | Fact::KernelDropped { .. }
            | Fact::QueueLost { .. }
            | Fact::Ruled { .. }
            | Fact::Repeated { .. }
            | Fact::Play { .. }
            | Fact::Http { .. }
            | Fact::FetchDone(..)
            | Fact::Notice(_)
            | Fact::Closed => {}
        }
    }

    /// The current list, if it is played with this peer.
    fn run_with(&mut self, peer: PeerId) -> Option<&mut Run> {
        self.run.as_mut().filter(|run| run.is_with(peer))
    }

    fn joined(&mut self, peer: PeerId, remote: &Address) {
        let Some(run) = self.run.as_mut().filter(|run| run.partner.is_none()) else {
            return;
        };
        let is_meant = match &run.to {
            Recipients::Peers(_) => true,
            Recipients::Address(to) => *to == remote.clone().into(),
        };
        if is_meant {
            run.meet(peer, remote.clone());
        }
    }

    fn sent(&mut self, peer: PeerId, send: SendId) {
        if let Some(run) = self.run.as_mut().filter(|run| run.id == send) {
            run.partner.get_or_insert(peer);
        }
    }

    fn send_done(&mut self, send: SendId, outcome: &SendOutcome) {
        if let Some(run) = self.run.as_mut().filter(|run| run.id == send) {
            run.send_done(outcome, self.error.as_ref());
        }
    }

    /// Errors of the session or of the one played with may be why a step fails; that an option could not be set or a
    /// group not be joined is not.
    fn note_error(&mut self, peer: PeerId, error: &IoError) {
        let is_with = |run: &Run| run.is_with(peer);
        let is_other = peer != PeerId::SESSION && !self.run.as_ref().is_some_and(is_with);
        let no_reason = [Operation::SetOption, Operation::Join, Operation::Leave];
        if is_other || no_reason.contains(&error.operation) {
            return;
        }
        if let Some(player) = self.run.as_mut().and_then(|run| run.player.as_mut()) {
            player.erred(error.clone());
        }
        self.error = Some(error.clone());
    }

    /// There is more to do without waiting.
    pub(in crate::engine) fn is_ready(&self) -> bool {
        self.is_behind || !self.cues.is_empty()
    }

    /// When there is something to do even without an event.
    pub(in crate::engine) fn deadline(&self) -> Option<Instant> {
        self.run.as_ref()?.player.as_ref()?.deadline()
    }

    /// End the list, and keep its last reports.
    pub(in crate::engine) fn stop(&mut self) {
        let Some(run) = &mut self.run else {
            return;
        };
        run.player().stop();
        let mut cues = VecDeque::from([Cue::Execute(Command::CancelSend(run.id))]);
        while let Some(cue) = self.play() {
            cues.push_back(cue);
        }
        self.run = None;
        self.cues.append(&mut cues);
    }

    /// The partner, if its number is known and its address isn't: the list has sent to it before it was a peer.
    fn unrecognized(&self) -> Option<Recipients> {
        let run = self.run.as_ref().filter(|run| run.address.is_none())?;
        Some(Recipients::Peers(Target::One(run.partner?)))
    }

    fn recognize(&mut self, address: Address) {
        if let Some(run) = &mut self.run {
            run.address = Some(address);
        }
    }

    fn next(&mut self) -> Option<Cue> {
        self.cues.pop_front().or_else(|| self.play())
    }

    fn play(&mut self) -> Option<Cue> {
        let run = self.run.as_mut()?;
        let player = run.player.as_mut()?;
        let mut context = Context {
            now: Instant::now(),
            wall: clock::wall(),
            peer: run.address.as_ref().unwrap_or(&NOWHERE),
            random: &mut self.random,
        };
        match player.next(&mut context)? {
            PlayAct::Report(fact) => {
                let peer = run.partner.unwrap_or(PeerId::SESSION);
                if player.is_over() {
                    self.run = None;
                }
                Some(Cue::Report(Fact::Play { peer, fact }))
            }
            PlayAct::Send { step, bytes, pace } => {
                let to = match (run.partner, &run.to) {
                    (Some(peer), _) => Recipients::Peers(Target::One(peer)),
                    (None, Recipients::Address(to)) => Recipients::Address(to.clone()),
                    (None, Recipients::Peers(_)) => Recipients::Peers(Target::One(PeerId::SESSION)),
                };
                let (origin, body) = (Origin::Play(step), Body::Bytes(bytes));
                let request = SendRequest { id: run.id, origin, to, body, pace };
                Some(Cue::Execute(Command::Send(request)))
            }
        }
    }
}

impl Run {
    /// Begin with a partner that is connected already, or else wait for one.
    fn find_partner(&mut self, found: Option<(PeerId, Address)>) {
        match (found, &self.to) {
            (Some((peer, address)), _) => self.meet(peer, address),
            (None, Recipients::Peers(Target::All)) => {}
            // The first datagram makes it a peer.
            (None, Recipients::Address(_)) => {
                self.player();
            }
            (None, Recipients::Peers(Target::One(_) | Target::Many(_))) => {
                self.player().left(Absence::PeerGone, Instant::now());
            }
        }
    }

    fn player(&mut self) -> &mut Player {
        let plan = &self.plan;
        self.player.get_or_insert_with(|| Player::new(Arc::clone(plan), Instant::now()))
    }

    fn meet(&mut self, peer: PeerId, address: Address) {
        self.partner = Some(peer);
        self.address = Some(address);
        self.player();
    }

    fn received(&mut self, bytes: &Bytes) {
        let (keeps_messages, now) = (self.keeps_messages, Instant::now());
        if keeps_messages {
            self.player().datagram(bytes, now);
        } else {
            self.player().received(bytes, now);
        }
    }

    fn is_with(&self, peer: PeerId) -> bool {
        self.partner == Some(peer)
    }

    fn send_done(&mut self, outcome: &SendOutcome, error: Option<&IoError>) {
        let result = match outcome {
            SendOutcome::Sent => Ok(()),
            // A datagram dropped by a simulated fault counts as sent: the sender wouldn't notice its loss.
            SendOutcome::Cancelled { .. } if self.keeps_messages => Ok(()),
            SendOutcome::Cancelled { unsent } => Err(StepProblem::NotSent { unsent: *unsent }),
            SendOutcome::Failed { unsent } => {
                let not_sent = || StepProblem::NotSent { unsent: *unsent };
                Err(error.cloned().map_or_else(not_sent, StepProblem::SendFailed))
            }
            SendOutcome::Nobody => Err(StepProblem::Nobody),
        };
        self.player().sent(result, Instant::now());
    }
}

/// Actions until commands and sockets are looked at again.
const CUES_PER_TURN: usize = 64;
const NOWHERE: Address = Address::Unix(UnixAddress::Unnamed);
