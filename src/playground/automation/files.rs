//! Rule sets and play lists on their way from and into files, each on a short thread of its own.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::{Receiver, bounded};

use crate::form::Draft;
use crate::playground::{Playground, Session};
use crate::respond::{PlayFile, PlayKind, PlayList, PlaySession, RuleSet};
use crate::store::NewFile;
use crate::store::writer::Alive;
use crate::types::problem::DocumentProblem;
use crate::types::{IoError, Kind, Operation, SessionId};
use crate::words;

/// What of a session is a file that people read and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Its rules.
    Rules,
    /// Its play list.
    Play,
}

/// What became of the last file that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNotice {
    /// What it holds.
    pub document: Document,
    /// Where it is.
    pub path: PathBuf,
    /// Where it stands.
    pub state: DocumentState,
}

/// Where a file stands that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentState {
    /// It is being read.
    Reading,
    /// It is the draft now.
    Read,
    /// It is being written, beside its place.
    Writing,
    /// It is in its place.
    Written,
    /// There is a file of this name already, and it still is:
    /// [`Action::ReplaceDocument`](crate::playground::Action::ReplaceDocument) replaces it.
    Exists,
    /// It could not be read or written, in words; nothing was changed.
    Failed(String),
}

/// The file of a session that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Documents {
    notice: Option<DocumentNotice>,
    /// Has one message, when the thread is done.
    report: Option<Receiver<Report>>,
}

#[derive(Debug)]
enum Report {
    Rules(RuleSet),
    Play(PlayList),
    Written,
    Exists,
    Failed(String),
}

/// Reads a rule set; the error is in words and says where in the file.
pub fn read_rules(path: &Path) -> Result<RuleSet, String> {
    read(path, RuleSet::from_toml)
}

/// Reads a play list; the error is in words and says where in the file.
pub fn read_play(path: &Path) -> Result<PlayList, String> {
    read(path, PlayList::from_toml)
}

fn read<T>(
    path: &Path,
    parse: impl FnOnce(&str) -> Result<T, DocumentProblem>,
) -> Result<T, String> {
    let text = read_text(path).map_err(|error| {
        IoError::new(Operation::ReadFile, path.to_string_lossy(), &error).to_string()
    })?;
    let wrong = |problem| words::problem::document(&problem);
    parse(&text).map_err(|error| format!("could not read {}: {}", path.display(), wrong(error)))
}

/// What is no regular file could be read without end, or block for ever.
fn read_text(path: &Path) -> io::Result<String> {
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 4 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::other(format!("it is no text in UTF-8, see byte {at}"))
    })
}

impl DocumentNotice {
    /// In words, without a full stop.
    pub fn words(&self) -> String {
        let what = match self.document {
            Document::Rules => "Rules",
            Document::Play => "Play list",
        };
        let path = self.path.display();
        match &self.state {
            DocumentState::Reading => format!("Reading {path}"),
            DocumentState::Read => format!("{what} read from {path}"),
            DocumentState::Writing => format!("Writing {path}"),
            DocumentState::Written => format!("{what} written to {path}"),
            DocumentState::Exists => format!("There is a file {path} already"),
            DocumentState::Failed(why) => words::capitalised(why),
        }
    }
}

impl Document {
    fn load(self, path: &Path) -> Report {
        let report = match self {
            Self::Rules => read_rules(path).map(Report::Rules),
            Self::Play => read_play(path).map(Report::Play),
        };
        report.unwrap_or_else(Report::Failed)
    }

    fn text(self, kind: Kind, draft: &Draft) -> String {
        match self {
            Self::Rules => draft.rules.to_toml(),
            Self::Play => {
                PlayFile { session: stage(kind, draft), list: draft.play.clone() }.to_toml()
            }
        }
    }
}

/// A session like this one, for a list that is played without a window; `None` if what is typed opens none.
fn stage(kind: Kind, draft: &Draft) -> Option<PlaySession> {
    let (kind, address, bind) = match kind {
        Kind::TcpServer => (PlayKind::TcpServer, Some(draft.server().ok()?.bind.to_string()), None),
        Kind::TcpClient => {
            let client = draft.client().ok()?;
            let bind = client.bind.map(|bind| bind.to_string());
            (PlayKind::TcpClient, Some(client.to.to_string()), bind)
        }
        Kind::UdpPeer if draft.udp.seqpacket => return None,
        // What sends to an address takes any port, as its own may be in use by this session.
        Kind::UdpPeer => match draft.udp.remote() {
            Ok(to) => (PlayKind::Udp, Some(to.to_string()), None),
            Err(_) => (PlayKind::Udp, None, Some(draft.udp().ok()?.bind.to_string())),
        },
        Kind::HttpFetch => return None,
    };
    Some(PlaySession { kind, address, bind })
}

impl Session {
    /// What became of the last file of rules or of a play list that was asked for.
    pub fn document_notice(&self) -> Option<&DocumentNotice> {
        self.automation.documents.notice.as_ref()
    }

    pub(super) fn dismiss_document(&mut self) {
        self.automation.documents.notice = None;
    }

    /// Takes in the file that was read or written meanwhile; true if there are new rules.
    fn advance_document(&mut self) -> bool {
        let Some(report) = self.automation.documents.take() else { return false };
        let state = match report {
            Report::Rules(rules) => {
                self.draft.rules = rules;
                self.automation.documents.settle(DocumentState::Read);
                return true;
            }
            Report::Play(play) => {
                self.draft.play = play;
                DocumentState::Read
            }
            Report::Written => DocumentState::Written,
            Report::Exists => DocumentState::Exists,
            Report::Failed(why) => DocumentState::Failed(why),
        };
        self.automation.documents.settle(state);
        false
    }
}

