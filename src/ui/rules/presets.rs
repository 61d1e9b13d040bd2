//! The classic programs to begin with.

use egui::{Align, Button, ComboBox, Grid, Layout, Role, ScrollArea, Ui, Vec2, WidgetInfo, vec2};

use crate::playground::Session;
use crate::respond::{Preset, RuleSet};
use crate::ui::rules::{RulesView, transport};
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::preset::{explanation, label};
use crate::words::ui::rules as words;

/// Draws the list to pick from; its accessible name holds what the rules are called.
pub(super) fn combo_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView, width: f32) {
    let title = view.title.clone();
    let to = transport(session);
    let mut picked = None;
    let palette = Palette::of_ui(ui);
    let error = view.error(session);
    let shown = Text::Body.of(&title);
    let shown = if error.is_some() { shown.color(palette.danger) } else { shown };
    let combo = ComboBox::from_id_salt("presets").selected_text(shown).width(width).truncate();
    let combo = combo.show_ui(ui, |ui| {
        ui.set_min_width(MENU);
        if choice_ui(ui, words::none(), words::none_hint(), title == words::none()) {
            picked = Some(RuleSet::default());
        }
        for preset in Preset::ALL {
            if choice_ui(ui, label(preset), explanation(preset), title == label(preset)) {
                picked = Some(preset.rule_set(to));
            }
        }
    });
    let name = words::current_replies(&title);
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    let hint = error.map_or_else(|| title.clone(), |error| format!("{title}\n{error}"));
    combo.response.on_hover_text(hint);
    if let Some(rules) = picked {
        view.replace(session, rules);
    }
}

fn choice_ui(ui: &mut Ui, name: &str, explanation: &str, chosen: bool) -> bool {
    let quiet = Text::Small.of(explanation).color(Palette::of_ui(ui).quiet);
    let choice = ui.add(Button::selectable(chosen, Text::Body.of(name)).right_text(quiet));
    choice.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    choice.clicked()
}

/// Draws what there is to say while there are no rules: what they are, and those to begin with.
pub(super) fn empty_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let title =
        if session.draft.rules.name.is_empty() { words::no_rules_yet() } else { words::no_rules() };
    let room = vec2(ui.available_width() - SPACE_3, ui.available_height());
    let area = ScrollArea::vertical().id_salt("presets").auto_shrink([false, false]);
    let content = |ui: &mut Ui| {
        ui.set_max_width(room.x);
        ui.with_layout(Layout::top_down(Align::Center), |ui| offer_ui(ui, title, room)).inner
    };
    if let Some(preset) = area.show(ui, content).inner {
        view.replace(session, preset.rule_set(transport(session)));
    }
}

fn offer_ui(ui: &mut Ui, title: &str, room: Vec2) -> Option<Preset> {
    ui.add_space(((room.y - CONTENT) / 2.0).max(0.0).round());
    ui.label(Text::Title.of(title));
    ui.add_space(SPACE_1);
    let hint = words::no_rules_hint();
    ui.label(Text::Body.of(hint).color(Palette::of_ui(ui).quiet));
    ui.add_space(SPACE_2);
    let width = ((room.x - SPACE_2) / 2.0).min(WIDEST).floor();
    let size = vec2(width * 2.0 + SPACE_2, 0.0);
    let grid = |ui: &mut Ui| grid_ui(ui, width);
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), grid).inner
}

/// Two columns, read from top to bottom.
fn grid_ui(ui: &mut Ui, width: f32) -> Option<Preset> {
    let palette = Palette::of_ui(ui);
    let (left, right) = Preset::ALL.split_at(Preset::ALL.len() / 2);
    let mut picked = None;
    Grid::new("presets").num_columns(2).spacing(vec2(SPACE_2, SPACE_1)).show(ui, |ui| {
        for row in left.iter().zip(right) {
            for preset in <[&Preset; 2]>::from(row).map(|preset| *preset) {
                let quiet = Text::Small.of(explanation(preset)).color(palette.quiet);
                let button = Button::new(Text::Body.of(label(preset))).right_text(quiet);
                let button = ui.add_sized(vec2(width, CONTROL_HEIGHT + 4.0), button.truncate());
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, label(preset)));
                if button.on_hover_text(explanation(preset)).clicked() {
                    picked = Some(preset);
                }
            }
            ui.end_row();
        }
    });
    picked
}

/// Width of the list, so that names and explanations stand apart.
const MENU: f32 = 360.0;
/// Height of what an empty form shows.
const CONTENT: f32 = 250.0;
/// Of a button of a preset.
const WIDEST: f32 = 340.0;
