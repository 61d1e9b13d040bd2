//! Payloads: bytes in memory, or a file that is read piece by piece.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use bytes::{Buf as _, Bytes};

use crate::engine::command::SendTag;
use crate::engine::open_regular;
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation, Origin, Pace, RuleTag, SendId};

/// A payload that is being sent on one connection.
pub(in crate::engine) struct Payload {
    /// `None` for a reply.
    pub(in crate::engine) id: Option<SendId>,
    pub(in crate::engine) origin: Origin,
    /// A copy of a repeated payload, whose end isn't reported.
    pub(in crate::engine) is_replica: bool,
    /// Sent in pieces at this pace, if not as a whole.
    pub(in crate::engine) pace: Option<Pace>,
    /// When it was queued, if it is delayed from then on.
    pub(in crate::engine) handed_over: Option<Instant>,
    body: Source,
}

/// One copy of a repeated payload. Its end isn't reported.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Replica {
    pub(in crate::engine) id: SendId,
    pub(in crate::engine) bytes: Bytes,
    /// Sent in pieces at this pace, if not as a whole. for streams only.
    pub(in crate::engine) pace: Option<Pace>,
}

enum Source {
    Memory(Bytes),
    File { source: Rc<FileSource>, at: u64 },
}

impl Payload {
    pub(in crate::engine) fn bytes(tag: SendTag, bytes: Bytes) -> Self {
        Self::new(Some(tag.id), tag.origin, Source::Memory(bytes))
    }

    pub(in crate::engine) fn replica(replica: &Replica) -> Self {
        let Replica { id, bytes, pace } = replica.clone();
        let tag = SendTag { id, origin: Origin::User };
        Self { is_replica: true, pace, ..Self::bytes(tag, bytes) }
    }

    pub(in crate::engine) fn reply(rule: RuleTag, bytes: Bytes) -> Self {
        Self::new(None, Origin::Reply(rule), Source::Memory(bytes))
    }

    pub(in crate::engine) fn file(tag: SendTag, source: Rc<FileSource>) -> Self {
        Self::new(Some(tag.id), tag.origin, Source::File { source, at: 0 })
    }

    /// Its tag for facts; `None` for a reply.
    pub(in crate::engine) fn tag(&self) -> Option<SendTag> {
        self.id.map(|id| SendTag { id, origin: self.origin })
    }

    /// Sends it at this pace.
    pub(in crate::engine) fn paced(self, pace: Option<Pace>) -> Self {
        Self { pace, ..self }
    }

    fn new(id: Option<SendId>, origin: Origin, body: Source) -> Self {
        Self { id, origin, is_replica: false, pace: None, handed_over: None, body }
    }

    /// Bytes that are left.
    pub(in crate::engine) fn unsent(&self) -> u64 {
        match &self.body {
            Source::Memory(bytes) => bytes.len() as u64,
            Source::File { source, at } => source.len.saturating_sub(*at),
        }
    }

    /// The next bytes, at most 256 KiB; empty at the end.
    pub(in crate::engine) fn next_chunk(&self) -> Result<Bytes, IoError> {
        match &self.body {
            Source::Memory(bytes) => {
                let mut chunk = bytes.clone();
                chunk.truncate(CHUNK);
                Ok(chunk)
            }
            Source::File { source, at } if *at < source.len => source.read(*at),
            Source::File { .. } => Ok(Bytes::new()),
        }
    }

    /// All bytes that are left.
    pub(in crate::engine) fn whole(&self) -> Result<Bytes, IoError> {
        match &self.body {
            Source::Memory(bytes) => Ok(bytes.clone()),
            Source::File { source, at } => source.read_to_end(*at),
        }
    }

    /// `count` bytes of the chunk were sent.
    pub(in crate::engine) fn advance(&mut self, count: usize) {
        match &mut self.body {
            Source::Memory(bytes) => bytes.advance(count.min(bytes.len())),
            Source::File { at, .. } => *at += count as u64,
        }
    }
}

/// An open file. The connections that send it share the block read last, so that a slow one doesn't hold memory of its own.
pub(in crate::engine) struct FileSource {
    file: File,
    path: String,
    /// Its length when it was opened.
    len: u64,
    block: RefCell<Block>,
}

#[derive(Clone, Default)]
struct Block {
    start: u64,
    bytes: Bytes,
}

