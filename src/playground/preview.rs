//! What is worked out of a body away from the window: JSON with line breaks, a picture in pixels.

#[cfg(feature = "gui")]
mod picture;
mod pretty;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::capture::{Capture, View};
use crate::codec::Encoding;
use crate::playground::fetch::{BodyForm, Excerpt, FetchNumber, Fetches};
use crate::words::body as labels;

#[cfg(feature = "gui")]
pub use picture::Picture;
pub use pretty::PrettyText;

/// What is worked out of the body of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewKind {
    /// JSON in this encoding, with line breaks and indents.
    Json(Encoding),
    /// PNG, JPEG, GIF or WebP: a picture, the first one of an animation.
    #[cfg(feature = "gui")]
    Picture,
}

/// What came of it.
#[derive(Debug)]
pub enum Preview {
    /// JSON with line breaks and indents.
    Text(PrettyText),
    /// A picture.
    #[cfg(feature = "gui")]
    Picture(Picture),
}

/// The preview of one body, while somebody looks at it.
#[derive(Debug, Default)]
pub struct BodyPreview {
    watched: Option<(FetchNumber, PreviewKind)>,
    state: PreviewState,
}

#[derive(Debug, Default)]
enum PreviewState {
    #[default]
    Wanted,
    Running,
    Ready(Result<Preview, String>),
}

impl BodyPreview {
    /// Asks for a preview, unless it is the one that was asked for last.
    pub fn watch(&mut self, fetch: FetchNumber, kind: PreviewKind) {
        if self.watched != Some((fetch, kind)) {
            self.watched = Some((fetch, kind));
            self.state = PreviewState::Wanted;
        }
    }

    /// Nobody looks any more: forgets it.
    pub fn unwatch(&mut self) {
        self.watched = None;
        self.state = PreviewState::Wanted;
    }

    /// The preview, or in words why there is none; `None` while the body is not whole or the work is not done.
    pub fn ready(&self) -> Option<Result<&Preview, &str>> {
        match &self.state {
            PreviewState::Ready(result) => Some(result.as_ref().map_err(String::as_str)),
            PreviewState::Wanted | PreviewState::Running => None,
        }
    }

    /// The work can begin: the body is whole, and nobody has looked at it yet.
    pub fn is_wanted(&self, fetches: &Fetches) -> bool {
        let whole = |(number, _)| fetches.find(number).is_some_and(|fetch| !fetch.is_live());
        matches!(self.state, PreviewState::Wanted) && self.watched.is_some_and(whole)
    }

    /// The work to be done, if the body is whole and at hand; it is asked for from the disk otherwise.
    pub(super) fn job(&mut self, fetches: &Fetches, capture: &Capture) -> Option<PreviewJob> {
        let (number, kind) = self.watched?;
        let fetch = fetches.find(number)?;
        if !self.is_wanted(fetches) {
            return None;
        }
        match bytes(&fetch.body(BodyForm::Decoded, capture)?, kind.most())? {
            Ok(bytes) => {
                self.state = PreviewState::Running;
                Some(PreviewJob { fetch: number, kind, bytes })
            }
            Err(words) => {
                self.state = PreviewState::Ready(Err(words));
                None
            }
        }
    }

    /// Takes back what came of a job; it means nothing if something else is looked at by now.
    pub(super) fn finish(&mut self, done: PreviewDone) {
        let running = matches!(self.state, PreviewState::Running);
        if running && self.watched == Some((done.fetch, done.kind)) {
            self.state = PreviewState::Ready(done.result);
        }
    }
}

impl PreviewKind {
    /// The longest body that is looked at.
    fn most(self) -> u64 {
        match self {
            Self::Json(_) => 4 << 20,
            #[cfg(feature = "gui")]
            Self::Picture => 32 << 20,
        }
    }
}

/// The work on one body; it touches nothing of the model.
#[derive(Debug)]
pub(super) struct PreviewJob {
    fetch: FetchNumber,
    kind: PreviewKind,
    bytes: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct PreviewDone {
    fetch: FetchNumber,
    kind: PreviewKind,
    result: Result<Preview, String>,
}

impl PreviewJob {
    /// Does the work. A decoder that panics over hostile bytes must not take the program along.
    pub(super) fn run(self) -> PreviewDone {
        let Self { fetch, kind, bytes } = self;
        let work = AssertUnwindSafe(|| match kind {
            PreviewKind::Json(encoding) => pretty::json(&bytes, encoding).map(Preview::Text),
            #[cfg(feature = "gui")]
            PreviewKind::Picture => picture::decode(&bytes).map(Preview::Picture),
        });
        let result = catch_unwind(work);
        let result = result.unwrap_or_else(|_| Err(labels::decoder_failed().to_owned()));
        PreviewDone { fetch, kind, result }
    }
}

/// The whole body, or in words why not; `None` while some of it is on its way from disk.
fn bytes(body: &Excerpt<'_>, most: u64) -> Option<Result<Vec<u8>, String>> {
    let kept = body.bytes();
    if kept.start > 0 {
        return Some(Err(labels::beginning_gone().to_owned()));
    }
    if kept.end > most {
        return Some(Err(labels::too_large(kept.end, most)));
    }
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < kept.end {
        let (at, before) = (bytes.len() as u64, bytes.len());
        let left = usize::try_from(kept.end - at).unwrap_or(usize::MAX);
        if body.view(at, left, &mut bytes) == View::Loading || bytes.len() == before {
            return None;
        }
    }
    Some(Ok(bytes))
}
