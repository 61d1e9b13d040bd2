//! The bytes of one record, or of the whole session, in the hex view; and what is copied from there.

use std::fmt::Write as _;
use std::ops::Range;

use egui::{Sense, Ui, UiBuilder, vec2};

use crate::capture::{Capture, Record, View};
use crate::codec::text::{Decoder, Piece};
use crate::codec::{Dumper, Encoding, show};
use crate::playground::Session;
use crate::ui::hex_view::{CopyFormat, HexAction, HexSource, HexView, Span};
use crate::ui::theme::{Palette, SPACE_3, Text};
use crate::words;
use crate::words::ui::bytes::{bytes_left_out, of_record, of_session, selected};

/// A hex view, and a copy that waits for bytes from disk.
#[derive(Debug)]
pub struct BytesPane {
    hex: HexView,
    /// The record shown last.
    record: Option<u64>,
    copy: Option<HexAction>,
}

impl BytesPane {
    /// A pane for records: each is shown from its first byte.
    pub fn of_records() -> Self {
        Self { hex: HexView::at_start(), record: None, copy: None }
    }

    /// A pane for the whole session: it follows new bytes.
    pub fn of_stream() -> Self {
        Self { hex: HexView::at_end(), record: None, copy: None }
    }

    /// Draws the bytes of one record, counted from its first; `true` if some have to come from disk.
    pub fn record_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        number: u64,
        record: Record,
    ) -> bool {
        if self.record != Some(number) {
            *self = Self { record: Some(number), ..Self::of_records() };
        }
        let source = RecordBytes { capture: session.capture(), record };
        self.source_ui(ui, session.encoding, of_record(), &source);
        session.capture().load_job().is_some()
    }

    /// Draws all bytes of the session, at their absolute offsets; `true` if some have to come from disk.
    pub fn stream_ui(&mut self, ui: &mut Ui, session: &Session) -> bool {
        let source = StreamBytes { capture: session.capture() };
        self.source_ui(ui, session.encoding, of_session(), &source);
        session.capture().load_job().is_some()
    }

    /// Draws bytes from anywhere, under this accessible name; text is copied in `encoding`.
    pub fn source_ui(
        &mut self,
        ui: &mut Ui,
        encoding: Encoding,
        name: &str,
        source: &dyn HexSource,
    ) {
        let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let (pane, foot) = whole.split_top_bottom_at_y(whole.max.y - FOOT);
        ui.painter().rect_filled(pane, 0, Palette::of_ui(ui).field);
        let builder = UiBuilder::new().max_rect(pane);
        let output = ui.scope_builder(builder, |ui| self.hex.show(ui, name, source)).inner;
        self.foot_ui(ui, foot, output.hovered, source.range());
        self.copy = output.action.or_else(|| self.copy.take());
        if let Some(text) = self.copy.as_ref().and_then(|copy| copied(copy, source, encoding)) {
            ui.ctx().copy_text(text);
            self.copy = None;
        }
    }

    /// Where the pointer and the selection are, in hex and in decimal.
    fn foot_ui(&self, ui: &Ui, rect: egui::Rect, hovered: Option<u64>, range: Range<u64>) {
        let palette = Palette::of_ui(ui);
        let mut text = match self.hex.selection() {
            Some(Range { start, end }) => selected(start, end.saturating_sub(1), end - start),
            None => words::bytes(range.end - range.start),
        };
        if let Some(offset) = hovered {
            write!(text, "   {offset:#x} = {}", words::count(offset)).ok();
        }
        let at = rect.left_center() + vec2(SPACE_3, 0.0);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, text, Text::Small.font(), palette.quiet);
    }
}

/// What goes to the clipboard; `None` while some of it is on disk only.
fn copied(copy: &HexAction, source: &dyn HexSource, encoding: Encoding) -> Option<String> {
    let HexAction::Copy { format, range, left_out } = copy;
    let mut bytes = Vec::new();
    if !source.read(range.clone(), &mut bytes) {
        return None;
    }
    let mut text = match format {
        CopyFormat::Hex => {
            let mut hex = String::with_capacity(bytes.len() * 3);
            show::hex_preview(&bytes, usize::MAX, &mut hex);
            hex
        }
        CopyFormat::Text => decoded(&bytes, encoding),
        CopyFormat::Dump => dumped(&bytes, range.start),
    };
    if *left_out > 0 {
        write!(text, "\n{}", bytes_left_out(*left_out)).ok();
    }
    Some(text)
}

/// The characters as they are; what does not decode stands as `\xNN`.
pub fn decoded(bytes: &[u8], encoding: Encoding) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Text(piece) => text.push_str(piece),
        Piece::Bad(bytes) => {
            for byte in bytes {
                write!(text, "\\x{byte:02x}").ok();
            }
        }
    };
    let mut decoder = Decoder::new(encoding);
    decoder.decode(bytes, &mut sink);
    decoder.finish(&mut sink);
    text
}

fn dumped(bytes: &[u8], offset: u64) -> String {
    let mut dumper = Dumper::new(Vec::new(), offset);
    let written = dumper.write_all(bytes).and_then(|()| dumper.finish());
    written.map(|dump| String::from_utf8_lossy(&dump).into_owned()).unwrap_or_default()
}

/// One record, its first byte at offset 0.
struct RecordBytes<'a> {
    capture: &'a Capture,
    record: Record,
}

impl HexSource for RecordBytes<'_> {
    fn range(&self) -> Range<u64> {
        0..u64::from(self.record.len)
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        let base = self.record.offset;
        read(self.capture, base + range.start..base + range.end, out)
    }

    fn spans(&self, _range: Range<u64>, out: &mut Vec<Span>) {
        out.extend(
            self.record.kind.direction().map(|direction| Span { bytes: self.range(), direction }),
        );
    }
}

/// The whole session, at absolute offsets.
struct StreamBytes<'a> {
    capture: &'a Capture,
}

impl HexSource for StreamBytes<'_> {
    fn range(&self) -> Range<u64> {
        self.capture.bytes()
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        read(self.capture, range, out)
    }

    fn spans(&self, range: Range<u64>, out: &mut Vec<Span>) {
        let Some(first) = self.capture.record_at(range.start) else {
            return;
        };
        let records =
            (first..self.capture.records().end).map_while(|number| self.capture.record(number));
        let visible = records.take_while(|record| record.offset < range.end);
        out.extend(visible.filter_map(|record| {
            Some(Span { bytes: record.bytes(), direction: record.kind.direction()? })
        }));
    }
}

fn read(capture: &Capture, range: Range<u64>, out: &mut Vec<u8>) -> bool {
    let len = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
    capture.view(range.start, len, out) == View::Complete
}

/// Height of the line under the bytes.
const FOOT: f32 = 22.0;
