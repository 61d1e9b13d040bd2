//! The bar of a fetch: method, URL, the one big button, and under them how it stands in words.

use egui::{
    Align, Align2, Button, Frame, Key, Label, Layout, Margin, Response, Stroke, StrokeKind,
    TextEdit, Ui, vec2,
};

use crate::form::Field;
use crate::playground::{Action, Session, Tone};
use crate::ui::command::SessionCommand;
use crate::ui::pass::{Pass, tone_colour};
use crate::ui::tab::bar::BAR_CONTROL;
use crate::ui::tab::http::view::{HttpView, url_id};
use crate::ui::tab::http::{curl, method, progress};
use crate::ui::theme::{CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::fetch as words;
use crate::words::{capitalised, problem};

/// Draws the bar.
pub(super) fn bar_ui(ui: &mut Ui, session: &mut Session, view: &mut HttpView, pass: &mut Pass<'_>) {
    let mut fetch = false;
    let spacing = ui.spacing().item_spacing;
    ui.spacing_mut().item_spacing.y = 0.0;
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing = spacing;
        ui.spacing_mut().interact_size.y = BAR_CONTROL;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            method::method_ui(ui, session);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                curl::menu_ui(ui, session, pass);
                fetch |= main_button_ui(ui, session, pass);
                fetch |= url_ui(ui, session, view);
            });
        });
        problem_ui(ui, session, view);
        ui.add_space(SPACE_1 + 2.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            state_ui(ui, session, view, pass);
        });
    });
    insecure_ui(ui, session);
    if fetch {
        pass.give(SessionCommand::Send);
    }
}

fn url_ui(ui: &mut Ui, session: &mut Session, view: &mut HttpView) -> bool {
    let id = url_id();
    let live = session.is_live();
    if !live && ui.memory(|memory| memory.has_focus(id)) {
        curl::take_pasted(ui, session, view);
    }
    let Some(draft) = session.draft.http_mut() else { return false };
    let raw = draft.raw;
    let hint = if raw { words::raw_url_hint() } else { "http://127.0.0.1:8000/" };
    let size = vec2(ui.available_width(), BAR_CONTROL);
    let edit = TextEdit::singleline(&mut draft.url)
        .id(id)
        .hint_text(hint)
        .font(Text::Mono.style())
        .align(Align2::LEFT_CENTER)
        .min_size(size);
    let response = ui.add_enabled_ui(!live, |ui| ui.add_sized(size, edit)).inner;
    name(&response, &draft.url, hint);
    if response.changed() {
        session.review_problem();
        view.pasted = None;
    }
    if session.problem().is_some_and(|problem| problem.field == Field::Url) {
        let stroke = Stroke::new(1.5, Palette::of_ui(ui).danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn name(response: &Response, text: &str, hint: &str) {
    response.widget_info(|| egui::WidgetInfo {
        label: Some(words::url().to_owned()),
        ..egui::WidgetInfo::text_edit(response.enabled(), text, text, hint)
    });
}

fn main_button_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) -> bool {
    let palette = Palette::of_ui(ui);
    let live = session.is_live();
    let (name, hint, fill, colour) = if live {
        (words::cancel(), words::cancel_hint(), palette.raised, palette.text)
    } else {
        (words::fetch(), words::fetch_hint(), palette.accent_fill, palette.on_accent)
    };
    let button = Button::new(Text::Strong.of(name).color(colour)).fill(fill);
    let clicked = ui.add(button.min_size(vec2(104.0, BAR_CONTROL))).on_hover_text(hint).clicked();
    if clicked && live {
        pass.actions.push(Action::Stop(session.id()));
    }
    clicked && !live
}

/// What was typed wrong, or what came of pasting a curl command.
fn problem_ui(ui: &mut Ui, session: &Session, view: &HttpView) {
    let palette = Palette::of_ui(ui);
    let problem = session.problem().map(|problem| capitalised(&problem::form(&problem.reason)));
    let (text, colour) = match (&problem, &view.pasted) {
        (Some(problem), _) | (None, Some(Err(problem))) => (problem.as_str(), palette.danger),
        (None, Some(Ok(remark))) if !remark.is_empty() => (remark.as_str(), palette.quiet),
        _ => return,
    };
    ui.add_space(SPACE_1);
    ui.add(Label::new(Text::Body.of(text).color(colour)).wrap());
}

/// How the fetch on screen stands: while it is on the way how far it is, and then how it ended.
fn state_ui(ui: &mut Ui, session: &Session, view: &HttpView, pass: &Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let shown = view.shown(session);
    let summary = shown.and_then(crate::playground::Fetch::summary);
    let (tone, text) = match summary {
        Some(summary) if !session.is_live() || view.chosen.is_some() => {
            (summary.tone(), summary.words())
        }
        _ => (session.state().tone(), idle_words(session)),
    };
    let (dot, _) = ui.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
    ui.painter().circle_filled(dot.center(), 5.0, tone_colour(palette, tone));
    let colour = if tone == Tone::Bad { palette.danger } else { palette.text };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(fetch) = shown.filter(|fetch| fetch.is_live()) {
            progress::progress_ui(ui, fetch, pass);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let label = Label::new(Text::Title.of(&text).color(colour)).truncate();
            ui.add(label).on_hover_text(text);
        });
    });
}

fn idle_words(session: &Session) -> String {
    match session.state() {
        crate::playground::SessionState::Idle => words::nothing_fetched().to_owned(),
        state => state.words(),
    }
}

/// Loud: whoever is in between could read and change everything.
fn insecure_ui(ui: &mut Ui, session: &mut Session) {
    let Some(draft) = session.draft.http_mut().filter(|draft| draft.accept_invalid_certificates)
    else {
        return;
    };
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.alarm).inner_margin(Margin::symmetric(12, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui
                    .button(words::verify_again())
                    .on_hover_text(words::verify_again_hint())
                    .clicked()
                {
                    draft.accept_invalid_certificates = false;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = Text::Strong.of(words::insecure()).color(palette.on_alarm);
                    ui.add(Label::new(text).truncate());
                });
            });
        });
    });
}
