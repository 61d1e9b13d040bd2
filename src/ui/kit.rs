//! The parts that forms are made of, each of one look wherever it stands.

pub mod caption;
pub mod file;
pub mod step;
