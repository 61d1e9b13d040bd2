//! The connection that a tab keeps open between two fetches.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::http_fetch::connection::HttpConnection;
use crate::engine::http_fetch::route::Key;
use crate::engine::worker::hub::Hub;
use crate::types::PeerId;

/// At most one connection, kept alive for the next fetch of a tab. Clones share it.
///
/// The connection remains a peer of the session. If a later run finds it closed or too old, or replaces it with another one, that
/// run reports that it has left. Dropping the last clone closes the socket without a report.
#[derive(Clone, Default)]
pub struct Idle(Arc<Mutex<Option<Kept>>>);

struct Kept {
    key: Key,
    connection: HttpConnection,
    since: Instant,
}

impl Idle {
    /// Close the connection; returns its peer, whose leaving is for the caller to record.
    pub fn close(&self) -> Option<PeerId> {
        let Kept { connection, .. } = self.replace(None)?;
        Some(connection.close())
    }

    /// Take the connection if it is for this route and can still be used; one for another route stays.
    pub(super) fn take(&self, key: &Key, hub: &mut Hub) -> Option<HttpConnection> {
        let Kept { mut connection, since, .. } = self.take_if(key)?;
        let is_fresh = since.elapsed() < MOST_AGE && connection.check_silence();
        if is_fresh && connection.resume(hub).is_ok() {
            return Some(connection);
        }
        connection.leave(hub);
        None
    }

    /// Keep this connection, and close the one kept before.
    pub(super) fn put(&self, key: Key, mut connection: HttpConnection, hub: &mut Hub) {
        if connection.park(hub).is_err() {
            return connection.leave(hub);
        }
        let kept = Kept { key, connection, since: Instant::now() };
        if let Some(before) = self.replace(Some(kept)) {
            before.connection.leave(hub);
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

/// The default of curl's `CURLOPT_MAXAGE_CONN`.
const MOST_AGE: Duration = Duration::from_secs(118);
