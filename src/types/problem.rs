//! What can be wrong with something typed, read or received: kinds with values, no sentences. The words are in
//! [`words::problem`](crate::words::problem).
