//! An error in something typed, and its place.

use std::ops::Range;

use crate::types::problem::text::{Choice, UnknownName};
use crate::types::problem::typed::TypedProblem;

/// An error in something typed, and its place. Its words are [`words::problem::typed`](fn@crate::words::problem::typed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The wrong part, as a range of bytes of what was typed; both ends are borders of characters.
    pub at: Range<usize>,
    /// The problem.
    pub problem: TypedProblem,
}

impl ParseError {
    /// A problem with this part.
    pub fn new(at: Range<usize>, problem: impl Into<TypedProblem>) -> Self {
        Self { at, problem: problem.into() }
    }

    /// A problem with something that isn't a text, or with no part of it in particular.
    pub fn whole(problem: impl Into<TypedProblem>) -> Self {
        Self::new(0..0, problem)
    }

    /// The same error in a larger text that holds the parsed one at `start`.
    #[must_use]
    pub fn shifted(self, start: usize) -> Self {
        Self { at: self.at.start + start..self.at.end + start, ..self }
    }

    /// A name that isn't one of the labels to choose from.
    pub(super) fn unknown<const N: usize>(
        choice: Choice,
        name: &str,
        labels: [&'static str; N],
    ) -> Self {
        let known = labels.map(str::to_owned).to_vec();
        Self::new(0..name.len(), UnknownName { choice, name: name.to_owned(), known })
    }
}
