//! What the kernel threw away because the receive buffer was full.

use std::time::{Duration, Instant};

use socket2::Socket;

use crate::types::Address;

/// Looks from time to time, but only after datagrams have come.
pub(super) struct Drops {
    counter: Option<Counter>,
    total: u64,
    due: Option<Instant>,
}

impl Drops {
    pub(super) fn of(socket: &Socket, local: &Address) -> Self {
        Self { counter: Counter::of(socket, local), total: 0, due: None }
    }

    /// A datagram came: another look is worth it.
    pub(super) fn expect(&mut self) {
        if self.due.is_none() && self.counter.is_some() {
            self.due = Instant::now().checked_add(PERIOD);
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The number of datagrams dropped since the socket was bound, if it has grown; looks only when it is due.
    pub(super) fn grown(&mut self) -> Option<u64> {
        if self.due? > Instant::now() {
            return None;
        }
        self.look()
    }

    /// The same at once.
    pub(super) fn look(&mut self) -> Option<u64> {
        self.due = None;
        let total = self.counter.as_ref()?.read()?;
        let grown = total > self.total;
        self.total = total;
        grown.then_some(total)
    }
}

const PERIOD: Duration = Duration::from_millis(250);

#[cfg(target_os = "linux")]
use linux::Counter;

/// Only Linux counts per socket.
#[cfg(not(target_os = "linux"))]
enum Counter {}

#[cfg(not(target_os = "linux"))]
impl Counter {
    fn of(_socket: &Socket, _local: &Address) -> Option<Self> {
        None
    }

    fn read(&self) -> Option<u64> {
        match *self {}
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::os::fd::AsRawFd as _;

    use socket2::Socket;

    use crate::types::Address;

    /// The last column of a line of `/proc/net/udp` or `udp6` (proc(5)).
    pub(super) struct Counter {
        table: &'static str,
        inode: String,
    }

    impl Counter {
        pub(super) fn of(socket: &Socket, local: &Address) -> Option<Self> {
            let table = if local.ip()?.is_ipv4() { "/proc/net/udp" } else { "/proc/net/udp6" };
            let link = fs::read_link(format!("/proc/self/fd/{}", socket.as_raw_fd())).ok()?;
            let inode = link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?;
            Some(Self { table, inode: inode.to_owned() })
        }

        pub(super) fn read(&self) -> Option<u64> {
            drops(&fs::read_to_string(self.table).ok()?, &self.inode)
        }
    }

    fn drops(table: &str, inode: &str) -> Option<u64> {
        table.lines().find_map(|line| {
            let mut fields = line.split_ascii_whitespace();
            let is_ours = fields.nth(9)? == inode;
            is_ours.then(|| fields.next_back()?.parse().ok())?
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_last_column_of_our_line_counts() {
            let table = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops             \n \
              122: 0100007F:2710 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 9001 2 0000000000000000 7         \n\
             5123: 0100007F:2711 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 900 2 0000000000000000 286       \n";
            assert_eq!(drops(table, "900"), Some(286));
            assert_eq!(drops(table, "9001"), Some(7));
            assert_eq!(drops(table, "90"), None);
        }
    }
}
