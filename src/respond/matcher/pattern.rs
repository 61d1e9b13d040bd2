//! Regular expressions on bytes, in time that depends only on the length of the message.

use bytes::Bytes;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{Extractor, Seq};
use regex_syntax::hir::{Hir, HirKind};

use crate::codec::ParseError;
use crate::respond::matcher::outline::Outline;
use crate::types::problem::MatcherProblem;

/// A regular expression, and literals of which every match contains one.
#[derive(Debug, Clone)]
pub(in crate::respond) struct Pattern {
    regex: Regex,
    needs: Option<Box<[Box<[u8]>]>>,
    outline: Outline,
}

impl Pattern {
    /// An error points at the wrong part.
    pub(in crate::respond) fn new(text: &str) -> Result<Self, ParseError> {
        let hir = ParserBuilder::new()
            .utf8(false)
            .unicode(false)
            .nest_limit(NESTING)
            .build()
            .parse(text)
            .map_err(|error| wrong(text, &error))?;
        let regex = RegexBuilder::new(text)
            .unicode(false)
            .nest_limit(NESTING)
            .size_limit(SIZE)
            .dfa_size_limit(DFA_SIZE)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => whole(text, MatcherProblem::TooLarge),
                other => whole(text, MatcherProblem::Syntax(other.to_string())),
            })?;
        let needs = needs(&hir).map(|seq| words(&seq));
        let outline = Outline::new(&hir);
        Ok(Self { regex, needs, outline })
    }

    /// What all matches have in common.
    pub(in crate::respond) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Literals of which every matching message contains one; `None` if there are none.
    pub(in crate::respond) fn needs(&self) -> Option<&[Box<[u8]>]> {
        self.needs.as_deref()
    }

    pub(super) fn groups_len(&self) -> usize {
        self.regex.captures_len()
    }

    pub(super) fn is_match(&self, message: &[u8]) -> bool {
        self.regex.is_match(searched(message))
    }

    pub(super) fn groups(&self, message: &Bytes) -> Option<Box<[Option<Bytes>]>> {
        if self.groups_len() == 1 {
            let found = self.regex.find(searched(message))?;
            return Some([Some(message.slice_ref(found.as_bytes()))].into());
        }
        let groups = self.regex.captures(searched(message))?;
        Some(groups.iter().map(|group| Some(message.slice_ref(group?.as_bytes()))).collect())
    }
}

/// The part of a message that regular expressions look at, so that their time is bounded.
pub(in crate::respond) fn searched(message: &[u8]) -> &[u8] {
    message.get(..SEARCHED).unwrap_or(message)
}

fn wrong(text: &str, error: &regex_syntax::Error) -> ParseError {
    let (span, reason) = match error {
        regex_syntax::Error::Parse(error) => (error.span(), error.kind().to_string()),
        regex_syntax::Error::Translate(error) => (error.span(), error.kind().to_string()),
        _ => return whole(text, MatcherProblem::Syntax(error.to_string())),
    };
    let problem = MatcherProblem::Syntax(reason);
    let at = span.start.offset..span.end.offset;
    if text.get(at.clone()).is_none() {
        return whole(text, problem);
    }
    ParseError::new(at, problem)
}

fn whole(text: &str, problem: MatcherProblem) -> ParseError {
    ParseError::new(0..text.len(), problem)
}

/// The best choice of literals of which every match contains one.
fn needs(hir: &Hir) -> Option<Seq> {
    let inner = match hir.kind() {
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Concat(parts) => {
            let ends = (1..parts.len().min(LOOKED_AT)).filter_map(|at| parts.get(at..));
            let ends = ends.filter_map(|end| begins(&Hir::concat(end.to_vec())));
            let inside = parts.iter().take(LOOKED_AT).filter_map(needs);
            ends.chain(inside).max_by_key(worth)
        }
        HirKind::Alternation(parts) => {
            parts.iter().map(needs).try_fold(Seq::empty(), |mut all, seq| {
                all.union(&mut seq?);
                Some(all)
            })
        }
        _ => None,
    };
    inner.into_iter().chain(begins(hir)).max_by_key(worth)
}

/// Literals of which every match begins with one.
fn begins(hir: &Hir) -> Option<Seq> {
    let seq = Extractor::new().extract(hir);
    let is_rare = match seq.min_literal_len()? {
        0 => false,
        1 => seq.len()? <= FEW,
        _ => true,
    };
    is_rare.then_some(seq)
}

/// Long literals are rare, and few of them rarer.
fn worth(seq: &Seq) -> (usize, usize, usize) {
    let len = seq.min_literal_len().unwrap_or(0);
    (len.min(LONG), usize::MAX - seq.len().unwrap_or(usize::MAX), len)
}

fn words(seq: &Seq) -> Box<[Box<[u8]>]> {
    let literals = seq.literals().unwrap_or_default();
    literals.iter().map(|literal| literal.as_bytes().into()).collect()
}

/// The deepest nesting of groups.
const NESTING: u32 = 100;
/// Bytes of a compiled expression: one byte of a message costs no more steps than it has states.
const SIZE: usize = 32 << 10;
/// Bytes of a message that regular expressions look at.
const SEARCHED: usize = 64 << 10;
/// Bytes of cache that a regular expression may use.
const DFA_SIZE: usize = 256 << 10;
/// Up to this many single bytes count as rare.
const FEW: usize = 3;
/// Parts of an expression that are searched for literals.
const LOOKED_AT: usize = 32;
/// Literals of this length are rare, however many there are.
const LONG: usize = 3;
