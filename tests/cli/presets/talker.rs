//! One client of a server that answers, with a plain socket.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use super::super::program::{Program, read_all, start};

/// A server with a preset, in the default format.
pub(super) fn server(preset: &str) -> Program {
    start(&["tcp-server", "0", "--reply", preset])
}

/// One client of it.
pub(super) struct Talker(pub(super) TcpStream);

impl Talker {
    pub(super) fn new(server: &Program) -> Self {
        let stream = server.connect();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    pub(super) fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).unwrap();
    }

    /// Exactly these bytes come next.
    pub(super) fn hear(&mut self, wanted: impl AsRef<[u8]>) {
        let wanted = wanted.as_ref();
        let mut bytes = vec![0; wanted.len()];
        self.0.read_exact(&mut bytes).unwrap();
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(wanted));
    }

    /// Up to a line feed.
    pub(super) fn line(&mut self) -> String {
        let mut bytes = Vec::new();
        while bytes.last() != Some(&b'\n') {
            let mut byte = [0];
            self.0.read_exact(&mut byte).unwrap();
            bytes.extend(byte);
        }
        String::from_utf8(bytes).unwrap()
    }

    /// Says these as segments of their own: each after the server has told of the one before, and of `before` reads of the
    /// same client.
    pub(super) fn say_apart(&mut self, server: &Program, before: usize, parts: &[&str]) {
        for (n, part) in parts.iter().enumerate() {
            server.until_so(|text| text.matches(" received from ").count() == before + n);
            self.say(part);
        }
    }

    /// The server closes, and says nothing more.
    pub(super) fn is_left(&self) {
        assert_eq!(String::from_utf8_lossy(&read_all(&self.0)), "");
    }

    /// What comes until the server closes too, when this side says no more.
    pub(super) fn last_words(self) -> Vec<u8> {
        self.0.shutdown(Shutdown::Write).unwrap();
        read_all(&self.0)
    }
}
