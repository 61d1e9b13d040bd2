//! Which of many prefixes a message has.

use crate::respond::rules::index::places::Places;

/// Sorted texts, each with the longest other one that is its prefix. All that are prefixes of a message are then found from
/// the last text that sorts before the message.
#[derive(Debug, Default)]
pub(super) struct Affixes(Vec<Affix>);

#[derive(Debug)]
struct Affix {
    text: Vec<u8>,
    /// The matchers that look for it.
    places: Vec<usize>,
    shorter: Option<usize>,
}

impl Affixes {
    pub(super) fn new(mut texts: Vec<(Vec<u8>, usize)>) -> Self {
        texts.sort();
        let mut affixes: Vec<Affix> = Vec::new();
        // The last text, and those that it begins with.
        let mut open: Vec<usize> = Vec::new();
        for (text, place) in texts {
            let begins = |at: &usize| affixes.get(*at).is_some_and(|a| text.starts_with(&a.text));
            while open.last().is_some_and(|at| !begins(at)) {
                open.pop();
            }
            let shorter = open.last().copied();
            let longest = shorter.and_then(|at| affixes.get_mut(at));
            if let Some(same) = longest.filter(|affix| affix.text == text) {
                same.places.push(place);
            } else {
                open.push(affixes.len());
                affixes.push(Affix { text, places: vec![place], shorter });
            }
        }
        Self(affixes)
    }

    /// The matchers whose text the message begins with.
    pub(super) fn find<'a>(
        &self,
        message: impl Iterator<Item = &'a u8> + Clone,
        found: &mut Places,
    ) {
        let behind = self.0.partition_point(|affix| affix.text.iter().le(message.clone()));
        let mut next = behind.checked_sub(1);
        let common = next.and_then(|at| self.0.get(at)).map_or(0, |affix| {
            affix.text.iter().zip(message).take_while(|(text, byte)| text == byte).count()
        });
        while let Some(affix) = next.and_then(|at| self.0.get(at)) {
            if affix.text.len() <= common {
                found.extend(&affix.places);
            }
            next = affix.shorter;
        }
    }
}
