//! The bytes of a body as lines of text, or in hex.

use std::cell::Cell;
use std::ops::Range;

use egui::Ui;

use crate::capture::View;
use crate::codec::Encoding;
use crate::playground::{Excerpt, FetchNumber, Session};
use crate::ui::hex_view::{HexSource, Span};
use crate::ui::tab::http::body::view::{BodyView, body};
use crate::ui::text_pane;
use crate::ui::text_pane::{Lines, saturate};
use crate::words::ui::response as words;

/// Draws lines of text; `true` if more are on the way.
pub(super) fn text_ui(
    ui: &mut Ui,
    session: &mut Session,
    shown: FetchNumber,
    view: &mut BodyView,
    encoding: Encoding,
) -> bool {
    session.body_text.watch(
        shown,
        view.form,
        encoding,
        text_pane::line_width(ui, text_pane::GUTTER),
    );
    let Some(body) = body(session, shown, view.form) else { return false };
    let text = &session.body_text;
    let lines = Lines {
        name: words::body_as_text(),
        rows: 0..text.len(),
        lines: &|range| {
            let mut lines = Vec::new();
            text.view(&body, range, &mut lines);
            lines
        },
        read: &|range, out| body.view(range.start, saturate(range), out),
        cut: Vec::new(),
        encoding,
        behind: text.behind(&body),
        directed: false,
        gutter: text_pane::GUTTER,
        tag: &|_| None,
    };
    text_pane::lines_ui(ui, &mut view.text, &lines)
}

/// Draws a hex dump; `true` if some of it has to come from disk.
pub(super) fn hex_ui(
    ui: &mut Ui,
    session: &Session,
    shown: FetchNumber,
    view: &mut BodyView,
    encoding: Encoding,
) -> bool {
    let Some(body) = body(session, shown, view.form) else { return false };
    let source = BodyBytes { body, missing: Cell::new(false) };
    view.hex.source_ui(ui, encoding, words::body_bytes(), &source);
    source.missing.get()
}

/// A body; some of it may be on disk.
struct BodyBytes<'a> {
    body: Excerpt<'a>,
    missing: Cell<bool>,
}

impl HexSource for BodyBytes<'_> {
    fn range(&self) -> Range<u64> {
        self.body.bytes()
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        let complete = self.body.view(range.start, saturate(range), out) == View::Complete;
        self.missing.set(self.missing.get() || !complete);
        complete
    }

    /// Everything went one way.
    fn spans(&self, _range: Range<u64>, _out: &mut Vec<Span>) {}
}
