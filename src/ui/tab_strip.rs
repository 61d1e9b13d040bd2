//! The tab strip: one tab a session, a button for more, the theme switch.

use egui::{
    Align, Align2, Button, Layout, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::playground::{Action, Playground, Session};
use crate::store::settings::Theme;
use crate::types::{Kind, SessionId};
use crate::ui::command::{Command, Menu, WindowCommand};
use crate::ui::pass::{Pass, tone_colour};
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, SPACE_3, TAB_STRIP_HEIGHT, Text};
use crate::ui::{faults, theme};
use crate::words::ui::window as words;

/// Draws the strip; the tab in front may change.
pub fn tab_strip_ui(
    ui: &mut Ui,
    playground: &Playground,
    front: &mut SessionId,
    pass: &mut Pass<'_>,
) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(SPACE_2);
        theme_ui(ui, pass);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            tabs_ui(ui, playground, front, pass);
            ui.add_space(SPACE_1);
            let kind = playground.session(*front).map_or(Kind::TcpServer, Session::kind);
            more_ui(ui, kind, pass);
        });
    });
}

fn tabs_ui(ui: &mut Ui, playground: &Playground, front: &mut SessionId, pass: &mut Pass<'_>) {
    let room = ui.available_width() - MORE;
    ScrollArea::horizontal().id_salt("tabs").max_width(room).show(ui, |ui| {
        for session in playground.sessions() {
            tab_ui(ui, session, front, pass);
        }
    });
}

fn tab_ui(ui: &mut Ui, session: &Session, front: &mut SessionId, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let name = session.name();
    let chosen = *front == session.id();
    let colour = if chosen { palette.text } else { palette.quiet };
    let label = ui.painter().layout_no_wrap(name.clone(), Text::Body.font(), colour);
    let width = SPACE_3 + DOT + SPACE_2 + label.size().x + SPACE_2 + CLOSE + SPACE_2;
    let (rect, tab) = ui.allocate_exact_size(vec2(width, TAB_STRIP_HEIGHT), Sense::click());
    tab.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    if chosen {
        ui.painter().rect_filled(rect, 0, palette.panel);
        ui.painter().rect_filled(rect.with_max_y(rect.min.y + 2.0), 0, palette.accent);
    } else if tab.hovered() {
        ui.painter().rect_filled(rect, 0, palette.hover);
    }
    let middle = rect.center().y;
    let dot = pos2(rect.min.x + SPACE_3 + DOT / 2.0, middle);
    ui.painter().circle_filled(dot, DOT / 2.0, tone_colour(palette, session.state().tone()));
    ui.painter().galley(
        pos2(dot.x + DOT / 2.0 + SPACE_2, middle - label.size().y / 2.0),
        label,
        colour,
    );
    focus_ring(ui, &tab);
    if tab.clicked() {
        *front = session.id();
    }
    let close = close_ui(
        ui,
        rect.max.x - SPACE_2 - CLOSE / 2.0,
        middle,
        &name,
        chosen || tab.contains_pointer(),
    );
    if close.clicked() || tab.middle_clicked() {
        pass.actions.push(Action::Remove(session.id()));
    }
    reveal(ui, &tab, chosen, session.id());
    let faults = faults::words(session).map(|faults| format!("\n{}", words::faults(&faults)));
    tab.on_hover_text(session.state().words() + &faults.unwrap_or_default());
}

/// Scrolls to the tab when it has just come to the front.
fn reveal(ui: &Ui, tab: &Response, chosen: bool, session: SessionId) {
    let id = egui::Id::unique("tab shown last");
    if chosen && ui.data(|data| data.get_temp(id)) != Some(session.0) {
        tab.scroll_to_me(None);
        ui.data_mut(|data| data.insert_temp(id, session.0));
    }
}

fn close_ui(ui: &Ui, x: f32, y: f32, name: &str, visible: bool) -> Response {
    let palette = Palette::of_ui(ui);
    let rect = egui::Rect::from_center_size(pos2(x, y), vec2(CLOSE, CLOSE));
    let close = ui.interact(rect, ui.scope_id().with(("close", name)), Sense::click());
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::close_tab(name)));
    if close.hovered() {
        ui.painter().rect_filled(rect, theme::CORNER, palette.hover);
    }
    if visible || close.hovered() || close.has_focus() {
        let colour = if close.hovered() { palette.text } else { palette.quiet };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, "×", Text::Body.font(), colour);
    }
    focus_ring(ui, &close);
    close.on_hover_text(words::close_tab_hint())
}

/// Shows where the keyboard is, as the buttons that egui draws do.
fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, Palette::of_ui(ui).accent);
        let rect = response.rect.shrink(1.0);
        ui.painter().rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
    }
}

fn more_ui(ui: &mut Ui, kind: Kind, pass: &mut Pass<'_>) {
    let menu = ui.menu_button("+", |ui| {
        for command in Command::in_menu(Menu::NewTab, kind) {
            let mut button = Button::new(command.text(kind));
            if let Some(shortcut) = command.shortcut() {
                button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
            }
            if ui.add(button).clicked() {
                pass.give(command);
            }
        }
    });
    let more = menu.response;
    more.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::new_tab()));
    more.on_hover_text(words::new_tab());
}

fn theme_ui(ui: &mut Ui, pass: &mut Pass<'_>) {
    let (icon, name) = match pass.settings.theme {
        Theme::System => ("◑", words::theme_of_system()),
        Theme::Dark => ("🌙", words::theme_dark()),
        Theme::Light => ("☀", words::theme_light()),
    };
    let button = ui.add(Button::new(icon).frame(false).min_size(vec2(24.0, 24.0)));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if button.clicked() {
        pass.give(WindowCommand::SwitchTheme);
    }
    button.on_hover_text(name);
}

const DOT: f32 = 8.0;
const CLOSE: f32 = 18.0;
/// Room for the button that makes more tabs.
const MORE: f32 = 44.0;
