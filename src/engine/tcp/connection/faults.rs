//! What goes wrong on purpose.

use crate::engine::tcp::connection::{Common, Connection, Output};
use crate::types::{Cut, Direction, Fact, LeaveReason, Notice};

impl Connection {
    /// Other faults from now on.
    pub(in crate::engine) fn change_faults(&mut self) {
        self.pacing.reconsider();
    }

    /// So many bytes may be received or sent before the connection is cut.
    pub(super) fn until_cut(&self, direction: Direction, common: &Common) -> Option<u64> {
        let cut = common.conduct.faults.cut.filter(|cut| cut.of == direction)?;
        self.can_be_cut(cut).then(|| cut.after.saturating_sub(self.count(direction)))
    }

    /// It has not ended that way already, nor by itself.
    fn can_be_cut(&self, cut: Cut) -> bool {
        let is_open = self.output == Output::Open || !self.queue.is_empty();
        self.lost.is_none() && (is_open || cut.resets)
    }

    fn count(&self, direction: Direction) -> u64 {
        match direction {
            Direction::Received => self.received,
            Direction::Sent => self.sent,
        }
    }

    /// End it in the middle, if it is time. With RST it is over then.
    pub(super) fn cut(&mut self, common: &mut Common) -> Option<LeaveReason> {
        let cut = common.conduct.faults.cut?;
        if !self.is_cut_due(cut) {
            return None;
        }
        self.report_cut(cut, common);
        if cut.resets {
            return Some(LeaveReason::AbortedHere);
        }
        self.clear_queue(&LeaveReason::ClosedHere, common);
        self.disconnect();
        None
    }

    fn is_cut_due(&self, cut: Cut) -> bool {
        let left = cut.after.saturating_sub(self.count(cut.of));
        let is_message = cut.of == Direction::Sent && self.wire.keeps_messages();
        let is_due = left == 0 || is_message && self.queue.next_len() > left;
        is_due && self.can_be_cut(cut)
    }

    fn report_cut(&self, cut: Cut, common: &mut Common) {
        let (remote, bytes) = (self.remote.clone(), self.count(cut.of));
        common.outbox.report(Fact::Notice(Notice::CutByFault { remote, cut, bytes }));
    }
}
