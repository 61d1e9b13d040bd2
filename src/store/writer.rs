//! The thread that writes one file.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::capture::CopyJob;
use crate::store::NewFile;
use crate::types::{IoError, Operation};

/// A thread that writes one file, a piece at a time. Dropping it before the file is finished leaves what was there before.
#[derive(Debug)]
pub(crate) struct Writer {
    /// `None` once it is finished or dropped.
    orders: Option<Sender<Order>>,
    reports: Receiver<Report>,
    /// An order is not answered yet.
    is_busy: bool,
}

/// [`NewFile::create`] or [`NewFile::create_new`].
pub(crate) type Create = fn(&Path) -> Result<NewFile, IoError>;

#[derive(Debug)]
enum Order {
    Write(Vec<CopyJob>),
    Finish,
}

/// What came of an order.
#[derive(Debug)]
pub(crate) enum Report {
    /// So many more bytes are written.
    Written(u64),
    /// The file is in its place.
    Placed,
    /// It could not be written.
    Failed(IoError),
}

impl Writer {
    /// Starts the thread, which begins the file with `create`; it calls `wake` with each report.
    pub(crate) fn start(
        path: PathBuf,
        create: Create,
        alive: Option<Alive>,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, IoError> {
        let (orders, inbox) = bounded(1);
        // An order has one report, so that the thread never waits for room.
        let (outbox, reports) = bounded(2);
        let work = move || {
            let written = create(&path).and_then(|file| run(file, &inbox, &outbox, &wake));
            if let Err(error) = written {
                outbox.send(Report::Failed(error)).ok();
                wake();
            }
            drop(alive);
        };
        thread::Builder::new()
            .name("save".to_owned())
            .spawn(work)
            .map_err(|error| IoError::new(Operation::Start, "the thread that saves", &error))?;
        Ok(Self { orders: Some(orders), reports, is_busy: false })
    }

    /// It has nothing to do.
    pub(crate) fn is_idle(&self) -> bool {
        !self.is_busy && self.orders.is_some()
    }

    /// Writes the bytes of these jobs next.
    pub(crate) fn write(&mut self, jobs: Vec<CopyJob>) {
        self.order(Order::Write(jobs));
    }

    /// Puts the file in its place.
    pub(crate) fn finish(&mut self) {
        self.order(Order::Finish);
        self.orders = None;
    }

    /// What came of an order, if it is known.
    pub(crate) fn report(&mut self) -> Option<Report> {
        let report = self.reports.try_recv().ok()?;
        self.is_busy = false;
        Some(report)
    }

    fn order(&mut self, order: Order) {
        if let Some(orders) = &self.orders {
            self.is_busy = orders.try_send(order).is_ok();
        }
    }
}

/// The threads that write files: at its end the program waits a little until what lies beside is removed.
#[derive(Debug)]
pub(crate) struct Writers {
    alive: Option<Alive>,
    /// Never has a message; disconnected when no thread is alive.
    ended: Receiver<()>,
}

/// Held by each thread.
#[derive(Debug, Clone)]
pub(crate) struct Alive(
    #[expect(dead_code, reason = "what counts is that it is dropped")] Sender<()>,
);

impl Default for Writers {
    fn default() -> Self {
        let (alive, ended) = bounded(0);
        Self { alive: Some(Alive(alive)), ended }
    }
}

impl Writers {
    /// For one more thread.
    pub(crate) fn one_more(&self) -> Option<Alive> {
        self.alive.clone()
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        self.alive = None;
        self.ended.recv_timeout(TIDYING).ok();
    }
}

fn run(
    mut file: NewFile,
    orders: &Receiver<Order>,
    reports: &Sender<Report>,
    wake: &impl Fn(),
) -> Result<(), IoError> {
    let mut bytes = Vec::new();
    for order in orders {
        let report = match order {
            Order::Write(jobs) => {
                bytes.clear();
                for job in &jobs {
                    job.run(&mut bytes).map_err(|error| {
                        IoError::new(Operation::Spill, "the bytes to be saved", &error)
                    })?;
                }
                file.write(&bytes)?;
                Report::Written(bytes.len() as u64)
            }
            Order::Finish => {
                file.sync()?;
                file.place()?;
                reports.send(Report::Placed).ok();
                wake();
                return Ok(());
            }
        };
        reports.send(report).ok();
        wake();
    }
    Ok(())
}

/// Longer than a piece takes on a disk that works; what blocks longer is not waited for.
const TIDYING: Duration = Duration::from_secs(2);
