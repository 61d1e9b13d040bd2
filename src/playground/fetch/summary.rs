//! How a fetch ended, in a line.

use std::time::Duration;

use crate::codec::show;
use crate::playground::fetch::progress::between;
use crate::playground::fetch::{Fetch, Hop};
use crate::playground::tone::Tone;
use crate::types::http::HopOutcome;
use crate::words;
use crate::words::body as labels;

/// How a fetch ended. Its words are the state of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The status of the answer and its reason, if there was an answer.
    pub status: Option<(u16, String)>,
    /// Bytes of the body, content codings taken off.
    pub bytes: u64,
    /// From the start to the end, by the monotonic clock.
    pub took: Duration,
    /// How it ended.
    pub outcome: HopOutcome,
}

impl Summary {
    pub(super) fn of(fetch: &Fetch) -> Option<Self> {
        let answer = fetch.answer();
        let head = answer.and_then(Hop::head);
        let reason = |reason: &[u8]| show::inert(&String::from_utf8_lossy(reason)).into_owned();
        Some(Self {
            status: head.map(|head| (head.status, reason(&head.reason))),
            bytes: answer.map_or(0, |hop| hop.body_facts().decoded_len()),
            took: between(fetch.began(), fetch.ended()?),
            outcome: fetch.outcome()?.clone(),
        })
    }

    /// How it looks.
    pub fn tone(&self) -> Tone {
        match (&self.outcome, &self.status) {
            (HopOutcome::Complete, Some((..400, _))) => Tone::Good,
            (HopOutcome::Cancelled, _) => Tone::Neutral,
            _ => Tone::Bad,
        }
    }

    /// "200 OK, 1,234 bytes in 56 ms", or how it failed.
    pub fn words(&self) -> String {
        let status = self.status_words();
        match (&self.outcome, status.as_deref()) {
            (HopOutcome::Complete, status) => labels::complete(status, self.bytes, self.took),
            (HopOutcome::Incomplete(error), Some(status)) => {
                labels::incomplete(status, self.bytes, error)
            }
            (HopOutcome::Incomplete(error) | HopOutcome::Failed(error), _) => {
                words::capitalised(&words::io_error(error))
            }
            (HopOutcome::Cancelled, status) => labels::cancelled(status, self.bytes, self.took),
        }
    }

    /// "200 OK".
    pub fn status_words(&self) -> Option<String> {
        let (status, reason) = self.status.as_ref()?;
        Some(if reason.is_empty() { status.to_string() } else { format!("{status} {reason}") })
    }
}
