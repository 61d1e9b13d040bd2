//! Rule sets and play lists on their way from and into files.

use std::path::PathBuf;

use crate::form::{Draft, KindDraft};
use crate::playground::{Playground, Session};
use crate::respond::{PlayFile, PlayKind, PlayList, PlaySession, RuleSet};
use crate::store::Existing;
use crate::store::errand::{Errand, Errands};
use crate::store::read::WRITTEN_BY_HAND;
use crate::types::file::{FileAmount, FileContent, FileNotice, FileState};
use crate::types::problem::FileProblem;
use crate::types::{IoError, SessionId};

/// What of a session is a file that people read and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Its rules.
    Rules,
    /// Its play list.
    Play,
}

/// The file of a session that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Documents {
    notice: Option<FileNotice>,
    errand: Option<DocumentErrand>,
}

#[derive(Debug)]
enum DocumentErrand {
    Rules(Errand<RuleSet>),
    Play(Errand<PlayList>),
    Write(Errand<()>),
}

/// What came of it.
enum Outcome {
    Rules(RuleSet),
    Play(PlayList),
    Ended(FileState),
}

impl Document {
    /// What its file holds.
    pub fn content(self) -> FileContent {
        match self {
            Self::Rules => FileContent::Rules,
            Self::Play => FileContent::Play,
        }
    }

    fn read(self, path: PathBuf, errands: &Errands) -> DocumentErrand {
        match self {
            Self::Rules => DocumentErrand::Rules(errands.read(path, WRITTEN_BY_HAND, parse_rules)),
            Self::Play => DocumentErrand::Play(errands.read(path, WRITTEN_BY_HAND, parse_play)),
        }
    }

    fn text(self, draft: &Draft) -> String {
        match self {
            Self::Rules => draft.rules.to_toml(),
            Self::Play => PlayFile { session: stage(draft), list: draft.play.clone() }.to_toml(),
        }
    }
}

fn parse_rules(text: &str) -> Result<RuleSet, FileProblem> {
    RuleSet::from_toml(text).map_err(FileProblem::Document)
}

fn parse_play(text: &str) -> Result<PlayList, FileProblem> {
    PlayList::from_toml(text).map_err(FileProblem::Document)
}

/// A session like this one, for a list that is played without a window; `None` if what is typed opens none.
fn stage(draft: &Draft) -> Option<PlaySession> {
    let (kind, address, bind) = match &draft.specific {
        KindDraft::TcpServer(server) => {
            (PlayKind::TcpServer, Some(server.parse().ok()?.bind.to_string()), None)
        }
        KindDraft::TcpClient(client) => {
            let client = client.parse().ok()?;
            let bind = client.bind.map(|bind| bind.to_string());
            (PlayKind::TcpClient, Some(client.to.to_string()), bind)
        }
        KindDraft::UdpPeer(udp) if udp.seqpacket => return None,
        // What sends to an address takes any port, as its own may be in use by this session.
        KindDraft::UdpPeer(udp) => match udp.remote() {
            Ok(to) => (PlayKind::Udp, Some(to.to_string()), None),
            Err(_) => (PlayKind::Udp, None, Some(udp.parse().ok()?.bind.to_string())),
        },
        KindDraft::HttpFetch(_) => return None,
    };
    Some(PlaySession { kind, address, bind })
}

impl Session {
    /// The last file of rules or of a play list that was asked for.
    pub fn document_notice(&self) -> Option<&FileNotice> {
        self.automation.documents.notice.as_ref()
    }

    /// Hides the notice; what is still read or written is given up.
    pub(in crate::playground) fn dismiss_document(&mut self) {
        self.automation.documents = Documents::default();
    }

    /// Takes in the file that was read or written meanwhile; true if there are new rules.
    fn advance_document(&mut self) -> bool {
        let Some(outcome) = self.automation.documents.outcome() else { return false };
        let (state, has_new_rules) = match outcome {
            Outcome::Rules(rules) => {
                self.draft.rules = rules;
                (FileState::Read(FileAmount::All), true)
            }
            Outcome::Play(play) => {
                self.draft.play = play;
                (FileState::Read(FileAmount::All), false)
            }
            Outcome::Ended(state) => (state, false),
        };
        if let Some(notice) = &mut self.automation.documents.notice {
            notice.state = state;
        }
        has_new_rules
    }
}

