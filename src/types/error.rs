//! Errors: which operation, on what, and why. The words are in [`words::problem::io`](crate::words::problem::io).

use std::io;

use serde::{Deserialize, Serialize};

use crate::types::errno;
use crate::types::problem::{FileProblem, FillProblem, HttpProblem, NetProblem, TlsProblem};

/// What was attempted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operation {
    /// Look up a host name.
    Resolve,
    /// Create a socket.
    Socket,
    /// Bind a local address.
    Bind,
    /// Listen.
    Listen,
    /// Accept a connection.
    Accept,
    /// Connect.
    Connect,
    /// Receive.
    Receive,
    /// Send.
    Send,
    /// Shut down one direction.
    Shutdown,
    /// Set or read an option.
    SetOption,
    /// Join a multicast group.
    Join,
    /// Leave a multicast group.
    Leave,
    /// Do the TLS handshake.
    Handshake,
    /// Be let through by a proxy.
    Proxy,
    /// Fetch over HTTP.
    Fetch,
    /// Open or read a file.
    ReadFile,
    /// Create or write a file.
    WriteFile,
    /// Write older bytes of the capture to disk, or read them back.
    Spill,
    /// Start a thread.
    Spawn,
    /// Wait for sockets, a command or a timer.
    Poll,
    /// Get anything else of the system, such as an event queue.
    Start,
}

/// What a person can change so that it works next time. What that is called is up to whoever shows it: a switch, a
/// button, an option of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Have the socket file removed that is left over, where nobody listens.
    RemoveStale,
    /// Allow sending to broadcast addresses.
    AllowBroadcast,
}

/// An operation that failed, on what, and why.
///
/// Reads as `could not bind 127.0.0.1:80: permission denied (EACCES) - ports below 1024 need privileges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IoError {
    /// What was attempted.
    pub operation: Operation,
    /// On what: an address, a path, an option.
    pub target: String,
    /// The system's error number, where there is one.
    pub code: Option<i32>,
    /// Its kind, for decisions.
    #[serde(with = "kind")]
    pub kind: io::ErrorKind,
    /// Why.
    pub cause: Cause,
}

/// Why an operation failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// What the system's error number says.
    System,
    /// In the words of a third party, lower case.
    Text(String),
    /// Something about a socket or an address.
    Net(NetProblem),
    /// Something about TLS.
    Tls(Box<TlsProblem>),
    /// Something about a fetch.
    Http(Box<HttpProblem>),
    /// Something about a file.
    File(Box<FileProblem>),
    /// The fields of a payload can't take their values.
    Fill(Box<FillProblem>),
}

impl IoError {
    /// From the system's error, or from a [`TlsProblem`] that came in its place.
    pub fn new(operation: Operation, target: impl Into<String>, source: &io::Error) -> Self {
        let code = source.raw_os_error();
        let tls = source.get_ref().and_then(|inner| inner.downcast_ref::<TlsProblem>());
        let cause = match (code, tls) {
            (Some(_), _) => Cause::System,
            (None, Some(problem)) => problem.clone().into(),
            (None, None) => Cause::Text(errno::plain(source)),
        };
        Self { operation, target: target.into(), code, kind: source.kind(), cause }
    }

    /// From a cause that isn't a system error.
    pub fn other(operation: Operation, target: impl Into<String>, cause: impl Into<Cause>) -> Self {
        let cause = cause.into();
        Self { operation, target: target.into(), code: None, kind: cause.kind(), cause }
    }

    /// For a cause that says more than the system's error number.
    #[must_use]
    pub fn because(self, cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), ..self }
    }

    /// The errno's name, such as `ECONNREFUSED`.
    pub fn name(&self) -> Option<&'static str> {
        self.code.and_then(errno::name)
    }

    /// The words of a third party.
    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        match &self.cause {
            Cause::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    /// What a person can change here so that it works, where that is known.
    pub fn remedy(&self) -> Option<Remedy> {
        let is_unix = self.target.starts_with("unix:");
        match (self.operation, self.name()?) {
            (Operation::Bind, "EADDRINUSE") => (self.cause
                == Cause::Net(NetProblem::StaleSocketFile))
            .then_some(Remedy::RemoveStale),
            (Operation::Send, "EACCES" | "WSAEACCES") if !is_unix => Some(Remedy::AllowBroadcast),
            _ => None,
        }
    }
}

impl Cause {
    /// The kind of an error without a number.
    fn kind(&self) -> io::ErrorKind {
        let is_timeout = match self {
            Self::Net(problem) => matches!(problem, NetProblem::NoAnswer { .. }),
            Self::Http(problem) => {
                matches!(**problem, HttpProblem::Idle { .. } | HttpProblem::NotDone { .. })
            }
            Self::System | Self::Text(_) | Self::Tls(_) | Self::File(_) | Self::Fill(_) => false,
        };
        if is_timeout { io::ErrorKind::TimedOut } else { io::ErrorKind::Other }
    }
}

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NetProblem> for Cause {
    fn from(problem: NetProblem) -> Self {
        Self::Net(problem)
    }
}

impl From<TlsProblem> for Cause {
    fn from(problem: TlsProblem) -> Self {
        Self::Tls(Box::new(problem))
    }
}

impl From<HttpProblem> for Cause {
    fn from(problem: HttpProblem) -> Self {
        Self::Http(Box::new(problem))
    }
}

impl From<FileProblem> for Cause {
    fn from(problem: FileProblem) -> Self {
        Self::File(Box::new(problem))
    }
}

impl From<FillProblem> for Cause {
    fn from(problem: FillProblem) -> Self {
        Self::Fill(Box::new(problem))
    }
}

/// The kinds that are decided upon, by their place in a table; the others become `Other`.
mod kind {
    use std::io::ErrorKind;

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    const KINDS: [ErrorKind; 12] = [
        ErrorKind::Other,
        ErrorKind::AddrInUse,
        ErrorKind::AlreadyExists,
        ErrorKind::ConnectionRefused,
        ErrorKind::ConnectionReset,
        ErrorKind::IsADirectory,
        ErrorKind::NotConnected,
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
        ErrorKind::QuotaExceeded,
        ErrorKind::StorageFull,
        ErrorKind::TimedOut,
    ];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(kind: &ErrorKind, to: S) -> Result<S::Ok, S::Error> {
        let place = KINDS.iter().position(|known| known == kind).unwrap_or_default();
        u8::try_from(place).unwrap_or_default().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ErrorKind, D::Error> {
        let place = usize::from(u8::deserialize(from)?);
        Ok(KINDS.get(place).copied().unwrap_or(ErrorKind::Other))
    }
}
