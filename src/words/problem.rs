//! What is wrong, in words: a file for each file of [`types::problem`](crate::types::problem).

pub mod document;
pub mod file;
pub mod matching;
pub mod play;
pub mod template;
pub mod text;
pub mod typed;

pub use document::{document, play_list, rule};
pub use play::step;
pub use template::fill;
pub use typed::typed;
