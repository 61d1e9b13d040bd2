//! The composer: a payload as typed, the exact bytes it stands for, and Send.

mod editor;
pub mod fields;
mod history;
mod preview;
mod repeat;
mod target;
mod transfers;

use egui::{Align, Button, Id, Layout, Ui, vec2};

use crate::codec::{Encoding, LineEnding};
use crate::form::{PayloadDraft, PayloadMode};
use crate::playground::Session;
use crate::store::settings::Entry;
use crate::ui::choice::choice_ui;
use crate::ui::command::{Command, ComposerCommand, SessionCommand, ShelfCommand};
use crate::ui::pass::Pass;
use crate::ui::peers::{PeersView, why_nobody};
use crate::ui::send;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::composer as words;
use crate::words::{capitalised, problem};
use fields::FieldsView;
use history::History;
use preview::Preview;

pub(super) use preview::shown_filling;

/// The composer's own state.
#[derive(Debug, Default)]
pub struct ComposerView {
    preview: Preview,
    history: History,
    fields: FieldsView,
    /// The row of repeating and pacing is on screen.
    repeat_open: bool,
    /// The editor takes the keyboard when it is drawn next.
    takes_focus: bool,
}

/// The payload editor, for putting the keyboard into it.
pub fn editor_id() -> Id {
    Id::unique("payload editor")
}

/// Draws the composer of what is sent to peers.
pub fn composer_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut ComposerView,
    peers: &mut PeersView,
    pass: &mut Pass<'_>,
) {
    tools_ui(ui, session, view, pass);
    ui.add_space(SPACE_1);
    view.preview.update(&session.payload);
    let mut sends = false;
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            sends |= send_button_ui(ui, session, view, peers);
            target::target_ui(ui, session, peers);
            sends |=
                editor::editor_ui(ui, (words::payload(), None), &mut session.payload, view, pass);
        });
    });
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            transfers::transfers_ui(ui, session, pass);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                preview::preview_ui(ui, session, &mut view.preview, pass);
            });
        });
    });
    repeat_row_ui(ui, session, view, peers, pass);
    if sends {
        pass.give(SessionCommand::Send);
    }
}

/// Carries out a command of the composer.
pub fn carry_out(
    command: ComposerCommand,
    session: &mut Session,
    view: &mut ComposerView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    match command {
        ComposerCommand::Focus => view.takes_focus = true,
        ComposerCommand::Text => view.switch(&mut session.payload, PayloadMode::Text),
        ComposerCommand::Hex => view.switch(&mut session.payload, PayloadMode::Hex),
        ComposerCommand::File => view.switch(&mut session.payload, PayloadMode::File),
        ComposerCommand::Repeat => {
            view.repeat_open = true;
            view.preview.update(&session.payload);
            repeat::toggle(session, peers, view.preview.payload(), pass);
        }
    }
}

impl ComposerView {
    fn switch(&mut self, draft: &mut PayloadDraft, mode: PayloadMode) {
        if draft.mode != mode {
            draft.mode = mode;
            self.history.leave();
        }
    }
}

/// The choices on the left; on the right what is beside the editor: repeating, and the shelf.
fn tools_ui(ui: &mut Ui, session: &mut Session, view: &mut ComposerView, pass: &mut Pass<'_>) {
    ui.horizontal(|ui| {
        choices_ui(ui, None, session, view);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_1;
            shelf_buttons_ui(ui, session, pass);
            repeat::toggle_ui(ui, session, &mut view.repeat_open);
        });
    });
}

/// The shelf's toggle, and the button that keeps the payload there.
fn shelf_buttons_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let toggle = Command::from(ShelfCommand::Toggle);
    let shelf = ui.selectable_label(pass.settings.shelf.open, words::shelf());
    if shelf.on_hover_text(toggle.tooltip(ui.ctx(), session.kind())).clicked() {
        pass.give(toggle);
    }
    let save = Command::from(ShelfCommand::Save);
    let possible = !session.payload.typed().is_empty();
    let button =
        ui.add_enabled(possible, Button::new(words::save_to_shelf()).frame_when_inactive(false));
    let button = button.on_hover_text(save.tooltip(ui.ctx(), session.kind()));
    if button.on_disabled_hover_text(words::nothing_typed()).clicked() {
        pass.give(save);
    }
}

fn repeat_row_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &ComposerView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    if view.repeat_open {
        ui.add_space(SPACE_1);
        let payload = view.preview.payload();
        repeat::repeat_ui(ui, session, peers, payload.as_ref(), pass);
    }
}

