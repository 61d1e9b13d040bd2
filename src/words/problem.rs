//! What is wrong, in words: a file for each file of [`types::problem`](crate::types::problem).
