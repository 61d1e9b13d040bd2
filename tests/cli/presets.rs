//! The classic programs by name, rules from a file, and payloads sent again and again: as a client sees them that is
//! written with plain sockets only.

#[path = "presets/classics.rs"]
mod classics;
#[path = "presets/datagrams.rs"]
mod datagrams;
#[path = "presets/files.rs"]
mod files;
#[path = "presets/repeating.rs"]
mod repeating;
#[path = "presets/talker.rs"]
mod talker;
#[path = "presets/words.rs"]
mod words;
