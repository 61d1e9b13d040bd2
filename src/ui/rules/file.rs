//! Rules from and to files.

use egui::{Align, Button, Label, Layout, Ui};

use crate::form::expanded_path;
use crate::playground::{Action, Document, DocumentNotice, DocumentState, Session};
use crate::ui::entry::{Entry, line_ui, sign_ui};
use crate::ui::pass::Pass;
use crate::ui::rules::{RulesView, head};
use crate::ui::theme::{Palette, SPACE_2, SPACE_3, Text};

/// The line that asks for a path.
#[derive(Debug)]
pub(super) struct FileView {
    open: bool,
    path: String,
}

impl Default for FileView {
    fn default() -> Self {
        Self { open: false, path: "~/rules.toml".to_owned() }
    }
}

/// Draws the button that shows the line.
pub(super) fn toggle_ui(ui: &mut Ui, view: &mut FileView) {
    let button = ui.add(Button::selectable(view.open, "Import or export"));
    if button.on_hover_text("Take rules from a file, or write them to one").clicked() {
        view.open = !view.open;
    }
}

/// Draws the line, while it is shown.
pub(super) fn file_ui(ui: &mut Ui, session: &Session, view: &mut RulesView, pass: &mut Pass<'_>) {
    if !view.file.open {
        return;
    }
    let (mut import, mut export) = (false, false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            export = ui.button("Export").on_hover_text("Write these rules to the file").clicked();
            import = ui.button("Import").on_hover_text("Take the rules in the file").clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                head::name_ui(ui, "File");
                let width = ui.available_width();
                let hint = "/path/to/rules.toml";
                let entry = Entry { name: "Path of the rules", hint, wrong: None, width };
                line_ui(ui, entry, &mut view.file.path);
            });
        });
    });
    notice_ui(ui, session, pass);
    let path = expanded_path(view.file.path.trim());
    if import {
        view.importing = true;
        pass.actions.push(Action::ImportRules(session.id(), path));
    } else if export {
        pass.actions.push(Action::ExportRules(session.id(), path));
    }
}

/// Draws what became of the last file, and what can be done about it.
fn notice_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let of_rules = |notice: &&DocumentNotice| notice.document == Document::Rules;
    let Some(notice) = session.document_notice().filter(of_rules) else { return };
    let palette = Palette::of_ui(ui);
    let colour = match notice.state {
        DocumentState::Reading | DocumentState::Writing => palette.quiet,
        DocumentState::Read | DocumentState::Written => palette.positive,
        DocumentState::Exists => palette.warning,
        DocumentState::Failed(_) => palette.danger,
    };
    let id = session.id();
    let line = |ui: &mut Ui| {
        ui.add_space(SPACE_3);
        if sign_ui(ui, true, "×", "Hide this line") {
            pass.actions.push(Action::DismissDocument(id));
        }
        if notice.state == DocumentState::Exists
            && ui.button("Replace").on_hover_text("Write over it").clicked()
        {
            pass.actions.push(Action::ReplaceDocument(id));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let words = notice.words();
            let label = Label::new(Text::Small.of(&words).color(colour)).truncate();
            ui.add(label).on_hover_text(words);
        });
    };
    ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), line));
}
