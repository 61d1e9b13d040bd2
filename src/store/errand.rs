//! Work with a file on a short thread of its own, so that a slow disk holds up neither the window nor the network.
//!
//! Whoever wants a file read or written starts an [`Errand`], asks it for reports whenever the program is woken, and drops it
//! to give it up. What is written later and bit by bit is fed to it in pieces: a new sort of export is a new piece, not a new
//! thread. A file that follows the program's state is a [`KeptFile`].

mod kept;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};

use crate::store::new_file::{Existing, NewFile, write_whole};
use crate::store::read::read_text;
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};

pub use kept::KeptFile;

/// Starts errands. When it is dropped, it waits a bounded time for those that write.
pub struct Errands {
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Taken first when this is dropped: from then on only threads hold it.
    writing: Option<Sender<()>>,
    /// Never has a message; disconnected when no thread that writes is left.
    written: Receiver<()>,
}

/// A file that is being read or written.
#[derive(Debug)]
pub struct Errand<T> {
    reports: Receiver<Report<T>>,
    /// `None` if all of it was given at the start, or by now.
    orders: Option<Sender<Order>>,
    wants_piece: bool,
    is_over: bool,
}

/// What an errand has to say.
#[derive(Debug)]
pub enum Report<T> {
    /// So many more bytes are written; the next piece is wanted.
    Written(u64),
    /// It is over. An error of kind [`io::ErrorKind::AlreadyExists`] is one of [`Existing::Keep`].
    Ended(Result<T, IoError>),
}

/// Appends a part of what is to be written. It runs on the thread of the errand.
pub type Piece = Box<dyn FnOnce(&mut Vec<u8>) -> io::Result<()> + Send>;

enum Order {
    Write(Piece),
    Place,
}

impl Errands {
    /// `wake` is called with each report of an errand.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (writing, written) = bounded(0);
        Self { wake: Arc::new(wake), writing: Some(writing), written }
    }

    /// Reads the text of a file of at most `limit` bytes, and makes something of it.
    pub fn read<T: Send + 'static>(
        &self,
        path: PathBuf,
        limit: u64,
        parse: impl FnOnce(&str) -> Result<T, FileProblem> + Send + 'static,
    ) -> Errand<T> {
        let read = move |_: &Line<T>| {
            let text = read_text(&path, limit)?;
            let name = path.to_string_lossy();
            parse(&text).map_err(|problem| IoError::other(Operation::ReadFile, name, problem))
        };
        // Nothing is lost if the program ends before it is read.
        self.start(None, None, read)
    }

    /// Writes a whole file; `make` says what goes into it, on the thread of the errand.
    pub fn write(
        &self,
        path: PathBuf,
        existing: Existing,
        make: impl FnOnce() -> Result<Vec<u8>, FileProblem> + Send + 'static,
    ) -> Errand<()> {
        let write = move |_: &Line<()>| {
            let bytes = make().map_err(|problem| {
                IoError::other(Operation::WriteFile, path.to_string_lossy(), problem)
            })?;
            write_whole(&path, existing, &bytes)
        };
        self.start(None, self.writing.clone(), write)
    }

    /// Begins a file that is written in pieces. It takes its place after [`Errand::place`], and leaves nothing if it is
    /// dropped before.
    pub fn write_pieces(&self, path: PathBuf, existing: Existing) -> Errand<()> {
        // An order is given only when the one before is carried out.
        let (orders, inbox) = bounded(1);
        let write = move |line: &Line<()>| {
            let failed = |error| IoError::new(Operation::WriteFile, path.to_string_lossy(), &error);
            let mut file = NewFile::create(&path, existing)?;
            let mut bytes = Vec::new();
            for order in &inbox {
                match order {
                    Order::Place => {
                        file.sync()?;
                        return file.place();
                    }
                    Order::Write(piece) => {
                        bytes.clear();
                        piece(&mut bytes).map_err(failed)?;
                        file.write(&bytes)?;
                        line.say(Report::Written(bytes.len() as u64));
                    }
                }
            }
            // It was dropped, so that nobody hears this.
            Ok(())
        };
        self.start(Some(orders), self.writing.clone(), write)
    }

    /// Starts a thread that [`Self`] waits for at its end.
    fn spawn_writer(&self, work: impl FnOnce() + Send + 'static) -> Result<(), IoError> {
        let writing = self.writing.clone();
        spawn(move || {
            work();
            drop(writing);
        })
    }

    fn waker(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.wake)
    }

    fn start<T: Send + 'static>(
        &self,
        orders: Option<Sender<Order>>,
        writing: Option<Sender<()>>,
        work: impl FnOnce(&Line<T>) -> Result<T, IoError> + Send + 'static,
    ) -> Errand<T> {
        // One report is followed by another at most, the end, before the next order: the thread never waits for room.
        let (outbox, reports) = bounded(2);
        let line = Line { outbox, wake: self.waker() };
        let failed = line.clone();
        let run = move || {
            line.say(Report::Ended(work(&line)));
            drop(writing);
        };
        if let Err(error) = spawn(run) {
            failed.say(Report::Ended(Err(error)));
        }
        Errand { reports, wants_piece: orders.is_some(), orders, is_over: false }
    }
}

