//! When the next bytes may be sent: payloads in pieces, and delayed payloads.

use std::time::Instant;

use crate::engine::tcp::connection::{Common, Connection};
use crate::engine::worker::payload::Payload;
use crate::engine::worker::timing::later;
use crate::types::{Faults, Pace};

/// The pieces of the payload that is being sent.
#[derive(Default)]
pub(super) struct Pacing {
    /// Bytes left of the current piece.
    piece: u64,
    /// When the next piece may begin.
    next: Option<Instant>,
    /// Nothing is sent before this time.
    held_until: Option<Instant>,
}

impl Pacing {
    pub(super) fn held_until(&self) -> Option<Instant> {
        self.held_until
    }

    pub(super) fn expire(&mut self, now: Instant) {
        if self.held_until.is_some_and(|at| at <= now) {
            self.held_until = None;
        }
    }

    /// Start over, because another payload is the first or the faults have changed.
    pub(super) fn reconsider(&mut self) {
        self.piece = 0;
        self.held_until = None;
    }

    /// `count` bytes were sent.
    pub(super) fn sent(&mut self, count: u64, is_done: bool) {
        self.piece = if is_done { 0 } else { self.piece.saturating_sub(count) };
    }

    /// How many bytes may be sent now; `None` if none may yet.
    fn allow(&mut self, pace: Pace) -> Option<u64> {
        if self.piece > 0 {
            return Some(self.piece);
        }
        let now = Instant::now();
        if let Some(next) = self.next.filter(|next| *next > now) {
            self.held_until = Some(next);
            return None;
        }
        // As scheduled, unless that is so late that pieces would follow each other without a pause.
        let on_time = self.next.map(|due| later(due, pace.every)).filter(|next| *next > now);
        self.next = Some(on_time.unwrap_or_else(|| later(now, pace.every)));
        self.piece = u64::from(pace.bytes.get());
        Some(self.piece)
    }

    fn hold_back(&mut self, payload: &Payload, faults: &Faults) -> bool {
        let (Some(delay), Some(start)) = (faults.delay, payload.handed_over) else {
            return false;
        };
        let due = later(start, delay);
        let is_early = due > Instant::now();
        if is_early {
            self.held_until = Some(due);
        }
        is_early
    }
}

impl Connection {
    /// How many bytes of the first payload may be sent now; `None` if none may yet.
    pub(super) fn allowance(&mut self, common: &Common) -> Option<u64> {
        let faults = &common.conduct.faults;
        let payload = self.queue.first()?;
        if self.pacing.hold_back(payload, faults) {
            return None;
        }
        let pace = payload.pace.or(faults.chop);
        match pace.filter(|_| payload.unsent() > 0 && !self.wire.keeps_messages()) {
            Some(pace) => self.pacing.allow(pace),
            None => Some(u64::MAX),
        }
    }
}
