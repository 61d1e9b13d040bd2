//! Faults: what goes wrong on purpose.

use crate::types::Direction;

/// "reset after 100 B sent". The number is as typed.
pub fn cut_summary(after: &str, counted: Direction, resets: bool) -> String {
    match (resets, counted) {
        (true, Direction::Sent) => reset_after_sent(after),
        (true, Direction::Received) => reset_after_received(after),
        (false, Direction::Sent) => close_after_sent(after),
        (false, Direction::Received) => close_after_received(after),
    }
}

/// What counts until a connection is cut.
pub fn counted(direction: Direction) -> &'static str {
    match direction {
        Direction::Sent => sent(),
        Direction::Received => received(),
    }
}

messages! {
    badge(faults: &str) = "Faults: {faults}";
    badge_hint(faults: &str) = "Faults: {faults}\nWhat is sent or read goes wrong on purpose";
    switch_off = "Switch off";
    switch_off_hint = "Switch every fault off";
}

// What is on, as typed.
messages! {
    delay_summary(millis: &str) = "delay {millis} ms";
    chop_summary(bytes: &str, millis: &str) = "chop {bytes} B every {millis} ms";
    garble_summary(bytes: &str) = "garble 1 in {bytes}";
    drop_summary(datagrams: &str) = "drop 1 in {datagrams}";
    stop_reading_summary = "stop reading";
    reset_after_sent(bytes: &str) = "reset after {bytes} B sent";
    reset_after_received(bytes: &str) = "reset after {bytes} B received";
    close_after_sent(bytes: &str) = "close after {bytes} B sent";
    close_after_received(bytes: &str) = "close after {bytes} B received";
}

// The switches and their numbers.
messages! {
    delay = "Delay";
    delay_hint = "Everything is sent so much later";
    delay_millis = "Delay in milliseconds";
    chop = "Chop";
    chop_hint = "Everything is sent in pieces, with a pause between them";
    chop_bytes = "Bytes of a chop";
    chop_pause_millis = "Milliseconds between chops";
    garble = "Garble";
    garble_hint = "One byte of so many sent is changed";
    garble_rate = "Bytes to a garbled one";
    garble_rate_unit = "1 byte in";
    drop = "Drop";
    drop_hint = "One datagram of so many is not sent";
    drop_rate = "Datagrams to a dropped one";
    drop_rate_unit = "1 datagram in";
    stop_reading = "Stop reading";
    stop_reading_hint = "Nothing is read: the peer's window fills, datagrams pile up";
    cut = "Cut";
    cut_hint = "The connection ends after so many bytes";
    cut_after = "Bytes until the cut";
    cut_counts = "Cut counts bytes";
    cut_by = "Cut by";
    sent = "sent";
    received = "received";
}
