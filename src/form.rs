//! What a person has typed, and its way into a configuration: drafts of each kind of tab, addresses, payloads, and
//! problems with their places.

pub mod address;
mod config;
mod draft;
mod number;
mod payload;
mod problem;

pub use crate::engine::http_fetch::HttpFetchConfig;
pub use crate::engine::{Reuse, TcpClientConfig, TcpServerConfig, UdpConfig, UdpKind};
pub use config::{Behaviour, Config, checked_rules, compiled_play, rule_fault};
pub use draft::client::ClientDraft;
pub use draft::faults::FaultsDraft;
pub use draft::http::{HeaderRow, HttpDraft};
pub use draft::options::OptionsDraft;
pub use draft::repeat::RepeatDraft;
pub use draft::server::ServerDraft;
pub use draft::udp::{CounterDraft, UdpDraft};
pub use draft::{Draft, KindDraft};
pub use payload::filling::{Filled, Filling};
pub use payload::{Payload, PayloadDraft, PayloadMode, expanded_path};
pub use problem::{Field, Problem, Timeout};
