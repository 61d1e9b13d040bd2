//! How the facts of a run lead from state to state, for every kind of session but a fetch.

use crate::playground::session::Session;
use crate::playground::state::SessionState;
use crate::types::{Fact, PeerId, Remark, Stamp};

impl Session {
    /// The state that a fact of the run in force leads to.
    pub(super) fn follow(&mut self, at: Stamp, fact: &Fact) {
        let next = match fact {
            // A socket for datagrams is open already when it looks up its one peer.
            Fact::Resolving { .. } if matches!(self.state, SessionState::Bound(_)) => return,
            Fact::Opened { local, options } => {
                self.own_options = Some(options.clone());
                if self.kind().accepts() {
                    SessionState::Listening(local.clone())
                } else {
                    SessionState::Bound(local.clone())
                }
            }
            Fact::ListenStopped => SessionState::Draining,
            Fact::Resolving { host } => SessionState::Resolving(host.clone()),
            Fact::Connecting { remote } => SessionState::Connecting(remote.clone()),
            Fact::Retrying { after, attempt } => {
                SessionState::Waiting { after: *after, attempt: *attempt }
            }
            Fact::Joined { local, remote, .. }
                if matches!(self.state, SessionState::Connecting(_)) =>
            {
                SessionState::Connected { local: local.clone(), remote: remote.clone() }
            }
            Fact::Left { reason, .. } if matches!(self.state, SessionState::Connected { .. }) => {
                SessionState::Ended(reason.clone())
            }
            Fact::Failed { peer: PeerId::SESSION, error } if self.is_starting() => {
                SessionState::Failed(error.clone())
            }
            Fact::Closed => return self.close(at),
            Fact::Resolved { .. }
            | Fact::HearsOnly { .. }
            | Fact::ConnectFailed { .. }
            | Fact::Joined { .. }
            | Fact::Received { .. }
            | Fact::Sent { .. }
            | Fact::FileOpened { .. }
            | Fact::SendDone { .. }
            | Fact::HalfClosed { .. }
            | Fact::Paused { .. }
            | Fact::OptionsChanged { .. }
            | Fact::Left { .. }
            | Fact::Membership { .. }
            | Fact::KernelDropped { .. }
            | Fact::QueueLost { .. }
            | Fact::Failed { .. }
            | Fact::Ruled { .. }
            | Fact::Repeated { .. }
            | Fact::Play { .. }
            | Fact::Http { .. }
            | Fact::FetchDone(_)
            | Fact::Notice(_) => return,
        };
        self.state = next;
    }

    /// An error of the session itself is its state only until it is open; later it is a row in the log.
    fn is_starting(&self) -> bool {
        matches!(
            self.state,
            SessionState::Binding(_)
                | SessionState::Resolving(_)
                | SessionState::Connecting(_)
                | SessionState::Waiting { .. }
        )
    }

    fn close(&mut self, at: Stamp) {
        self.link = None;
        let unsent = self.sends.give_up();
        if unsent > 0 {
            self.remark(at, Remark::Unsent { bytes: unsent });
        }
        self.peers.leave_all(at);
        let remark = match self.state {
            SessionState::Bound(_) => Some(Remark::SocketClosed),
            SessionState::Listening(_) => Some(Remark::StoppedListening),
            _ => self.is_starting().then_some(Remark::Cancelled),
        };
        if let Some(remark) = remark {
            self.remark(at, remark);
        }
        if !matches!(self.state, SessionState::Failed(_) | SessionState::Ended(_)) {
            self.state = SessionState::Idle;
        }
    }
}
