//! The body of a command.

use crate::http::curl::options::{Data, Text};
use crate::http::curl::settings::Settings;
use crate::http::curl::{CurlBody, CurlError, Word};
use crate::http::percent;
use crate::types::problem::curl::{CurlIgnored, CurlProblem};

/// All data joined: with `&`, or with nothing for `--json`.
pub(super) fn read(settings: &Settings, piped: Option<&[u8]>) -> Result<CurlBody, CurlError> {
    if let Some(file) = settings.last(Text::Upload) {
        if let Some((_, data)) = settings.data.first() {
            return Err(data.error(CurlProblem::UploadAndData));
        }
        return source(file, &file.bytes, piped);
    }
    let mut whole = CurlBody::None;
    for (kind, word) in &settings.data {
        let piece = piece(*kind, word, piped)?;
        whole = match (whole, piece) {
            (CurlBody::None, piece) => piece,
            (CurlBody::Bytes(mut bytes), CurlBody::Bytes(more)) => {
                if *kind != Data::Json {
                    bytes.push(b'&');
                }
                bytes.extend(more);
                CurlBody::Bytes(bytes)
            }
            _ => return Err(word.error(CurlProblem::FileAndData)),
        };
    }
    Ok(whole)
}

/// A note that a file is sent with its line breaks, unlike curl does.
pub(super) fn kept_line_breaks(settings: &Settings) -> Vec<CurlIgnored> {
    let of_files = settings.data.iter().filter(|(kind, word)| {
        *kind == Data::Ascii && word.bytes.starts_with(b"@") && word.bytes != b"@-"
    });
    of_files
        .map(|(_, word)| CurlIgnored::LineBreaks(String::from_utf8_lossy(&word.bytes).into_owned()))
        .collect()
}

fn piece(kind: Data, word: &Word, piped: Option<&[u8]>) -> Result<CurlBody, CurlError> {
    let bytes = word.bytes.as_slice();
    match (kind, bytes) {
        (Data::UrlEncode, bytes) => url_encoded(word, bytes).map(CurlBody::Bytes),
        (Data::Ascii, b"@-") => {
            let CurlBody::Bytes(mut bytes) = source(word, b"-", piped)? else {
                return Err(word.error(CurlProblem::NoStandardInput));
            };
            bytes.retain(|b| !matches!(b, b'\r' | b'\n' | b'\0'));
            Ok(CurlBody::Bytes(bytes))
        }
        (Data::Ascii | Data::Binary | Data::Json, [b'@', file @ ..]) => source(word, file, piped),
        _ => Ok(CurlBody::Bytes(bytes.to_vec())),
    }
}

/// A file, or `-` for the piped data.
fn source(word: &Word, file: &[u8], piped: Option<&[u8]>) -> Result<CurlBody, CurlError> {
    match file {
        b"" => Err(word.error(CurlProblem::FileNameMissing)),
        b"-" | b"." => {
            let piped = piped.ok_or_else(|| word.error(CurlProblem::NoStandardInput))?;
            Ok(CurlBody::Bytes(piped.to_vec()))
        }
        file => {
            let path = str::from_utf8(file).ok().ok_or_else(|| word.error(CurlProblem::NotUtf8))?;
            Ok(CurlBody::File(path.into()))
        }
    }
}

/// `content`, `=content` or `name=content`, with the content percent-encoded.
fn url_encoded(word: &Word, bytes: &[u8]) -> Result<Vec<u8>, CurlError> {
    let mark = bytes.iter().position(|b| matches!(b, b'=' | b'@'));
    let (name, content) = match mark.and_then(|mark| bytes.split_at_checked(mark)) {
        None => (&[][..], bytes),
        Some((name, [b'=', content @ ..])) => (name, content),
        Some(_) => return Err(word.error(CurlProblem::FileUrlEncoded)),
    };
    let equals: &[u8] = if name.is_empty() { b"" } else { b"=" };
    let encoded = percent::encode(content, percent::is_unreserved);
    Ok([name, equals, encoded.as_bytes()].concat())
}
