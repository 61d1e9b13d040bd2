//! What a tab says while it has nothing to show.

use egui::{Align, Button, Layout, Ui, vec2};

use crate::playground::{Session, State};
use crate::types::Kind;
use crate::ui::command::{Command, WindowCommand};
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, SPACE_4, Text};

/// Draws the hint of a session that has no record yet.
pub(super) fn empty_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let (title, hint) = words(session);
    centred(ui, |ui| {
        ui.label(Text::Title.of(title));
        ui.add_space(SPACE_2);
        ui.label(Text::Body.of(hint).color(palette.quiet));
        ui.add_space(SPACE_4);
        if !session.is_live() && session.kind() != Kind::UdpPeer {
            let command = Command::from(WindowCommand::TryIt);
            let button = Button::new(command.text(session.kind()));
            let button = ui.add(button.min_size(vec2(0.0, 28.0)));
            if button
                .on_hover_text(
                    "Start a server and a client on this machine, and send the first bytes",
                )
                .clicked()
            {
                pass.give(command);
            }
        }
    });
}

fn words(session: &Session) -> (&'static str, &'static str) {
    match (session.kind(), session.state()) {
        (Kind::TcpServer, State::Listening(_)) => (
            "Waiting for the first client",
            "Connect to the address above, from a TCP client tab or with nc",
        ),
        (Kind::TcpServer, _) => (
            "Nothing listens yet",
            "Press Start listening, then connect from a TCP client tab or with nc",
        ),
        (Kind::UdpPeer, State::Bound(_)) => (
            "Waiting for the first datagram",
            "Type a payload below and press Send, or send here with nc -u",
        ),
        (Kind::UdpPeer, _) => {
            ("Nothing is bound yet", "Press Bind, then type a payload below and press Send")
        }
        (_, State::Connected { .. }) => ("Connected", "Type a payload below and press Send"),
        _ => ("Not connected", "Press Connect, then type a payload below and press Send"),
    }
}

/// Draws something in the upper middle of the room there is.
pub(super) fn centred(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((ui.available_height() * 0.36).max(0.0));
        content(ui);
    });
}
