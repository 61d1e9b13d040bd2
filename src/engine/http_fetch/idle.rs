//! The connection that a tab keeps open between two fetches.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::http_fetch::carrier::Carrier;
use crate::engine::http_fetch::route::Key;
use crate::engine::worker::hub::Hub;
use crate::types::PeerId;

/// At most one connection that is kept alive for the next fetch of a tab. Clones are the same place.
///
/// The connection is a peer of the session still. When a later run finds it closed, too old or replaces it by another one,
/// that run tells that it has left. Dropping the last clone closes the socket, and tells nobody.
#[derive(Clone, Default)]
pub struct Idle(Arc<Mutex<Option<Kept>>>);

struct Kept {
    key: Key,
    carrier: Carrier,
    since: Instant,
}

impl Idle {
    /// Close the connection; returns the peer that has thereby left, for the caller to note.
    pub fn close(&self) -> Option<PeerId> {
        let Kept { carrier, .. } = self.replace(None)?;
        Some(carrier.close())
    }

    /// The connection for this route, if it is still good for another request. Another route's stays.
    pub(super) fn take(&self, key: &Key, hub: &mut Hub) -> Option<Carrier> {
        let Kept { mut carrier, since, .. } = self.take_if(key)?;
        let is_fresh = since.elapsed() < MOST_AGE && carrier.check_silence();
        if is_fresh && carrier.resume(hub).is_ok() {
            return Some(carrier);
        }
        carrier.leave(hub);
        None
    }

    /// Keep this connection instead of the one before, which leaves.
    pub(super) fn put(&self, key: Key, mut carrier: Carrier, hub: &mut Hub) {
        if carrier.park(hub).is_err() {
            return carrier.leave(hub);
        }
        let kept = Kept { key, carrier, since: Instant::now() };
        if let Some(before) = self.replace(Some(kept)) {
            before.carrier.leave(hub);
        }
    }

    fn take_if(&self, key: &Key) -> Option<Kept> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.take_if(|kept| kept.key == *key)
    }

    fn replace(&self, kept: Option<Kept>) -> Option<Kept> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, kept)
    }
}

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idle").finish_non_exhaustive()
    }
}

/// As curl has it (`CURLOPT_MAXAGE_CONN`).
const MOST_AGE: Duration = Duration::from_secs(118);
