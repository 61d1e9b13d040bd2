//! How far an answer has come.

use std::time::Duration;

use crate::playground::fetch::{Fetch, Hop};
use crate::types::Stamp;
use crate::types::http::Phase;

/// How far the answer of a fetch has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What time is being spent on; `None` between phases.
    pub phase: Option<Phase>,
    /// Bytes of the body so far, transfer coding taken off, content codings not.
    pub received: u64,
    /// Bytes that the body will have, if the head says so.
    pub announced: Option<u64>,
    /// Since the fetch began.
    pub elapsed: Duration,
    /// Bytes of the body a second, from its first to its last so far; 0 while there is nothing to measure.
    pub rate: f64,
}

impl Progress {
    /// Of a fetch, at `now`.
    pub(super) fn of(fetch: &Fetch, now: Stamp) -> Self {
        let hop = fetch.answer();
        let body = hop.map(Hop::body_facts);
        Self {
            phase: hop.and_then(|hop| {
                let mut spans = hop.phases().iter().rev();
                spans.find(|span| span.ended_ns.is_none()).map(|span| span.phase)
            }),
            received: body.map_or(0, crate::playground::fetch::Body::len),
            announced: body.and_then(crate::playground::fetch::Body::announced),
            elapsed: between(fetch.began(), fetch.ended().unwrap_or(now)),
            rate: body.map_or(0.0, |body| {
                let (first, last) = body.span.unwrap_or_default();
                rate(body.len(), between(first, last))
            }),
        }
    }

    /// The part of the body that came, from 0 to 1; `None` if its length is not known.
    pub fn fraction(&self) -> Option<f64> {
        let announced = self.announced.filter(|announced| *announced > 0)?;
        Some((self.received as f64 / announced as f64).min(1.0))
    }
}

/// By the monotonic clock.
pub(super) fn between(from: Stamp, to: Stamp) -> Duration {
    Duration::from_nanos(to.mono_ns.saturating_sub(from.mono_ns))
}

fn rate(bytes: u64, took: Duration) -> f64 {
    if took.is_zero() { 0.0 } else { bytes as f64 / took.as_secs_f64() }
}
