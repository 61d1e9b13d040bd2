//! Words of the window, a file for each of its rooms.

pub mod bytes;
pub mod command;
pub mod composer;
pub mod entry;
pub mod faults;
pub mod fetch;
pub mod file;
pub mod framing;
pub mod log;
pub mod matcher;
pub mod options;
pub mod peers;
pub mod play;
pub mod repeat;
pub mod response;
pub mod rules;
pub mod shelf;
pub mod status_bar;
pub mod step;
pub mod tab;
pub mod view;
pub mod waterfall;
pub mod window;
