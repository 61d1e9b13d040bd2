//! The name and the group of a payload, being typed in the place of its row.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align2, Button, Id, Key, Rect, Role, TextEdit, Ui, UiBuilder, WidgetInfo, vec2};

use crate::store::shelf::{Item, ItemId, Shelf};
use crate::ui::theme::{CONTROL_HEIGHT, SPACE_1, Text};
use crate::words::ui::shelf as words;

/// What is being typed.
#[derive(Debug, Clone)]
pub(super) struct Editing {
    id: ItemId,
    name: String,
    group: String,
    /// It has just begun: the name is to be typed over.
    is_new: bool,
}

/// How it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Open,
    Done,
    Cancelled,
}

impl Editing {
    /// Begins.
    pub(super) fn of(item: &Item) -> Self {
        let saved = item.saved();
        Self { id: item.id(), name: saved.name.clone(), group: saved.group.clone(), is_new: true }
    }

    /// Which payload it is about.
    pub(super) fn id(&self) -> ItemId {
        self.id
    }

    /// Puts what was typed on the shelf.
    pub(super) fn apply(&self, to: &mut Shelf) {
        to.rename(self.id, &self.name, &self.group);
    }
}

/// Draws both entries. Enter, or a click elsewhere, is done; Escape leaves everything as it was.
pub(super) fn edit_ui(
    ui: &mut Ui,
    rect: Rect,
    editing: &mut Editing,
    groups: &[String],
) -> Outcome {
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(SPACE_1, SPACE_1))));
    ui.spacing_mut().item_spacing = vec2(SPACE_1, SPACE_1);
    let [name_id, group_id] = ["name", "group"].map(|part| ui.scope_id().with(part));
    let width = ui.available_width();
    entry_ui(&mut ui, (name_id, words::name()), &mut editing.name, width);
    if std::mem::take(&mut editing.is_new) {
        focus_all(&ui, name_id, &editing.name);
    }
    let (mut menu_open, mut done) = (false, false);
    ui.horizontal(|ui| {
        let has_menu = groups.iter().any(|group| !group.is_empty());
        let taken = if has_menu { MENU + DONE + 2.0 * SPACE_1 } else { DONE + SPACE_1 };
        entry_ui(ui, (group_id, words::group()), &mut editing.group, width - taken);
        if has_menu {
            menu_open = groups_ui(ui, &mut editing.group, groups);
        }
        let button = Button::new(Text::Small.of(words::done()));
        done = ui.add_sized(vec2(DONE, CONTROL_HEIGHT), button).clicked();
    });
    if done { Outcome::Done } else { outcome(&ui, [name_id, group_id], menu_open) }
}

fn outcome(ui: &Ui, entries: [Id; 2], menu_open: bool) -> Outcome {
    let (enter, escape) =
        ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    let focused = ui.memory(egui::Memory::focused);
    let typing = focused.is_some_and(|id| entries.contains(&id));
    match (escape, enter, typing || menu_open) {
        (true, ..) if !menu_open => Outcome::Cancelled,
        (_, true, false) => Outcome::Done,
        (_, _, false) if ui.input(|input| input.pointer.any_click()) => Outcome::Done,
        _ => Outcome::Open,
    }
}

fn entry_ui(ui: &mut Ui, (id, name): (Id, &str), text: &mut String, width: f32) {
    let edit = TextEdit::singleline(text).id(id).hint_text(name).align(Align2::LEFT_CENTER);
    let entry = ui.add_sized(vec2(width, CONTROL_HEIGHT), edit);
    entry.widget_info(|| WidgetInfo {
        label: Some(words::entry_name(name)),
        ..WidgetInfo::text_edit(true, &text, &text, name)
    });
}

/// The groups there are; `true` while the list is open.
fn groups_ui(ui: &mut Ui, group: &mut String, groups: &[String]) -> bool {
    ui.spacing_mut().button_padding.x = SPACE_1;
    let menu = ui.menu_button("⏷", |ui| {
        for known in groups {
            let name = if known.is_empty() { words::no_group() } else { known };
            if ui.button(name).clicked() {
                known.clone_into(group);
            }
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::groups()));
    menu.response.on_hover_text(words::groups_hint());
    menu.inner.is_some()
}

fn focus_all(ui: &Ui, id: Id, text: &str) {
    ui.memory_mut(|memory| memory.request_focus(id));
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

/// Width of the button that opens the list of groups.
const MENU: f32 = 24.0;
const DONE: f32 = 48.0;
