//! Something typed that cannot be started, and where it is.

use serde::{Deserialize, Serialize};

use crate::types::problem::FormProblem;

/// Something typed that cannot be started, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What is wrong.
    pub reason: FormProblem,
}

impl Problem {
    pub(super) fn on(field: Field) -> impl Fn(FormProblem) -> Self {
        move |reason| Self { field, reason }
    }
}

/// The part of a draft that a problem is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// The bind address.
    Bind,
    /// The port.
    Port,
    /// The host.
    Host,
    /// The address that datagrams are sent to.
    Remote,
    /// Its port.
    RemotePort,
    /// The options that fold away.
    Options,
    /// The method of a fetch.
    Method,
    /// The URL of a fetch.
    Url,
    /// A header line of a fetch, counted from 0.
    Header(usize),
    /// A timeout of a fetch.
    Timeout(Timeout),
    /// The proxy of a fetch.
    Proxy,
    /// The payload.
    Payload,
    /// The rules.
    Rules,
    /// The faults.
    Faults,
    /// How payloads are sent.
    Repeat,
    /// The steps to be played.
    Play,
}

/// A timeout of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timeout {
    /// Until a connection has to be open.
    Connect,
    /// How long the server may be silent.
    Idle,
    /// How long all of it may take.
    Total,
}