impl Default for Errands {
    /// Wakes nobody.
    fn default() -> Self {
        Self::new(|| ())
    }
}

impl Drop for Errands {
    fn drop(&mut self) {
        self.writing = None;
        self.written.recv_timeout(AT_THE_END).ok();
    }
}

impl fmt::Debug for Errands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errands").finish_non_exhaustive()
    }
}

impl<T> Errand<T> {
    /// What it has to say, until there is nothing more for now.
    pub fn report(&mut self) -> Option<Report<T>> {
        let report = match self.reports.try_recv() {
            Ok(report) => report,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) if self.is_over => return None,
            // The thread panicked.
            Err(TryRecvError::Disconnected) => {
                Report::Ended(Err(IoError::other(Operation::Start, "file", FileProblem::Aborted)))
            }
        };
        match report {
            Report::Written(_) => self.wants_piece = self.orders.is_some(),
            Report::Ended(_) => (self.is_over, self.wants_piece) = (true, false),
        }
        Some(report)
    }

    /// How it ended, once that is known: for one whose progress isn't shown.
    pub fn outcome(&mut self) -> Option<Result<T, IoError>> {
        loop {
            match self.report()? {
                Report::Written(_) => {}
                Report::Ended(outcome) => return Some(outcome),
            }
        }
    }

    /// It has nothing to do until it gets a piece, or is told that there are no more.
    pub fn wants_piece(&self) -> bool {
        self.wants_piece
    }

    /// Writes a piece behind the others.
    pub fn feed(&mut self, piece: Piece) {
        self.order(Order::Write(piece));
    }

    /// Nothing more comes: the file takes its place.
    pub fn place(&mut self) {
        if self.wants_piece {
            self.order(Order::Place);
            self.orders = None;
        }
    }

    fn order(&mut self, order: Order) {
        if let Some(orders) = &self.orders
            && std::mem::take(&mut self.wants_piece)
        {
            orders.try_send(order).ok();
        }
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), IoError> {
    let spawned = thread::Builder::new().name("file".to_owned()).spawn(work);
    spawned.map(drop).map_err(|error| IoError::new(Operation::Start, "file", &error))
}

/// Where the thread reports.
struct Line<T> {
    outbox: Sender<Report<T>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T> Line<T> {
    fn say(&self, report: Report<T>) {
        self.outbox.send(report).ok();
        (self.wake)();
    }
}

impl<T> Clone for Line<T> {
    fn clone(&self) -> Self {
        Self { outbox: self.outbox.clone(), wake: Arc::clone(&self.wake) }
    }
}

/// Longer than a file takes on a disk that works. What is held up for longer isn't waited for: the file that was there before
/// is still whole.
const AT_THE_END: Duration = Duration::from_secs(5);
