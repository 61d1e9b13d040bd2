//! A connection in memory, with a server of TLS or with bytes at its other end.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::Arc;

use rustls::ServerConnection;
use rustls::server::ServerConfig;

/// The client's stream. It does not block: what is not there yet is `WouldBlock`.
pub(crate) struct Link {
    pub(crate) server: Option<ServerConnection>,
    /// On the way to the client.
    pub(crate) wire: VecDeque<u8>,
    /// What the server has heard and nobody has taken yet.
    heard: Vec<u8>,
    /// The byte of all that the server sends that is changed on the way.
    pub(crate) changes: Option<usize>,
    /// At most so many bytes go at once, with a `WouldBlock` in between if it is 1.
    step: usize,
    blocks_next: bool,
    /// The server has closed it.
    pub(crate) ended: bool,
    /// Writing fails with this.
    pub(crate) breaks: Option<io::ErrorKind>,
}

impl Link {
    pub(crate) fn new(config: &Arc<ServerConfig>, step: usize) -> Self {
        let server = ServerConnection::new(Arc::clone(config)).unwrap();
        Self { server: Some(server), step, ended: false, ..Self::to(b"") }
    }

    /// To something that sends these bytes, whatever it receives, and closes.
    pub(crate) fn to(says: &[u8]) -> Self {
        Self {
            server: None,
            wire: says.iter().copied().collect(),
            heard: Vec::new(),
            changes: None,
            step: usize::MAX,
            blocks_next: false,
            ended: true,
            breaks: None,
        }
    }

    /// Let the server say something.
    pub(crate) fn say(&mut self, bytes: &[u8]) {
        let server = self.server.as_mut().unwrap();
        server.set_buffer_limit(None);
        server.writer().write_all(bytes).unwrap();
        self.carry();
    }

    /// Let the server close TLS.
    pub(crate) fn close_notify(&mut self) {
        self.server.as_mut().unwrap().send_close_notify();
        self.carry();
    }

    /// What the server has heard since the last time.
    pub(crate) fn heard(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.heard)
    }

    /// Whether the server has got `close_notify`.
    pub(crate) fn server_is_told_the_end(&mut self) -> bool {
        let server = self.server.as_mut().unwrap();
        server.process_new_packets().unwrap().peer_has_closed()
    }

    fn carry(&mut self) {
        let Some(server) = &mut self.server else {
            return;
        };
        let mut sent = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut sent).unwrap();
        }
        if let Some(at) = self.changes {
            match sent.get_mut(at) {
                Some(byte) => (*byte, self.changes) = (*byte ^ 0x55, None),
                None => self.changes = Some(at - sent.len()),
            }
        }
        self.wire.extend(sent);
    }

    fn block(&mut self) -> io::Result<()> {
        self.blocks_next = self.step == 1 && !self.blocks_next;
        if self.blocks_next { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
    }
}

impl Read for Link {
    fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        self.block()?;
        if self.wire.is_empty() {
            return if self.ended { Ok(0) } else { Err(io::ErrorKind::WouldBlock.into()) };
        }
        let len = space.len().min(self.step);
        self.wire.read(&mut space[..len])
    }
}

impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.block()?;
        if let Some(kind) = self.breaks {
            return Err(kind.into());
        }
        let mut bytes = &bytes[..bytes.len().min(self.step)];
        let Some(server) = &mut self.server else {
            return Ok(bytes.len());
        };
        let taken = server.read_tls(&mut bytes)?;
        // A server that refuses says so in an alert.
        server.process_new_packets().ok();
        // It ends with `WouldBlock`.
        server.reader().read_to_end(&mut self.heard).ok();
        self.carry();
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
