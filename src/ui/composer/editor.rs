//! The payload editor. It holds only what a person types, never what was received.

use egui::{
    Align2, Event, EventFilter, Key, Modifiers, Role, TextBuffer, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::form::{PayloadDraft, PayloadMode};
use crate::ui::composer::{ComposerView, editor_id};
use crate::ui::pass::Pass;
use crate::ui::theme::{CONTROL_HEIGHT, Text};
use crate::ui::underline::underlined;
use crate::words::ui::composer as words;

/// Draws the editor under its accessible name, with an example of a text if there is one; `true` when Enter asked to send.
pub(super) fn editor_ui(
    ui: &mut Ui,
    (name, example): (&str, Option<&str>),
    draft: &mut PayloadDraft,
    view: &mut ComposerView,
    pass: &Pass<'_>,
) -> bool {
    let focused = ui.memory(|memory| memory.has_focus(editor_id()));
    if focused && pastes_lines(ui) {
        draft.multiline = true;
    }
    let several = draft.multiline && draft.mode != PayloadMode::File;
    if focused {
        take_history_keys(ui, draft, view, several, pass);
    }
    let error = view.preview.error().cloned();
    let example = example.filter(|_| draft.mode == PayloadMode::Text);
    let hint = example.unwrap_or_else(|| hint(draft.mode));
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        let width = if several { width } else { f32::INFINITY };
        underlined(ui, text.as_str(), Text::Mono, error.as_ref(), width)
    };
    let text = draft.typed_mut();
    let edit = if several {
        TextEdit::multiline(text).desired_rows(4)
    } else {
        TextEdit::singleline(text)
    };
    let edit = edit
        .id(editor_id())
        .hint_text(hint)
        .font(Text::Mono.style())
        .desired_width(f32::INFINITY)
        .min_size(vec2(0.0, CONTROL_HEIGHT + 4.0))
        .align(if several { Align2::LEFT_TOP } else { Align2::LEFT_CENTER })
        .layouter(&mut layouter);
    let response = ui.add_sized(vec2(ui.available_width(), CONTROL_HEIGHT + 4.0), edit);
    if view.takes_focus {
        view.takes_focus = false;
        response.request_focus();
    }
    let role = if several { Role::MultilineTextInput } else { Role::TextInput };
    response.widget_info(|| WidgetInfo {
        role,
        label: Some(name.to_owned()),
        ..WidgetInfo::text_edit(true, draft.typed(), draft.typed(), hint)
    });
    if response.changed() {
        view.history.leave();
    }
    let entered =
        !several && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        response.request_focus();
    }
    entered
}

/// Several lines are about to be pasted: one line would lose where they end, and with it what a hex dump means.
fn pastes_lines(ui: &Ui) -> bool {
    let has_lines =
        |event: &Event| matches!(event, Event::Paste(text) if text.trim_end().contains('\n'));
    ui.input(|input| input.events.iter().any(has_lines))
}

/// Up and down in one line, with Ctrl in several.
fn take_history_keys(
    ui: &Ui,
    draft: &mut PayloadDraft,
    view: &mut ComposerView,
    several: bool,
    pass: &Pass<'_>,
) {
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(editor_id(), filter));
    let keys = if several { Modifiers::COMMAND } else { Modifiers::NONE };
    let (up, down) = ui.input_mut(|input| {
        (input.consume_key(keys, Key::ArrowUp), input.consume_key(keys, Key::ArrowDown))
    });
    if up {
        view.history.older(draft, &pass.settings.history);
    }
    if down {
        view.history.newer(draft, &pass.settings.history);
    }
    if up || down {
        view.preview.update(draft);
    }
}

fn hint(mode: PayloadMode) -> &'static str {
    match mode {
        PayloadMode::Text => words::type_text(),
        PayloadMode::Hex => words::type_hex(),
        PayloadMode::File => words::type_path(),
    }
}
