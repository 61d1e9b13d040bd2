//! The arguments of `http`, named as in curl(1) wherever curl has them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::form::{HeaderRow, HttpDraft, PayloadDraft, PayloadMode};
use crate::types::HttpVersion;
use crate::words::cli::argument as words;

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub(in crate::cli) struct Http {
    /// The URL: http, https, or unix:PATH:TARGET over a Unix socket; http without a scheme
    pub(in crate::cli) url: String,
    /// The method; without it GET, POST with data, HEAD with --head
    #[arg(short = 'X', long, value_name = "METHOD")]
    request: Option<String>,
    /// A header line [can be repeated: sent in order]; 'Name:' removes a default one, 'Name;' sends an empty one
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    #[command(flatten)]
    data: Data,
    /// Request only the head of the response
    #[arg(short = 'I', long)]
    pub(in crate::cli) head: bool,
    /// Follow redirects, at most 20
    #[arg(short = 'L', long)]
    pub(in crate::cli) location: bool,
    /// Request a compressed body; a compressed body is always decompressed
    #[arg(long)]
    compressed: bool,
    /// Speak HTTP/1.0
    #[arg(short = '0', long = "http1.0")]
    http10: bool,
    /// Accept a server certificate that isn't trusted
    #[arg(short = 'k', long)]
    insecure: bool,
    /// Use this proxy: an http: or socks5: URL, which may have user and password; the environment is ignored
    #[arg(short = 'x', long, value_name = "PROXY")]
    proxy: Option<String>,
    /// How long connecting may take: seconds, or 500ms, 2m
    #[arg(long, value_name = "DURATION")]
    connect_timeout: Option<String>,
    /// How long everything may take
    #[arg(short = 'm', long, value_name = "DURATION")]
    max_time: Option<String>,
    /// Append the TLS secrets to FILE, for Wireshark; by default, to the file in the environment variable SSLKEYLOGFILE
    #[arg(long, value_name = "FILE")]
    key_log: Option<PathBuf>,
    /// Print the heads too, exactly as they came
    #[arg(short = 'i', long)]
    pub(in crate::cli) include: bool,
    /// Write the body to FILE, which is replaced once the body is complete; - is standard output
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With a status of 400 or more, print no body and exit with 22
    #[arg(short = 'f', long)]
    pub(in crate::cli) fail: bool,
    /// Print how the time was spent, to standard error
    #[arg(long)]
    pub(in crate::cli) timing: bool,
    /// Print everything that happens and every byte on the wire, decrypted, to standard error
    #[arg(long)]
    pub(in crate::cli) trace: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: FetchFormat,
}

/// What is sent as body.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct Data {
    /// Send TEXT literally
    #[arg(short = 'd', long = "data", value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
    /// Send bytes, such as '0a ff' or a pasted hex dump
    #[arg(long = "data-hex", value_name = "HEX")]
    hex: Option<String>,
    /// Send the contents of a file
    #[arg(long = "data-file", value_name = "FILE")]
    file: Option<String>,
}

/// What a fetch prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FetchFormat {
    /// The body
    #[default]
    Body,
    /// Everything, one object a line
    Json,
}

impl Http {
    /// What is wrong with the combination of arguments.
    pub(in crate::cli) fn problem(&self) -> Option<String> {
        if self.data.text.as_ref().is_some_and(|text| text.starts_with('@')) {
            return Some(words::data_is_text().to_owned());
        }
        self.headers.iter().find_map(|line| {
            let problem = match header(line) {
                None => words::no_colon(),
                Some((row, _)) if row.name.trim().is_empty() => words::no_name(),
                Some(_) => return None,
            };
            Some(words::in_header(line, problem))
        })
    }

    /// The file for the body; `None` is standard output.
    pub(in crate::cli) fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Puts them where a person would type them.
    pub(in crate::cli) fn fill(&self, draft: &mut HttpDraft, payload: &mut PayloadDraft) {
        self.fill_headers(draft);
        if let Some(data) = self.data.payload() {
            *payload = data;
        }
        let own = match (self.data.is_given(), self.head) {
            (true, _) => "POST",
            (false, true) => "HEAD",
            (false, false) => "GET",
        };
        draft.url.clone_from(&self.url);
        draft.method = self.request.clone().unwrap_or_else(|| own.to_owned());
        draft.follow_redirects = self.location;
        draft.accept_compressed = self.compressed;
        draft.keep_alive = true;
        draft.accept_invalid_certificates = self.insecure;
        draft.proxy = self.proxy.clone().unwrap_or_default();
        draft.idle_timeout.clear();
        draft.total_timeout = self.max_time.clone().unwrap_or_default();
        if self.http10 {
            draft.version = HttpVersion::Http10;
            draft.keep_alive = false;
        }
        if let Some(timeout) = &self.connect_timeout {
            draft.connect_timeout.clone_from(timeout);
        }
        let named = || std::env::var_os("SSLKEYLOGFILE").map(PathBuf::from);
        if let Some(path) = self.key_log.clone().or_else(named) {
            draft.key_log = path.to_string_lossy().into_owned();
        }
    }

