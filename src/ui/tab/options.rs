//! The options of a session, folded away: what is asked for, and what is in effect.

mod in_effect;
mod rows;
mod tcp;
mod udp;

use egui::{ScrollArea, Ui, vec2};

use crate::playground::Session;
use crate::ui::pass::Pass;
use crate::ui::theme::{SPACE_1, SPACE_2};

/// Draws the options: those of the session, those of its sockets, and what is in effect.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    ScrollArea::vertical().id_salt("options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        let live = session.is_live();
        let datagrams = session.kind().has_datagrams();
        ui.add_enabled_ui(!live, |ui| {
            if datagrams { udp::session_ui(ui, session) } else { tcp::session_ui(ui, session) }
        });
        ui.add_space(SPACE_2);
        if datagrams {
            udp::socket_options_ui(ui, session, pass);
        } else if let Some(options) = session.draft.tcp_options_mut() {
            tcp::socket_options_ui(ui, options);
        }
        if live {
            in_effect::in_effect_ui(ui, session);
        }
    });
}
