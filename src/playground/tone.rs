//! The colours of a state, by what they mean.

/// How a state looks: the colour of its dot and of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing is going on.
    Neutral,
    /// On the way.
    Busy,
    /// Open.
    Good,
    /// Something went wrong.
    Bad,
}
