//! Files by their paths: the line that asks for one, and the line that says what came of it.

use egui::{Align, Button, Color32, Label, Layout, ProgressBar, Ui};

use crate::form::expanded_path;
use crate::playground::{Action, Document, Session};
use crate::types::SessionId;
use crate::types::file::{FileNotice, FileState};
use crate::ui::entry::{Entry, line_ui};
use crate::ui::kit::caption::caption_ui;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::ui::file as words;

/// The line from and to which a document goes, which can be folded away.
#[derive(Debug)]
pub struct FileLine {
    document: Document,
    is_open: bool,
    path: String,
}

/// What can be done about a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeRequest {
    /// Write over the file that exists.
    Replace,
    /// Give up writing or reading it.
    Cancel,
    /// Hide the notice.
    Dismiss,
}

impl FileLine {
    /// Folded away, with a path to begin with.
    pub fn new(document: Document) -> Self {
        let path = match document {
            Document::Rules => "~/rules.toml",
            Document::Play => "~/play.toml",
        };
        Self { document, is_open: false, path: path.to_owned() }
    }

    /// Draws the button that shows the line.
    pub fn toggle_ui(&mut self, ui: &mut Ui) {
        let button = ui.add(Button::selectable(self.is_open, words::import_or_export()));
        let hint = match self.document {
            Document::Rules => words::rules_toggle_hint(),
            Document::Play => words::play_toggle_hint(),
        };
        if button.on_hover_text(hint).clicked() {
            self.is_open = !self.is_open;
        }
    }

    /// Draws the line while it is shown, and under it what came of the file; what is asked there.
    pub fn line_ui(&mut self, ui: &mut Ui, session: &Session) -> Option<Action> {
        if !self.is_open {
            return None;
        }
        let asked = self.path_ui(ui, session.id());
        let is_of_it = |notice: &&FileNotice| notice.content == self.document.content();
        let notice = session.document_notice().filter(is_of_it);
        let about_notice = notice.and_then(|notice| notice_ui(ui, notice));
        asked.or_else(|| {
            Some(match about_notice? {
                NoticeRequest::Replace => Action::ReplaceDocument(session.id()),
                NoticeRequest::Cancel | NoticeRequest::Dismiss => {
                    Action::DismissDocument(session.id())
                }
            })
        })
    }

    fn path_ui(&mut self, ui: &mut Ui, session: SessionId) -> Option<Action> {
        let (name, import_hint, export_hint) = match self.document {
            Document::Rules => {
                (words::rules_path(), words::rules_import_hint(), words::rules_export_hint())
            }
            Document::Play => {
                (words::play_path(), words::play_import_hint(), words::play_export_hint())
            }
        };
        let (mut import, mut export) = (false, false);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(SPACE_3);
                export = ui.button(words::export()).on_hover_text(export_hint).clicked();
                import = ui.button(words::import()).on_hover_text(import_hint).clicked();
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    caption_ui(ui, words::file());
                    let (hint, width) = (words::path_hint(), ui.available_width());
                    line_ui(ui, Entry { name, hint, wrong: None, width }, &mut self.path);
                });
            });
        });
        let (document, path) = (self.document, expanded_path(self.path.trim()));
        if import {
            Some(Action::ImportDocument(session, document, path))
        } else {
            export.then(|| Action::ExportDocument(session, document, path))
        }
    }
}

/// Draws what came of a file, and what can be done about it: in a line, or in two where there is little room.
pub fn notice_ui(ui: &mut Ui, notice: &FileNotice) -> Option<NoticeRequest> {
    let text = words::notice(notice);
    let shown = Text::Small.of(&text).color(colour(Palette::of_ui(ui), &notice.state));
    if ui.available_width() < ROOMY {
        ui.add(Label::new(shown).wrap());
        return ui.horizontal(|ui| buttons_ui(ui, notice)).inner;
    }
    let line = |ui: &mut Ui| {
        ui.add_space(SPACE_3);
        let request = buttons_ui(ui, notice);
        progress_ui(ui, &notice.state);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(shown).truncate()).on_hover_text(text);
        });
        request
    };
    ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), line).inner).inner
}

/// In the order of the layout, which may be from right to left.
fn buttons_ui(ui: &mut Ui, notice: &FileNotice) -> Option<NoticeRequest> {
    ui.spacing_mut().item_spacing.x = SPACE_1;
    let mut asked = None;
    for (text, hint, request) in choices(notice) {
        if ui.button(Text::Small.of(text)).on_hover_text(hint).clicked() {
            asked = Some(request);
        }
    }
    asked
}

/// The label, the hint and the effect of each button.
fn choices(notice: &FileNotice) -> Vec<(&'static str, &'static str, NoticeRequest)> {
    use NoticeRequest::{Cancel, Dismiss, Replace};
    match notice.state {
        FileState::Reading | FileState::Writing { total: Some(_), .. } => {
            vec![(words::cancel(), words::cancel_hint(), Cancel)]
        }
        FileState::Exists => vec![
            (words::keep(), words::keep_hint(), Dismiss),
            (words::replace(), words::replace_hint(), Replace),
        ],
        FileState::Writing { total: None, .. }
        | FileState::Read(_)
        | FileState::Written(_)
        | FileState::Cancelled
        | FileState::Failed(_) => vec![(words::dismiss(), words::dismiss_hint(), Dismiss)],
    }
}

fn progress_ui(ui: &mut Ui, state: &FileState) {
    let FileState::Writing { done, total: Some(total) } = *state else { return };
    let palette = Palette::of_ui(ui);
    ui.label(Text::Small.of(words::progress(done, total)).color(palette.quiet));
    let part = if total == 0 { 0.0 } else { done as f32 / total as f32 };
    let bar = ProgressBar::new(part).desired_width(120.0).desired_height(6.0);
    ui.add(bar.fill(palette.accent_fill));
}

fn colour(palette: &Palette, state: &FileState) -> Color32 {
    match state {
        FileState::Reading | FileState::Writing { .. } | FileState::Cancelled => palette.quiet,
        FileState::Read(_) | FileState::Written(_) => palette.positive,
        FileState::Exists => palette.warning,
        FileState::Failed(_) => palette.danger,
    }
}

/// Width from which a notice and its buttons share a line.
const ROOMY: f32 = 400.0;
