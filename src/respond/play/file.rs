//! Play lists as files (TOML) that people read and write.
//!
//! ```toml
//! name = "Greeting"
//! framing = "line"
//!
//! [session]
//! kind = "tcp-client"
//! address = "127.0.0.1:9000"
//!
//! [[step]]
//! send = 'HELO\r\n'
//!
//! [[step]]
//! expect = { starts-with = "250" }
//! within = "2s"
//! ```

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::codec::ParseError;
use crate::respond::form::{at, toml_problem};
use crate::respond::framing::Framing;
use crate::respond::play::PlayList;
use crate::respond::play::form::StepForm;
use crate::types::problem::{DocumentFault, DocumentProblem};

/// A file: a list, and perhaps the session on which it is played.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlayFile {
    /// Without it, the list is played on any session.
    pub session: Option<PlaySession>,
    /// The list.
    pub list: PlayList,
}

/// What a list is played on. Addresses are read as on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaySession {
    /// What is opened.
    pub kind: PlayKind,
    /// Where to listen, to connect to, or to send to. Datagrams need none if they are waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The local address of a client, or of datagrams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bind: Option<String>,
}

/// What is opened for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlayKind {
    /// A TCP connection, or one to a Unix socket.
    TcpClient,
    /// A TCP server, or one on a Unix socket; the list is played with the first client.
    TcpServer,
    /// A socket for datagrams.
    Udp,
}

impl PlayFile {
    /// Reads a file that [`Self::to_toml`] or a person wrote, and checks that the list can be played.
    pub fn from_toml(text: &str) -> Result<Self, DocumentProblem> {
        let form: FileForm = toml::from_str(text).map_err(|error| toml_problem(text, &error))?;
        let FileForm { name, framing, session, step } = form;
        let mut steps = Vec::with_capacity(step.len());
        for (step, number) in step.into_iter().zip(1..) {
            let span = step.span();
            let wrong = |problem| DocumentFault::StepKeys { number, problem };
            steps.push(step.into_inner().step().map_err(|error| at(text, &span, wrong(error)))?);
        }
        let list = PlayList { name, framing, steps };
        if let Err(problems) = list.compile()
            && let Some((step, error)) = problems.into_iter().next()
        {
            return Err(locate(text, step, error));
        }
        Ok(Self { session, list })
    }

    /// As a readable file.
    pub fn to_toml(&self) -> String {
        let PlayList { name, framing, steps } = &self.list;
        let mut out = String::new();
        line(&mut out, "name", Some(name).filter(|name| !name.is_empty()));
        line(&mut out, "framing", Some(framing).filter(|framing| **framing != Framing::default()));
        if let Some(PlaySession { kind, address, bind }) = &self.session {
            out.push_str("\n[session]\n");
            line(&mut out, "kind", Some(kind));
            line(&mut out, "address", address.as_ref());
            line(&mut out, "bind", bind.as_ref());
        }
        for step in steps {
            let StepForm { send, pace, wait, expect, within, repeat } = step.clone().into();
            out.push_str("\n[[step]]\n");
            line(&mut out, "send", send.as_ref());
            line(&mut out, "pace", pace.as_ref());
            line(&mut out, "wait", wait.as_ref());
            line(&mut out, "expect", expect.as_ref());
            line(&mut out, "within", within.as_ref());
            line(&mut out, "repeat", repeat.as_ref());
        }
        out.trim_start().to_owned()
    }
}

impl PlayList {
    /// Reads the list of a file; a session that it names is passed over.
    pub fn from_toml(text: &str) -> Result<Self, DocumentProblem> {
        PlayFile::from_toml(text).map(|file| file.list)
    }

    /// As a readable file that names no session.
    pub fn to_toml(&self) -> String {
        PlayFile { session: None, list: self.clone() }.to_toml()
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FileForm {
    name: String,
    framing: Framing,
    session: Option<PlaySession>,
    step: Vec<Spanned<StepForm>>,
}

/// Where things are in a file that was read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Places {
    framing: Option<Spanned<toml::Value>>,
    step: Vec<Spanned<StepPlaces>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct StepPlaces {
    send: Option<Spanned<toml::Value>>,
    expect: Option<Spanned<toml::Value>>,
    repeat: Option<Spanned<toml::Value>>,
}

/// A problem with a step, or with the framing, as one with the file.
fn locate(text: &str, step: Option<usize>, error: ParseError) -> DocumentProblem {
    let places: Places = toml::from_str(text).unwrap_or_default();
    let problem = error.problem;
    let Some(index) = step else {
        let span = places.framing.map(|value| value.span()).unwrap_or_default();
        return at(text, &span, DocumentFault::Framing(problem));
    };
    let span = places.step.get(index).map(|step| {
        let StepPlaces { send, expect, repeat } = step.get_ref();
        let value = [send, expect, repeat].into_iter().flatten().next();
        value.map_or_else(|| step.span(), Spanned::span)
    });
    let number = index.saturating_add(1);
    at(text, &span.unwrap_or_default(), DocumentFault::Step { number, problem })
}

/// `key = value` on one line, if there is a value.
fn line<T: Serialize>(out: &mut String, key: &str, value: Option<&T>) {
    if let Some(value) = value
        && let Ok(value) = toml::Value::try_from(value)
    {
        writeln!(out, "{key} = {value}").ok();
    }
}
