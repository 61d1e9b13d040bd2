//! The capture as its users see it, over a disk whose failures are made to order.

mod accounting;
mod model;
mod spilling;

use std::io;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use super::*;
use crate::types::Origin;

/// A disk in memory that can be full or broken.
#[derive(Debug)]
struct TestDisk(Mutex<DiskState>);

#[derive(Debug)]
struct DiskState {
    bytes: Vec<u8>,
    /// How long the file may become; never shorter than it is.
    room: usize,
    is_broken: bool,
}

impl TestDisk {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(DiskState {
            bytes: Vec::new(),
            room: usize::MAX,
            is_broken: false,
        })))
    }

    fn set_room(&self, room: usize) {
        self.lock().room = room;
    }

    fn set_broken(&self, is_broken: bool) {
        self.lock().is_broken = is_broken;
    }

    fn lock(&self) -> MutexGuard<'_, DiskState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk for TestDisk {
    fn place(&self) -> String {
        "/test".to_owned()
    }

    /// As a file does: what fits is written, then the error comes.
    fn write(&self, position: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.lock();
        if state.is_broken {
            return Err(io::Error::other("out of order"));
        }
        let position = saturate(position);
        let room = state.room.max(state.bytes.len()).saturating_sub(position);
        let fits = bytes.len().min(room);
        if state.bytes.len() < position + fits {
            state.bytes.resize(position + fits, 0);
        }
        state.bytes[position..position + fits].copy_from_slice(&bytes[..fits]);
        if fits < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn read(&self, position: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.lock();
        if state.is_broken {
            return Err(io::Error::other("out of order"));
        }
        let position = saturate(position);
        let found = state.bytes.get(position..position + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// The bytes that every test appends: noise whose period no block size divides, so that a misplaced byte shows.
fn pattern(range: Range<u64>) -> Vec<u8> {
    static NOISE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let hash = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (0..1_000_003).map(|n| hash(n).to_be_bytes()[0]).collect()
    });
    let len = saturate(range.end - range.start);
    let mut bytes = Vec::with_capacity(len);
    while bytes.len() < len {
        let from = saturate(range.start + bytes.len() as u64) % NOISE.len();
        let to = NOISE.len().min(from + len - bytes.len());
        bytes.extend_from_slice(&NOISE[from..to]);
    }
    bytes
}

/// The next `len` bytes of the pattern.
fn append(capture: &mut Capture, kind: Kind, len: u64) {
    let end = capture.bytes().end;
    let bytes = pattern(end..end + len).into();
    capture.append(Stamp::default(), PeerId(1), kind, bytes);
}

fn receive(capture: &mut Capture, len: u64) {
    append(capture, Kind::Received, len);
}

/// One job of about so many bytes, from start to end.
fn spill(capture: &mut Capture, bytes: u64) -> Option<IoError> {
    let job = capture.spill_job(bytes)?;
    let result = job.run();
    capture.finish_spill(job, result)
}

/// Every block that is wanted; the errors that are said.
fn load(capture: &mut Capture) -> Vec<IoError> {
    let mut errors = Vec::new();
    while let Some(job) = capture.load_job() {
        let loaded = job.run();
        errors.extend(capture.finish_load(loaded));
    }
    errors
}

fn view(capture: &Capture, offset: u64, len: usize) -> (View, Vec<u8>) {
    let mut out = Vec::new();
    let view = capture.view(offset, len, &mut out);
    (view, out)
}

/// Everything that is kept reads as it was appended, by both ways.
fn assert_readable(capture: &mut Capture) {
    let kept = capture.bytes();
    let expected = pattern(kept.clone());
    let mut out = Vec::new();
    let count = capture.read(kept.start, usize::MAX, &mut out).unwrap();
    assert_eq!(count, expected.len());
    assert!(out == expected, "{kept:?}");
    if view(capture, kept.start, usize::MAX).0 == View::Loading {
        assert_eq!(load(capture), []);
    }
    let (complete, out) = view(capture, kept.start, usize::MAX);
    assert_eq!(complete, View::Complete);
    assert!(out == expected[..expected.len().min(track::MAX_VIEW)], "{kept:?}");
}

/// A note that says something of its own.
fn note(text: &str) -> Note<'static> {
    let rule = Some(crate::types::RuleName::Given(text.to_owned()));
    Note::Ruled { rule, act: crate::types::RuleAct::Close }
}

fn limits(disk: u64, records: u64) -> Limits {
    Limits { disk, records }
}

fn capture(disk: u64, records: u64) -> (Capture, Arc<TestDisk>) {
    let test_disk = TestDisk::new();
    let shared = Arc::clone(&test_disk) as Arc<dyn Disk>;
    (Capture::with_disks(limits(disk, records), shared, TestDisk::new()), test_disk)
}

const SENT: Kind = Kind::Sent(Origin::User);
const KIB: u64 = 1024;