impl Playground {
    pub(super) fn import(&mut self, id: SessionId, document: Document, path: PathBuf) {
        let from = path.clone();
        let report = errand(move || document.load(&from), None, self.waker());
        let notice = DocumentNotice { document, path, state: DocumentState::Reading };
        self.begin_document(id, notice, report);
    }

    /// A file that is there already stays, and the notice says so.
    pub(super) fn export(&mut self, id: SessionId, document: Document, path: PathBuf) {
        self.write(id, document, path, NewFile::create_new);
    }

    pub(super) fn replace_document(&mut self, id: SessionId) {
        let notice = self.session(id).and_then(Session::document_notice);
        let exists = notice.filter(|notice| notice.state == DocumentState::Exists);
        if let Some(DocumentNotice { document, path, .. }) = exists.cloned() {
            self.write(id, document, path, NewFile::create);
        }
    }

    fn write(&mut self, id: SessionId, document: Document, path: PathBuf, create: Create) {
        let Some(session) = self.session(id) else { return };
        let (text, to) = (document.text(session.kind(), &session.draft), path.clone());
        let report = errand(move || save(&to, create, &text), self.alive(), self.waker());
        let notice = DocumentNotice { document, path, state: DocumentState::Writing };
        self.begin_document(id, notice, report);
    }

    fn begin_document(
        &mut self,
        id: SessionId,
        mut notice: DocumentNotice,
        report: Result<Receiver<Report>, IoError>,
    ) {
        let Some(session) = self.session_mut(id) else { return };
        if let Err(error) = &report {
            notice.state = DocumentState::Failed(error.to_string());
        }
        session.automation.documents = Documents { notice: Some(notice), report: report.ok() };
    }

    /// Takes in the files that were read or written meanwhile. New rules are in force at once.
    pub(in crate::playground) fn advance_documents(&mut self) {
        let changed: Vec<SessionId> = self
            .sessions
            .iter_mut()
            .filter_map(|session| session.advance_document().then_some(session.id()))
            .collect();
        for id in changed {
            self.set_rules(id);
        }
    }
}

impl Documents {
    fn take(&mut self) -> Option<Report> {
        let report = self.report.as_ref()?.try_recv().ok()?;
        self.report = None;
        Some(report)
    }

    /// A notice that was dismissed stays so.
    fn settle(&mut self, state: DocumentState) {
        if let Some(notice) = &mut self.notice {
            notice.state = state;
        }
    }
}

type Create = fn(&Path) -> Result<NewFile, IoError>;

fn save(path: &Path, create: Create, text: &str) -> Report {
    let written = create(path).and_then(|mut file| {
        file.write(text.as_bytes())?;
        file.sync()?;
        file.place()
    });
    match written {
        Ok(()) => Report::Written,
        Err(error) if error.kind == io::ErrorKind::AlreadyExists => Report::Exists,
        Err(error) => Report::Failed(error.to_string()),
    }
}

fn errand(
    work: impl FnOnce() -> Report + Send + 'static,
    alive: Option<Alive>,
    wake: impl Fn() + Send + 'static,
) -> Result<Receiver<Report>, IoError> {
    let (outbox, report) = bounded(1);
    let run = move || {
        outbox.send(work()).ok();
        drop(alive);
        wake();
    };
    thread::Builder::new()
        .name("document".to_owned())
        .spawn(run)
        .map_err(|error| IoError::new(Operation::Start, "the thread of a file", &error))?;
    Ok(report)
}

/// Far more than anybody writes by hand.
const LARGEST: u64 = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn staged(kind: Kind, change: impl FnOnce(&mut Draft)) -> String {
        let mut draft = Draft::new(kind);
        change(&mut draft);
        Document::Play.text(kind, &draft)
    }

    #[test]
    fn a_list_names_the_session_that_it_was_made_on() {
        let table = [
            (
                staged(Kind::TcpServer, |_| {}),
                "kind = \"tcp-server\"\naddress = \"127.0.0.1:9000\"\n",
            ),
            (
                staged(Kind::TcpClient, |_| {}),
                "kind = \"tcp-client\"\naddress = \"127.0.0.1:9000\"\n",
            ),
            (
                staged(Kind::TcpClient, |draft| {
                    draft.host = "::1".to_owned();
                    draft.bind_port = "5000".to_owned();
                }),
                "kind = \"tcp-client\"\naddress = \"[::1]:9000\"\nbind = \"0.0.0.0:5000\"\n",
            ),
            (staged(Kind::UdpPeer, |_| {}), "kind = \"udp\"\nbind = \"127.0.0.1:9001\"\n"),
            (
                staged(Kind::UdpPeer, |draft| {
                    draft.udp.remote = "localhost".to_owned();
                    draft.udp.remote_port = "7".to_owned();
                }),
                "kind = \"udp\"\naddress = \"localhost:7\"\n",
            ),
        ];
        for (text, session) in table {
            assert_eq!(text, format!("[session]\n{session}"));
            PlayFile::from_toml(&text).unwrap();
        }
        assert_eq!(staged(Kind::TcpClient, |draft| draft.port = "soon".to_owned()), "");
    }
}
