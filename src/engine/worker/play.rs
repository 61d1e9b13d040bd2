//! A play list carried out: the player hears what the worker tells, and sends by the commands that everybody uses.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use crate::engine::clock;
use crate::engine::command::Command;
use crate::engine::worker::Role;
use crate::engine::worker::hub::Hub;
use crate::respond::{Plan, PlayAct, Player, Scene};
use crate::types::problem::{Absence, StepProblem};
use crate::types::{
    Address, Direction, Fact, IoError, Operation, Origin, PeerId, Recipients, SendId, SendOutcome,
    Target, UnixAddress,
};

/// Carry out a command, also one about a play list.
pub(in crate::engine) fn obey<R: Role>(command: Command, role: &mut R, hub: &mut Hub) {
    match command {
        Command::Play { plan, to } => {
            let found = role.partner(&to, hub);
            let keeps_messages = role.keeps_messages();
            let stage = &mut hub.common.outbox.stage;
            stage.stop();
            stage.run = Some(Run::begin(plan, to, found, keeps_messages));
        }
        Command::StopPlay => hub.common.outbox.stage.stop(),
        command => role.obey(command, hub),
    }
}

/// Do what the list says is next, within bounds.
pub(in crate::engine) fn turn<R: Role>(role: &mut R, hub: &mut Hub) {
    hub.common.outbox.stage.is_behind = false;
    for _ in 0..CUES_PER_TURN {
        if let Some(to) = hub.common.outbox.stage.unrecognized()
            && let Some((_, address)) = role.partner(&to, hub)
        {
            hub.common.outbox.stage.recognize(address);
        }
        match hub.common.outbox.stage.next() {
            None => return,
            Some(Cue::Tell(fact)) => hub.common.outbox.tell(fact),
            Some(Cue::Obey(command)) => role.obey(command, hub),
        }
    }
    hub.common.outbox.stage.is_behind = true;
}

/// The run is about to end, stopped or by itself: nobody will join any more.
pub(in crate::engine) fn leave(hub: &mut Hub) {
    let is_stopped = hub.mailbox.is_stopped();
    let stage = &mut hub.common.outbox.stage;
    if is_stopped {
        return stage.stop();
    }
    if let Some(run) = &mut stage.run {
        let why = stage.error.clone().map_or(Absence::NoConnection, Absence::Failed);
        run.player().left(why, Instant::now());
    }
}

/// The run ends: say how the list has.
pub(in crate::engine) fn close(hub: &mut Hub) {
    leave(hub);
    while let Some(cue) = hub.common.outbox.stage.next() {
        if let Cue::Tell(fact) = cue {
            hub.common.outbox.tell(fact);
        }
    }
}

/// The play list of a worker, if it has one.
#[derive(Default)]
pub(in crate::engine) struct Stage {
    run: Option<Run>,
    /// What is left of lists that were stopped.
    cues: VecDeque<Cue>,
    /// There is more to do right away.
    is_behind: bool,
    /// The payload sent last, and for which step.
    sending: Option<(SendId, u32)>,
    sends: u64,
    /// The last error, because of which nobody may be there to play with.
    error: Option<IoError>,
    random: fastrand::Rng,
}

/// What is to be done for a list.
enum Cue {
    Tell(Fact),
    Obey(Command),
}

struct Run {
    plan: Arc<Plan>,
    to: Recipients,
    /// Whom it is played with, once that is known.
    partner: Option<PeerId>,
    address: Option<Address>,
    /// `None` while nobody is there to play with.
    player: Option<Player>,
    keeps_messages: bool,
}

impl Stage {
    /// Takes notice of a fact. It is not told if it is about a payload that only the list knows.
    pub(in crate::engine) fn hear(&mut self, fact: Fact) -> Option<Fact> {
        match fact {
            Fact::SendDone { send, outcome, .. } if is_ours(send) => {
                self.send_done(send, &outcome);
                None
            }
            Fact::Sent { peer, bytes, send: Some(send), .. } if is_ours(send) => {
                let step = self.sending.filter(|(id, _)| *id == send).map_or(0, |(_, step)| step);
                if let Some(run) = &mut self.run {
                    run.partner.get_or_insert(peer);
                }
                Some(Fact::Sent { peer, bytes, origin: Origin::Play(step), send: None })
            }
            fact => {
                self.note_error(&fact);
                if let Some(run) = &mut self.run {
                    run.hear(&fact);
                }
                Some(fact)
            }
        }
    }

