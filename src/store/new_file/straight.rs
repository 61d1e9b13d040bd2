//! Writing to what isn't a regular file: a device or a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crossbeam_channel::after;

use crate::store::new_file::failed;
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};

/// What is done with a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pipes {
    /// Opening it waits for a reader, and writing until there is room.
    Wait,
    /// Without a reader it is an error, and so is one that reads nothing for long.
    NeedReader,
}

/// An open device or pipe.
#[derive(Debug)]
pub(super) struct Straight(File);

impl Straight {
    #[cfg_attr(not(unix), expect(unused_variables, reason = "named pipes are files on Unix only"))]
    pub(super) fn open(target: &Path, pipes: Pipes) -> Result<Self, IoError> {
        let mut options = OpenOptions::new();
        options.write(true);
        #[cfg(unix)]
        if pipes == Pipes::NeedReader {
            std::os::unix::fs::OpenOptionsExt::custom_flags(
                &mut options,
                libc::O_NONBLOCK | libc::O_NOCTTY,
            );
        }
        options.open(target).map(Self).map_err(|error| {
            let error = failed(target, &error);
            if error.name() == Some("ENXIO") {
                IoError::other(Operation::WriteFile, error.target, FileProblem::NoReader)
            } else {
                error
            }
        })
    }
}

impl Write for Straight {
    /// A pipe that was opened without waiting can be full: it is tried again in a while, but not for ever.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for _ in 0..TRIES {
            match self.0.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    after(PAUSE).recv().ok();
                }
                written => return written,
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Between two tries: short enough for a reader that goes on, long enough to cost nothing.
const PAUSE: Duration = Duration::from_millis(10);
/// Ten seconds in all.
const TRIES: u32 = 1_000;
