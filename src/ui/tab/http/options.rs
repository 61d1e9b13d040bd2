//! The options of a fetch, folded away.

use egui::{Align2, Button, Role, ScrollArea, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use crate::form::{Field, HttpDraft, PayloadDraft, Timeout};
use crate::playground::Session;
use crate::types::HttpVersion;
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::fetch as words;

/// Draws the heading that folds the options away; `true` if it was clicked.
pub(super) fn heading_ui(ui: &mut Ui, open: bool) -> bool {
    let arrow = if open { "⏷" } else { "⏵" };
    let button = Button::new(Text::Strong.of(format!("{arrow} {}", words::options()))).frame(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, words::options()));
    response.on_hover_text(words::options_hint()).clicked()
}

/// Draws the options.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session) {
    let problem = session.problem().map(|problem| problem.field);
    let live = session.is_live();
    let Some(draft) = session.draft.http_mut() else { return };
    let payload = &mut session.payload;
    ScrollArea::vertical().id_salt("fetch-options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        ui.add_enabled_ui(!live, |ui| {
            switches_ui(ui, draft, payload);
            ui.add_space(SPACE_2);
            entries_ui(ui, draft, problem);
            environment_ui(ui, draft);
        });
    });
}

fn switches_ui(ui: &mut Ui, draft: &mut HttpDraft, payload: &mut PayloadDraft) {
    ui.checkbox(&mut draft.follow_redirects, words::follow_redirects())
        .on_hover_text(words::follow_redirects_hint());
    ui.checkbox(&mut draft.accept_compressed, words::accept_compressed())
        .on_hover_text(words::accept_compressed_hint());
    ui.checkbox(&mut draft.keep_alive, words::keep_alive()).on_hover_text(words::keep_alive_hint());
    let mut old = draft.version == HttpVersion::Http10;
    if ui.checkbox(&mut old, "HTTP/1.0").on_hover_text(words::http_1_0_hint()).changed() {
        draft.version = if old { HttpVersion::Http10 } else { HttpVersion::Http11 };
    }
    let mut raw = draft.raw;
    let switch = ui.checkbox(&mut raw, words::raw_mode());
    let hint = words::raw_mode_hint();
    if switch.on_hover_text(hint).changed() {
        draft.switch_raw(payload);
    }
    let accept = ui.checkbox(&mut draft.accept_invalid_certificates, words::accept_invalid());
    accept.on_hover_text(words::accept_invalid_hint());
}

fn entries_ui(ui: &mut Ui, draft: &mut HttpDraft, problem: Option<Field>) {
    let rows = [
        Row {
            name: words::connect_timeout(),
            text: &mut draft.connect_timeout,
            hint: words::connect_timeout_hint(),
            field: Field::Timeout(Timeout::Connect),
        },
        Row {
            name: words::idle_timeout(),
            text: &mut draft.idle_timeout,
            hint: words::idle_timeout_hint(),
            field: Field::Timeout(Timeout::Idle),
        },
        Row {
            name: words::total_timeout(),
            text: &mut draft.total_timeout,
            hint: words::total_timeout_hint(),
            field: Field::Timeout(Timeout::Total),
        },
        Row {
            name: words::proxy(),
            text: &mut draft.proxy,
            hint: words::proxy_hint(),
            field: Field::Proxy,
        },
        Row {
            name: words::key_log(),
            text: &mut draft.key_log,
            hint: words::key_log_hint(),
            field: Field::Options,
        },
    ];
    for mut row in rows {
        let wrong = problem == Some(row.field);
        ui.horizontal(|ui| row_ui(ui, &mut row, wrong));
    }
}

/// An option that is entered.
struct Row<'a> {
    name: &'static str,
    text: &'a mut String,
    hint: &'static str,
    /// What a problem calls it.
    field: Field,
}

fn row_ui(ui: &mut Ui, row: &mut Row<'_>, wrong: bool) {
    let width = ui.available_width();
    let label = ui
        .scope(|ui| {
            ui.set_min_width(NAMES);
            ui.label(Text::Small.of(row.name))
        })
        .inner;
    let edit = TextEdit::singleline(row.text)
        .hint_text(words::none())
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER);
    let size = vec2((width - NAMES - SPACE_2).max(60.0), CONTROL_HEIGHT);
    let response = ui.add_sized(size, edit);
    if wrong {
        let stroke = Stroke::new(1.5, Palette::of_ui(ui).danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
    }
    response.labelled_by(label.id).on_hover_text(row.hint);
}

fn environment_ui(ui: &mut Ui, draft: &mut HttpDraft) {
    ui.checkbox(&mut draft.use_environment, words::use_environment())
        .on_hover_text(words::use_environment_hint());
}

/// Width of the column of names.
const NAMES: f32 = 96.0;
