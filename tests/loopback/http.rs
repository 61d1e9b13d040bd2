//! Fetches over HTTP against servers that misbehave on purpose.

mod bulk;
mod content;
mod framing;
mod keep_alive;
mod limits;
mod proxies;
mod redirects;
mod rig;
pub(crate) mod tls;
mod upload;
