//! What a message is compared with.

messages! {
    a_regular_expression_on_bytes = "A regular expression on bytes; {capture:1} is its first group";
    any_message = "Any message";
    hex_digits_stands_for_any = "Hex digits; ? stands for any digit";
    message_contains = "Message contains";
    message_ends_with = "Message ends with";
    message_is_empty = "Message is empty";
    message_is_exactly = "Message is exactly";
    message_is_like_hex = "Message is like hex";
    message_matches_regex = "Message matches regex";
    message_starts_with = "Message starts with";
}
