//! The status bar.

use crate::words::{bytes, count, datagrams, size};

messages! {
    received = "In";
    sent = "Out";
    rate = "Rate";
    on_disk = "On disk";
    in_memory = "In memory";
    to_send = "To send";
    traffic(messages: u64, octets: u64) = "{}, {}", datagrams(messages), bytes(octets);
    per_second(octets: u64) = "{}/s", size(octets);

    dropped(octets: u64) = "Dropped {}", bytes(octets);
    lost(messages: u64) = "Lost {}", datagrams(messages);
    kernel_dropped(messages: u64) = "Kernel dropped {}", count(messages);
    nothing_dropped = "Nothing dropped";
}
