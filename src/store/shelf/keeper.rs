//! The shelf and its file. The file is read at the start; from then on a thread writes it, imports and exports, so that
//! a slow disk never holds up the window.

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::store::NewFile;
use crate::store::shelf::{Item, Saved, Shelf, file, import};
use crate::types::{IoError, Operation};
use crate::words;

/// The shelf, and whoever keeps it on disk; by default nobody does.
#[derive(Debug, Default)]
pub struct ShelfKeeper {
    /// The shelf.
    pub shelf: Shelf,
    /// The revision that was given to the thread.
    written: u64,
    /// The thread has not said yet what came of that.
    is_writing: bool,
    transfer: Transfer,
    thread: Option<Thread>,
}

/// An import or export, the last one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Transfer {
    /// There was none, or what it said was read.
    #[default]
    None,
    /// On its way.
    Running,
    /// Done; what was done, in words.
    Done(String),
    /// Not done: there is a file of this name already.
    Exists(PathBuf),
    /// Not done, for this reason in words.
    Failed(String),
}

/// Works with files. Of writes, and of imports and exports, it has at most one at a time.
#[derive(Debug)]
struct Thread {
    orders: Sender<Order>,
    reports: Receiver<Report>,
    handle: JoinHandle<()>,
}

#[derive(Debug)]
enum Order {
    Write(Vec<Saved>),
    Import(PathBuf),
    Export { to: PathBuf, many: Vec<Saved>, replaces: bool },
}

#[derive(Debug)]
enum Report {
    /// The shelf was written; another program had put these into the file.
    Written(Result<Vec<Saved>, IoError>),
    Imported(Vec<Saved>),
    Ended(Transfer),
}

impl ShelfKeeper {
    /// Where the file lives, beside the settings at this path.
    pub fn path(settings: &Path) -> PathBuf {
        settings.with_file_name("shelf.toml")
    }

    /// Reads the file, if the shelf is kept anywhere, and starts the thread. `wake` is called when it has something to
    /// say. A file that cannot be understood is set aside, one that cannot be read stays and is not written; the second
    /// value says so.
    pub fn open(
        path: Option<PathBuf>,
        wake: impl Fn() + Send + 'static,
    ) -> Result<(Self, Option<String>), IoError> {
        let (shelf, notice, path) = match path {
            Some(path) => load(path),
            None => (Vec::new(), None, None),
        };
        let thread = Some(Thread::start(Clerk { path, known: shelf.clone() }, wake)?);
        let mut on_shelf = Shelf::default();
        on_shelf.import(shelf);
        on_shelf.forget_undo();
        let (written, transfer) = (on_shelf.revision(), Transfer::None);
        Ok((Self { shelf: on_shelf, written, is_writing: false, transfer, thread }, notice))
    }

    /// What came of the last import or export.
    pub fn transfer(&self) -> &Transfer {
        &self.transfer
    }

    /// What came of it was read.
    pub fn dismiss(&mut self) {
        self.transfer = Transfer::None;
    }

    /// Adds the payloads of a file, unless another one is being worked with.
    pub fn import(&mut self, from: PathBuf) {
        self.begin(Order::Import(from));
    }

    /// Writes all payloads to a file, unless another one is being worked with; one that is there already is kept, if it
    /// is not to be replaced.
    pub fn export(&mut self, to: PathBuf, replaces: bool) {
        self.begin(Order::Export { to, many: self.saved(), replaces });
    }

    /// Takes in what the thread did, and has the shelf written if it changed; to be called after each change and each
    /// time the thread woke. An error is that it could not be written.
    pub fn keep(&mut self) -> Option<IoError> {
        let mut failed = None;
        while let Some(report) = self.report() {
            match report {
                Report::Written(outcome) => {
                    self.is_writing = false;
                    match outcome {
                        Ok(met) => drop(self.shelf.import(met)),
                        Err(error) => failed = Some(error),
                    }
                }
                Report::Imported(many) => self.transfer = self.imported(many),
                Report::Ended(transfer) => self.transfer = transfer,
            }
        }
        if self.written != self.shelf.revision() && !self.is_writing {
            self.written = self.shelf.revision();
            self.is_writing = true;
            self.order(Order::Write(self.saved()));
        }
        failed
    }

    fn begin(&mut self, transfer: Order) {
        if self.transfer != Transfer::Running && self.thread.is_some() {
            self.transfer = Transfer::Running;
            self.order(transfer);
        }
    }

    fn imported(&mut self, many: Vec<Saved>) -> Transfer {
        let all = many.len();
        let came = self.shelf.import(many);
        let known = match all - came {
            0 => String::new(),
            known => format!(", {} there already", words::count(known as u64)),
        };
        match (all, came) {
            (0, _) => Transfer::Failed("There is no payload in this file".to_owned()),
            (_, 1) => Transfer::Done(format!("1 payload added{known}")),
            _ => Transfer::Done(format!("{} payloads added{known}", words::count(came as u64))),
        }
    }

    fn saved(&self) -> Vec<Saved> {
        self.shelf.items().iter().map(Item::saved).cloned().collect()
    }

    fn report(&self) -> Option<Report> {
        self.thread.as_ref()?.reports.try_recv().ok()
    }

    fn order(&self, order: Order) {
        if let Some(thread) = &self.thread {
            thread.orders.send(order).ok();
        }
    }
}

