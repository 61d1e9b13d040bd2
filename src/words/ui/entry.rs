//! Entries and what they are typed as.

messages! {
    hex = "Hex";
    typed_as(entry: &str) = "{entry} typed as";
}
