//! What an HTTP fetch is asked to be, as typed.

mod curl;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::codec::ParseError;
use crate::engine::TlsSettings;
use crate::engine::http_fetch::{FetchBody, FetchRequest, HttpFetchConfig, Proxy, Timeouts};
use crate::form::payload::filling::{Filled, Filling};
use crate::form::payload::{PayloadDraft, expanded_path};
use crate::form::problem::{Field, Problem, Timeout};
use crate::http::{Header, Request, Url};
use crate::types::HttpVersion;
use crate::types::problem::FormProblem;
use crate::types::problem::request::RequestProblem;

/// What only an HTTP fetch has, as typed. The body is the session's payload.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on screen")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpDraft {
    /// The method: any token.
    pub method: String,
    /// Where to: `http:`, `https:` or `unix:`; without a scheme `http:`.
    pub url: String,
    /// The header lines, sent in this order.
    pub headers: Vec<HeaderRow>,
    /// Ask again where a redirect points to.
    pub follow_redirects: bool,
    /// Say that gzip, deflate, br and zstd may be used.
    pub accept_compressed: bool,
    /// Leave the connection open for the next fetch.
    pub keep_alive: bool,
    /// The version in the request line.
    pub version: HttpVersion,
    /// The payload is the whole request, head and all, and is sent as it is.
    pub raw: bool,
    /// What is typed as the payload while [`Self::raw`] is the other way.
    #[serde(deserialize_with = "PayloadDraft::of_request")]
    pub other_payload: PayloadDraft,
    /// Until a connection has to be open: "5", "500ms", "2m".
    pub connect_timeout: String,
    /// How long the server may be silent; empty for no limit.
    pub idle_timeout: String,
    /// How long all of it may take; empty for no limit.
    pub total_timeout: String,
    /// `http://host:port` or `socks5://host:port`; empty for none.
    pub proxy: String,
    /// Take the proxy from `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
    pub use_environment: bool,
    /// Go on although the server's certificate is not to be trusted. Never remembered.
    #[serde(skip)]
    pub accept_invalid_certificates: bool,
    /// A file to append the secrets of TLS to, for Wireshark (`SSLKEYLOGFILE`); empty for none.
    pub key_log: String,
}

/// A header line as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderRow {
    /// The name, case kept.
    pub name: String,
    /// The value.
    pub value: String,
    /// It is sent.
    #[serde(default = "on")]
    pub on: bool,
}

impl HeaderRow {
    /// A line that is sent.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), on: true }
    }
}

impl HttpDraft {
    /// Goes to raw mode or back. A whole request isn't a body, so each mode keeps its own payload.
    pub fn switch_raw(&mut self, payload: &mut PayloadDraft) {
        self.raw = !self.raw;
        std::mem::swap(&mut self.other_payload, payload);
    }

    /// The fetch that this asks for, with the payload as its body; in raw mode it is the whole request. Fields of the
    /// payload take their values now.
    pub fn fetch(
        &self,
        payload: &PayloadDraft,
        filling: &mut Filling,
    ) -> Result<HttpFetchConfig, Problem> {
        let url = self.parse_url()?;
        let body = parse_payload(payload, filling)?;
        let request = if self.raw { raw(url, body)? } else { self.compose(url, body)? };
        Ok(HttpFetchConfig {
            request,
            redirects: self.follow_redirects.then_some(MOST_REDIRECTS),
            timeouts: self.timeouts()?,
            proxy: self.proxy()?,
            tls: TlsSettings {
                accept_invalid: self.accept_invalid_certificates,
                key_log: some(&self.key_log).map(expanded_path),
            },
        })
    }

    /// Whether the part that a problem is in is another one there.
    pub(super) fn differs_from(&self, other: &Self, field: Field) -> bool {
        let raw = self.raw != other.raw;
        match field {
            Field::Method => raw || self.method != other.method,
            Field::Url => self.url != other.url,
            Field::Header(_) => raw || self.headers != other.headers,
            _ => self != other,
        }
    }

    /// Where to.
    pub fn parse_url(&self) -> Result<Url, Problem> {
        let url = match self.url.trim() {
            "" => Err(FormProblem::NoUrl),
            text => Url::parse(text).map_err(|error| FormProblem::Url(error.problem)),
        };
        url.map_err(Problem::on(Field::Url))
    }

    /// The header lines that Sockscope adds to those typed, in the order of [`Request::added`]; none in raw mode, or while
    /// there is an error.
    pub fn added(&self, payload: &PayloadDraft, filling: &mut Filling) -> Vec<Header> {
        let request =
            self.parse_url().and_then(|url| self.compose(url, parse_payload(payload, filling)?));
        match request {
            Ok(FetchRequest::Composed { request, .. }) if !self.raw => request.added(),
            _ => Vec::new(),
        }
    }

