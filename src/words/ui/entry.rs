//! Entries and what they are typed as.

use std::fmt::Display;

messages! {
    hex = "Hex";
    typed_as(entry: impl Display) = "{entry} typed as";
}
