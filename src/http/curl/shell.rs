//! Splits words as a POSIX shell does (POSIX.1-2024, XCU 2.2 and 2.3), and quotes them for one.

use crate::http::curl::{CurlError, Line, Word, ansi};
use crate::types::problem::curl::CurlProblem;

/// The words from `start` on, up to the end of the line or an operator.
pub(super) fn words(text: &str, start: usize) -> Result<Line, CurlError> {
    let mut lexer = Lexer { text, at: start };
    let mut words: Vec<Word> = Vec::new();
    while let Some(c) = lexer.after_blanks() {
        match c {
            '\n' if words.is_empty() => lexer.at += 1,
            '\n' | '|' | ';' | '(' | ')' => break,
            '<' | '>' => {
                // `2>file`: the number belongs to the operator.
                let is_number = |word: &mut Word| {
                    word.at.end == lexer.at && word.bytes.iter().all(u8::is_ascii_digit)
                };
                words.pop_if(is_number);
                break;
            }
            '&' => {
                lexer.check_ampersand()?;
                break;
            }
            _ => words.push(lexer.word()?),
        }
    }
    Ok(Line { words, end: lexer.at })
}

/// Quotes any bytes except NUL as one word.
pub(super) fn quote(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && text.bytes().all(is_plain) => text.to_owned(),
        Ok(text) if !text.chars().any(|c| c.is_control() && c != '\n') => {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
        _ => ansi_quote(bytes),
    }
}

/// `$'...'`: a control character pasted into a terminal would take effect, even quoted.
fn ansi_quote(bytes: &[u8]) -> String {
    let mut out = "$'".to_owned();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => out.extend(['\\', c]),
                '\n' => out.push_str(r"\n"),
                '\r' => out.push_str(r"\r"),
                '\t' => out.push_str(r"\t"),
                c if c.is_control() => {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_octal(byte, &mut out));
                }
                c => out.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| push_octal(*byte, &mut out));
    }
    out.push('\'');
    out
}

/// `\ooo`: unlike `\x`, it has the same length in every shell.
pub(super) fn push_octal(byte: u8, out: &mut String) {
    let digit = |bits: u8| char::from(b'0' + (bits & 7));
    out.extend(['\\', digit(byte >> 6), digit(byte >> 3), digit(byte)]);
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self, bytes: &mut Vec<u8>) {
        if let Some(c) = self.peek() {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            self.at += c.len_utf8();
        }
    }

    fn error(&self, start: usize, problem: CurlProblem) -> CurlError {
        CurlError::new(start..self.at, problem)
    }

    /// The next character after blanks, continued lines and a comment.
    fn after_blanks(&mut self) -> Option<char> {
        loop {
            match self.peek()? {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if let Some(len) = self.continuation() => self.at += len,
                '#' => self.at += self.rest().find('\n').unwrap_or_else(|| self.rest().len()),
                c => return Some(c),
            }
        }
    }

    /// Length of a backslash and the line break after it.
    fn continuation(&self) -> Option<usize> {
        let rest = self.rest();
        ["\\\n", "\\\r\n"].iter().find(|end| rest.starts_with(**end)).map(|end| end.len())
    }

    fn check_ampersand(&mut self) -> Result<(), CurlError> {
        let after = self.rest().get(1..).and_then(|after| after.chars().next());
        if after.is_none_or(|c| c == '&' || c.is_whitespace()) {
            return Ok(());
        }
        let start = self.at;
        self.at += 1;
        Err(self.error(start, CurlProblem::Ampersand))
    }

    fn word(&mut self) -> Result<Word, CurlError> {
        let start = self.at;
        let mut bytes = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | '|' | ';' | '<' | '>' | '&' | '(' | ')' => break,
                '\'' => self.single(&mut bytes)?,
                '"' => self.double(&mut bytes)?,
                '\\' => self.backslash(&mut bytes),
                '$' => self.dollar(&mut bytes)?,
                '`' => return Err(self.substitution()),
                _ => self.bump(&mut bytes),
            }
        }
        Ok(Word { at: start..self.at, bytes })
    }

    fn single(&mut self, bytes: &mut Vec<u8>) -> Result<(), CurlError> {
        let start = self.at;
        self.at += 1;
        let Some((inside, _)) = self.rest().split_once('\'') else {
            self.at = self.text.len();
            return Err(self.error(start, CurlProblem::QuoteMissing('\'')));
        };
        bytes.extend_from_slice(inside.as_bytes());
        self.at += inside.len() + 1;
        Ok(())
    }

    fn double(&mut self, bytes: &mut Vec<u8>) -> Result<(), CurlError> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(self.error(start, CurlProblem::QuoteMissing('"'))),
                Some('"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('\\') => self.backslash_in_double(bytes),
                Some('$') if !self.rest().starts_with("$'") => self.dollar(bytes)?,
                Some('`') => return Err(self.substitution()),
                Some(_) => self.bump(bytes),
            }
        }
    }

    fn backslash(&mut self, bytes: &mut Vec<u8>) {
        if let Some(len) = self.continuation() {
            self.at += len;
            return;
        }
        self.at += 1;
        if self.peek().is_none() {
            bytes.push(b'\\');
        }
        self.bump(bytes);
    }

    /// Within double quotes only special characters lose their backslash.
    fn backslash_in_double(&mut self, bytes: &mut Vec<u8>) {
        let after = self.rest().get(1..).and_then(|after| after.chars().next());
        if matches!(after, Some('"' | '\\' | '$' | '`')) || self.continuation().is_some() {
            self.backslash(bytes);
        } else {
            self.bump(bytes);
        }
    }

    fn dollar(&mut self, bytes: &mut Vec<u8>) -> Result<(), CurlError> {
        let after = self.rest().get(1..).unwrap_or_default();
        match after.chars().next() {
            Some('\'') => {
                let (quoted, len) = ansi::quoted(after.get(1..).unwrap_or_default(), self.at + 2)?;
                bytes.extend(quoted);
                self.at += len + 3;
                Ok(())
            }
            Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | '{' | '(') => {
                let start = self.at;
                let name = after.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_');
                self.at += 1 + name.count().max(1);
                Err(self.error(start, CurlProblem::ShellVariable))
            }
            _ => {
                self.bump(bytes);
                Ok(())
            }
        }
    }

    fn substitution(&mut self) -> CurlError {
        let start = self.at;
        self.at += 1;
        self.error(start, CurlProblem::ShellSubstitution)
    }
}
