//! What can be wrong with something typed, read or received: kinds with values, no sentences. The words are in
//! [`words::problem`](crate::words::problem).

pub mod coding;
pub mod curl;
pub mod document;
pub mod file;
pub mod form;
pub mod http;
pub mod matching;
pub mod net;
pub mod play;
pub mod proxy;
pub mod request;
pub mod response;
pub mod template;
pub mod text;
pub mod tls;
pub mod trust;
pub mod typed;
pub mod url;

pub use document::{
    DocumentFault, DocumentProblem, Place, PlayListFault, RuleFault, RulePart, RulePlace,
    StepKeysProblem, ValueForm,
};
pub use file::FileProblem;
pub use form::{FormInterval, FormNumber, FormProblem};
pub use http::HttpProblem;
pub use matching::{FramingProblem, MatcherProblem, PlayStepProblem, RuleStepProblem};
pub use net::NetProblem;
pub use play::{Absence, CutProblem, NoMessage, ReplyProblem, StepProblem, WaitEnd};
pub use template::{Expected, FieldProblem, FillProblem, FormatProblem, Quantity};
pub use text::{Choice, EscapeProblem, HexProblem, UnknownName, Unmappable};
pub use tls::{CertificateKey, TlsProblem};
pub use trust::{TrustProblem, ValidityLimit};
pub use typed::TypedProblem;