    /// Errors of the session or of the one played with may be why a step fails; that an option could not be set or a
    /// group not be joined is not.
    fn note_error(&mut self, fact: &Fact) {
        let (peer, error) = match fact {
            Fact::ConnectFailed { error, .. } => (PeerId::SESSION, error),
            Fact::Failed { peer, error } => (*peer, error),
            _ => return,
        };
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

    /// There is more to do right away.
    pub(in crate::engine) fn is_ready(&self) -> bool {
        self.is_behind || !self.cues.is_empty()
    }

    /// When there is something to do although nothing happens.
    pub(in crate::engine) fn deadline(&self) -> Option<Instant> {
        self.run.as_ref()?.player.as_ref()?.deadline()
    }

    /// Ends the list; what it still has to say is kept.
    fn stop(&mut self) {
        let Some(run) = &mut self.run else {
            return;
        };
        run.player().stop();
        let mut cues = VecDeque::new();
        if let Some((send, _)) = self.sending {
            cues.push_back(Cue::Obey(Command::CancelSend(send)));
        }
        while let Some(cue) = self.play() {
            cues.push_back(cue);
        }
        self.run = None;
        self.cues.append(&mut cues);
    }

    /// Who was sent to without being a peer has a number now, but its address is not known here.
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
        let mut scene = Scene {
            now: Instant::now(),
            wall: clock::wall(),
            peer: run.address.as_ref().unwrap_or(&NOWHERE),
            random: &mut self.random,
        };
        match player.next(&mut scene)? {
            PlayAct::Tell(fact) => {
                let peer = run.partner.unwrap_or(PeerId::SESSION);
                if player.is_over() {
                    self.run = None;
                }
                Some(Cue::Tell(Fact::Play { peer, fact }))
            }
            PlayAct::Send { step, bytes, pace } => {
                let id = id_of(self.sends);
                self.sends = self.sends.saturating_add(1);
                self.sending = Some((id, step));
                Some(Cue::Obey(match (run.partner, &run.to) {
                    (None, Recipients::Address(to)) => {
                        Command::SendTo { id, to: to.clone(), bytes }
                    }
                    (peer, _) => {
                        let to = Target::One(peer.unwrap_or(PeerId::SESSION));
                        Command::Send { id, to, bytes, pace }
                    }
                }))
            }
        }
    }

    fn send_done(&mut self, send: SendId, outcome: &SendOutcome) {
        if let Some(run) = &mut self.run
            && self.sending.is_some_and(|(id, _)| id == send)
        {
            run.send_done(outcome, self.error.as_ref());
        }
    }
}

impl Run {
    fn begin(
        plan: Arc<Plan>,
        to: Recipients,
        found: Option<(PeerId, Address)>,
        keeps_messages: bool,
    ) -> Self {
        let mut run = Self { plan, to, partner: None, address: None, player: None, keeps_messages };
        match found {
            Some((peer, address)) => run.meet(peer, address),
            None => match run.to {
                Recipients::Peers(Target::All) => {}
                // The first datagram makes it a peer.
                Recipients::Address(_) => {
                    run.player();
                }
                Recipients::Peers(Target::One(_) | Target::Many(_)) => {
                    run.player().left(Absence::PeerGone, Instant::now());
                }
            },
        }
        run
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

    fn hear(&mut self, fact: &Fact) {
        match fact {
            Fact::Joined { peer, remote, .. } if self.partner.is_none() => {
                let is_meant = match &self.to {
                    Recipients::Peers(_) => true,
                    Recipients::Address(to) => *to == remote.clone().into(),
                };
                if is_meant {
                    self.meet(*peer, remote.clone());
                }
            }
            Fact::Received { peer, bytes } if self.is_with(*peer) => {
                let (keeps_messages, now) = (self.keeps_messages, Instant::now());
                if keeps_messages {
                    self.player().datagram(bytes, now);
                } else {
                    self.player().received(bytes, now);
                }
            }
            Fact::HalfClosed { peer, direction: Direction::Received } if self.is_with(*peer) => {
                self.player().ended(Instant::now());
            }
            Fact::Left { peer, reason } if self.is_with(*peer) => {
                self.player().left(Absence::Left(reason.clone()), Instant::now());
            }
            _ => {}
        }
    }

    fn is_with(&self, peer: PeerId) -> bool {
        self.partner == Some(peer)
    }

    fn send_done(&mut self, outcome: &SendOutcome, error: Option<&IoError>) {
        let result = match outcome {
            SendOutcome::Sent => Ok(()),
            // A datagram that is left out on purpose is lost on its way, which nobody notices who sends it.
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

/// Payloads of play lists are numbered down from the end, where no other ever is.
fn id_of(send: u64) -> SendId {
    SendId(u64::MAX.saturating_sub(send).max(FIRST_OF_OURS))
}

fn is_ours(id: SendId) -> bool {
    id.0 >= FIRST_OF_OURS
}

const FIRST_OF_OURS: u64 = 1 << 63;
/// Then it is the turn of commands and sockets.
const CUES_PER_TURN: usize = 64;
const NOWHERE: Address = Address::Unix(UnixAddress::Unnamed);
