//! What can be wrong with something typed, read or received: kinds with values, no sentences. The words are in
//! [`words::problem`](crate::words::problem).

pub mod document;
pub mod file;
pub mod matching;
pub mod play;
pub mod template;
pub mod text;
pub mod typed;

pub use document::{DocumentFault, DocumentProblem, Place, RulePart, StepKeysProblem};
pub use file::FileProblem;
pub use matching::{FramingProblem, MatcherProblem, PlayStepProblem, RuleStepProblem};
pub use play::{Absence, CutProblem, NoMessage, ReplyProblem, StepProblem, WaitEnd};
pub use template::{Expected, FieldProblem, FillProblem, FormatProblem, Quantity};
pub use text::{Choice, EscapeProblem, HexProblem, UnknownName, Unmappable};
pub use typed::TypedProblem;
