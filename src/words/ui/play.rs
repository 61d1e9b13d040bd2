//! The play list of a session.

/// Where the first error is; `step` is counted from 0, `None` is the framing.
pub fn error(step: Option<usize>) -> String {
    step.map_or_else(|| error_in_framing().to_owned(), |step| error_in_step(step + 1))
}

messages! {
    fix_first = "Fix the error first";
    no_steps = "There are no steps";
    error_in_framing = "Error in framing";
    error_in_step(number: usize) = "Error in step {number}";
}
