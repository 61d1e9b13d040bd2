//! Why a fetch failed.

use crate::types::problem::HttpProblem;
use crate::words::duration;

/// As it stands after "could not fetch ..:".
pub fn http(problem: &HttpProblem) -> String {
    match problem {
        HttpProblem::Idle { limit } => idle(&duration(*limit)),
        HttpProblem::NotDone { limit } => not_done(&duration(*limit)),
    }
}

messages! {
    idle(limit: &str) = "no byte for {limit}";
    not_done(limit: &str) = "not done within {limit}";
}
