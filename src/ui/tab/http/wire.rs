//! Both directions of a fetch as they were on the wire, TLS taken off: in hex, or as text.

use std::ops::Range;

use egui::{Frame, Margin, Panel, Ui};

use crate::capture::{Capture, View};
use crate::codec::Encoding;
use crate::playground::{Excerpt, Fetch, FetchNumber, Session, TextView};
use crate::ui::bytes_pane::BytesPane;
use crate::ui::choice::choice_ui;
use crate::ui::hex_view::{HexSource, Span};
use crate::ui::text_pane;
use crate::ui::text_pane::{Lines, TextPaneView, saturate};
use crate::ui::theme::{SPACE_1, SPACE_2};
use crate::words::ui::response as words;

/// The wire view's own state.
#[derive(Debug)]
pub(super) struct WireView {
    as_text: bool,
    of: Option<FetchNumber>,
    /// Where its first line of text begins; what is dropped later must not begin it anew.
    start: Option<u64>,
    hex: BytesPane,
    text: TextPaneView,
}

impl Default for WireView {
    fn default() -> Self {
        Self {
            as_text: false,
            of: None,
            start: None,
            hex: BytesPane::of_records(),
            text: TextPaneView::at_start(),
        }
    }
}

/// Draws the bytes of a fetch; `true` if some have to come from disk, or are not cut into lines yet.
pub(super) fn wire_ui(
    ui: &mut Ui,
    session: &mut Session,
    shown: FetchNumber,
    view: &mut WireView,
) -> bool {
    if view.of != Some(shown) {
        *view = WireView { of: Some(shown), as_text: view.as_text, ..WireView::default() };
    }
    let bar = Panel::top("wire")
        .frame(Frame::new().inner_margin(Margin { bottom: 6, ..Margin::symmetric(12, 0) }));
    bar.show_separator_line(false).show(ui, |ui| switch_ui(ui, session, view));
    if view.as_text {
        return text_ui(ui, session, shown, view);
    }
    session.text.unwatch();
    let Some(fetch) = session.fetches().find(shown) else { return false };
    let capture = session.capture();
    let source = WireBytes { excerpt: fetch.wire(capture), capture };
    view.hex.source_ui(ui, session.encoding, words::wire_bytes(), &source);
    capture.load_job().is_some()
}

fn switch_ui(ui: &mut Ui, session: &mut Session, view: &mut WireView) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        for (as_text, name) in [(false, words::as_hex()), (true, words::as_text())] {
            if ui.selectable_label(view.as_text == as_text, name).clicked() {
                view.as_text = as_text;
            }
        }
        if view.as_text {
            ui.add_space(SPACE_2);
            choice_ui(
                ui,
                words::shown_as(),
                &mut session.encoding,
                &Encoding::ALL,
                Encoding::label,
            );
        }
    });
}

fn text_ui(ui: &mut Ui, session: &mut Session, shown: FetchNumber, view: &mut WireView) -> bool {
    let Some(fetch) = session.fetches().find(shown) else { return false };
    let bytes = offsets(fetch, session.capture());
    let start = *view.start.get_or_insert(bytes.start);
    session.text.watch_from(session.encoding, text_pane::line_width(ui, text_pane::GUTTER), start);
    let capture = session.capture();
    let done = capture.bytes().end - session.text.behind(capture);
    let lines = Lines {
        name: words::wire_as_text(),
        rows: lines_of(&session.text, &bytes),
        lines: &|range| range.map_while(|number| session.text.line(number)).collect(),
        read: &|range, out| capture.view(range.start, saturate(range), out),
        cut: Vec::new(),
        encoding: session.encoding,
        behind: bytes.end.saturating_sub(done),
        directed: true,
        gutter: text_pane::GUTTER,
        tag: &|_| None,
    };
    text_pane::lines_ui(ui, &mut view.text, &lines)
}

/// Where the bytes of a fetch lie in the session's capture.
fn offsets(fetch: &Fetch, capture: &Capture) -> Range<u64> {
    let records = fetch.records(capture);
    let start =
        |number| capture.record(number).map_or_else(|| capture.bytes().end, |record| record.offset);
    start(records.start)..start(records.end)
}

/// The lines that begin within these bytes.
fn lines_of(text: &TextView, bytes: &Range<u64>) -> Range<u64> {
    let first = |offset| {
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if text.line(middle).is_some_and(|line| line.start < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    };
    first(bytes.start)..first(bytes.end)
}

/// What was sent and received, in the order of time.
struct WireBytes<'a> {
    excerpt: Excerpt<'a>,
    capture: &'a Capture,
}

impl HexSource for WireBytes<'_> {
    fn range(&self) -> Range<u64> {
        self.excerpt.bytes()
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        self.excerpt.view(range.start, saturate(range), out) == View::Complete
    }

    fn spans(&self, range: Range<u64>, out: &mut Vec<Span>) {
        let mut at = range.start;
        while at < range.end {
            let Some(offset) = self.excerpt.locate(at) else { return };
            let number = self.capture.record_at(offset);
            let Some(record) = number.and_then(|number| self.capture.record(number)) else {
                return;
            };
            let bytes = record.bytes();
            let end = at.saturating_add(bytes.end - offset);
            let start = at.saturating_sub(offset - bytes.start);
            out.extend(
                record.kind.direction().map(|direction| Span { bytes: start..end, direction }),
            );
            at = end.max(at + 1);
        }
    }
}
