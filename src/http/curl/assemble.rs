//! Puts a request together from the options.

mod body;
mod headers;
mod target;

use std::time::Duration;

use crate::http::curl::options::{Flag, Text};
use crate::http::curl::settings::Settings;
use crate::http::curl::{CurlBody, CurlCommand, CurlError, Line, Word};
use crate::http::percent;
use crate::types::HttpVersion;
use crate::types::problem::curl::{CurlIgnored, CurlProblem};

/// `piped` is the content of standard input.
pub(super) fn command(
    text: &str,
    line: Line,
    piped: Option<&[u8]>,
) -> Result<CurlCommand, CurlError> {
    let mut words = line.words.into_iter();
    let Some(name) = words.next().filter(is_curl) else {
        return Err(CurlError::new(0..text.len(), CurlProblem::NotCurl));
    };
    let words: Vec<Word> = words.collect();
    let mut settings = Settings::read(&words)?;
    let behind = text.get(line.end..).unwrap_or_default().trim();
    if !behind.is_empty() {
        settings.ignored.push(CurlIgnored::AsTyped(behind.to_owned()));
    }
    if settings.has(Flag::LocationTrusted) {
        settings.ignored.push(CurlIgnored::LocationTrusted);
    }
    settings.ignored.extend(body::kept_line_breaks(&settings));
    let data = body::read(&settings, piped)?;
    let url = target::url(&settings, &data, &name)?;
    let method = method(&settings, &data)?;
    let headers = headers::all(&mut settings, &data)?;
    Ok(CurlCommand {
        url,
        method,
        version: version(&settings),
        headers,
        accept_compressed: settings.has(Flag::Compressed),
        follow: settings.has(Flag::Location) || settings.has(Flag::LocationTrusted),
        max_redirects: max_redirects(&settings)?,
        insecure: settings.has(Flag::Insecure),
        proxy: proxy(&settings)?,
        connect_timeout: seconds(&settings, Text::ConnectTimeout)?,
        max_time: seconds(&settings, Text::MaxTime)?,
        body: if settings.has(Flag::Get) { CurlBody::None } else { data },
        ignored: settings.ignored,
    })
}

/// `curl`, `/usr/bin/curl`, `curl.exe`.
fn is_curl(word: &Word) -> bool {
    let name = word.bytes.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
    name.eq_ignore_ascii_case(b"curl") || name.eq_ignore_ascii_case(b"curl.exe")
}

fn method(settings: &Settings, data: &CurlBody) -> Result<String, CurlError> {
    let method = if let Some(typed) = settings.last(Text::Method) {
        typed.text()?
    } else if settings.has(Flag::Head) {
        if let (Some((_, data)), false) = (settings.data.first(), settings.has(Flag::Get)) {
            return Err(data.error(CurlProblem::HeadWithData));
        }
        "HEAD"
    } else if settings.last(Text::Upload).is_some() {
        "PUT"
    } else if settings.has(Flag::Get) || *data == CurlBody::None {
        "GET"
    } else {
        "POST"
    };
    Ok(method.to_owned())
}

/// The method of the last option that sets it.
fn version(settings: &Settings) -> HttpVersion {
    let mut versions = settings.flags.iter().filter(|f| matches!(f, Flag::Http10 | Flag::Http11));
    if versions.next_back() == Some(&Flag::Http10) {
        HttpVersion::Http10
    } else {
        HttpVersion::Http11
    }
}

/// -1 means no limit.
fn max_redirects(settings: &Settings) -> Result<Option<u32>, CurlError> {
    match settings.last(Text::MaxRedirects) {
        None => Ok(None),
        Some(word) => match word.text()? {
            "-1" => Ok(None),
            number => number.parse().ok().map(Some).ok_or_else(|| word.error(CurlProblem::Number)),
        },
    }
}

/// 0 means no limit.
fn seconds(settings: &Settings, text: Text) -> Result<Option<Duration>, CurlError> {
    let Some(word) = settings.last(text) else {
        return Ok(None);
    };
    let seconds =
        word.text()?.parse().ok().filter(|_| word.bytes.iter().copied().all(is_of_a_decimal));
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.ok_or_else(|| word.error(CurlProblem::Seconds))?;
    Ok(Some(limit).filter(|limit| !limit.is_zero()))
}

fn is_of_a_decimal(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'.'
}

/// The proxy as a URL; SOCKS proxies always look up names themselves.
fn proxy(settings: &Settings) -> Result<Option<String>, CurlError> {
    let is_proxy = |text: Text| matches!(text, Text::Proxy | Text::Socks5);
    let Some((kind, word)) = settings.texts.iter().rfind(|(text, _)| is_proxy(*text)) else {
        return Ok(None);
    };
    let text = word.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    let (scheme, rest) = match text.split_once("://") {
        Some(("socks5h", rest)) => ("socks5", rest),
        Some(parts) => parts,
        None if *kind == Text::Socks5 => ("socks5", text),
        None => ("http", text),
    };
    let userinfo = settings.last(Text::ProxyUser).map(userinfo).transpose()?.unwrap_or_default();
    Ok(Some(format!("{scheme}://{userinfo}{rest}")))
}

/// `user:password@`, percent-encoded.
fn userinfo(word: &Word) -> Result<String, CurlError> {
    let (user, password) = word.text()?.split_once(':').unwrap_or((word.text()?, ""));
    let encode = |text: &str| percent::encode(text.as_bytes(), percent::is_unreserved);
    Ok(format!("{}:{}@", encode(user), encode(password)))
}