impl Thread {
    fn start(mut clerk: Clerk, wake: impl Fn() + Send + 'static) -> Result<Self, IoError> {
        let (orders, work) = bounded(ORDERS);
        let (report, reports) = bounded(ORDERS);
        let run = move || {
            for order in work {
                report.send(clerk.carry_out(order)).ok();
                wake();
            }
        };
        let handle = thread::Builder::new()
            .name("shelf".to_owned())
            .spawn(run)
            .map_err(|error| IoError::new(Operation::Start, "the shelf's thread", &error))?;
        Ok(Self { orders, reports, handle })
    }
}

/// Waits until everything is written: the window is gone by then.
impl Drop for ShelfKeeper {
    fn drop(&mut self) {
        let many = (self.written != self.shelf.revision()).then(|| self.saved());
        let Some(Thread { orders, reports, handle }) = self.thread.take() else { return };
        drop(reports);
        if let Some(many) = many {
            orders.send(Order::Write(many)).ok();
        }
        drop(orders);
        handle.join().ok();
    }
}

/// Who works with files.
struct Clerk {
    path: Option<PathBuf>,
    /// What this program read from the file or put into it last.
    known: Vec<Saved>,
}

impl Clerk {
    fn carry_out(&mut self, order: Order) -> Report {
        match order {
            Order::Write(many) => Report::Written(self.write(many)),
            Order::Import(from) => imported(&from),
            Order::Export { to, many, replaces } => Report::Ended(exported(&to, &many, replaces)),
        }
    }

    /// What another window put into the file since stays in it; the result is that.
    fn write(&mut self, many: Vec<Saved>) -> Result<Vec<Saved>, IoError> {
        let Some(path) = &self.path else { return Ok(Vec::new()) };
        let on_disk = read(path).ok().and_then(|text| file::parse(&text).ok()).unwrap_or_default();
        let is_met = |saved: &Saved| !self.known.contains(saved) && !many.contains(saved);
        let met: Vec<Saved> = on_disk.into_iter().filter(is_met).collect();
        write(path, many.iter().chain(&met), true)?;
        self.known = many;
        Ok(met)
    }
}

fn imported(from: &Path) -> Report {
    let failed =
        |error: IoError| Report::Ended(Transfer::Failed(words::capitalised(&error.to_string())));
    match read(from) {
        Ok(text) => match import::parse(&text) {
            Ok(many) => Report::Imported(many),
            Err(cause) => {
                failed(IoError::other(Operation::ReadFile, from.to_string_lossy(), cause))
            }
        },
        Err(error) => failed(IoError::new(Operation::ReadFile, from.to_string_lossy(), &error)),
    }
}

fn exported(to: &Path, many: &[Saved], replaces: bool) -> Transfer {
    match write(to, many, replaces) {
        Ok(()) => {
            let count = words::count(many.len() as u64);
            let noun = if many.len() == 1 { "payload" } else { "payloads" };
            Transfer::Done(format!("{count} {noun} written to {}", to.display()))
        }
        Err(error) if error.kind == io::ErrorKind::AlreadyExists => Transfer::Exists(to.to_owned()),
        Err(error) => Transfer::Failed(words::capitalised(&error.to_string())),
    }
}

fn write<'a>(
    path: &Path,
    many: impl IntoIterator<Item = &'a Saved>,
    replaces: bool,
) -> Result<(), IoError> {
    let failed =
        |cause: String| IoError::other(Operation::WriteFile, path.to_string_lossy(), cause);
    let text = file::write(many).map_err(failed)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| IoError::new(Operation::WriteFile, path.to_string_lossy(), &error))?;
    }
    let mut new = if replaces { NewFile::create(path)? } else { NewFile::create_new(path)? };
    new.write(text.as_bytes())?;
    new.sync()?;
    new.place()
}

/// The text of a file, if it is some and not absurdly long.
fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it has more than 16 MiB"));
    }
    String::from_utf8(bytes)
        .map_err(|_not_utf8| io::Error::new(io::ErrorKind::InvalidData, "it is no text in UTF-8"))
}

/// What is on the shelf, what is to be said about it, and where it may be written.
fn load(path: PathBuf) -> (Vec<Saved>, Option<String>, Option<PathBuf>) {
    let text = match read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return (Vec::new(), None, Some(path));
        }
        Err(error) => {
            let error = IoError::new(Operation::ReadFile, path.to_string_lossy(), &error);
            let notice = format!("The shelf is not kept: {error}");
            return (Vec::new(), Some(notice), None);
        }
    };
    match file::parse(&text) {
        Ok(many) => (many, None, Some(path)),
        Err(cause) => match set_aside(&path) {
            Ok(aside) => {
                let aside = aside.display();
                let notice =
                    format!("The shelf could not be read ({cause}) and was set aside as {aside}");
                (Vec::new(), Some(notice), Some(path))
            }
            Err(error) => {
                let words = "The shelf is not kept: it could not be read";
                (Vec::new(), Some(format!("{words} ({cause}) nor set aside ({error})")), None)
            }
        },
    }
}

/// Keeps the file under a name that is free.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let numbered = |n: u32| path.with_file_name(format!("shelf.corrupt-{n}.toml"));
    let aside = (1..1_000).map(numbered).find(|aside| !aside.exists());
    let aside = aside.ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// A write, and an import or export.
const ORDERS: usize = 2;
/// More is no shelf.
const LONGEST: u64 = 16 << 20;
