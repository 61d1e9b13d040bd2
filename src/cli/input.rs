//! Standard input, read ahead by a thread of its own: a little, so that an endless pipe fills no memory.

use std::io::{self, IsTerminal as _, Read};
use std::thread;

use bytes::Bytes;
use crossbeam_channel::{Receiver, Sender, TryRecvError};

use crate::types::{IoError, Operation};
use crate::words::cli::failure as words;

/// Standard input on its way to the peer.
#[derive(Debug)]
pub(super) enum Input {
    /// It is a terminal: nothing is read from it.
    Terminal,
    /// It is being read.
    Open {
        /// Closed at its end.
        portions: Receiver<io::Result<Bytes>>,
        /// It has given at least one byte.
        has_given: bool,
    },
    /// Everything it had was taken.
    Ended,
}

impl Input {
    /// Starts to read, at most `portion` bytes at once, unless it is a terminal. `wake` is called whenever there is something
    /// to take.
    pub(super) fn open(portion: usize, wake: impl Fn() + Send + 'static) -> Result<Self, IoError> {
        if io::stdin().is_terminal() {
            return Ok(Self::Terminal);
        }
        let (sender, portions) = crossbeam_channel::bounded(PORTIONS_AHEAD);
        thread::Builder::new()
            .name("standard-input".to_owned())
            .spawn(move || {
                read(io::stdin().lock(), vec![0; portion], &sender, &wake);
                drop(sender);
                wake();
            })
            .map_err(|error| IoError::new(Operation::Start, words::input_thread(), &error))?;
        Ok(Self::Open { portions, has_given: false })
    }

    /// What was read meanwhile, if anything.
    pub(super) fn take(&mut self) -> Result<Option<Bytes>, IoError> {
        let Self::Open { portions, has_given } = self else {
            return Ok(None);
        };
        match portions.try_recv() {
            Ok(Ok(bytes)) => {
                *has_given = true;
                Ok(Some(bytes))
            }
            Ok(Err(error)) => {
                Err(IoError::new(Operation::ReadFile, words::standard_input(), &error))
            }
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => {
                *self = Self::Ended;
                Ok(None)
            }
        }
    }
}

fn read(
    mut source: impl Read,
    mut buffer: Vec<u8>,
    portions: &Sender<io::Result<Bytes>>,
    wake: &impl Fn(),
) {
    loop {
        let portion = match source.read(&mut buffer) {
            Ok(0) => return,
            Ok(len) => Ok(buffer.get(..len).map_or_else(Bytes::new, Bytes::copy_from_slice)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_over = portion.is_err();
        if portions.send(portion).is_err() || is_over {
            return;
        }
        wake();
    }
}

const PORTIONS_AHEAD: usize = 2;
