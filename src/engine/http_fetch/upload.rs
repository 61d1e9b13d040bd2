//! The bytes of a request in the order in which they are sent: head, then body, piece by piece.

use std::collections::VecDeque;
use std::path::Path;

use bytes::Bytes;

use crate::engine::worker::payload::FileSource;
use crate::http::request::{CHUNK_END, LAST_CHUNK, chunk_head};
use crate::types::{IoError, Origin};

/// The part of a request that is still to be sent.
pub(super) struct Upload {
    /// To be sent next, in order.
    ready: VecDeque<(Bytes, Origin)>,
    body: Body,
    /// The body goes out in chunks (RFC 9112, 7.1).
    chunked: bool,
    state: UploadState,
}

/// Where the bytes of a body come from. They are removed as they are handed out.
#[derive(Default)]
pub(super) enum Body {
    #[default]
    Empty,
    Memory(Bytes),
    File {
        source: FileSource,
        at: u64,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum UploadState {
    Head,
    /// The head is sent; the body is held back until the gate opens.
    Gate,
    /// The body is being sent.
    Body {
        begun: bool,
    },
    /// What is ready is the last part.
    Last,
    Done,
}

impl Upload {
    /// Only these bytes, sent as they are, without a body.
    pub(super) fn plain(head: Bytes) -> Self {
        Self::new(head, Body::Empty, false)
    }

    pub(super) fn new(head: Bytes, body: Body, chunked: bool) -> Self {
        let ready = VecDeque::from([(head, Origin::User)]);
        Self { ready, body, chunked, state: UploadState::Head }
    }

    /// What to send now; `None` if everything was sent or the body is held back.
    pub(super) fn next(&mut self) -> Result<Option<(Bytes, Origin)>, IoError> {
        while self.ready.is_empty() && matches!(self.state, UploadState::Body { .. }) {
            self.refill()?;
        }
        Ok(self.ready.front().cloned())
    }

    /// `len` bytes of that were sent.
    pub(super) fn advance(&mut self, len: usize) {
        let Some((piece, _)) = self.ready.front_mut() else {
            return;
        };
        let _sent = piece.split_to(len.min(piece.len()));
        if self.state == (UploadState::Body { begun: false }) && len > 0 {
            self.state = UploadState::Body { begun: true };
        }
        if piece.is_empty() {
            self.ready.pop_front();
        }
        if self.ready.is_empty() {
            match self.state {
                UploadState::Head => self.state = UploadState::Gate,
                UploadState::Last => self.state = UploadState::Done,
                UploadState::Gate | UploadState::Body { .. } | UploadState::Done => {}
            }
        }
    }

    /// The head is sent, and the body is held back.
    pub(super) fn is_at_gate(&self) -> bool {
        self.state == UploadState::Gate
    }

    /// Release the body.
    pub(super) fn open_gate(&mut self) {
        if self.state == UploadState::Gate {
            self.state = if self.has_body() {
                UploadState::Body { begun: false }
            } else {
                UploadState::Done
            };
        }
    }

    /// Everything was sent.
    pub(super) fn is_done(&self) -> bool {
        self.state == UploadState::Done
    }

    /// There is a body, and none of it was sent yet.
    pub(super) fn holds_whole_body(&self) -> bool {
        self.has_body()
            && matches!(
                self.state,
                UploadState::Head | UploadState::Gate | UploadState::Body { begun: false }
            )
    }

    fn has_body(&self) -> bool {
        self.chunked || !matches!(self.body, Body::Empty)
    }

    fn refill(&mut self) -> Result<(), IoError> {
        let piece = self.body.next_piece()?;
        match piece {
            Some((bytes, origin)) if self.chunked => {
                let head = Bytes::from(chunk_head(bytes.len() as u64));
                let end = Bytes::from_static(CHUNK_END);
                self.ready.extend([(head, origin), (bytes, origin), (end, origin)]);
            }
            Some(piece) => self.ready.push_back(piece),
            None if self.chunked => {
                self.ready.push_back((Bytes::from_static(LAST_CHUNK), Origin::User));
                self.state = UploadState::Last;
            }
            None => self.state = UploadState::Done,
        }
        Ok(())
    }
}

impl Body {
    pub(super) fn open(path: &Path) -> Result<Self, IoError> {
        Ok(Self::File { source: FileSource::open(path)?, at: 0 })
    }

    pub(super) fn bytes(bytes: Bytes) -> Self {
        if bytes.is_empty() { Self::Empty } else { Self::Memory(bytes) }
    }

    /// Bytes that are left.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Empty => 0,
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { source, at } => source.len().saturating_sub(*at),
        }
    }