    fn compose(&self, url: Url, body: Option<Filled>) -> Result<FetchRequest, Problem> {
        let body = match body {
            None => FetchBody::None,
            Some(Filled::Bytes(bytes)) => FetchBody::Bytes(bytes),
            Some(Filled::File(path)) => FetchBody::File(path),
        };
        let len = match &body {
            FetchBody::None => None,
            FetchBody::Bytes(bytes) => Some(bytes.len() as u64),
            // The worker looks when it opens the file.
            FetchBody::File(_) => Some(0),
        };
        let request = Request {
            method: self.method.trim().to_owned(),
            url,
            version: self.version,
            headers: self.sent().map(|(_, row)| Header::new(&row.name, &row.value)).collect(),
            body: len,
            accept_compressed: self.accept_compressed,
            keep_alive: self.keep_alive,
        };
        request.check().map_err(|problem| self.request_problem(problem))?;
        Ok(FetchRequest::Composed { request, body })
    }

    /// The lines that are sent, with their numbers; one that is still empty is not.
    fn sent(&self) -> impl Iterator<Item = (usize, &HeaderRow)> {
        let rows = self.headers.iter().enumerate();
        rows.filter(|(_, row)| row.on && !(row.name.is_empty() && row.value.is_empty()))
    }

    fn request_problem(&self, problem: RequestProblem) -> Problem {
        let row = |nth: usize| self.sent().nth(nth).map_or(nth, |(number, _)| number);
        let field = match &problem {
            RequestProblem::Method(_) => Field::Method,
            RequestProblem::HeaderName { index, .. }
            | RequestProblem::HeaderValue { index, .. } => Field::Header(row(*index)),
            RequestProblem::ProxyAuthorization => Field::Proxy,
        };
        Problem { field, reason: FormProblem::Request(problem) }
    }

    fn timeouts(&self) -> Result<Timeouts, Problem> {
        let parse = |text: &str, which| {
            let duration = some(text).map(duration).transpose();
            duration.map_err(Problem::on(Field::Timeout(which)))
        };
        Ok(Timeouts {
            connect: parse(&self.connect_timeout, Timeout::Connect)?
                .unwrap_or_else(|| Timeouts::default().connect),
            idle: parse(&self.idle_timeout, Timeout::Idle)?,
            total: parse(&self.total_timeout, Timeout::Total)?,
        })
    }

    /// One that is typed comes before those of the environment.
    fn proxy(&self) -> Result<Proxy, Problem> {
        match some(&self.proxy) {
            Some(text) => {
                let proxy = Proxy::parse(text).map_err(FormProblem::Proxy);
                proxy.map_err(Problem::on(Field::Proxy))
            }
            None if self.use_environment => Ok(Proxy::Environment),
            None => Ok(Proxy::None),
        }
    }
}

impl Default for HttpDraft {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: "http://127.0.0.1:8000/".to_owned(),
            headers: vec![
                HeaderRow::new("User-Agent", concat!("sockscope/", env!("CARGO_PKG_VERSION"))),
                HeaderRow::new("Accept", "*/*"),
            ],
            follow_redirects: true,
            accept_compressed: true,
            keep_alive: true,
            version: HttpVersion::Http11,
            raw: false,
            other_payload: PayloadDraft::without_fields(),
            connect_timeout: "10".to_owned(),
            idle_timeout: "60".to_owned(),
            total_timeout: String::new(),
            proxy: String::new(),
            use_environment: false,
            accept_invalid_certificates: false,
            key_log: String::new(),
        }
    }
}

fn on() -> bool {
    true
}

fn raw(url: Url, request: Option<Filled>) -> Result<FetchRequest, Problem> {
    let reason = match request {
        Some(Filled::Bytes(bytes)) => return Ok(FetchRequest::Raw { url, bytes }),
        Some(Filled::File(_)) => FormProblem::RawRequestInFile,
        None => FormProblem::NoRawRequest,
    };
    Err(Problem { field: Field::Payload, reason })
}

/// `None` if nothing is typed, whatever the line ending.
fn parse_payload(payload: &PayloadDraft, filling: &mut Filling) -> Result<Option<Filled>, Problem> {
    if payload.typed().is_empty() {
        return Ok(None);
    }
    let problem = |error: ParseError| Problem {
        field: Field::Payload,
        reason: FormProblem::Payload(error.problem),
    };
    payload.filled(filling).map(Some).map_err(problem)
}

/// A number of seconds, or with a unit: "500ms", "2m".
fn duration(text: &str) -> Result<Duration, FormProblem> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let duration = seconds.or_else(|| humantime::parse_duration(text).ok());
    duration
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| FormProblem::NotADuration(text.to_owned()))
}

fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// As curl's default is 50 and that of browsers 20.
const MOST_REDIRECTS: u32 = 20;

#[cfg(test)]
mod tests;
