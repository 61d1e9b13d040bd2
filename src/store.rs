//! Files beside the sockets: settings, the shelf, and files that people have read and written. All of them go through
//! [`errand`], [`read`] and [`NewFile`].

mod new_file;

pub mod errand;
pub mod read;
pub mod settings;
pub mod shelf;

pub use new_file::{Existing, NewFile};
