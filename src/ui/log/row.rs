//! One row of the log. ASCII goes into one mesh for all rows; words and other scripts are laid out.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Mesh, Painter, Pos2, Rect, Ui, pos2};

use crate::capture::{Capture, Kind, Record, View};
use crate::codec::show;
use crate::playground::Session;
use crate::types::Level;
use crate::ui::accessible::bounds;
use crate::ui::format::Zone;
use crate::ui::glyphs::Atlas;
use crate::ui::log::columns::Columns;
use crate::ui::log::in_words::{author, in_words, peer_words};
use crate::ui::log::view::{LogView, PreviewStyle, Times};
use crate::ui::scroller::Rows;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::log as words;
use crate::words::{count, time};

/// Draws the visible rows.
pub(super) fn rows_ui(ui: &Ui, session: &Session, view: &LogView, columns: &Columns, rows: &Rows) {
    let painter = ui.painter_at(rows.rect);
    let atlas = Atlas::fetch(ui, Text::MonoSmall.font());
    let mut brush = Brush {
        palette: Palette::of_ui(ui),
        painter: &painter,
        atlas: &atlas,
        mesh: Mesh::default(),
        session,
        columns,
        scratch: Vec::new(),
        text: String::new(),
    };
    let hovered = rows.response.hover_pos().and_then(|point| rows.row_at(point));
    for (number, rect) in rows.iter() {
        if view.selection.contains(number) {
            brush.back(rect, brush.palette.selection);
        } else if hovered == Some(number) {
            brush.back(rect, brush.palette.hover);
        }
        if let Some(record) = session.capture().record(number) {
            brush.row(rect, number, &record, view);
        }
        accessible(ui, session, number, rect, view);
    }
    let mesh = std::mem::take(&mut brush.mesh);
    painter.add(mesh);
}

fn accessible(ui: &Ui, session: &Session, number: u64, rect: Rect, view: &LogView) {
    let id = ui.scope_id().with(("row", number));
    ui.ctx().accesskit_node_builder(id, |node| {
        let Some(record) = session.capture().record(number) else {
            return;
        };
        let time = shown_time(session.capture(), number, view.times, view.zone);
        let mut text = in_words(session, number, &record, &time);
        let mut bytes = Vec::new();
        session.capture().view(record.offset, (record.len as usize).min(PREVIEW), &mut bytes);
        text.push(' ');
        show::preview(&bytes, session.encoding, PREVIEW, &mut text);
        node.set_role(egui::Role::ListItem);
        node.set_label(text);
        node.set_bounds(bounds(rect));
    });
}

/// What the rows of one frame are drawn with.
struct Brush<'a> {
    palette: &'static Palette,
    painter: &'a Painter,
    atlas: &'a Atlas,
    mesh: Mesh,
    session: &'a Session,
    columns: &'a Columns,
    scratch: Vec<u8>,
    text: String,
}

impl Brush<'_> {
    fn back(&self, rect: Rect, colour: egui::Color32) {
        self.painter.rect_filled(rect, 0, colour);
    }

    fn row(&mut self, rect: Rect, number: u64, record: &Record, view: &LogView) {
        let time = shown_time(self.session.capture(), number, view.times, view.zone);
        self.mono(rect, self.columns.time, &time, self.palette.quiet);
        let (sign, word, colour) = match record.kind {
            Kind::Received => ("←", words::received(), self.palette.received),
            Kind::Sent(_) => ("→", words::sent(), self.palette.sent),
            Kind::Note(level) => (note_sign(level), words::level(level), self.note_colour(level)),
        };
        if self.columns.signs {
            self.words(rect, self.columns.way, sign, colour);
        } else {
            self.words(rect, self.columns.way, &format!("{sign} {word}"), colour);
        }
        if let Some(x) = self.columns.peer {
            let peer = peer_words(self.session, record.peer, self.columns.addresses);
            self.mono(rect, x, &peer, self.palette.quiet);
        }
        match record.kind {
            Kind::Note(level) => self.note(rect, number, level),
            Kind::Received | Kind::Sent(_) => {
                let room = self.author(rect, record);
                self.bytes(room, record, view.preview);
            }
        }
    }

    fn note(&self, rect: Rect, number: u64, level: Level) {
        let text = self.session.note_text(number).unwrap_or_default();
        let colour =
            if level == Level::Info { self.palette.quiet } else { self.note_colour(level) };
        self.words(rect, self.columns.preview, &show::inert(&text), colour);
    }

    /// What sent it by itself, at the end of the row; gives what is left of the row.
    fn author(&self, rect: Rect, record: &Record) -> Rect {
        let Kind::Sent(origin) = record.kind else { return rect };
        let Some(author) = author(self.session, origin) else { return rect };
        let format = TextFormat::simple(Text::Small.font(), self.palette.quiet);
        let mut job = LayoutJob::single_section(author, format);
        let room = (rect.width() - self.columns.preview) * AUTHOR;
        job.wrap = TextWrapping::truncate_at_width(room.clamp(0.0, WIDEST_AUTHOR));
        let galley = self.painter.layout_job(job);
        let left = rect.max.x - galley.size().x - SPACE_2;
        let at = pos2(left, rect.center().y - galley.size().y / 2.0);
        self.painter.galley(at, galley, self.palette.quiet);
        rect.with_max_x(left)
    }

    fn bytes(&mut self, rect: Rect, record: &Record, style: PreviewStyle) {
        let len = count(record.len.into());
        let x = self.columns.length_end - self.atlas.cell().x * len.len() as f32;
        self.mono(rect, x, &len, self.palette.quiet);
        self.scratch.clear();
        let wanted = (record.len as usize).min(PREVIEW);
        let view = self.session.capture().view(record.offset, wanted, &mut self.scratch);
        if view == View::Loading {
            return self.words(rect, self.columns.preview, "…", self.palette.faint);
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let room = self.room(rect);
        let cut = match style {
            PreviewStyle::Text => {
                show::preview(&self.scratch, self.session.encoding, room, &mut text)
            }
            PreviewStyle::Hex => show::hex_preview(&self.scratch, room / 3, &mut text),
        };
        if cut || wanted < record.len as usize {
            text.push('…');
        }
        self.mono(rect, self.columns.preview, &text, self.palette.text);
        self.text = text;
    }

    /// Characters that fit behind the start of the preview.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a line's length"
    )]
    fn room(&self, rect: Rect) -> usize {
        ((rect.width() - self.columns.preview) / self.atlas.cell().x).clamp(4.0, PREVIEW as f32)
            as usize
            - 1
    }

    /// Bytes and addresses: the mesh if they are ASCII.
    fn mono(&mut self, rect: Rect, x: f32, text: &str, colour: egui::Color32) {
        if text.is_ascii() {
            let top = rect.center().y - self.atlas.cell().y / 2.0;
            self.atlas.text(&mut self.mesh, text, pos2(rect.min.x + x, top), colour);
        } else {
            let at = middle(rect, x);
            self.painter.text(at, Align2::LEFT_CENTER, text, Text::MonoSmall.font(), colour);
        }
    }

    /// Words in the window's own font, cut with an ellipsis where the row ends.
    fn words(&self, rect: Rect, x: f32, text: &str, colour: egui::Color32) {
        let mut job = LayoutJob::single_section(
            text.to_owned(),
            TextFormat::simple(Text::Small.font(), colour),
        );
        job.wrap = TextWrapping::truncate_at_width(rect.width() - x - SPACE_2);
        let galley = self.painter.layout_job(job);
        let at = pos2(rect.min.x + x, rect.center().y - galley.size().y / 2.0);
        self.painter.galley(at, galley, colour);
    }

    fn note_colour(&self, level: Level) -> egui::Color32 {
        match level {
            Level::Info => self.palette.quiet,
            Level::Warning => self.palette.warning,
            Level::Error => self.palette.danger,
        }
    }
}

