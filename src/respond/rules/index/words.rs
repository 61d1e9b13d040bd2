//! Which of many literals a message contains.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::respond::rules::index::places::Places;

/// Literals, all searched for in one pass (Aho and Corasick 1975).
#[derive(Debug, Default)]
pub(super) struct Words {
    search: Option<AhoCorasick>,
    /// For each word, the matchers that look for it.
    places: Vec<Vec<usize>>,
}

impl Words {
    /// The matchers of the empty word, and all if there is too much to look for, go to `always`.
    pub(super) fn new(words: Vec<(Box<[u8]>, usize)>, always: &mut Vec<usize>) -> Self {
        let mut known: HashMap<Box<[u8]>, usize> = HashMap::new();
        let mut distinct = Vec::new();
        let mut places: Vec<Vec<usize>> = Vec::new();
        for (word, place) in words {
            if word.is_empty() {
                always.push(place);
                continue;
            }
            let at = *known.entry(word).or_insert_with_key(|word| {
                distinct.push(word.clone());
                places.push(Vec::new());
                places.len() - 1
            });
            if let Some(places) = places.get_mut(at) {
                places.push(place);
            }
        }
        if distinct.is_empty() {
            return Self::default();
        }
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(distinct).ok();
        if search.is_none() {
            always.extend(places.iter().flatten());
        }
        Self { search, places }
    }

    /// Literals within literals may be found more often than the message is long: beyond a limit all matchers are candidates.
    pub(super) fn find(&self, message: &[u8], found: &mut Places) {
        let Some(search) = &self.search else {
            return;
        };
        let enough = message.len().saturating_mul(4).saturating_add(self.places.len());
        let mut seen = Places::none(self.places.len());
        for (count, hit) in search.find_overlapping_iter(message).enumerate() {
            if count == enough {
                found.extend(self.places.iter().flatten());
                return;
            }
            let word = hit.pattern().as_usize();
            if seen.insert(word) {
                found.extend(self.places.get(word).into_iter().flatten());
            }
        }
    }
}
