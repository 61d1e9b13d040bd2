//! What all matches of a regular expression have in common, cheap to check.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, Look};

/// A set of bytes, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::respond) struct Bytes256([u64; 4]);

/// What all matches have in common: their least length, and the bytes they can begin and end with.
#[derive(Debug, Clone)]
pub(in crate::respond) struct Outline {
    shortest: usize,
    first: Option<Bytes256>,
    last: Option<Bytes256>,
    /// A match begins where the message does.
    is_first: bool,
    /// A match ends where the message does.
    is_last: bool,
}

impl Bytes256 {
    pub(in crate::respond) fn of<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> Self {
        let mut set = Self::default();
        for byte in bytes {
            if let Some(word) = set.0.get_mut(usize::from(byte / 64)) {
                *word |= 1 << (byte % 64);
            }
        }
        set
    }

    fn shares(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, other)| own & other != 0)
    }
}

impl Outline {
    pub(super) fn new(hir: &Hir) -> Self {
        let properties = hir.properties();
        Self {
            shortest: properties.minimum_len().unwrap_or(0),
            first: edge(hir, ExtractKind::Prefix),
            last: edge(hir, ExtractKind::Suffix),
            is_first: properties.look_set_prefix().contains(Look::Start),
            is_last: properties.look_set_suffix().contains(Look::End),
        }
    }

    /// Whether a message of which these are all the bytes may match.
    pub(in crate::respond) fn allows(&self, message: &[u8], all: Bytes256) -> bool {
        let head = if self.is_first { Bytes256::of(message.first()) } else { all };
        let tail = if self.is_last { Bytes256::of(message.last()) } else { all };
        message.len() >= self.shortest
            && self.first.is_none_or(|first| first.shares(head))
            && self.last.is_none_or(|last| last.shares(tail))
    }
}

fn edge(hir: &Hir, kind: ExtractKind) -> Option<Bytes256> {
    let mut extractor = Extractor::new();
    extractor.kind(kind).limit_class(256).limit_total(1024).limit_literal_len(1);
    let seq = extractor.extract(hir);
    let bytes = seq.literals()?.iter().map(|literal| literal.as_bytes().first());
    bytes.collect::<Option<Vec<_>>>().filter(|bytes| !bytes.is_empty()).map(Bytes256::of)
}
