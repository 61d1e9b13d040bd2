//! The `curl` commands that people and browsers copy: a request from one, one for a request (curl(1)).

mod ansi;
mod assemble;
mod cmd;
mod format;
mod options;
mod settings;
mod shell;

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use crate::http::{Header, Url};
use crate::types::HttpVersion;
use crate::types::problem::curl::{CurlIgnored, CurlProblem};

/// What a `curl` command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlCommand {
    /// Where to; a Unix socket if the command names one.
    pub url: Url,
    /// Typed, or what the other options make of it.
    pub method: String,
    /// HTTP/1.1 unless the command asks for 1.0.
    pub version: HttpVersion,
    /// Those typed in their order, then those that other options stand for. Without the `User-Agent` and `Accept` of
    /// curl itself.
    pub headers: Vec<Header>,
    /// The data to send.
    pub body: CurlBody,
    /// `--compressed`.
    pub accept_compressed: bool,
    /// `--location`.
    pub follow: bool,
    /// `--max-redirs`; `None` for no limit, or none given.
    pub max_redirects: Option<u32>,
    /// `--insecure`.
    pub insecure: bool,
    /// `--proxy` as a URL, user and password in it.
    pub proxy: Option<String>,
    /// `--connect-timeout`.
    pub connect_timeout: Option<Duration>,
    /// `--max-time`.
    pub max_time: Option<Duration>,
    /// What was passed over because it means nothing here, or is done differently.
    pub ignored: Vec<CurlIgnored>,
}

/// The data of a `curl` command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurlBody {
    /// None.
    None,
    /// These bytes.
    Bytes(Vec<u8>),
    /// Those of a file.
    File(PathBuf),
}

/// What is wrong with a command, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlError {
    /// The wrong part, as a range of bytes of the command, both ends borders of characters; empty where something is
    /// missing.
    pub at: Range<usize>,
    /// What is wrong.
    pub problem: CurlProblem,
}

/// Reads a command as a POSIX shell (with `$'...'`) would, or as the command prompt of Windows if browsers wrote it for
/// that. A prompt in front is passed over; a pipe, redirection or next command behind it is listed as ignored.
///
/// What cannot be done without a shell (variables), and options that would change the request in a way that is not
/// possible here, are errors.
pub fn parse(command: &str) -> Result<CurlCommand, CurlError> {
    let start = behind_prompt(command);
    let line = if cmd::is_meant(command) {
        cmd::words(command, start)
    } else {
        shell::words(command, start)?
    };
    match line.piped_bytes(command) {
        Some((bytes, start)) => {
            assemble::command(command, shell::words(command, start)?, Some(&bytes))
        }
        None => assemble::command(command, line, None),
    }
}

/// The command for a POSIX shell, `$'...'` only for control characters and bytes that are no UTF-8; [`parse`] reads it
/// back. Data with a NUL, which no argument can have, is piped in by `printf`. What is ignored is left out.
pub fn format(command: &CurlCommand) -> String {
    format::command(command)
}

impl CurlError {
    fn new(at: Range<usize>, problem: CurlProblem) -> Self {
        Self { at, problem }
    }
}

/// A word of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// With its quotes.
    at: Range<usize>,
    /// Without them.
    bytes: Vec<u8>,
}

/// The words of one command.
#[derive(Debug)]
struct Line {
    words: Vec<Word>,
    /// Where it ends: at the end of the text, of the line, or at an operator.
    end: usize,
}

impl Word {
    fn error(&self, problem: CurlProblem) -> CurlError {
        CurlError::new(self.at.clone(), problem)
    }

    fn text(&self) -> Result<&str, CurlError> {
        str::from_utf8(&self.bytes).ok().ok_or_else(|| self.error(CurlProblem::NotUtf8))
    }
}

impl Line {
    /// What `printf FORMAT |` writes, and where the next command starts.
    fn piped_bytes(&self, command: &str) -> Option<(Vec<u8>, usize)> {
        let [name, format] = self.words.as_slice() else {
            return None;
        };
        let is_piped = command.get(self.end..)?.starts_with('|');
        (name.bytes == b"printf" && is_piped).then(|| (ansi::printf(&format.bytes), self.end + 1))
    }
}

/// Where the command starts behind `$ ` and the like.
fn behind_prompt(command: &str) -> usize {
    let rest = command.trim_start();
    let rest = PROMPTS.iter().find_map(|prompt| rest.strip_prefix(prompt)).unwrap_or(rest);
    command.len() - rest.len()
}

const PROMPTS: [&str; 4] = ["$ ", "# ", "% ", "> "];

#[cfg(test)]
mod tests;
