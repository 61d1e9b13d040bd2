//! The list of fields that a payload can have, to pick from, and the switch that makes braces fields.

use std::sync::LazyLock;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::style::StyleModifier;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Align, Align2, Button, Context, Id, Label, Layout, PopupCloseBehavior, Role, ScrollArea,
    TextEdit, Ui, WidgetInfo, vec2,
};

use crate::codec::Typed;
use crate::codec::template::{FieldHelp, Scope, catalogue};
use crate::form::{PayloadDraft, PayloadMode};
use crate::ui::composer::editor_id;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, Text};
use crate::words;
use crate::words::ui::composer as texts;

/// What is searched for in the list.
#[derive(Debug, Default)]
pub struct FieldsView {
    search: String,
    /// The button whose list is on screen.
    open: Option<Id>,
}

/// Draws the button that opens the list; a field that is picked is put where the cursor of the editor is. `true` if the
/// payload changed.
pub(super) fn fields_ui(ui: &mut Ui, draft: &mut PayloadDraft, view: &mut FieldsView) -> bool {
    let before = draft.fields;
    let hint = if draft.fields { texts::fields_on_hint() } else { texts::fields_off_hint() };
    let button =
        FieldsButton { text: texts::fields(), name: texts::fields(), on: draft.fields, hint };
    let picked = list_ui(ui, button, view, Scope::Payload, |ui| {
        let switch = ui.checkbox(&mut draft.fields, texts::use_fields());
        switch.on_hover_text(texts::use_fields_hint());
    });
    if let Some(field) = picked {
        draft.fields = true;
        let is_hex = draft.mode == PayloadMode::Hex;
        insert(ui.ctx(), editor_id(), draft.typed_mut(), is_hex, &field.insert);
    }
    picked.is_some() || draft.fields != before
}

/// The button that opens the list.
#[derive(Debug, Clone, Copy)]
pub struct FieldsButton<'a> {
    /// What is on it.
    pub text: &'a str,
    /// Its accessible name.
    pub name: &'a str,
    /// Fields are used; else it is quiet.
    pub on: bool,
    /// What it is for.
    pub hint: &'a str,
}

/// Draws the button and its list for a scope, under what `head` draws; gives the field that was picked.
pub fn list_ui(
    ui: &mut Ui,
    FieldsButton { text, name, on, hint }: FieldsButton<'_>,
    view: &mut FieldsView,
    scope: Scope,
    head: impl FnOnce(&mut Ui),
) -> Option<&'static FieldHelp> {
    let palette = Palette::of_ui(ui);
    let colour = if on { palette.text } else { palette.quiet };
    let button = Button::new(Text::Body.of(text).color(colour));
    // A menu leaves out the frames by which a box to tick and an entry are known.
    let config = MenuConfig::new()
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .style(StyleModifier::default());
    let id = ui.next_auto_id();
    let begins = view.open != Some(id);
    let (response, list) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_width(WIDTH);
        head(ui);
        search_ui(ui, view, begins);
        let picked = matches_ui(ui, &view.search, scope);
        if picked.is_some() {
            ui.close();
        }
        picked
    });
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name));
    response.on_hover_text(hint);
    if list.is_some() {
        view.open = Some(id);
    } else if view.open == Some(id) {
        view.open = None;
    }
    list?.inner
}

/// The keyboard is here when the list opens.
fn search_ui(ui: &mut Ui, view: &mut FieldsView, begins: bool) {
    let hint = texts::search_hint();
    let edit = TextEdit::singleline(&mut view.search).hint_text(hint).align(Align2::LEFT_CENTER);
    let response = ui.add_sized(vec2(WIDTH, CONTROL_HEIGHT), edit);
    if begins {
        response.request_focus();
    }
    response.widget_info(|| WidgetInfo {
        label: Some(texts::search_fields().to_owned()),
        ..WidgetInfo::text_edit(true, &view.search, &view.search, hint)
    });
}

