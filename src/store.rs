//! Files beside the sockets: settings, the shelf, and files that are written whole or not at all.

mod new_file;
pub(crate) mod writer;

pub mod settings;
pub mod shelf;

pub use new_file::NewFile;
