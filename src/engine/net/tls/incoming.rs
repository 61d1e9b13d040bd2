//! Received bytes that TLS has not taken yet: it takes 4 KiB at a time, the system gives more for the same price.

use std::io::{self, Read};

use rustls::ClientConnection;

/// A buffer, and how the stream began.
pub(super) struct Incoming {
    space: Box<[u8]>,
    start: usize,
    end: usize,
    /// The first bytes of all.
    first: Vec<u8>,
}

impl Default for Incoming {
    fn default() -> Self {
        Self { space: vec![0; SPACE].into(), start: 0, end: 0, first: Vec::new() }
    }
}

impl Incoming {
    pub(super) fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// The first bytes of the stream, as a hint to what speaks there.
    pub(super) fn start(&self) -> &[u8] {
        &self.first
    }

    /// Receive once, in place of what was taken; 0 says that the stream has ended.
    pub(super) fn fill(&mut self, io: &mut impl Read) -> io::Result<usize> {
        let len = loop {
            match io.read(&mut self.space) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome?,
            }
        };
        (self.start, self.end) = (0, len);
        let missing = FIRST.saturating_sub(self.first.len());
        self.first.extend(self.space.iter().take(len.min(missing)));
        Ok(len)
    }

    /// Let TLS take what it can; how many bytes. None if it takes nothing more, because the peer has closed.
    pub(super) fn hand_to(
        &mut self,
        session: &mut ClientConnection,
    ) -> Result<usize, rustls::Error> {
        let mut unread = self.space.get(self.start..self.end).unwrap_or_default();
        let taken = session.read_tls(&mut unread);
        let taken = taken.map_err(|error| rustls::Error::General(error.to_string()))?;
        self.start = self.start.saturating_add(taken);
        Ok(taken)
    }
}

/// Four records of 16 KiB.
const SPACE: usize = 64 * 1024;
const FIRST: usize = 16;
