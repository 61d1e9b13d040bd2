//! The options of a session, folded away: what is asked for, and what is in force.

mod in_force;
mod tcp;
mod udp;

use egui::{Align, Align2, Button, Grid, Layout, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::playground::{Action, Kind, Session};
use crate::types::Reply;

use super::super::composer::{choice_ui, combo_ui};
use super::super::pass::Pass;
use super::super::theme::{CONTROL_HEIGHT, SPACE_1, SPACE_2, Text};

/// Draws the heading that folds the options away, and Apply beside it; `true` if the heading was clicked.
pub(super) fn options_heading_ui(
    ui: &mut Ui,
    session: &Session,
    open: bool,
    pass: &mut Pass<'_>,
) -> bool {
    let row = ui.horizontal(|ui| {
        let arrow = if open { "⏷" } else { "⏵" };
        let button = Button::new(Text::Strong.of(format!("{arrow} Options"))).frame(false);
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, "Options"));
        if open && session.is_live() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let apply =
                    ui.button("Apply").on_hover_text("Give what was changed to the open sockets");
                if apply.clicked() {
                    pass.actions.push(Action::ApplyOptions(session.id()));
                }
            });
        }
        response.on_hover_text("Socket options and what else can be set").clicked()
    });
    row.inner
}

/// Draws the options: those of the session, those of its sockets, and what is in force.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    ScrollArea::vertical().id_salt("options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        let live = session.is_live();
        let udp = session.kind() == Kind::UdpPeer;
        let before = session.draft.reply;
        ui.horizontal(|ui| choice_ui(ui, "Reply", &mut session.draft.reply, &REPLIES, reply_label));
        if live && session.draft.reply != before {
            pass.actions.push(Action::SetReply(session.id()));
        }
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

fn reply_label(reply: Reply) -> &'static str {
    match reply {
        Reply::None => "None",
        Reply::Echo => "Echo",
        Reply::Upper => "Upper-case echo",
    }
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
/// What can be answered by itself.
const REPLIES: [Reply; 3] = [Reply::None, Reply::Echo, Reply::Upper];
