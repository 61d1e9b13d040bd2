//! Where a session stands, and how that reads.

use std::time::Duration;

use crate::playground::fetch::Summary;
use crate::playground::tone::Tone;
use crate::types::http::Phase;
use crate::types::{Address, IoError, LeaveReason, Operation};
use crate::words;
use crate::words::session as labels;

/// Where a session stands. Its words are the loudest text of the window.
#[derive(Debug, Clone, Default)]
pub enum SessionState {
    /// Nothing was started yet, or it was stopped.
    #[default]
    Idle,
    /// A server was asked for and is being set up.
    Binding(Address),
    /// A server takes connections.
    Listening(Address),
    /// A socket for datagrams is bound.
    Bound(Address),
    /// A server no longer takes connections; those it has stay open.
    Draining,
    /// A client's host name is being looked up.
    Resolving(String),
    /// A client is connecting.
    Connecting(Address),
    /// A client tries again by itself after a pause.
    Waiting {
        /// How long the pause is.
        after: Duration,
        /// The number of the coming round, from 1.
        attempt: u32,
    },
    /// A client is connected.
    Connected {
        /// Our end.
        local: Address,
        /// The other end.
        remote: Address,
    },
    /// A client's connection is gone.
    Ended(LeaveReason),
    /// A fetch is on the way; in this phase, if it is in one.
    Fetching(Option<Phase>),
    /// A fetch is over, however it ended.
    Fetched(Box<Summary>),
    /// It could not be started, or a client found nobody.
    Failed(IoError),
}

impl SessionState {
    /// The state in words, without a full stop.
    pub fn words(&self) -> String {
        match self {
            Self::Idle => labels::stopped().to_owned(),
            Self::Binding(address) => labels::binding(address),
            Self::Listening(local) => labels::listening(local),
            Self::Bound(local) => labels::bound(local),
            Self::Draining => labels::draining().to_owned(),
            Self::Resolving(host) => labels::resolving(host),
            Self::Connecting(remote) => labels::connecting(remote),
            Self::Waiting { after, attempt } => labels::retrying(*after, *attempt),
            Self::Connected { local, remote } => labels::connected(remote, local),
            Self::Ended(reason) => words::capitalised(&words::reason(reason)),
            Self::Fetching(phase) => phase.map_or_else(labels::fetching, words::phase).to_owned(),
            Self::Fetched(summary) => summary.words(),
            Self::Failed(error) => failure(error),
        }
    }

    /// How it looks.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Idle
            | Self::Ended(
                LeaveReason::ClosedByPeer | LeaveReason::ClosedHere | LeaveReason::AbortedHere,
            ) => Tone::Neutral,
            Self::Binding(_)
            | Self::Resolving(_)
            | Self::Connecting(_)
            | Self::Waiting { .. }
            | Self::Draining
            | Self::Fetching(_) => Tone::Busy,
            Self::Listening(_) | Self::Bound(_) | Self::Connected { .. } => Tone::Good,
            Self::Fetched(summary) => summary.tone(),
            Self::Ended(_) | Self::Failed(_) => Tone::Bad,
        }
    }
}

/// A port that is taken is by far the most common failure: it gets the shortest words.
fn failure(error: &IoError) -> String {
    let taken = matches!(error.operation, Operation::Bind | Operation::Listen)
        && error.kind == std::io::ErrorKind::AddrInUse;
    let port = error.target.parse::<Address>().ok().and_then(|address| address.port());
    match (taken, port, error.name()) {
        (true, Some(port), Some(name)) => labels::port_in_use(port, name),
        _ => words::capitalised(&words::io_error(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_taken_port_gets_the_shortest_words() {
        let source = std::io::Error::from_raw_os_error(libc::EADDRINUSE);
        let state = SessionState::Failed(IoError::new(Operation::Bind, "127.0.0.1:9000", &source));
        assert_eq!(state.words(), "Port 9000 is already in use (EADDRINUSE)");
        assert_eq!(state.tone(), Tone::Bad);
    }

    #[test]
    fn a_connection_names_both_ends() {
        let (local, remote) =
            ("127.0.0.1:51234".parse().unwrap(), "127.0.0.1:9000".parse().unwrap());
        let state = SessionState::Connected { local, remote };
        assert_eq!(state.words(), "Connected to 127.0.0.1:9000 from 127.0.0.1:51234");
    }
}
