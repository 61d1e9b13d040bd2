//! Reference resolution (RFC 3986, 5.2).

use crate::http::percent;
use crate::http::url::parse::{Part, Target, is_scheme_name, scheme_of};
use crate::http::url::{Url, UrlError, parse};
use crate::types::problem::url::UrlProblem;

pub(super) fn join(base: &Url, location: &[u8]) -> Result<Url, UrlError> {
    let text = percent::encode(location, |byte| byte.is_ascii_graphic());
    let whole = Part { at: 0, text: &text };
    let mut url = match scheme_end(whole.text) {
        Some(end) => absolute(whole, end)?,
        None if whole.text.starts_with("//") => parse::http(base.scheme, whole.from(2))?,
        None => return Ok(relative(base, whole)),
    };
    url.path = without_dot_segments(&url.path);
    Ok(url)
}

/// Removes dot segments (RFC 3986, 5.2.4).
pub(super) fn without_dot_segments(path: &str) -> String {
    let Some(path) = path.strip_prefix('/') else {
        return path.to_owned();
    };
    let mut kept = Vec::new();
    let mut is_folder = false;
    for segment in path.split('/') {
        is_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    if is_folder {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

/// The position of the `:` after a scheme.
fn scheme_end(text: &str) -> Option<usize> {
    let (name, _) = text.split_once(':')?;
    is_scheme_name(name).then_some(name.len())
}

fn absolute(whole: Part<'_>, end: usize) -> Result<Url, UrlError> {
    let rest = whole.from(end + 1);
    let Some(scheme) = scheme_of(whole.up_to(end).text) else {
        return Err(whole.up_to(end).error(UrlProblem::RedirectScheme));
    };
    if !rest.text.starts_with("//") {
        return Err(whole.error(parse::slashes_missing(scheme)));
    }
    parse::http(scheme, rest.from(2))
}

/// Resolves a reference without scheme and authority (RFC 3986, 5.2.2).
fn relative(base: &Url, whole: Part<'_>) -> Url {
    let Target { path, query, fragment } = Target::of(whole);
    let (path, query) = if path.is_empty() {
        (base.path.clone(), query.or_else(|| base.query.clone()))
    } else if path.starts_with('/') {
        (without_dot_segments(&path), query)
    } else {
        // RFC 3986, 5.2.3.
        let folder = base.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        (without_dot_segments(&format!("{folder}/{path}")), query)
    };
    Url { path, query, fragment, ..base.clone() }
}
