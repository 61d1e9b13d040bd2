//! The headers of a command: the given ones, and those that other options imply.

use crate::http::curl::options::{Data, Flag, Text};
use crate::http::curl::settings::Settings;
use crate::http::curl::{CurlBody, CurlError, Word};
use crate::http::request::basic;
use crate::http::{Header, Url};
use crate::types::problem::curl::{CurlIgnored, CurlProblem};

/// The given headers in order, then the implied ones that are neither given nor removed (`-H 'Name:'`).
pub(super) fn all(settings: &mut Settings, data: &CurlBody) -> Result<Vec<Header>, CurlError> {
    let mut typed = Typed::default();
    for word in settings.all(Text::Header) {
        typed.push(word.text()?);
    }
    for (name, value) in meant(settings, data)? {
        typed.push_meant(name, value);
    }
    settings.ignored.append(&mut typed.ignored);
    Ok(typed.headers)
}

#[derive(Default)]
struct Typed {
    headers: Vec<Header>,
    /// Names of headers that are removed.
    removed: Vec<String>,
    ignored: Vec<CurlIgnored>,
}

impl Typed {
    fn push(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            if value.trim().is_empty() {
                self.removed.push(name.to_owned());
            } else {
                let value = value.strip_prefix(' ').unwrap_or(value);
                self.headers.push(Header::new(name, value));
            }
        } else if let Some(name) = line.strip_suffix(';') {
            self.headers.push(Header::new(name, ""));
        } else {
            self.ignored.push(CurlIgnored::AsTyped(format!("-H {line}")));
        }
    }

    fn push_meant(&mut self, name: &str, value: String) {
        let is_removed = self.removed.iter().any(|removed| removed.eq_ignore_ascii_case(name));
        if !is_removed && !self.headers.iter().any(|header| header.is(name)) {
            self.headers.push(Header::new(name, value));
        }
    }
}

fn meant(settings: &Settings, data: &CurlBody) -> Result<Vec<(&'static str, String)>, CurlError> {
    let text = |text| settings.last(text).map(Word::text).transpose();
    let host = host_beside_socket(settings)?;
    let range = text(Text::Range)?.map(|range| format!("bytes={range}"));
    let referer = text(Text::Referer)?.map(|url| url.strip_suffix(";auto").unwrap_or(url));
    let agent = text(Text::UserAgent)?;
    let candidates = [
        ("Host", host),
        ("Authorization", authorization(settings)?),
        ("User-Agent", agent.map(str::to_owned)),
        ("Referer", referer.map(str::to_owned)),
        ("Cookie", cookies(settings)?),
        ("Range", range),
        ("Content-Type", content_type(settings, data).map(str::to_owned)),
        ("Accept", is_json(settings).then(|| JSON.to_owned())),
    ];
    let present = candidates.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Ok(present.filter(|(_, value)| !value.is_empty()).collect())
}

/// A server on a Unix socket may still look at the host name.
fn host_beside_socket(settings: &Settings) -> Result<Option<String>, CurlError> {
    let sockets = [Text::UnixSocket, Text::AbstractSocket];
    if sockets.iter().all(|socket| settings.last(*socket).is_none()) {
        return Ok(None);
    }
    let host = url(settings)?.map(|url| url.host_field());
    Ok(host.filter(|host| host != "localhost"))
}

fn url(settings: &Settings) -> Result<Option<Url>, CurlError> {
    let text = settings.last(Text::Url).map(Word::text).transpose()?;
    Ok(text.and_then(|text| Url::parse(text).ok()))
}

fn authorization(settings: &Settings) -> Result<Option<String>, CurlError> {
    if let Some(token) = settings.last(Text::Bearer) {
        return Ok(Some(format!("Bearer {}", token.text()?)));
    }
    if let Some(user) = settings.last(Text::User) {
        let (user, password) = user.text()?.split_once(':').unwrap_or((user.text()?, ""));
        return Ok(Some(basic(user, password)));
    }
    // The URL of a Unix socket can't hold it.
    let is_socket = |text: &Text| matches!(text, Text::UnixSocket | Text::AbstractSocket);
    let has_socket = settings.texts.iter().any(|(text, _)| is_socket(text));
    let userinfo = url(settings)?.filter(|_| has_socket).and_then(|url| url.userinfo());
    Ok(userinfo.map(|(user, password)| basic(&user, &password)))
}

fn cookies(settings: &Settings) -> Result<Option<String>, CurlError> {
    let mut cookies = Vec::new();
    for word in settings.all(Text::Cookie) {
        let text = word.text()?;
        if !text.is_empty() && !text.contains('=') {
            return Err(word.error(CurlProblem::CookieFile));
        }
        cookies.push(text.trim_end_matches(';'));
    }
    Ok((!cookies.is_empty()).then(|| cookies.join("; ")))
}

fn content_type(settings: &Settings, data: &CurlBody) -> Option<&'static str> {
    let is_sent = *data != CurlBody::None && !settings.has(Flag::Get);
    if !is_sent || settings.last(Text::Upload).is_some() {
        None
    } else if is_json(settings) {
        Some(JSON)
    } else {
        Some("application/x-www-form-urlencoded")
    }
}

fn is_json(settings: &Settings) -> bool {
    settings.data.iter().any(|(kind, _)| *kind == Data::Json)
}

const JSON: &str = "application/json";
