//! Faults.

use std::fmt::Display;

messages! {
    after_b(end: impl Display, cut_after: impl Display, way: impl Display) = "{end} after {cut_after} B {way}";
    bytes_of_a_chop = "Bytes of a chop";
    bytes_to_a_garbled_one = "Bytes to a garbled one";
    bytes_until_the_cut = "Bytes until the cut";
    chop = "Chop";
    chop_b_every_ms(chop_bytes: impl Display, chop_every: impl Display) = "chop {chop_bytes} B every {chop_every} ms";
    cut = "Cut";
    cut_by = "Cut by";
    cut_counts_bytes = "Cut counts bytes";
    datagrams_to_a_dropped_one = "Datagrams to a dropped one";
    delay = "Delay";
    delay_in_milliseconds = "Delay in milliseconds";
    delay_ms(delay: impl Display) = "delay {delay} ms";
    drop = "Drop";
    drop_1_in(drop: impl Display) = "drop 1 in {drop}";
    everything_is_sent_in_pieces = "Everything is sent in pieces, with a pause between them";
    everything_is_sent_so_much = "Everything is sent so much later";
    faults(words: impl Display) = "Faults: {words}";
    garble = "Garble";
    garble_1_in(garble: impl Display) = "garble 1 in {garble}";
    milliseconds_between_chops = "Milliseconds between chops";
    n_1_byte_in = "1 byte in";
    n_1_datagram_in = "1 datagram in";
    nothing_is_read_the_peers = "Nothing is read: the peer's window fills, datagrams pile up";
    one_byte_of_so_many = "One byte of so many sent is changed";
    one_datagram_of_so_many = "One datagram of so many is not sent";
    stop_reading = "Stop reading";
    stop_reading_2 = "stop reading";
    switch_every_fault_off = "Switch every fault off";
    switch_off = "Switch off";
    the_connection_ends_after_so = "The connection ends after so many bytes";
    what_is_sent_or_read(text: impl Display) = "{text}\nWhat is sent or read goes wrong on purpose";
}
