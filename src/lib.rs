//! Sockscope, the socket playground. (architecture page: written last)

pub mod types;