    /// The next bytes, at most 256 KiB and at least one; `None` at the end.
    fn next_piece(&mut self) -> Result<Option<(Bytes, Origin)>, IoError> {
        Ok(match self {
            Self::Memory(bytes) if !bytes.is_empty() => {
                Some((bytes.split_to(bytes.len().min(PIECE)), Origin::User))
            }
            Self::File { source, at } if *at < source.len() => {
                let piece = source.read(*at)?;
                *at = at.saturating_add(piece.len() as u64);
                Some((piece, Origin::File))
            }
            Self::Empty | Self::Memory(_) | Self::File { .. } => None,
        })
    }
}

/// Bytes in a piece of the body.
const PIECE: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// Everything, as a socket takes it that takes so many bytes at once.
    fn drain(upload: &mut Upload, most: usize) -> Vec<u8> {
        let mut out = Vec::new();
        loop {
            while let Some((piece, _)) = upload.next().unwrap() {
                let taken = piece.slice(..piece.len().min(most));
                upload.advance(taken.len());
                out.extend_from_slice(&taken);
            }
            if upload.is_done() {
                return out;
            }
            assert!(upload.is_at_gate());
            upload.open_gate();
        }
    }

    fn head() -> Bytes {
        Bytes::from_static(b"HEAD\r\n\r\n")
    }

    #[test]
    fn head_and_body_come_out_whole_whatever_the_socket_takes() {
        let text: Vec<u8> = (0..=250).cycle().take(PIECE * 2 + 17).collect();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&text).unwrap();
        let expected = [&head()[..], &text].concat();
        for most in [1000, PIECE, usize::MAX] {
            let memory = Body::bytes(text.clone().into());
            let opened = Body::open(file.path()).unwrap();
            assert_eq!(opened.len(), text.len() as u64);
            for body in [memory, opened] {
                assert!(drain(&mut Upload::new(head(), body, false), most) == expected);
            }
        }
    }

    #[test]
    fn a_body_in_chunks_ends_with_the_last_chunk() {
        for most in [1, usize::MAX] {
            let body = Body::bytes(Bytes::from_static(b"hello world, 16B"));
            let sent = drain(&mut Upload::new(head(), body, true), most);
            assert_eq!(sent, b"HEAD\r\n\r\n10\r\nhello world, 16B\r\n0\r\n\r\n");
            let sent = drain(&mut Upload::new(head(), Body::Empty, true), most);
            assert_eq!(sent, b"HEAD\r\n\r\n0\r\n\r\n");
        }
    }

    #[test]
    fn the_body_waits_at_the_gate() {
        let mut upload = Upload::new(head(), Body::bytes(Bytes::from_static(b"body")), false);
        assert!(!upload.is_at_gate());
        upload.advance(head().len());
        assert!(upload.is_at_gate() && upload.next().unwrap().is_none() && !upload.is_done());
        upload.open_gate();
        assert!(upload.next().unwrap().is_some() && upload.holds_whole_body());
        upload.advance(1);
        assert!(!upload.holds_whole_body());
    }

    #[test]
    fn without_a_body_there_is_nothing_after_the_head() {
        for body in [Body::Empty, Body::bytes(Bytes::new())] {
            let mut upload = Upload::new(head(), body, false);
            assert_eq!(drain(&mut upload, 3), head());
            assert!(!upload.holds_whole_body());
        }
    }
}
