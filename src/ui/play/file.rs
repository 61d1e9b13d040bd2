//! Play lists from and to files.

use egui::{Align, Button, Label, Layout, Role, Ui, WidgetInfo};

use crate::form::expanded_path;
use crate::playground::{Action, Document, DocumentState, Session};
use crate::ui::entry::{Entry, line_ui};
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, SPACE_3, Text};

/// The line that asks for a path.
#[derive(Debug)]
pub(super) struct FileView {
    open: bool,
    path: String,
}

impl Default for FileView {
    fn default() -> Self {
        Self { open: false, path: "~/play.toml".to_owned() }
    }
}

/// Draws the button that shows the line.
pub(super) fn toggle_ui(ui: &mut Ui, view: &mut FileView) {
    let button = ui.add(Button::selectable(view.open, "File"));
    let hint = "Take the list from a file, or write it to one that “sockscope play” can play";
    let name = "File of the list";
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, view.open, name));
    if button.on_hover_text(hint).clicked() {
        view.open = !view.open;
    }
}

/// Draws the line, while it is shown, and under it what became of the file.
pub(super) fn file_ui(ui: &mut Ui, session: &Session, view: &mut FileView, pass: &mut Pass<'_>) {
    if !view.open {
        return;
    }
    let (mut import, mut export) = (false, false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            export = ui.button("Export").on_hover_text("Write this list to the file").clicked();
            import = ui.button("Import").on_hover_text("Take the list in the file").clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(Text::Small.of("File"));
                let width = ui.available_width();
                let hint = "/path/to/play.toml";
                let entry = Entry { name: "Path of the list", hint, wrong: None, width };
                line_ui(ui, entry, &mut view.path);
            });
        });
    });
    let path = expanded_path(view.path.trim());
    if import {
        pass.actions.push(Action::ImportPlay(session.id(), path));
    } else if export {
        pass.actions.push(Action::ExportPlay(session.id(), path));
    }
    notice_ui(ui, session, pass);
}

fn notice_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let notice = session.document_notice();
    let Some(notice) = notice.filter(|notice| notice.document == Document::Play) else {
        return;
    };
    let palette = Palette::of_ui(ui);
    let colour = match notice.state {
        DocumentState::Failed(_) => palette.danger,
        DocumentState::Exists => palette.warning,
        _ => palette.quiet,
    };
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            if ui.button("Dismiss").clicked() {
                pass.actions.push(Action::DismissDocument(session.id()));
            }
            if notice.state == DocumentState::Exists && ui.button("Replace").clicked() {
                pass.actions.push(Action::ReplaceDocument(session.id()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = notice.words();
                ui.add(Label::new(Text::Small.of(&text).color(colour)).truncate())
                    .on_hover_text(text);
            });
        });
    });
}