/// Draws the composer of what goes with a request under its name, without a button of its own. With a hint, that is an
/// example of what is to be typed as text.
pub fn body_ui(
    ui: &mut Ui,
    (name, hint): (&str, Option<&str>),
    session: &mut Session,
    view: &mut ComposerView,
    pass: &mut Pass<'_>,
) {
    choices_ui(ui, Some(name), session, view);
    ui.add_space(SPACE_1);
    view.preview.update(&session.payload);
    let entered = editor::editor_ui(ui, (name, hint), &mut session.payload, view, pass);
    preview::preview_ui(ui, session, &mut view.preview, pass);
    if entered {
        pass.give(SessionCommand::Send);
    }
}

/// What is in the composer was sent: it can be called back with the arrow keys.
pub fn remember(session: &Session, view: &mut ComposerView, pass: &mut Pass<'_>) {
    let text = session.payload.typed().to_owned();
    if !text.is_empty() {
        pass.settings.remember(Entry { mode: session.payload.mode, text });
    }
    view.history.leave();
}

/// Sends what the draft stands for. A draft with an error sends nothing; the error is on screen already.
pub fn send(session: &Session, view: &mut ComposerView, peers: &PeersView, pass: &mut Pass<'_>) {
    view.preview.update(&session.payload);
    view.preview.fill(session, pass);
    let Some(payload) = view.preview.shown() else {
        return;
    };
    send::to_next(session, payload, peers, pass);
    remember(session, view, pass);
}

fn choices_ui(ui: &mut Ui, title: Option<&str>, session: &mut Session, view: &mut ComposerView) {
    let draft = &mut session.payload;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        if let Some(title) = title {
            ui.label(Text::Strong.of(title));
            ui.add_space(SPACE_2);
        }
        for mode in [PayloadMode::Text, PayloadMode::Hex, PayloadMode::File] {
            let (name, hint) = mode_words(mode);
            let toggle = ui.selectable_label(draft.mode == mode, name).on_hover_text(hint);
            if toggle.clicked() {
                view.switch(draft, mode);
            }
        }
        ui.add_space(SPACE_2);
        if draft.mode == PayloadMode::Text {
            ui.spacing_mut().combo_width = CHOICE;
            choice_ui(ui, words::encoding(), &mut draft.encoding, &Encoding::ALL, Encoding::label);
            choice_ui(
                ui,
                words::line_ending(),
                &mut draft.ending,
                &LineEnding::ALL,
                LineEnding::label,
            );
        }
        if draft.mode != PayloadMode::File {
            let several = ui.checkbox(&mut draft.multiline, words::multiline());
            let keys = Command::from(SessionCommand::Send).shortcut();
            let keys = keys.map_or_else(String::new, |keys| ui.ctx().format_shortcut(&keys));
            several.on_hover_text(words::multiline_hint(&keys));
            if fields::fields_ui(ui, draft, &mut view.fields) {
                view.history.leave();
            }
        }
    });
}

fn mode_words(mode: PayloadMode) -> (&'static str, &'static str) {
    match mode {
        PayloadMode::Text => (words::text(), words::text_hint()),
        PayloadMode::Hex => (words::hex(), words::hex_hint()),
        PayloadMode::File => (words::file(), words::file_hint()),
    }
}

fn send_button_ui(ui: &mut Ui, session: &Session, view: &ComposerView, peers: &PeersView) -> bool {
    let palette = Palette::of_ui(ui);
    let fault = view.preview.error().filter(|_| session.payload.mode == PayloadMode::File);
    let why_not = match (session.addressee(&peers.choice), fault) {
        (Err(why), _) => Some(why_nobody(why).to_owned()),
        (Ok(_), fault) => fault.map(|error| capitalised(&problem::typed(&error.problem))),
    };
    let possible = why_not.is_none();
    let colour = if possible { palette.on_accent } else { palette.quiet };
    let mut button = Button::new(Text::Strong.of(words::send()).color(colour))
        .min_size(vec2(72.0, CONTROL_HEIGHT + 4.0));
    if possible {
        button = button.fill(palette.accent_fill);
    }
    let size = vec2(72.0, CONTROL_HEIGHT + 4.0);
    let response = ui.add_enabled_ui(possible, |ui| ui.add_sized(size, button)).inner;
    let hint = Command::from(SessionCommand::Send).hint(ui.ctx(), &peers.next_words(session));
    response.on_hover_text(hint).on_disabled_hover_text(why_not.unwrap_or_default()).clicked()
}

/// Width of the lists of encodings and line endings.
const CHOICE: f32 = 84.0;
