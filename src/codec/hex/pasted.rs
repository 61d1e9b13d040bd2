//! A pasted hex dump: which text is one, and its bytes.
//!
//! A row is an offset, bytes and perhaps a text column. Digits are left out as an offset only when something
//! proves that they are one, a text column only when it says the same as the bytes.

use crate::codec::error::ParseError;
use crate::codec::hex::word::{Word, push_word, without_prefix, words};
use crate::types::problem::text::HexProblem;
use crate::types::problem::typed::TypedProblem;

/// The bytes of a dump; `None` if the text isn't a dump.
pub(super) fn parse(text: &str) -> Option<Result<Vec<u8>, ParseError>> {
    let mut lines = lines(text);
    is_dump(lines.next()?, lines.next()).then(|| parse_rows(text))
}

fn lines(text: &str) -> impl Iterator<Item = Word<'_>> {
    words(text, |c| c == '\n').filter(|line| !line.text.trim().is_empty())
}

fn is_dump(first: Word<'_>, second: Option<Word<'_>>) -> bool {
    let Some(head) = Head::of(first) else {
        return false;
    };
    let Ok(row) = Row::of(&head) else {
        return head.is_certain();
    };
    let second = second.and_then(Head::of);
    !row.bytes.is_empty()
        && (row.has_text
            || head.is_certain()
            || head.is_likely_start()
            || second.is_some_and(|second| head.is_followed_by(&second, row.bytes.len())))
}

fn parse_rows(text: &str) -> Result<Vec<u8>, ParseError> {
    let mut bytes = Vec::new();
    let mut expected = 0;
    for line in lines(text) {
        let head = Head::of(line).ok_or_else(|| not_a_row(line))?;
        let is_start = bytes.is_empty() || head.offset == 0;
        if !is_start && head.offset != expected {
            return Err(head.number.error(HexProblem::MissingRows { expected }));
        }
        let row = Row::of(&head)?;
        expected = head.offset.wrapping_add(row.bytes.len() as u64);
        bytes.extend(row.bytes);
    }
    Ok(bytes)
}

fn not_a_row(line: Word<'_>) -> ParseError {
    line.error(match line.text.trim() {
        "*" => HexProblem::RepeatedRows,
        _ => HexProblem::NoOffset,
    })
}

/// The offset of a row, and what follows it.
struct Head<'a> {
    /// The offset as written.
    number: Word<'a>,
    offset: u64,
    digits: usize,
    has_prefix: bool,
    has_colon: bool,
    /// White space after the offset.
    gap: usize,
    rest: Word<'a>,
}

impl<'a> Head<'a> {
    fn of(line: Word<'a>) -> Option<Self> {
        let number = words(line.text, char::is_whitespace).next()?;
        let rest = Word {
            at: line.at + number.at + number.text.len(),
            text: line.text.get(number.at + number.text.len()..)?,
        };
        let without_colon = number.text.strip_suffix(':');
        let written = without_colon.unwrap_or(number.text);
        let digits = without_prefix(written);
        let is_offset =
            (4..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_offset.then_some(Self {
            number: Word { at: line.at + number.at, text: written },
            offset: u64::from_str_radix(digits, 16).ok()?,
            digits: digits.len(),
            has_prefix: digits.len() < written.len(),
            has_colon: without_colon.is_some(),
            gap: gap(rest.text),
            rest,
        })
    }

    /// The format that only `xxd` and `tcpdump` write.
    fn is_certain(&self) -> bool {
        self.has_colon && self.gap > 0 && (self.digits >= 8 || self.has_prefix)
    }

    /// As `hexdump -C` and Wireshark start.
    fn is_likely_start(&self) -> bool {
        self.offset == 0 && !self.has_colon && (self.gap >= 3 || self.gap == 2 && self.digits >= 8)
    }

    fn is_followed_by(&self, next: &Head<'_>, len: usize) -> bool {
        next.offset == self.offset.wrapping_add(len as u64)
            && (self.has_colon || self.gap >= 2 || self.digits >= 6)
    }

    /// Appends a word of the rest. Only dumps with a colon group their bytes.
    fn push(&self, word: Word<'_>, bytes: &mut Vec<u8>) -> Result<(), ParseError> {
        let word = Word { at: self.rest.at + word.at, ..word };
        let before = bytes.len();
        push_word(&word, bytes)?;
        if self.has_colon || bytes.len() == before + 1 {
            return Ok(());
        }
        Err(word.error(HexProblem::GroupedBytes))
    }
}

/// The rest of a row.
struct Row {
    bytes: Vec<u8>,
    has_text: bool,
}

impl Row {
    fn of(head: &Head<'_>) -> Result<Self, ParseError> {
        Self::between_bars(head).map_or_else(|| Self::by_gaps(head), Ok)
    }

    /// A text column as `hexdump -C` and `od -z` mark it. It need not match: a byte may have been edited.
    fn between_bars(head: &Head<'_>) -> Option<Self> {
        let bar = head.rest.text.find(['|', '>']).filter(|_| !head.has_colon)?;
        let (hex, column) = head.rest.text.split_at_checked(bar)?;
        let column = column.trim_end();
        let mut bytes = Vec::new();
        for word in words(hex, char::is_whitespace) {
            head.push(word, &mut bytes).ok()?;
        }
        let is_whole = column.ends_with(['|', '<']) && column.chars().count() == bytes.len() + 2;
        is_whole.then_some(Self { bytes, has_text: true })
    }

    /// The text column after a gap, if there is one.
    fn by_gaps(head: &Head<'_>) -> Result<Self, ParseError> {
        let mut bytes = Vec::new();
        let mut has_gap = false;
        for word in words(head.rest.text, char::is_whitespace) {
            head.push(word, &mut bytes)
                .map_err(|error| if has_gap { not_a_column(error) } else { error })?;
            let end = word.at + word.text.len();
            let column = head.rest.text.get(end..).unwrap_or_default();
            if gap(column) >= 2 {
                has_gap = true;
                if is_text_of(&bytes, column) {
                    return Ok(Self { bytes, has_text: true });
                }
            }
        }
        Ok(Self { bytes, has_text: false })
    }
}

fn not_a_column(error: ParseError) -> ParseError {
    match error.problem {
        TypedProblem::Hex(problem) => {
            ParseError::new(error.at, HexProblem::ColumnMismatch(Box::new(problem)))
        }
        problem => ParseError { problem, ..error },
    }
}

/// Whether a text column shows these bytes. Its outer spaces may be lost; Wireshark may have put a space in the
/// middle, and tcpdump shows a space as a dot.
fn is_text_of(bytes: &[u8], column: &str) -> bool {
    let (left, right) = bytes.split_at_checked(8).unwrap_or((bytes, &[]));
    let parted = left.iter().chain(b" ").chain(right);
    let dotted = bytes.iter().map(|byte| if *byte == b' ' { &0 } else { byte });
    is_same(bytes.iter(), column) || is_same(parted, column) || is_same(dotted, column)
}

fn is_same<'a>(bytes: impl Iterator<Item = &'a u8>, column: &str) -> bool {
    let mut shown = bytes.copied().map(shown).skip_while(|&c| c == ' ');
    let mut column = column.trim().chars();
    column.next().is_some_and(|c| shown.next() == Some(c))
        && column.all(|c| shown.next() == Some(c))
        && shown.all(|c| c == ' ')
}

fn shown(byte: u8) -> char {
    if matches!(byte, b' '..=b'~') { char::from(byte) } else { '.' }
}

fn gap(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests;
