//! How bytes are cut into messages.

messages! {
    framing = "Framing";
    text = "Line or silence";
    line = "Line";
    read = "As received";
    delimiter = "Delimiter";
    fixed = "Fixed length";
    length_prefix = "Length prefix";
    idle = "Silence";

    silence_unit = "of";
    silence = "Silence";
    message_length = "Bytes of a message";
    message_length_unit = "bytes";
    prefix_width = "Width of the length";
    prefix_byte_order = "Byte order of the length";
    prefix_includes_itself = "Counts itself";
    prefix_includes_itself_hint = "The length is that of the whole message: its own bytes and those behind it";
}
