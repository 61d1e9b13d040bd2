//! The heads of the requests as they were sent, read back from the session's record.

use std::collections::BTreeMap;

use crate::capture::{Capture, View};
use crate::playground::{Fetch, Hop};
use crate::types::HopId;
use crate::types::http::HopCause;

/// The heads of the requests of one fetch.
#[derive(Debug, Default)]
pub(super) struct Requests {
    hops: BTreeMap<HopId, Head>,
}

#[derive(Debug)]
struct Head {
    /// Bytes that it was cut out of.
    seen: u64,
    lines: Vec<Vec<u8>>,
}

impl Requests {
    /// Takes in what was sent since; `true` if some of it has to come from disk.
    pub(super) fn update(&mut self, fetch: &Fetch, capture: &Capture) -> bool {
        let mut loading = false;
        // After a 1xx only the body of the same request is sent.
        for hop in fetch.hops().iter().filter(|hop| hop.cause() != HopCause::Interim) {
            let request = hop.request(capture);
            let seen = request.bytes().end.min(MOST);
            if self.hops.get(&hop.id()).map_or(0, |head| head.seen) == seen {
                continue;
            }
            let mut bytes = Vec::new();
            let len = usize::try_from(MOST).unwrap_or(usize::MAX);
            if request.view(0, len, &mut bytes) == View::Loading {
                loading = true;
                continue;
            }
            self.hops.insert(hop.id(), Head { seen, lines: lines(&bytes) });
        }
        loading
    }

    /// The request line and the header lines of a hop, without their ends.
    pub(super) fn of(&self, hop: &Hop) -> &[Vec<u8>] {
        self.hops.get(&hop.id()).map_or(&[], |head| &head.lines)
    }
}

/// The lines before the first empty one.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let bare = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    bare.take_while(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
}

/// Bytes of a request that are looked at.
const MOST: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_its_first_empty_line() {
        for (bytes, expected) in [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n", vec!["GET / HTTP/1.1", "Host: a"]),
            ("GET /\nA: 1\n\nbody", vec!["GET /", "A: 1"]),
            ("GET / HT", vec!["GET / HT"]),
            ("", vec![]),
        ] {
            assert_eq!(
                lines(bytes.as_bytes()),
                expected.iter().map(|l| l.as_bytes()).collect::<Vec<_>>()
            );
        }
    }
}
