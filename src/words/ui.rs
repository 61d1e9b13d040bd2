//! Words of the window, a file for each of its rooms.

pub mod bytes;
pub mod command;
pub mod composer;
pub mod fetch;
pub mod file;
pub mod log;
pub mod options;
pub mod peers;
pub mod play;
pub mod repeat;
pub mod response;
pub mod rules;
pub mod status_bar;
pub mod step;
pub mod tab;
pub mod view;
pub mod waterfall;
pub mod window;
