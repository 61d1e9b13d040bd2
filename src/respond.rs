//! What a session does by itself: rules that answer messages, and play lists. Pure: bytes and times in, steps out; the
//! worker carries them out.

pub mod conversation;
mod form;
pub mod framing;
pub mod matcher;
pub mod play;
pub mod preset;
pub mod rules;

pub use crate::types::preset::Preset;
pub use conversation::{Act, Context, Conversation};
pub use framing::{Cutter, Framing, MAX_FRAME, Message, PrefixWidth};
pub use matcher::{Matcher, Test};
pub use play::{Plan, PlayAct, PlayFile, PlayKind, PlayList, PlaySession, PlayStep, Player};
pub use preset::Transport;
pub use rules::{CheckedRules, Rule, RulePart, RuleProblem, RuleSet, Rules, Step, When};

#[cfg(test)]
mod tests;
