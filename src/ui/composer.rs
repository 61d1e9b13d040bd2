//! The composer: a payload as typed, the exact bytes it stands for, and Send.

mod editor;
mod history;
mod preview;
mod transfers;

use egui::{Align, Button, ComboBox, Id, Layout, Ui, vec2};

use crate::codec::{Encoding, LineEnding};
use crate::playground::settings::Entry;
use crate::playground::{Action, PayloadMode, Session};

use super::command::Command;
use super::pass::Pass;
use super::peers::PeersView;
use super::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, Text};
use history::History;
use preview::Preview;

/// The composer's own state.
#[derive(Debug, Default)]
pub struct ComposerView {
    preview: Preview,
    history: History,
}

/// The payload editor, for putting the keyboard into it.
pub fn editor_id() -> Id {
    Id::unique("payload editor")
}

/// Draws the composer. `send` is true when the keyboard asked for it.
pub fn composer_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut ComposerView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    transfers::transfers_ui(ui, session, pass);
    choices_ui(ui, session, view);
    ui.add_space(SPACE_1);
    view.preview.update(&session.payload);
    let mut send = pass.commands.contains(&Command::Send);
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            send |= send_button_ui(ui, session, peers);
            send |= editor::editor_ui(ui, &mut session.payload, view, pass);
        });
    });
    preview::preview_ui(ui, &session.payload, &view.preview);
    if send {
        send_payload(session, view, peers, pass);
    }
}

/// Sends what the draft stands for. A draft with a mistake sends nothing; the mistake is on screen already.
fn send_payload(
    session: &Session,
    view: &mut ComposerView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    view.preview.update(&session.payload);
    let Some(payload) = view.preview.payload() else {
        return;
    };
    pass.actions.push(if peers.sends_to_remote(session) {
        Action::SendTo { session: session.id(), payload }
    } else {
        Action::Send { session: session.id(), to: peers.target(session), payload }
    });
    let text = session.payload.typed().to_owned();
    if !text.is_empty() {
        pass.settings.remember(Entry { mode: session.payload.mode, text });
    }
    view.history.leave();
}

fn choices_ui(ui: &mut Ui, session: &mut Session, view: &mut ComposerView) {
    let draft = &mut session.payload;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        for (mode, name, hint) in MODES {
            let toggle = ui.selectable_label(draft.mode == mode, name).on_hover_text(hint);
            if toggle.clicked() && draft.mode != mode {
                draft.mode = mode;
                view.history.leave();
            }
        }
        ui.add_space(SPACE_2);
        if draft.mode == PayloadMode::Text {
            choice_ui(ui, "Encoding", &mut draft.encoding, &Encoding::ALL, Encoding::label);
            choice_ui(ui, "Line ending", &mut draft.ending, &LineEnding::ALL, LineEnding::label);
        }
        if draft.mode != PayloadMode::File {
            let several = ui.checkbox(&mut draft.multiline, "Several lines");
            several.on_hover_text("Enter makes a new line, Ctrl+Enter sends");
        }
    });
}

/// A quiet name and a list to choose from; the accessible name holds the choice.
pub(super) fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    label: fn(T) -> &'static str,
) {
    let palette = Palette::of_ui(ui);
    ui.label(Text::Small.of(name).color(palette.quiet));
    let combo =
        ComboBox::from_id_salt(name).width(116.0).selected_text(label(*chosen)).show_ui(ui, |ui| {
            for one in all {
                ui.selectable_value(chosen, *one, label(*one));
            }
        });
    let text = format!("{name}: {}", label(*chosen));
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &text));
    ui.add_space(SPACE_2);
}

fn send_button_ui(ui: &mut Ui, session: &Session, peers: &PeersView) -> bool {
    let palette = Palette::of_ui(ui);
    let possible =
        session.peers().open() > 0 || (session.is_live() && peers.sends_to_remote(session));
    let colour = if possible { palette.on_accent } else { palette.quiet };
    let mut button = Button::new(Text::Strong.of("Send").color(colour))
        .min_size(vec2(72.0, CONTROL_HEIGHT + 4.0));
    if possible {
        button = button.fill(palette.accent_fill);
    }
    let size = vec2(72.0, CONTROL_HEIGHT + 4.0);
    let response = ui.add_enabled_ui(possible, |ui| ui.add_sized(size, button)).inner;
    let hint = format!("Send to {} (Ctrl+Enter)", peers.target_words(session));
    response
        .on_hover_text(hint)
        .on_disabled_hover_text("There is no connection to send to")
        .clicked()
}

const MODES: [(PayloadMode, &str, &str); 3] = [
    (PayloadMode::Text, "Text", "Text with escapes: \\r \\n \\t \\0 \\xNN \\u{...} \\\\"),
    (
        PayloadMode::Hex,
        "Hex",
        "Hex digits; spaces, commas, colons, 0x and whole dumps are understood",
    ),
    (PayloadMode::File, "File", "The contents of a file, streamed from disk"),
];
