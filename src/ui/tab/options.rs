//! The options of a session, folded away: what is asked for, and what is in force.

mod in_force;
mod tcp;
mod udp;

use egui::{Align2, Grid, ScrollArea, TextEdit, Ui, vec2};

use crate::playground::Session;
use crate::types::Kind;
use crate::ui::composer::combo_ui;
use crate::ui::pass::Pass;
use crate::ui::theme::{CONTROL_HEIGHT, SPACE_1, SPACE_2, Text};

/// Draws the options: those of the session, those of its sockets, and what is in force.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    ScrollArea::vertical().id_salt("options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        let live = session.is_live();
        let udp = session.kind() == Kind::UdpPeer;
        ui.add_enabled_ui(!live, |ui| {
            if udp { udp::session_ui(ui, session) } else { tcp::session_ui(ui, session) }
        });
        ui.add_space(SPACE_2);
        if udp {
            udp::socket_options_ui(ui, session, pass);
        } else {
            tcp::socket_options_ui(ui, &mut session.draft.options);
        }
        if live {
            in_force::in_force_ui(ui, session);
        }
    });
}

fn entries(ui: &mut Ui, salt: &str, rows: impl FnOnce(&mut Ui)) {
    Grid::new(salt)
        .num_columns(2)
        .min_col_width(NAMES)
        .spacing(vec2(SPACE_2, SPACE_1))
        .show(ui, rows);
}

fn entry_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str, tooltip: &str) {
    let label = ui.label(Text::Small.of(name));
    let edit = TextEdit::singleline(text)
        .hint_text(hint)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER);
    let response = ui.add_sized(vec2(ENTRY, CONTROL_HEIGHT), edit);
    response.labelled_by(label.id).on_hover_text(tooltip);
    ui.end_row();
}

fn choice_row_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    label: fn(T) -> &'static str,
) {
    ui.label(Text::Small.of(name));
    ui.spacing_mut().combo_width = ENTRY;
    combo_ui(ui, name, chosen, all, label);
    ui.end_row();
}

/// Width of what is entered or chosen.
const ENTRY: f32 = 96.0;
/// Width of the column of names, the same in every block.
const NAMES: f32 = 84.0;