    /// Default headers go before the given ones, unless a given one has the same name.
    fn fill_headers(&self, draft: &mut HttpDraft) {
        if self.data.is_given() {
            draft.headers.push(HeaderRow::new("Content-Type", FORM));
        }
        let typed: Vec<(HeaderRow, bool)> =
            self.headers.iter().filter_map(|line| header(line)).collect();
        let is_typed =
            |own: &HeaderRow| typed.iter().any(|(row, _)| row.name.eq_ignore_ascii_case(&own.name));
        draft.headers.retain(|own| !is_typed(own));
        draft
            .headers
            .extend(typed.iter().filter(|(_, is_sent)| *is_sent).map(|(row, _)| row.clone()));
    }
}

impl Data {
    fn is_given(&self) -> bool {
        self.text.is_some() || self.hex.is_some() || self.file.is_some()
    }

    fn payload(&self) -> Option<PayloadDraft> {
        let empty = PayloadDraft::without_fields();
        match (&self.text, self.hex.clone(), self.file.clone()) {
            (Some(text), ..) => Some(PayloadDraft::of(text.as_bytes())),
            (_, Some(hex), _) => Some(PayloadDraft { mode: PayloadMode::Hex, hex, ..empty }),
            (.., Some(file)) => Some(PayloadDraft { mode: PayloadMode::File, file, ..empty }),
            (None, None, None) => None,
        }
    }
}

/// A header line, and whether it is sent: as in curl(1), one without a value removes a header, and one with a semicolon in
/// place of the colon has an empty value.
fn header(line: &str) -> Option<(HeaderRow, bool)> {
    if let Some((name, value)) = line.split_once(':') {
        let value = value.trim_start_matches([' ', '\t']);
        return Some((HeaderRow::new(name, value), !value.is_empty()));
    }
    line.strip_suffix(';').map(|name| (HeaderRow::new(name, ""), true))
}

/// As curl(1) says of data.
const FORM: &str = "application/x-www-form-urlencoded";

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::arguments::{Arguments, Command};

    fn filled(arguments: &[&str]) -> (HttpDraft, PayloadDraft) {
        let words = [&["sockscope", "http"], arguments].concat();
        let Some(Command::Http(http)) = Arguments::try_parse_from(words).unwrap().command else {
            panic!("another command");
        };
        assert_eq!(http.problem(), None);
        let (mut draft, mut payload) = (HttpDraft::default(), PayloadDraft::default());
        http.fill(&mut draft, &mut payload);
        (draft, payload)
    }

    fn names(draft: &HttpDraft) -> Vec<&str> {
        draft.headers.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn curls_options_mean_what_they_mean_there() {
        let (draft, payload) = filled(&["http://x/", "-d", r"a\b"]);
        assert_eq!((draft.method.as_str(), draft.follow_redirects), ("POST", false));
        assert_eq!(payload.parse().unwrap(), crate::form::Payload::Bytes(r"a\b".into()));
        assert_eq!(names(&draft), ["User-Agent", "Accept", "Content-Type"]);
        let (draft, _) = filled(&["-I", "-L", "-k", "-m", "2.5", "-0", "x"]);
        assert_eq!((draft.method.as_str(), draft.total_timeout.as_str()), ("HEAD", "2.5"));
        assert!(draft.follow_redirects && draft.accept_invalid_certificates && !draft.keep_alive);
        assert_eq!(draft.version, HttpVersion::Http10);
    }

    #[test]
    fn headers_replace_those_sent_by_themselves_and_keep_their_order() {
        let (draft, _) = filled(&[
            "x",
            "-H",
            "accept: text/html",
            "-H",
            "User-Agent:",
            "-H",
            "X-E;",
            "-H",
            "x-B: 1",
        ]);
        assert_eq!(names(&draft), ["accept", "X-E", "x-B"]);
        assert_eq!(draft.headers[0].value, "text/html");
    }
}
