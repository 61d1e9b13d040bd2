//! A delimiter in bytes that come in pieces.

use std::sync::Arc;

/// The search for a delimiter (Knuth, Morris and Pratt 1977): it remembers how much of it the last bytes were, so that
/// each byte is looked at once wherever the pieces end.
#[derive(Debug, Clone)]
pub(in crate::respond) struct Needle {
    text: Arc<Text>,
    /// How many bytes of the delimiter the last bytes were.
    matched: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Text {
    bytes: Box<[u8]>,
    /// For each prefix of the delimiter, the length of its longest proper suffix that is also a prefix.
    borders: Box<[usize]>,
}

impl Needle {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let borders = borders(&bytes).into();
        Self { text: Arc::new(Text { bytes: bytes.into(), borders }), matched: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.text.bytes.len()
    }

    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.text == other.text
    }

    /// How many of these bytes end with the delimiter.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let first = *self.text.bytes.first()?;
        let mut at = 0;
        while let Some(rest) = bytes.get(at..) {
            if self.matched == 0 {
                at += memchr::memchr(first, rest)?;
            }
            let byte = *bytes.get(at)?;
            at += 1;
            if self.step(byte) {
                self.matched = 0;
                return Some(at);
            }
        }
        None
    }

    pub(super) fn restart(&mut self) {
        self.matched = 0;
    }

    /// Whether the delimiter ends with this byte.
    fn step(&mut self, byte: u8) -> bool {
        let Text { bytes, borders } = &*self.text;
        while self.matched > 0 && bytes.get(self.matched) != Some(&byte) {
            self.matched = borders.get(self.matched - 1).copied().unwrap_or(0);
        }
        if bytes.get(self.matched) == Some(&byte) {
            self.matched += 1;
        }
        self.matched == bytes.len()
    }
}

fn borders(bytes: &[u8]) -> Vec<usize> {
    let mut borders: Vec<usize> = Vec::with_capacity(bytes.len());
    let mut len = 0;
    for (at, byte) in bytes.iter().enumerate() {
        while len > 0 && bytes.get(len) != Some(byte) {
            len = borders.get(len - 1).copied().unwrap_or(0);
        }
        if at > 0 && bytes.get(len) == Some(byte) {
            len += 1;
        }
        borders.push(len);
    }
    borders
}
