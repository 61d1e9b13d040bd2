//! Which rules a message may match, found without asking each of them.

mod affixes;
mod masks;
mod places;
mod words;

use std::collections::HashMap;

use bytes::Bytes;

use crate::respond::matcher::{Bytes256, Criterion, Outline, searched};

use affixes::Affixes;
use masks::Masks;
pub(in crate::respond) use places::Candidates;
use places::Places;
use words::Words;

/// The matchers of a rule set by what they look for. A candidate may match; any other matcher doesn't.
#[derive(Debug, Default)]
pub(super) struct Index {
    len: usize,
    /// `None` if it is cheaper to try each matcher.
    lookup: Option<Box<Lookup>>,
}

#[derive(Debug, Default)]
struct Lookup {
    always: Vec<usize>,
    exact: HashMap<Bytes, Vec<usize>>,
    starts: Affixes,
    ends: Affixes,
    words: Words,
    masks: Masks,
    /// Regular expressions without literals to look for.
    expressions: Vec<(Outline, usize)>,
}

impl Index {
    /// An index of all matchers, in order.
    pub(super) fn new<'a>(criteria: impl ExactSizeIterator<Item = &'a Criterion>) -> Self {
        let len = criteria.len();
        let lookup = (len > FEW).then(|| Box::new(Lookup::new(criteria)));
        Self { len, lookup }
    }

    /// The places of the matchers that may match, in order.
    pub(super) fn candidates(&self, message: &[u8]) -> Candidates {
        match &self.lookup {
            None => Candidates::all(self.len),
            Some(lookup) => lookup.find(message, self.len).into(),
        }
    }
}

impl Lookup {
    fn new<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> Self {
        let mut lookup = Self::default();
        let mut words = Vec::new();
        let mut starts = Vec::new();
        let mut ends = Vec::new();
        let mut masks = Vec::new();
        for (place, criterion) in criteria.enumerate() {
            match criterion {
                Criterion::Any => lookup.always.push(place),
                Criterion::Empty => lookup.exact.entry(Bytes::new()).or_default().push(place),
                Criterion::Exact(bytes) => {
                    lookup.exact.entry(bytes.clone()).or_default().push(place);
                }
                Criterion::StartsWith(bytes) => starts.push((bytes.to_vec(), place)),
                Criterion::EndsWith(bytes) => {
                    ends.push((bytes.iter().rev().copied().collect(), place));
                }
                Criterion::Contains(finder) => words.push((finder.needle().into(), place)),
                Criterion::Mask(mask) => masks.push((mask, place)),
                Criterion::Regex(pattern) => match pattern.needs() {
                    Some(needs) => words.extend(needs.iter().map(|word| (word.clone(), place))),
                    None => lookup.expressions.push((pattern.outline().clone(), place)),
                },
            }
        }
        lookup.starts = Affixes::new(starts);
        lookup.ends = Affixes::new(ends);
        lookup.words = Words::new(words, &mut lookup.always);
        lookup.masks = Masks::new(&masks);
        lookup
    }

    fn find(&self, message: &[u8], len: usize) -> Places {
        let mut found = Places::none(len);
        found.extend(&self.always);
        found.extend(self.exact.get(message).into_iter().flatten());
        self.starts.find(message.iter(), &mut found);
        self.ends.find(message.iter().rev(), &mut found);
        self.words.find(message, &mut found);
        self.masks.find(message, &mut found);
        if !self.expressions.is_empty() {
            let message = searched(message);
            let all = Bytes256::of(message);
            let allowed =
                self.expressions.iter().filter(|(outline, _)| outline.allows(message, all));
            found.extend(allowed.map(|(_, place)| place));
        }
        found
    }
}

/// Up to this many matchers are tried one by one.
const FEW: usize = 8;
