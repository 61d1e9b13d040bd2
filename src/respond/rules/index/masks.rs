//! Which masks a message may match.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::respond::matcher::Mask;
use crate::respond::rules::index::places::Places;

/// Masks by their length, and then by the byte in which most of them differ.
#[derive(Debug, Default)]
pub(super) struct Masks(HashMap<usize, Group>);

#[derive(Debug, Default)]
struct Group {
    /// Where that byte is.
    at: usize,
    by_byte: HashMap<u8, Vec<usize>>,
    /// Those that leave it open.
    open: Vec<usize>,
}

impl Masks {
    pub(super) fn new(masks: &[(&Mask, usize)]) -> Self {
        let mut by_len: BTreeMap<usize, Vec<(&Mask, usize)>> = BTreeMap::new();
        for (mask, place) in masks {
            by_len.entry(mask.len()).or_default().push((mask, *place));
        }
        Self(by_len.into_iter().map(|(len, masks)| (len, Group::new(len, &masks))).collect())
    }

    pub(super) fn find(&self, message: &[u8], found: &mut Places) {
        let Some(group) = self.0.get(&message.len()) else {
            return;
        };
        let byte = message.get(group.at);
        found.extend(byte.and_then(|byte| group.by_byte.get(byte)).into_iter().flatten());
        found.extend(&group.open);
    }
}

impl Group {
    fn new(len: usize, masks: &[(&Mask, usize)]) -> Self {
        let bytes = |at| masks.iter().filter_map(move |(mask, _)| mask.byte(at));
        let choice = |at: &usize| bytes(*at).collect::<BTreeSet<u8>>().len();
        let at = (0..len.min(LOOKED_AT)).max_by_key(choice).unwrap_or(0);
        let mut group = Self { at, ..Self::default() };
        for (mask, place) in masks {
            match mask.byte(at) {
                Some(byte) => group.by_byte.entry(byte).or_default().push(*place),
                None => group.open.push(*place),
            }
        }
        group
    }
}

/// Bytes at the beginning that are compared.
const LOOKED_AT: usize = 256;
