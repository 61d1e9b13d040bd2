//! The window by its accessible names, against real sockets on loopback, without display or GPU.

#![expect(clippy::expect_used, reason = "a failed expectation is a failed test")]

#[path = "ui/rig.rs"]
mod rig;

#[path = "ui/calm.rs"]
mod calm;
#[path = "ui/client.rs"]
mod client;
#[path = "ui/closing.rs"]
mod closing;
#[path = "ui/composer.rs"]
mod composer;
#[path = "ui/fields.rs"]
mod fields;
#[path = "ui/http.rs"]
mod http;
#[path = "ui/keys.rs"]
mod keys;
#[path = "ui/log.rs"]
mod log;
#[path = "ui/play.rs"]
mod play;
#[path = "ui/remembered.rs"]
mod remembered;
#[path = "ui/repeat.rs"]
mod repeat;
#[path = "ui/rules.rs"]
mod rules;
#[path = "ui/server.rs"]
mod server;
#[path = "ui/shelf.rs"]
mod shelf;
#[path = "ui/shown.rs"]
mod shown;
#[path = "ui/udp.rs"]
mod udp;