/// The fields that have all words of the search, group by group.
fn matches_ui(ui: &mut Ui, search: &str, scope: Scope) -> Option<&'static FieldHelp> {
    let all = match scope {
        Scope::Payload => &*PAYLOAD,
        Scope::Reply => &*REPLY,
    };
    let searched: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let found: Vec<&FieldHelp> = all.iter().filter(|field| has_all(field, &searched)).collect();
    let palette = Palette::of_ui(ui);
    if found.is_empty() {
        ui.label(Text::Small.of(texts::no_field()).color(palette.quiet));
        return None;
    }
    let mut picked = None;
    let scroll = ScrollArea::vertical().id_salt("fields").max_height(HEIGHT);
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut group = None;
        for field in found {
            if group != Some(field.group) {
                group = Some(field.group);
                ui.add_space(SPACE_1);
                let heading = words::field::group(field.group);
                ui.label(Text::Small.of(heading).color(palette.quiet));
            }
            if field_ui(ui, field) {
                picked = Some(field);
            }
        }
    });
    picked
}

fn has_all(field: &FieldHelp, searched: &[String]) -> bool {
    let (meaning, group) = (words::field::meaning(field.meaning), words::field::group(field.group));
    let text = format!("{} {meaning} {group}", field.insert).to_lowercase();
    searched.iter().all(|word| text.contains(word))
}

/// A line of the list: the field, and what it becomes; `true` if it was clicked.
fn field_ui(ui: &mut Ui, field: &FieldHelp) -> bool {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        let button = Button::new(Text::MonoSmall.of(&field.insert)).frame_when_inactive(false);
        let size = vec2(INSERT, CONTROL_HEIGHT);
        let cell = Layout::left_to_right(Align::Center);
        let response = ui.allocate_ui_with_layout(size, cell, |ui| {
            ui.set_min_width(INSERT);
            ui.add(button.truncate())
        });
        let response = response.inner;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &field.insert));
        let meaning = words::field::meaning(field.meaning);
        let label = Label::new(Text::Small.of(&meaning).color(palette.quiet)).truncate();
        ui.add(label).on_hover_text(meaning);
        response.on_hover_text(&field.insert).clicked()
    })
    .inner
}

/// Puts a field where the cursor of the editor of a typed payload stands.
pub fn insert_typed(ctx: &Context, editor: Id, typed: &mut Typed, field: &str) {
    let (text, is_hex) = match typed {
        Typed::Text { text, .. } => (text, false),
        Typed::Hex(hex) => (hex, true),
    };
    insert(ctx, editor, text, is_hex, field);
}

/// Puts a field in place of what is selected in the editor of this id and text, or at its cursor, and the keyboard
/// behind it; among hex digits it stands apart.
fn insert(ctx: &Context, editor: Id, text: &mut String, is_hex: bool, field: &str) {
    let mut state = TextEditState::load(ctx, editor).unwrap_or_default();
    let chars = text.chars().count();
    let selected = state.cursor.char_range().map(|range| range.as_sorted_char_range());
    let (start, end) = selected.map_or((chars, chars), |range| (range.start.0, range.end.0));
    let head: String = text.chars().take(start).collect();
    let tail: String = text.chars().skip(end).collect();
    let gap = |touches: bool| if is_hex && touches { " " } else { "" };
    let before = gap(head.ends_with(|c: char| !c.is_whitespace()));
    let after = gap(tail.starts_with(|c: char| !c.is_whitespace()));
    *text = [head.as_str(), before, field, after, tail.as_str()].concat();
    let cursor = start.min(chars) + before.len() + field.chars().count() + after.len();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
    state.store(ctx, editor);
    ctx.memory_mut(|memory| memory.request_focus(editor));
}

static PAYLOAD: LazyLock<Vec<FieldHelp>> = LazyLock::new(|| catalogue(Scope::Payload));
static REPLY: LazyLock<Vec<FieldHelp>> = LazyLock::new(|| catalogue(Scope::Reply));

/// Of the list.
const WIDTH: f32 = 520.0;
/// Of the column of fields; most fit.
const INSERT: f32 = 190.0;
/// Of the lines, at most: the window may be low.
const HEIGHT: f32 = 300.0;
