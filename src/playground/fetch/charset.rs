//! The charset of a body.

use crate::capture::{Capture, View};
use crate::codec::Encoding;
use crate::http::charset::{declared, detect};
use crate::playground::fetch::{BodyForm, Fetch, Hop};
use crate::types::charset::Evidence;

/// The charset of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charset {
    /// How its bytes are decoded.
    pub encoding: Encoding,
    /// What speaks for it.
    pub evidence: Evidence,
    /// The label that the header section declares, such as "gb2312", whether it is known or not.
    pub declared: Option<String>,
}

impl Charset {
    /// `None` while the first bytes must come from disk.
    pub(super) fn of(fetch: &Fetch, capture: &Capture) -> Option<Self> {
        let kind = fetch.answer().and_then(Hop::content_type);
        let mut start = Vec::new();
        if let Some(body) = fetch.body(BodyForm::Decoded, capture) {
            let view = body.view(0, ENOUGH, &mut start);
            if view == View::Loading && start.is_empty() {
                return None;
            }
        }
        let detection = detect(kind, &start);
        Some(Self {
            // Where a character depends on those before, the bytes are shown one by one.
            encoding: Encoding::for_label(detection.label).unwrap_or(Encoding::Latin1),
            evidence: detection.evidence,
            declared: kind.and_then(declared),
        })
    }
}

/// Bytes to judge a body by.
const ENOUGH: usize = 4096;