/// The time column of a row. The oldest row that is kept follows nothing: it stands at 0.
fn shown_time(capture: &Capture, number: u64, times: Times, zone: Zone) -> String {
    let at = |number: u64| capture.record(number).map(|record| record.at);
    let Some(this) = at(number) else { return String::new() };
    match times {
        Times::Clock => zone.clock(this),
        Times::Delta => {
            let previous = number.checked_sub(1).and_then(at).unwrap_or(this);
            format!("+{}", time::seconds(previous, this))
        }
        Times::Start => time::seconds(at(capture.records().start).unwrap_or(this), this),
    }
}

fn middle(rect: Rect, x: f32) -> Pos2 {
    pos2(rect.min.x + x, rect.center().y)
}

fn note_sign(level: Level) -> &'static str {
    match level {
        Level::Info => "·",
        Level::Warning => "⚠",
        Level::Error => "✖",
    }
}

/// Bytes looked at for a preview, and its longest line.
const PREVIEW: usize = 400;
/// The share of the preview that a rule's name takes at most.
const AUTHOR: f32 = 0.4;
const WIDEST_AUTHOR: f32 = 180.0;

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::capture::Limits;
    use crate::types::{PeerId, Stamp};

    /// A record at each of these moments in nanoseconds, from one peer after the other.
    fn capture(limits: Limits, moments: &[u64]) -> Capture {
        let mut capture = Capture::new(limits);
        for (number, mono_ns) in moments.iter().enumerate() {
            let unix_us = 1_700_000_000_000_000 + i64::try_from(mono_ns / 1_000).unwrap();
            let at = Stamp { mono_ns: *mono_ns, unix_us };
            let peer = PeerId(1 + u32::try_from(number).unwrap() % 2);
            capture.append(at, peer, Kind::Received, Bytes::from_static(b"12345678"));
        }
        capture
    }

    fn column(capture: &Capture, times: Times) -> Vec<String> {
        let zone = Zone::Fixed(chrono::FixedOffset::east_opt(0).unwrap());
        capture.records().map(|number| shown_time(capture, number, times, zone)).collect()
    }

    #[test]
    fn a_row_shows_its_time_since_the_row_before_whoever_sent_that() {
        let capture = capture(Limits::default(), &[5_000_000, 5_000_999, 7_500_000, 3_007_500_000]);
        assert_eq!(
            column(&capture, Times::Delta),
            ["+0.000000", "+0.000000", "+0.002499", "+3.000000"]
        );
        assert_eq!(
            column(&capture, Times::Start),
            ["0.000000", "0.000000", "0.002500", "3.002500"]
        );
        assert_eq!(
            column(&capture, Times::Clock),
            ["22:13:20.005000", "22:13:20.005000", "22:13:20.007500", "22:13:23.007500"]
        );
    }

    #[test]
    fn the_oldest_row_that_is_kept_stands_at_zero() {
        let moments: Vec<u64> = (0..10).map(|number| number * 1_000_000).collect();
        let capture = capture(Limits { records: 4, ..Limits::default() }, &moments);
        assert_eq!(capture.records(), 6..10);
        assert_eq!(
            column(&capture, Times::Delta),
            ["+0.000000", "+0.001000", "+0.001000", "+0.001000"]
        );
        assert_eq!(
            column(&capture, Times::Start),
            ["0.000000", "0.001000", "0.002000", "0.003000"]
        );
    }
}
