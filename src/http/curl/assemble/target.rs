//! The URL of a command.

use crate::http::Url;
use crate::http::curl::options::{Flag, Text};
use crate::http::curl::settings::Settings;
use crate::http::curl::{CurlBody, CurlError, Word};
use crate::types::UnixAddress;
use crate::types::problem::curl::CurlProblem;

/// `name` is the word `curl`, for the error that no URL follows it.
pub(super) fn url(settings: &Settings, data: &CurlBody, name: &Word) -> Result<Url, CurlError> {
    let mut words = settings.all(Text::Url);
    let missing = || CurlError::new(name.at.end..name.at.end, CurlProblem::UrlMissing);
    let word = words.next().ok_or_else(missing)?;
    if let Some(second) = words.next() {
        return Err(second.error(CurlProblem::SeveralUrls));
    }
    let mut url =
        Url::parse(word.text()?).map_err(|error| word.error(CurlProblem::Url(error.problem)))?;
    if !settings.has(Flag::PathAsIs) {
        url.resolve_dot_segments();
    }
    if settings.has(Flag::Get) {
        let CurlBody::Bytes(query) = data else {
            return match (data, settings.data.first()) {
                (CurlBody::File(_), Some((_, file))) => Err(file.error(CurlProblem::FileInUrl)),
                _ => over_socket(settings, url, word),
            };
        };
        url.append_query(query);
    }
    if let Some(file) = settings.last(Text::Upload) {
        url.append_file_name(file.text()?);
    }
    over_socket(settings, url, word)
}

fn over_socket(settings: &Settings, url: Url, word: &Word) -> Result<Url, CurlError> {
    let (socket, address) =
        match (settings.last(Text::UnixSocket), settings.last(Text::AbstractSocket)) {
            (Some(path), _) => (path, UnixAddress::Path(path.text()?.into())),
            (None, Some(name)) => (name, UnixAddress::Abstract(name.bytes.clone())),
            (None, None) => return Ok(url),
        };
    if url.scheme() == crate::http::Scheme::Https {
        return Err(word.error(CurlProblem::TlsOverSocket));
    }
    url.over(address).ok_or_else(|| socket.error(CurlProblem::SocketName))
}
