//! Sets of places.

use std::ops::Range;

/// A set of places, a bit each.
#[derive(Debug)]
pub(in crate::respond) struct Places(Vec<u64>);

/// Places in order.
#[derive(Debug)]
pub(in crate::respond) enum Candidates {
    All(Range<usize>),
    Some {
        places: Places,
        /// The word that is being read.
        at: usize,
    },
}

impl Places {
    pub(super) fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Adds a place; `true` if it was not there before.
    pub(super) fn insert(&mut self, place: usize) -> bool {
        let Some(word) = self.0.get_mut(place / 64) else {
            return false;
        };
        let bit = 1 << (place % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn extend<'a>(&mut self, places: impl IntoIterator<Item = &'a usize>) {
        for place in places {
            self.insert(*place);
        }
    }

    fn take_first(&mut self, at: &mut usize) -> Option<usize> {
        loop {
            let word = self.0.get_mut(*at)?;
            if *word == 0 {
                *at += 1;
                continue;
            }
            let bit = usize::try_from(word.trailing_zeros()).unwrap_or(0);
            *word &= *word - 1;
            return Some(*at * 64 + bit);
        }
    }
}

impl Candidates {
    pub(super) fn all(len: usize) -> Self {
        Self::All(0..len)
    }
}

impl From<Places> for Candidates {
    fn from(places: Places) -> Self {
        Self::Some { places, at: 0 }
    }
}

impl Iterator for Candidates {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::All(range) => range.next(),
            Self::Some { places, at } => places.take_first(at),
        }
    }
}
