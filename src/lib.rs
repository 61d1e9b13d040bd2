//! Sockscope, the socket playground: listen on a port, connect to one, send text or hex, and see what came back, byte for byte.
//!
//! This page is the architecture. The modules stand in the order in which they may know each other; `tests/architecture.rs`
//! reads the sources and holds them to it.
//!
//! # The way of the data
//!
//! ```text
//!  click ─ Action ─► Playground ─ Command ─► worker thread ─► socket
//!                                              │  one a session; owns every socket of that session;
//!  pixels ◄─ ui ◄─ Playground ◄─ ingest ◄──────┘  blocks in exactly one wait
//!                   (mutex)       thread    Event over a channel, bounded in bytes
//! ```
//!
//! * A **worker** ([`engine`]) is one thread a session, however many connections that has. Its sockets never block; it tries
//!   an operation first and waits, in one place, only when the kernel has nothing to give. Stop is a flag and a wake-up.
//! * **Events** ([`types::event`]) carry the bytes as slices of a larger segment: no copy and no allocation per read. When the
//!   queue is full, a worker stops reading, so that the peer slows down and nothing is lost.
//! * The **ingest thread** ([`playground::Shared`]) applies events to the model in slices, under its lock, and does the disk work
//!   of the captures without it. A hidden window changes nothing for the network.
//! * The **capture** ([`mod@capture`]) is append-only: bytes and records keep their absolute offsets and numbers. Older bytes go from
//!   memory to an unlinked file, and past the limits they are dropped and counted: received = kept + dropped, always.
//! * A **note** ([`types::Note`]) stands between the bytes: an encoded fact, which goes to disk like bytes and is put into words
//!   when it is shown. The one presenter of facts is [`words::fact`]; which facts leave a note is the model's decision.
//! * **Rules** and **play lists** ([`respond`]) are state machines without IO: they are given bytes and times, and asked what to do. The
//!   worker carries that out, with its timers, in the turn of the read, so an answer does not wait for the screen.
//! * A **payload with fields** ([`codec::template`]) is read once. One click on Send sends the bytes of the preview, so that
//!   what was shown is what goes out, time and random bytes included. What is repeated, played or sent from the shelf, and
//!   the body of a fetch, takes its values when it goes out; the worker repeats on a schedule that does not drift.
//! * A **fetch** over HTTP is one run of a session. [`mod@http`] reads and writes the protocol without IO, the worker reports what it
//!   finds in addition to the bytes on the wire, and the body of an answer is kept as stretches of the capture, not as a copy.
//! * **What people read** ([`words`]) is a table of messages with typed arguments. The layers below report kinds with values
//!   ([`types::problem`], [`types::Fact`]); the window, the command line and the model turn those into text.
//! * A **kind of session** ([`types::Kind`]) has one row in one table: what it can do, which views it has. What was typed for it
//!   ([`form`]) becomes a configuration of its own type, and a session is started from that.
//! * **Files** beside the sockets ([`store`]) are read and written by one sort of errand: a thread, a notice, a file that takes its
//!   place only when it is whole, and one guard against pipes, devices and files without end.
//! * The **window** (`ui`) draws what is visible under the model's lock, collects actions on the way and has them
//!   performed after the last widget. It waits for no socket, file or thread: bytes on disk are asked for and drawn a frame later.
//! * The **command line** ([`cli`]) drives the same playground from one thread.
//!
//! # What decides, in this order
//!
//! No byte is lost, changed or hidden. The window never waits. The truth about the network is visible. One obvious way. Small.

pub mod types;

pub mod words;

pub mod codec;

pub mod http;

pub mod respond;

pub mod capture;

pub mod engine;

pub mod form;

pub mod store;

pub mod playground;

pub mod cli;

#[cfg(feature = "gui")]
pub mod ui;
