//! Changes to the list of rules, as the widgets of a rule report them to the list.

/// What a click or a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Open a rule, or close it.
    Toggle(usize),
    /// Give the keyboard to a rule.
    Focus(usize),
    /// Start to drag a rule.
    Drag(usize),
    /// Delete a rule.
    Delete(usize),
    /// Insert a copy after it.
    Duplicate(usize),
    /// Move the first rule before the second; the number of rules stands for the end of the list.
    Move(usize, usize),
}
