//! The middle of a socket tab: the record of the session as a log with the bytes of one record, as the whole stream or as
//! text, or what the session does by itself: replies, a play list.

use egui::{Align, Frame, Label, Layout, Margin, Panel, Ui};

use crate::capture::{Kind, Record};
use crate::codec::{Encoding, show};
use crate::playground::Session;
use crate::types::View;
use crate::ui::bytes_pane::BytesPane;
use crate::ui::choice::choice_ui;
use crate::ui::command::{Command, SessionCommand};
use crate::ui::log::LogView;
use crate::ui::pass::Pass;
use crate::ui::play::PlayView;
use crate::ui::rules::RulesView;
use crate::ui::tab::choice;
use crate::ui::text_pane::TextPaneView;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::ui::{log, text_pane};
use crate::words::ui::tab as words;

/// The state of the views.
#[derive(Debug, Default)]
pub(super) struct MiddleView {
    record: RecordView,
    /// The rules being edited; they have nothing to do with the record.
    pub(super) rules: RulesView,
    pub(super) play: PlayView,
}

/// The state of the views of the record.
#[derive(Debug)]
struct RecordView {
    log: LogView,
    bytes: BytesPane,
    stream: BytesPane,
    text: TextPaneView,
    /// The session's generation that they are about.
    generation: u64,
}

impl Default for RecordView {
    fn default() -> Self {
        Self {
            log: LogView::default(),
            bytes: BytesPane::of_records(),
            stream: BytesPane::of_stream(),
            text: TextPaneView::default(),
            generation: 0,
        }
    }
}

impl MiddleView {
    /// A cleared record takes with it what the views knew of it.
    pub(super) fn keep_up(&mut self, session: &Session) {
        let generation = session.generation();
        if self.record.generation != generation {
            self.record = RecordView { generation, ..RecordView::default() };
        }
    }
}

/// Draws the choice of views, and what concerns the record while one of it is shown.
pub(super) fn head_ui(ui: &mut Ui, session: &mut Session, shown: View, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("views")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| tools_ui(ui, session, shown, pass));
}

/// Draws all bytes as one hex dump; `true` if some are to be fetched from disk.
pub(super) fn stream_ui(ui: &mut Ui, session: &Session, view: &mut MiddleView) -> bool {
    view.record.stream.stream_ui(ui, session)
}

/// Draws all bytes as text; `true` if some are to be decoded.
pub(super) fn text_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut MiddleView,
    pass: &mut Pass<'_>,
) -> bool {
    text_pane::text_pane_ui(ui, session, &mut view.record.text, pass)
}

/// The log, and under it the bytes of the selected record, or of the newest while none is selected.
pub(super) fn log_and_bytes_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut MiddleView,
    pass: &mut Pass<'_>,
) -> bool {
    let height = ui.available_height();
    // A low window keeps some lines of the log, whatever the bytes took while it was higher.
    let log = (height * 0.5).clamp(80.0, 160.0);
    let panel = Panel::bottom("record").frame(Frame::new()).resizable(true);
    let panel =
        panel.default_size((height * 0.42).round()).size_range(80.0..=(height - log).max(80.0));
    let mut wants_disk = false;
    panel.show(ui, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0, Palette::of_ui(ui).field);
        let shown = view.record.log.selected().or_else(|| newest_traffic(session));
        match shown.and_then(|number| Some((number, session.capture().record(number)?))) {
            Some((number, Record { kind: Kind::Note(_), .. })) => note_ui(ui, session, number),
            Some((_, Record { len: 0, .. })) => hint_ui(ui, words::empty_datagram()),
            Some((number, record)) => {
                wants_disk = view.record.bytes.record_ui(ui, session, number, record);
            }
            None => hint_ui(ui, words::select_a_row()),
        }
    });
    log::log_ui(ui, session, &mut view.record.log, pass);
    wants_disk || session.capture().load_job().is_some()
}

/// All of a note that the log may have cut.
fn note_ui(ui: &mut Ui, session: &Session, number: u64) {
    let text = session.note_text(number).unwrap_or_default();
    Frame::new().inner_margin(Margin::same(12)).show(ui, |ui| {
        ui.add(Label::new(Text::Body.of(show::inert(&text))).wrap());
    });
}

fn hint_ui(ui: &mut Ui, hint: &str) {
    let palette = Palette::of_ui(ui);
    ui.centered_and_justified(|ui| ui.label(Text::Body.of(hint).color(palette.quiet)));
}

/// The newest record that isn't a note: among the last few it may be an empty datagram, before them it is the one of the last byte.
fn newest_traffic(session: &Session) -> Option<u64> {
    let capture = session.capture();
    let is_traffic = |number: &u64| {
        capture.record(*number).is_some_and(|record| record.kind.direction().is_some())
    };
    let newest = capture.records().rev().take(NEWEST).find(is_traffic);
    newest.or_else(|| capture.record_at(capture.bytes().end.checked_sub(1)?))
}

fn tools_ui(ui: &mut Ui, session: &mut Session, shown: View, pass: &mut Pass<'_>) {
    let is_narrow = ui.available_width() < NARROW;
    let has_record = matches!(shown, View::Log | View::Stream | View::Text);
    ui.horizontal(|ui| {
        choice::views_ui(ui, session.kind(), shown, pass);
        if has_record && !is_narrow {
            record_tools_ui(ui, session, pass);
        }
    });
    if has_record && is_narrow {
        ui.horizontal(|ui| record_tools_ui(ui, session, pass));
    }
}

/// What concerns the record: its encoding, and Clear.
fn record_tools_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let command = Command::from(SessionCommand::ClearLog);
        let clear = ui.button(command.text(session.kind()));
        if clear.on_hover_text(command.tooltip(ui.ctx(), session.kind())).clicked() {
            pass.give(command);
        }
        ui.add_space(SPACE_2);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let encoding = &mut session.encoding;
            ui.add_space(SPACE_2);
            choice_ui(ui, words::shown_as(), encoding, &Encoding::ALL, Encoding::label);
        });
    });
}

/// In less width the views have a line for themselves.
const NARROW: f32 = 580.0;
/// Rows that are looked at one by one in each pass.
const NEWEST: usize = 256;
