//! The parts of a fetch that can be saved.

use crate::playground::fetch::BodyForm;

/// A part of a fetch that can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FetchPart {
    /// The body in a form.
    Body(BodyForm),
    /// The response as received, with TLS decrypted: head, body, trailers.
    Response,
}
