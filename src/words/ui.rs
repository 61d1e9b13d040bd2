//! Words of the window, a file for each of its rooms.

pub mod bytes;
pub mod command;
pub mod log;
pub mod options;
pub mod peers;
pub mod view;
