//! What is wrong, in words: a file for each file of [`types::problem`](crate::types::problem).

pub mod coding;
pub mod curl;
pub mod document;
pub mod errno;
pub mod file;
pub mod form;
pub mod http;
pub mod io;
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

pub use document::{document, play_list, rule};
pub use form::form;
pub use play::step;
pub use template::fill;
pub use typed::typed;