impl FileSource {
    /// Opens a regular file. Opening a pipe or reading a terminal could block forever.
    pub(in crate::engine) fn open(path: &Path) -> Result<Self, IoError> {
        let name = path.display().to_string();
        let file = open_regular(path)?;
        let found = file.metadata();
        let len = found.map_err(|error| IoError::new(Operation::ReadFile, &name, &error))?.len();
        Ok(Self { file, path: name, len, block: RefCell::default() })
    }

    /// Its length when it was opened.
    pub(in crate::engine) fn len(&self) -> u64 {
        self.len
    }

    /// The bytes from `at` to the end of its 256 KiB block.
    pub(in crate::engine) fn read(&self, at: u64) -> Result<Bytes, IoError> {
        let start = at - at % CHUNK as u64;
        let mut block = self.block.borrow_mut();
        if block.start != start || block.bytes.is_empty() {
            let bytes = self
                .read_block(start)
                .map_err(|error| IoError::new(Operation::ReadFile, &self.path, &error))?;
            *block = Block { start, bytes };
        }
        let mut rest = block.bytes.clone();
        let skipped = usize::try_from(at - start).unwrap_or(usize::MAX);
        rest.advance(skipped.min(rest.len()));
        if rest.is_empty() {
            return Err(IoError::other(Operation::ReadFile, &self.path, FileProblem::Shrunk));
        }
        Ok(rest)
    }

    /// The bytes from `at` to the end.
    pub(in crate::engine) fn read_to_end(&self, mut at: u64) -> Result<Bytes, IoError> {
        let mut all = Vec::new();
        while at < self.len {
            let piece = self.read(at)?;
            all.extend_from_slice(&piece);
            at += piece.len() as u64;
        }
        Ok(all.into())
    }

    fn read_block(&self, start: u64) -> io::Result<Bytes> {
        let len = CHUNK.min(usize::try_from(self.len - start).unwrap_or(CHUNK));
        let mut bytes = Vec::with_capacity(len);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        file.take(len as u64).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}

const CHUNK: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const TAG: SendTag = SendTag { id: SendId(1), origin: Origin::File };

    fn drain(mut payload: Payload, step: usize) -> Result<Vec<u8>, IoError> {
        let mut out = Vec::new();
        loop {
            assert_eq!(payload.unsent() == 0, payload.next_chunk()?.is_empty());
            let mut chunk = payload.next_chunk()?;
            if chunk.is_empty() {
                return Ok(out);
            }
            chunk.truncate(step);
            payload.advance(chunk.len());
            out.extend_from_slice(&chunk);
        }
    }

    fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_payload_comes_out_whole_whatever_the_socket_takes() {
        let bytes: Vec<u8> = (0..=250).cycle().take(CHUNK * 2 + 17).collect();
        let file = file_of(&bytes);
        for step in [1000, CHUNK - 1, CHUNK, usize::MAX] {
            let id = TAG;
            let source = Rc::new(FileSource::open(file.path()).unwrap());
            assert_eq!(drain(Payload::bytes(id, bytes.clone().into()), step).unwrap(), bytes);
            assert_eq!(Payload::file(id, Rc::clone(&source)).whole().unwrap(), bytes);
            assert_eq!(drain(Payload::file(id, source), step).unwrap(), bytes);
        }
    }

    #[test]
    fn an_empty_file_is_an_empty_payload() {
        let source = FileSource::open(file_of(b"").path()).unwrap();
        assert_eq!(drain(Payload::file(TAG, Rc::new(source)), 1).unwrap(), b"");
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error_in_words() {
        let file = file_of(&vec![7; CHUNK + 5]);
        let source = FileSource::open(file.path()).unwrap();
        file.as_file().set_len(CHUNK as u64 + 2).unwrap();
        let error = drain(Payload::file(TAG, Rc::new(source)), usize::MAX).unwrap_err();
        assert_eq!(error.cause, FileProblem::Shrunk.into());
    }

    #[test]
    fn a_directory_and_a_missing_file_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let refused = |path: &Path| FileSource::open(path).err().unwrap();
        assert_eq!(refused(directory.path()).kind, io::ErrorKind::IsADirectory);
        let missing = refused(&directory.path().join("none"));
        assert_eq!(missing.kind, io::ErrorKind::NotFound);
    }
}
