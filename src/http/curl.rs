//! Parses the `curl` commands that browsers and documentation contain, and writes one for a request (curl(1)).

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

/// The request of a `curl` command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlCommand {
    /// The URL; with a Unix socket if the command names one.
    pub url: Url,
    /// The given method, or the one that the other options imply.
    pub method: String,
    /// HTTP/1.1, unless the command asks for 1.0.
    pub version: HttpVersion,
    /// The given headers in order, then those that other options imply; without the `User-Agent` and `Accept` of curl itself.
    pub headers: Vec<Header>,
    /// The data to send.
    pub body: CurlBody,
    /// `--compressed`.
    pub accept_compressed: bool,
    /// `--location`.
    pub follow: bool,
    /// `--max-redirs`; `None` for no limit, or if it isn't given.
    pub max_redirects: Option<u32>,
    /// `--insecure`.
    pub insecure: bool,
    /// `--proxy` as a URL, including user and password.
    pub proxy: Option<String>,
    /// `--connect-timeout`.
    pub connect_timeout: Option<Duration>,
    /// `--max-time`.
    pub max_time: Option<Duration>,
    /// Parts that were ignored, because they have no meaning here or are done differently.
    pub ignored: Vec<CurlIgnored>,
}

/// The data of a `curl` command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurlBody {
    /// None.
    None,
    /// Bytes from the command.
    Bytes(Vec<u8>),
    /// The bytes of a file.
    File(PathBuf),
}

/// An error in a command, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlError {
    /// The wrong part as a range of bytes of the command, on character boundaries; empty where something is missing.
    pub at: Range<usize>,
    /// What is wrong.
    pub problem: CurlProblem,
}

/// Parses a command as a POSIX shell (with `$'...'`) would, or as the Windows command prompt would if a browser wrote it for
/// that. A prompt before it is skipped; a pipe, redirection or another command after it is listed as ignored.
///
/// Fails for what only a shell can do (variables), and for options that would change the request in a way that isn't possible
/// here.
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

/// Writes the command for a POSIX shell, with `$'...'` only for control characters and invalid UTF-8; [`parse`] reads it back.
/// Data with a NUL, which an argument can't have, is piped in from `printf`. Ignored parts are omitted.
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
    /// The word with its quotes.
    at: Range<usize>,
    /// The word without quotes.
    bytes: Vec<u8>,
}

/// The words of one command.
#[derive(Debug)]
struct Line {
    words: Vec<Word>,
    /// Where it ends: at the end of the text or line, or at an operator.
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
    /// The output of `printf FORMAT |`, and where the next command starts.
    fn piped_bytes(&self, command: &str) -> Option<(Vec<u8>, usize)> {
        let [name, format] = self.words.as_slice() else {
            return None;
        };
        let is_piped = command.get(self.end..)?.starts_with('|');
        (name.bytes == b"printf" && is_piped).then(|| (ansi::printf(&format.bytes), self.end + 1))
    }
}

/// Where the command starts after `$ ` and the like.
fn behind_prompt(command: &str) -> usize {
    let rest = command.trim_start();
    let rest = PROMPTS.iter().find_map(|prompt| rest.strip_prefix(prompt)).unwrap_or(rest);
    command.len() - rest.len()
}

const PROMPTS: [&str; 4] = ["$ ", "# ", "% ", "> "];

#[cfg(test)]
mod tests;
