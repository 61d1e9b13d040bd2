//! Why a response can't be read.

use crate::types::problem::response::ResponseProblem;

/// What is wrong with a response, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseError {
    /// Offset in the response, from the first byte of its first head.
    pub at: u64,
    /// What is wrong.
    pub problem: ResponseProblem,
}

impl ResponseError {
    /// The connection ended too early.
    pub fn is_incomplete(&self) -> bool {
        matches!(self.problem, ResponseProblem::Ended(_))
    }
}
