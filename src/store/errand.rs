//! Reads and writes files on short-lived threads, so that a slow disk blocks neither the window nor the network.
//!
//! To read or write a file, start an [`Errand`], ask it for reports whenever the program is woken, and drop it to cancel it. A
//! file whose content is produced over time is fed to it in pieces: a new kind of export is a new piece, not a new thread. A
//! file that follows the program's state is a [`KeptFile`].
//!
//! A thread and its errand share only channels, and neither waits for the other's progress:
//!
//! * No wake-up is lost: the thread sends each report before it calls `wake`, so whoever is woken finds it.
//! * The thread never blocks on a full channel, and neither does the errand; the bounds say why where the channels are made.
//! * Dropping an errand disconnects its channels, which ends the thread's wait for the next order. An unfinished file is removed.

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
    /// Each thread that writes holds a clone until it ends. No message is ever sent: once this one is dropped, the channel is
    /// disconnected exactly when the last of those threads has ended.
    writing: Option<Sender<()>>,
    /// The other end of that channel, to wait for the threads.
    written: Receiver<()>,
}

/// A file that is being read or written.
#[derive(Debug)]
pub struct Errand<T> {
    reports: Receiver<Report<T>>,
    /// `None` if the content was given at the start, or is complete.
    orders: Option<Sender<Order>>,
    wants_piece: bool,
    is_over: bool,
}

/// The progress of an errand.
#[derive(Debug)]
pub enum Report<T> {
    /// This many more bytes were written; the next piece is wanted.
    Written(u64),
    /// It has ended. An error of kind [`io::ErrorKind::AlreadyExists`] is due to [`Existing::Keep`].
    Ended(Result<T, IoError>),
}

/// Appends a part of the content. It runs on the thread of the errand.
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

    /// Reads a text file of at most `limit` bytes, and parses it on the thread of the errand.
    pub fn read<T: Send + 'static>(
        &self,
        path: PathBuf,
        limit: u64,
        parse: impl FnOnce(&str) -> Result<T, FileProblem> + Send + 'static,
    ) -> Errand<T> {
        let read = move |_: &Reporter<T>| {
            let text = read_text(&path, limit)?;
            let name = path.to_string_lossy();
            parse(&text).map_err(|problem| IoError::other(Operation::ReadFile, name, problem))
        };
        // The program need not wait for a reader at its end: no data is lost.
        self.start(None, None, read)
    }

    /// Writes a whole file; `make` produces the content on the thread of the errand.
    pub fn write(
        &self,
        path: PathBuf,
        existing: Existing,
        make: impl FnOnce() -> Result<Vec<u8>, FileProblem> + Send + 'static,
    ) -> Errand<()> {
        let write = move |_: &Reporter<()>| {
            let bytes = make().map_err(|problem| {
                IoError::other(Operation::WriteFile, path.to_string_lossy(), problem)
            })?;
            write_whole(&path, existing, &bytes)
        };
        self.start(None, self.writing.clone(), write)
    }

    /// Begins a file that is written in pieces. It gets its name with [`Errand::place`]; if the errand is dropped before,
    /// nothing is left.
    pub fn write_pieces(&self, path: PathBuf, existing: Existing) -> Errand<()> {
        // Room for one: an order is sent only after the thread has reported that it has written the one before, which it had
        // taken out of the channel. So `try_send` never finds it full.
        let (orders, inbox) = bounded(1);
        let write = move |reporter: &Reporter<()>| {
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
                        reporter.send(Report::Written(bytes.len() as u64));
                    }
                }
            }
            // The errand was dropped, so that no one receives this.
            Ok(())
        };
        self.start(Some(orders), self.writing.clone(), write)
    }

    /// Starts a thread that is waited for when [`Self`] is dropped.
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
        work: impl FnOnce(&Reporter<T>) -> Result<T, IoError> + Send + 'static,
    ) -> Errand<T> {
        // Room for two: `Written` is sent once for each order, and the next order comes only after it was received. Until then
        // only `Ended` can follow. So the thread never waits for room, even if nobody receives its reports.
        let (outbox, reports) = bounded(2);
        let reporter = Reporter { outbox, wake: self.waker() };
        let failed = reporter.clone();
        let run = move || {
            reporter.send(Report::Ended(work(&reporter)));
            drop(writing);
        };
        if let Err(error) = spawn(run) {
            failed.send(Report::Ended(Err(error)));
        }
        Errand { reports, wants_piece: orders.is_some(), orders, is_over: false }
    }
}

impl Default for Errands {
    /// Without anyone to wake.
    fn default() -> Self {
        Self::new(|| ())
    }
}

impl Drop for Errands {
    fn drop(&mut self) {
        // From here on only threads that write hold a sender, and the wait ends with the last of them.
        self.writing = None;
        self.written.recv_timeout(LONGEST_WAIT).ok();
    }
}

impl fmt::Debug for Errands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errands").finish_non_exhaustive()
    }
}

impl<T> Errand<T> {
    /// The next report, if there is one yet.
    pub fn report(&mut self) -> Option<Report<T>> {
        let report = match self.reports.try_recv() {
            Ok(report) => report,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) if self.is_over => return None,
            // Disconnected without `Ended`: the thread has panicked.
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

    /// How it ended, once it has; skips reports of progress.
    pub fn outcome(&mut self) -> Option<Result<T, IoError>> {
        loop {
            match self.report()? {
                Report::Written(_) => {}
                Report::Ended(outcome) => return Some(outcome),
            }
        }
    }

    /// It waits for the next piece, or for [`place`](Self::place).
    pub fn wants_piece(&self) -> bool {
        self.wants_piece
    }

    /// Appends a piece.
    pub fn feed(&mut self, piece: Piece) {
        self.order(Order::Write(piece));
    }

    /// The content is complete: give the file its name.
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

/// The thread's end of the reports.
struct Reporter<T> {
    outbox: Sender<Report<T>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T> Reporter<T> {
    fn send(&self, report: Report<T>) {
        self.outbox.send(report).ok();
        (self.wake)();
    }
}

impl<T> Clone for Reporter<T> {
    fn clone(&self) -> Self {
        Self { outbox: self.outbox.clone(), wake: Arc::clone(&self.wake) }
    }
}

/// How long to wait for files being written: longer than a working disk takes. A file that isn't done by then is given up; the
/// one that was there before is still intact.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
