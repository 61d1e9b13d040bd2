//! A body on the clipboard, as text.

use egui::Context;

use crate::capture::View;
use crate::playground::{FetchNumber, Preview, Session};
use crate::ui::bytes_pane::decoded;
use crate::ui::hex_view::COPY_LIMIT;
use crate::ui::tab::http::body::facts::Facts;
use crate::ui::tab::http::body::view::{BodyView, Look, body};

/// Puts what is on screen on the clipboard; nothing while it must come from disk.
pub(super) fn copy(
    ctx: &Context,
    session: &Session,
    shown: FetchNumber,
    view: &BodyView,
    facts: &Facts,
) {
    let text = match (facts.look, session.preview.ready()) {
        (Look::Pretty, Some(Ok(Preview::Text(text)))) => Some(text.text().to_owned()),
        _ => plain(session, shown, view, facts),
    };
    if let Some(text) = text {
        ctx.copy_text(text);
    }
}

fn plain(session: &Session, shown: FetchNumber, view: &BodyView, facts: &Facts) -> Option<String> {
    let body = body(session, shown, view.form)?;
    let mut bytes = Vec::new();
    let start = body.bytes().start;
    let len = usize::try_from(COPY_LIMIT).unwrap_or(usize::MAX);
    let complete = body.view(start, len, &mut bytes) == View::Complete;
    complete.then(|| decoded(&bytes, view.encoding.unwrap_or(facts.encoding)))
}
