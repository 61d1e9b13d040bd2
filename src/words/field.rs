//! The fields of payloads to pick from, in words.

use crate::types::ByteOrder;
use crate::types::field::{FieldGroup, FieldMeaning};
use crate::words::unit::bytes;

/// The heading of a group of fields.
pub fn group(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Message => message_group(),
        FieldGroup::Counter => counter_group(),
        FieldGroup::Length => length_group(),
        FieldGroup::Time => time_group(),
        FieldGroup::Random => random_group(),
        FieldGroup::Sums => sums_group(),
        FieldGroup::Crc => crc_group(),
    }
}

/// What a field becomes.
pub fn meaning(meaning: FieldMeaning) -> String {
    let words = match meaning {
        FieldMeaning::Crc { bits, bytes: 1, .. } => return crc(bits, &bytes(1)),
        FieldMeaning::Crc { bits, bytes: n, order } => {
            return crc_in_order(bits, &bytes(n.into()), first_byte(order));
        }
        FieldMeaning::Message => message(),
        FieldMeaning::Frame => frame(),
        FieldMeaning::Capture => capture(),
        FieldMeaning::Upper => upper(),
        FieldMeaning::Lower => lower(),
        FieldMeaning::Peer => peer(),
        FieldMeaning::Count => count(),
        FieldMeaning::RequestedTime => requested_time(),
        FieldMeaning::Chargen => chargen(),
        FieldMeaning::Counter => counter(),
        FieldMeaning::CounterLittle => counter_little(),
        FieldMeaning::CounterByte => counter_byte(),
        FieldMeaning::CounterDecimal => counter_decimal(),
        FieldMeaning::CounterHex => counter_hex(),
        FieldMeaning::CounterInSteps => counter_in_steps(),
        FieldMeaning::Length => length(),
        FieldMeaning::RestLengthLittle => rest_length_little(),
        FieldMeaning::RestLengthByte => rest_length_byte(),
        FieldMeaning::RestLength => rest_length(),
        FieldMeaning::LocalTime => local_time(),
        FieldMeaning::LocalMillis => local_millis(),
        FieldMeaning::MailDate => mail_date(),
        FieldMeaning::UnixTime => unix_time(),
        FieldMeaning::UnixMillis => unix_millis(),
        FieldMeaning::UnixBinary => unix_binary(),
        FieldMeaning::Random => random(),
        FieldMeaning::Sum8 => sum8(),
        FieldMeaning::Xor8 => xor8(),
        FieldMeaning::Lrc => lrc(),
        FieldMeaning::Internet => internet(),
    };
    words.to_owned()
}

fn first_byte(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Big => high_byte_first(),
        ByteOrder::Little => low_byte_first(),
    }
}

messages! {
    message_group = "Message";
    counter_group = "Counter";
    length_group = "Length";
    time_group = "Time";
    random_group = "Random";
    sums_group = "Sums";
    crc_group = "CRC";

    message = "the message, without line ending, delimiter or length";
    frame = "the message as it came";
    capture = "a group of the pattern that matched; 0 is the whole match";
    upper = "the message in capital letters";
    lower = "the message in small letters";
    peer = "the address of the other end";
    count = "how many messages came from it";
    requested_time = "the time in the format that the message is";
    chargen = "95 lines of 72 characters, going on each time (RFC 864)";

    counter = "0, 1, 2 … in 4 bytes, high byte first";
    counter_little = "the same in 2 bytes, low byte first";
    counter_byte = "the same in one byte: 0 follows 255";
    counter_decimal = "the same in digits";
    counter_hex = "the same in hex digits";
    counter_in_steps = "begins with 100 and goes up by 10";

    length = "length of the whole payload in 2 bytes, high byte first";
    rest_length_little = "length of what follows, low byte first";
    rest_length_byte = "length of what follows in one byte";
    rest_length = "length of what follows in 4 bytes, high byte first";

    local_time = "local date and time";
    local_millis = "local time to the millisecond";
    mail_date = "local date as in mail (RFC 5322)";
    unix_time = "seconds since 1970 in digits";
    unix_millis = "milliseconds since 1970 in digits";
    unix_binary = "seconds since 1970 in 4 bytes, high byte first";
    random = "8 random bytes, others each time";

    sum8 = "the sum of all bytes before it, 1 byte";
    xor8 = "exclusive or of all bytes before it, 1 byte; :HEX as in NMEA 0183";
    lrc = "makes the sum of all bytes before it 0, 1 byte (Modbus ASCII)";
    internet = "internet checksum of IP, UDP and TCP, 2 bytes";
    crc(bits: u8, bytes: &str) = "{bits} bits in {bytes}";
    crc_in_order(bits: u8, bytes: &str, order: &str) = "{bits} bits in {bytes}, {order}";
    high_byte_first = "high byte first";
    low_byte_first = "low byte first";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_tells_its_width_and_the_order_of_its_bytes() {
        let crc = |bits, bytes, order| meaning(FieldMeaning::Crc { bits, bytes, order });
        assert_eq!(crc(7, 1, ByteOrder::Big), "7 bits in 1 byte");
        assert_eq!(crc(16, 2, ByteOrder::Little), "16 bits in 2 bytes, low byte first");
        assert_eq!(crc(24, 3, ByteOrder::Big), "24 bits in 3 bytes, high byte first");
    }
}
