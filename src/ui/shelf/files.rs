//! Import and export: the line that asks for a path, and what came of it.

use egui::{Align, Align2, Button, Key, Layout, Role, TextEdit, Ui, WidgetInfo, vec2};

use crate::form::expanded_path;
use crate::store::Existing;
use crate::ui::kit::file::{NoticeRequest, notice_ui};
use crate::ui::pass::Pass;
use crate::ui::theme::{CONTROL_HEIGHT, SPACE_1, Text};
use crate::words::ui::shelf as words;

/// The state of that line.
#[derive(Debug, Default)]
pub(super) struct FilesView {
    asking: Option<Transfer>,
    path: String,
    /// The keyboard belongs to the entry, since it has just opened.
    takes_focus: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transfer {
    Import,
    Export,
}

impl Transfer {
    fn name(self) -> &'static str {
        match self {
            Self::Import => words::import(),
            Self::Export => words::export(),
        }
    }

    /// Of the button that begins.
    fn go_name(self) -> &'static str {
        match self {
            Self::Import => words::import_file(),
            Self::Export => words::export_file(),
        }
    }

    fn path_hint(self) -> &'static str {
        match self {
            Self::Import => "~/packets.ini, shelf.toml, lines.txt",
            Self::Export => "~/shelf.toml",
        }
    }
}

impl FilesView {
    /// The buttons that open the line, from right to left.
    pub(super) fn buttons_ui(&mut self, ui: &mut Ui, has_payloads: bool) {
        let hints = [
            (Transfer::Export, words::export_hint(), has_payloads),
            (Transfer::Import, words::import_hint(), true),
        ];
        for (transfer, hint, possible) in hints {
            let open = self.asking == Some(transfer);
            let button = Button::selectable(open, Text::Small.of(transfer.name()));
            if ui.add_enabled(possible, button).on_hover_text(hint).clicked() {
                self.asking = (!open).then_some(transfer);
                self.takes_focus = !open;
            }
        }
    }
}

/// Draws the line while it is open, and what came of the last file.
pub(super) fn files_ui(ui: &mut Ui, view: &mut FilesView, pass: &mut Pass<'_>) {
    if let Some(transfer) = view.asking {
        asking_ui(ui, transfer, view, pass);
        ui.add_space(SPACE_1);
    }
    outcome_ui(ui, pass);
}

fn asking_ui(ui: &mut Ui, transfer: Transfer, view: &mut FilesView, pass: &mut Pass<'_>) {
    let (mut go, mut close) = (false, false);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_1;
            let possible = !view.path.trim().is_empty();
            let button = ui.add_enabled(possible, Button::new(words::go()));
            let name = transfer.go_name();
            button.widget_info(|| WidgetInfo::labeled(Role::Button, possible, name));
            go |= button.on_hover_text(name).clicked();
            let edit = TextEdit::singleline(&mut view.path)
                .hint_text(transfer.path_hint())
                .font(Text::MonoSmall.style())
                .align(Align2::LEFT_CENTER);
            let entry = ui.add_sized(vec2(ui.available_width(), CONTROL_HEIGHT), edit);
            let path = view.path.clone();
            entry.widget_info(|| WidgetInfo {
                label: Some(words::path().to_owned()),
                ..WidgetInfo::text_edit(true, &path, &path, transfer.path_hint())
            });
            if std::mem::take(&mut view.takes_focus) {
                entry.request_focus();
            }
            let (enter, escape) =
                ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
            go |= entry.lost_focus() && enter && possible;
            close |= entry.lost_focus() && escape;
        });
    });
    if go {
        let path = expanded_path(view.path.trim());
        match transfer {
            Transfer::Import => pass.shelf.import(path),
            Transfer::Export => pass.shelf.export(path, Existing::Keep),
        }
    }
    if go || close {
        view.asking = None;
    }
}

fn outcome_ui(ui: &mut Ui, pass: &mut Pass<'_>) {
    let Some(notice) = pass.shelf.notice() else { return };
    match notice_ui(ui, notice) {
        Some(NoticeRequest::Replace) => pass.shelf.replace(),
        Some(NoticeRequest::Cancel) => pass.shelf.cancel(),
        Some(NoticeRequest::Dismiss) => pass.shelf.dismiss(),
        None => {}
    }
    ui.add_space(SPACE_1);
}
