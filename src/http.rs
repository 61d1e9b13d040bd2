//! HTTP/1.1 without sockets and clocks: turns a typed request into bytes to send, and received bytes into the parts of a
//! response.
//!
//! A request goes out exactly as typed: order, case and duplicates of its headers, dot segments of its [`url`].
//! The header fields that Sockscope adds to it are listed by [`request::Request::added`].

pub mod charset;
mod chunked;
pub mod coding;
pub mod curl;
pub mod disposition;
mod framing;
mod head;
pub mod json;
mod limits;
mod meaning;
mod percent;
pub mod redirect;
pub mod request;
pub mod response;
pub mod sse;
pub mod url;

pub use coding::{Decoder, Guard};
pub use limits::Limits;
pub use redirect::Redirects;
pub use request::{Header, Request, TargetForm};
pub use response::{Part, ResponseError, ResponseReader, Step};
pub use url::{Scheme, Url};
