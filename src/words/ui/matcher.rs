//! What a message is compared with.

messages! {
    any = "Any message";
    exact = "Message is exactly";
    contains = "Message contains";
    starts_with = "Message starts with";
    ends_with = "Message ends with";
    regex = "Message matches regex";
    regex_hint = "A regular expression on bytes; {capture:1} is its first group";
    mask = "Message is like hex";
    mask_hint = "Hex digits; ? stands for any digit";
    empty = "Message is empty";
}
