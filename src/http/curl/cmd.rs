//! Splits words as the Windows command prompt and the C runtime do: first `^` and quotes for cmd.exe, then backslashes and
//! quotes for the program ("Parsing C command-line arguments").

use crate::http::curl::{Line, Word};

/// Whether a command is written for it, with carets before quotes or at the ends of lines.
pub(super) fn is_meant(command: &str) -> bool {
    let first_quote = command.find(['\'', '"']);
    let around = first_quote.and_then(|at| command.split_at_checked(at));
    let is_single = around.is_some_and(|(_, quote)| quote.starts_with('\''));
    let has_caret =
        around.is_some_and(|(start, quote)| start.ends_with('^') && quote.starts_with('"'));
    let continues = command.lines().rev().skip(1).any(|line| line.trim_end().ends_with(" ^"));
    has_caret || (continues && !is_single)
}

/// The words from `start` on, up to the end of the line or an operator.
pub(super) fn words(text: &str, start: usize) -> Line {
    let (chars, end) = unescaped(text, start);
    Line { words: split(&chars), end }
}

/// A character and its offset.
type Placed = (usize, char);

/// The characters that cmd.exe passes on, and where the command ends.
fn unescaped(text: &str, start: usize) -> (Vec<Placed>, usize) {
    let mut chars = Vec::new();
    let mut is_quoted = false;
    let rest = text.get(start..).unwrap_or_default();
    let mut source = rest.char_indices().map(|(at, c)| (start + at, c)).peekable();
    while let Some((at, c)) = source.next() {
        match c {
            '^' if !is_quoted => {
                source.next_if(|(_, c)| *c == '\r');
                // A caret removes one line break, and makes the next character an ordinary one, even if it is another line break.
                if source.next_if(|(_, c)| *c == '\n').is_some() {
                    source.next_if(|(_, c)| *c == '\r');
                }
                chars.extend(source.next());
            }
            '\n' | '|' | '&' | '<' | '>' if c == '\n' || !is_quoted => return (chars, at),
            '\r' => {}
            c => {
                is_quoted ^= c == '"';
                chars.push((at, c));
            }
        }
    }
    (chars, text.len())
}

fn split(chars: &[Placed]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = chars;
    loop {
        let blanks = rest.iter().take_while(|(_, c)| is_blank(*c)).count();
        rest = rest.get(blanks..).unwrap_or_default();
        if rest.is_empty() {
            return words;
        }
        let (word, after) = word(rest);
        words.push(word);
        rest = after;
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn word(chars: &[Placed]) -> (Word, &[Placed]) {
    let start = chars.first().map_or(0, |(at, _)| *at);
    let mut text = String::new();
    let mut is_quoted = false;
    let mut end = start;
    let mut rest = chars;
    while let [(at, c), after @ ..] = rest {
        if is_blank(*c) && !is_quoted {
            break;
        }
        let backslashes = rest.iter().take_while(|(_, c)| *c == '\\').count();
        let behind = rest.get(backslashes..).unwrap_or_default();
        if let [(quote, '"'), behind @ ..] = behind {
            end = quote + 1;
            text.extend(std::iter::repeat_n('\\', backslashes / 2));
            rest = behind;
            if backslashes % 2 == 1 {
                text.push('"');
            } else if let ([(_, '"'), behind @ ..], true) = (behind, is_quoted) {
                text.push('"');
                rest = behind;
            } else {
                is_quoted = !is_quoted;
            }
        } else {
            end = at + c.len_utf8();
            text.push(*c);
            rest = after;
        }
    }
    (Word { at: start..end, bytes: text.into_bytes() }, rest)
}
