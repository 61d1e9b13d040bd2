//! The middle of a tab: the record of the session in one of three forms - log with the bytes of one record, the whole
//! stream, text - or what the session does by itself: replies, a play list.

use egui::{Align, Frame, Label, Layout, Margin, Panel, Ui};

use crate::capture::{Kind, Record};
use crate::codec::{Encoding, show};
use crate::playground::Session;
use crate::ui::bytes_pane::BytesPane;
use crate::ui::command::Command;
use crate::ui::log::LogView;
use crate::ui::pass::Pass;
use crate::ui::peers::PeersView;
use crate::ui::play::PlayView;
use crate::ui::rules::RulesView;
use crate::ui::tab::empty;
use crate::ui::text_pane::TextPaneView;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::ui::{composer, log, play, rules, text_pane};

/// What the middle of a tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Middle {
    /// A row a record, the bytes of one of them below.
    #[default]
    Log,
    /// All bytes as one hex dump.
    Stream,
    /// All bytes as text.
    Text,
    /// The rules that answer by themselves.
    Replies,
    /// The list of steps to be played.
    Play,
}

/// The state of the forms.
#[derive(Debug)]
pub struct MiddleView {
    form: Middle,
    log: LogView,
    record: BytesPane,
    stream: BytesPane,
    text: TextPaneView,
    /// The rules being edited; they have nothing to do with the record.
    pub(super) rules: RulesView,
    play: PlayView,
    /// The session's generation that the forms of the record are about.
    generation: u64,
}

impl Default for MiddleView {
    fn default() -> Self {
        Self {
            form: Middle::default(),
            log: LogView::default(),
            record: BytesPane::of_records(),
            stream: BytesPane::of_stream(),
            text: TextPaneView::default(),
            rules: RulesView::default(),
            play: PlayView::default(),
            generation: 0,
        }
    }
}

impl MiddleView {
    /// Shows this form from the next pass on.
    pub fn show(&mut self, form: Middle) {
        self.form = form;
    }
}

/// Draws the choice of forms and the one chosen; `true` if bytes are to be fetched from disk, or decoded.
pub(super) fn middle_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut MiddleView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) -> bool {
    if view.generation != session.generation() {
        *view = MiddleView {
            form: view.form,
            rules: std::mem::take(&mut view.rules),
            play: std::mem::take(&mut view.play),
            generation: session.generation(),
            ..MiddleView::default()
        };
    }
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("forms")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| forms_ui(ui, session, view, pass));
    if view.form != Middle::Text {
        session.text.unwatch();
    }
    match view.form {
        Middle::Replies => rules::rules_ui(ui, session, &mut view.rules, pass),
        Middle::Play => play::play_ui(ui, session, peers, &mut view.play, pass),
        Middle::Log | Middle::Stream | Middle::Text => {
            return record_ui(ui, session, view, pass);
        }
    }
    false
}

/// The record in one of its forms.
fn record_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut MiddleView,
    pass: &mut Pass<'_>,
) -> bool {
    if session.capture().records().is_empty() {
        empty::empty_ui(ui, session, pass);
        return false;
    }
    match view.form {
        Middle::Stream => view.stream.stream_ui(ui, session),
        Middle::Text => text_pane::text_pane_ui(ui, session, &mut view.text, pass),
        _ => log_and_bytes_ui(ui, session, view, pass),
    }
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
        let shown = view.log.selected().or_else(|| newest_traffic(session));
        match shown.and_then(|number| Some((number, session.capture().record(number)?))) {
            Some((number, Record { kind: Kind::Note(_), .. })) => note_ui(ui, session, number),
            Some((_, Record { len: 0, .. })) => hint_ui(ui, "Empty datagram"),
            Some((number, record)) => {
                wants_disk = view.record.record_ui(ui, session, number, record);
            }
            None => hint_ui(ui, "The bytes of the selected row appear here"),
        }
    });
    log::log_ui(ui, session, &mut view.log, pass);
    wants_disk || session.capture().load_job().is_some()
}

/// All of a note that the log may have cut.
fn note_ui(ui: &mut Ui, session: &Session, number: u64) {
    let text = session.capture().note_text(number).unwrap_or_default();
    Frame::new().inner_margin(Margin::same(12)).show(ui, |ui| {
        ui.add(Label::new(Text::Body.of(show::inert(text))).wrap());
    });
}

fn hint_ui(ui: &mut Ui, hint: &str) {
    let palette = Palette::of_ui(ui);
    ui.centered_and_justified(|ui| ui.label(Text::Body.of(hint).color(palette.quiet)));
}

/// The newest record that is no note: among the last few it may be an empty datagram, before them it is the one of the last byte.
fn newest_traffic(session: &Session) -> Option<u64> {
    let capture = session.capture();
    let is_traffic = |number: &u64| {
        capture.record(*number).is_some_and(|record| record.kind.direction().is_some())
    };
    let newest = capture.records().rev().take(NEWEST).find(is_traffic);
    newest.or_else(|| capture.record_at(capture.bytes().end.checked_sub(1)?))
}

fn forms_ui(ui: &mut Ui, session: &mut Session, view: &mut MiddleView, pass: &mut Pass<'_>) {
    let is_narrow = ui.available_width() < NARROW;
    let has_record = !matches!(view.form, Middle::Replies | Middle::Play);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        for (form, name, command) in FORMS {
            let toggle = ui.selectable_label(view.form == form, name);
            if toggle.on_hover_text(command.tooltip(ui.ctx(), session.kind())).clicked() {
                view.form = form;
            }
        }
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
        let clear = ui.button(Command::ClearLog.text(session.kind()));
        let hint = Command::ClearLog.tooltip(ui.ctx(), session.kind());
        if clear.on_hover_text(hint).clicked() {
            pass.commands.push(Command::ClearLog);
        }
        ui.add_space(SPACE_2);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let encoding = &mut session.encoding;
            ui.add_space(SPACE_2);
            composer::choice_ui(ui, "Shown as", encoding, &Encoding::ALL, Encoding::label);
        });
    });
}

/// In less width the forms have a line for themselves.
const NARROW: f32 = 580.0;
/// Rows that are looked at one by one in each pass.
const NEWEST: usize = 256;
const FORMS: [(Middle, &str, Command); 5] = [
    (Middle::Log, "Log", Command::ShowLog),
    (Middle::Stream, "Stream", Command::ShowStream),
    (Middle::Text, "As text", Command::ShowText),
    (Middle::Replies, "Replies", Command::ShowReplies),
    (Middle::Play, "Play list", Command::ShowPlay),
];
