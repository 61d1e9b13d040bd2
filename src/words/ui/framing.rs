//! How bytes are cut into messages.

messages! {
    a_length_and_so_many = "A length, and so many bytes";
    a_line_or_up_to = "A line, or up to a silence";
    a_message_is = "A message is";
    byte_order_of_the_length = "Byte order of the length";
    bytes_of_a_message = "Bytes of a message";
    counts_itself = "Counts itself";
    delimiter = "Delimiter";
    silence = "Silence";
    so_many_bytes = "So many bytes";
    the_length_is_that_of = "The length is that of all: its own bytes and those behind it";
    up_to_a_delimiter = "Up to a delimiter";
    up_to_a_silence = "Up to a silence";
    what_one_read_gives = "What one read gives";
    width_of_the_length = "Width of the length";
}