impl Playground {
    pub(in crate::playground) fn import(
        &mut self,
        id: SessionId,
        document: Document,
        path: PathBuf,
    ) {
        let errand = document.read(path.clone(), &self.errands);
        self.begin_document(id, (document.content(), path), FileState::Reading, errand);
    }

    /// A file that is there already stays, and the notice says so.
    pub(in crate::playground) fn export(
        &mut self,
        id: SessionId,
        document: Document,
        path: PathBuf,
    ) {
        self.write(id, document, path, Existing::Keep);
    }

    pub(in crate::playground) fn replace_document(&mut self, id: SessionId) {
        let notice = self.session(id).and_then(Session::document_notice);
        let exists = notice.filter(|notice| notice.state == FileState::Exists);
        let Some(FileNotice { content, path, .. }) = exists.cloned() else { return };
        let document = [Document::Rules, Document::Play];
        if let Some(document) = document.into_iter().find(|one| one.content() == content) {
            self.write(id, document, path, Existing::Replace);
        }
    }

    fn write(&mut self, id: SessionId, document: Document, path: PathBuf, existing: Existing) {
        let Some(session) = self.session(id) else { return };
        let text = document.text(&session.draft);
        let errand = self.errands.write(path.clone(), existing, || Ok(text.into_bytes()));
        let state = FileState::Writing { done: 0, total: None };
        let errand = DocumentErrand::Write(errand);
        self.begin_document(id, (document.content(), path), state, errand);
    }

    fn begin_document(
        &mut self,
        id: SessionId,
        (content, path): (FileContent, PathBuf),
        state: FileState,
        errand: DocumentErrand,
    ) {
        if let Some(session) = self.session_mut(id) {
            let notice = Some(FileNotice { content, path, state });
            session.automation.documents = Documents { notice, errand: Some(errand) };
        }
    }

    /// Takes in the files that were read or written meanwhile. New rules are in force at once.
    pub(in crate::playground) fn advance_documents(&mut self) {
        let changed: Vec<SessionId> = self
            .sessions
            .iter_mut()
            .filter_map(|session| session.advance_document().then_some(session.id()))
            .collect();
        for id in changed {
            self.set_rules_from_form(id);
        }
    }
}

impl Documents {
    /// What came of the errand, once.
    fn outcome(&mut self) -> Option<Outcome> {
        let outcome = match self.errand.as_mut()? {
            DocumentErrand::Rules(errand) => {
                errand.outcome()?.map_or_else(Outcome::failed, Outcome::Rules)
            }
            DocumentErrand::Play(errand) => {
                errand.outcome()?.map_or_else(Outcome::failed, Outcome::Play)
            }
            DocumentErrand::Write(errand) => Outcome::Ended(match errand.outcome()? {
                Ok(()) => FileState::Written(FileAmount::All),
                Err(error) => FileState::not_written(error),
            }),
        };
        self.errand = None;
        Some(outcome)
    }
}

impl Outcome {
    fn failed(error: IoError) -> Self {
        Self::Ended(FileState::Failed(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Kind;

    fn staged(kind: Kind, change: impl FnOnce(&mut Draft)) -> String {
        let mut draft = Draft::new(kind);
        change(&mut draft);
        Document::Play.text(&draft)
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
                    let client = draft.client_mut().unwrap();
                    client.host = "::1".to_owned();
                    client.bind_port = "5000".to_owned();
                }),
                "kind = \"tcp-client\"\naddress = \"[::1]:9000\"\nbind = \"0.0.0.0:5000\"\n",
            ),
            (staged(Kind::UdpPeer, |_| {}), "kind = \"udp\"\nbind = \"127.0.0.1:9001\"\n"),
            (
                staged(Kind::UdpPeer, |draft| {
                    let udp = draft.udp_mut().unwrap();
                    udp.remote = "localhost".to_owned();
                    udp.remote_port = "7".to_owned();
                }),
                "kind = \"udp\"\naddress = \"localhost:7\"\n",
            ),
        ];
        for (text, session) in table {
            assert_eq!(text, format!("[session]\n{session}"));
            PlayFile::from_toml(&text).unwrap();
        }
        assert_eq!(
            staged(Kind::TcpClient, |draft| draft.client_mut().unwrap().port = "soon".to_owned()),
            ""
        );
    }
}
