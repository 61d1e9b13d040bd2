//! What a person has typed, and its way into a configuration: drafts of each kind of tab, addresses, payloads, and
//! problems with their places.

pub mod address;
mod draft;
mod payload;

pub use draft::{
    CounterDraft, Draft, FaultsDraft, Field, HeaderRow, HttpDraft, OptionsDraft, Problem,
    RepeatDraft, Timeout, UdpDraft,
};
pub use payload::{Filled, Filling, Payload, PayloadDraft, PayloadMode, expanded_path};
