//! What can be wrong with a request, and with where a redirect leads.

use serde::{Deserialize, Serialize};

use crate::types::problem::url::UrlProblem;

/// Why a request cannot be sent as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestProblem {
    /// This is not a method; empty if there is none.
    Method(String),
    /// The name of a header is not a token.
    HeaderName {
        /// Which header, counted from 0.
        index: usize,
        /// Its name; empty if there is none.
        name: String,
    },
    /// The value of a header would end its line.
    HeaderValue {
        /// Which header, counted from 0.
        index: usize,
        /// Its name.
        name: String,
    },
    /// User and password for the proxy would end their line.
    ProxyAuthorization,
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RedirectProblem {
    /// The location leads nowhere that can be fetched.
    Location {
        /// The value of the field, cut if it is very long.
        location: Vec<u8>,
        /// It was cut.
        is_cut: bool,
        /// What is wrong with it.
        problem: UrlProblem,
    },
    /// There are several `Location` fields, and they differ.
    Ambiguous,
    /// So many redirects have been followed already.
    TooMany {
        /// The most that are followed.
        most: u32,
    },
}
