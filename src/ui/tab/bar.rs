//! The bar of a tab: where to, the one big button, and the state in words.

mod fields;

use egui::{Align, Button, Frame, Label, Layout, Margin, Ui, vec2};

use crate::playground::{Action, Kind, Session, State, address};

use super::super::pass::{Pass, mood_colour};
use super::super::theme::{Palette, SPACE_1, SPACE_2, SPACE_3, Text};

/// Draws the bar of a session, and under it what is wrong or worth a warning.
pub(super) fn bar_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = BAR_CONTROL;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            let entered = fields::fields_ui(ui, session, pass);
            ui.add_space(SPACE_1);
            main_button_ui(ui, session, entered, pass);
            ui.add_space(SPACE_1);
            state_ui(ui, session);
        });
        if session.kind() == Kind::UdpPeer {
            ui.add_space(SPACE_1);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_2;
                fields::remote_ui(ui, session, pass);
            });
        }
        advice_ui(ui, session);
    });
}

/// What the one big button does in a state.
fn main_action(session: &Session) -> (&'static str, Action, &'static str) {
    let id = session.id();
    match (session.kind(), session.is_live(), session.state()) {
        (Kind::TcpServer, false, _) => {
            ("Start listening", Action::Start(id), "Take connections on this address and port")
        }
        (Kind::TcpServer, true, State::Draining) => {
            ("Close all", Action::Stop(id), "Close every connection")
        }
        (Kind::TcpServer, true, _) => {
            ("Stop listening", Action::Stop(id), "Stop listening and close every connection")
        }
        (Kind::UdpPeer, false, _) => {
            ("Bind", Action::Start(id), "Send and receive datagrams on this address and port")
        }
        (Kind::UdpPeer, true, _) => ("Close", Action::Stop(id), "Close the socket"),
        (_, false, _) => ("Connect", Action::Start(id), "Connect to this host and port"),
        (_, true, State::Connected { .. }) => {
            ("Disconnect", Action::Stop(id), "Close the connection (FIN)")
        }
        (_, true, _) => ("Cancel", Action::Stop(id), "Give up the attempt"),
    }
}

fn main_button_ui(ui: &mut Ui, session: &Session, entered: bool, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let (name, action, hint) = main_action(session);
    let starts = !session.is_live();
    let (fill, colour) = if starts {
        (palette.accent_fill, palette.on_accent)
    } else {
        (palette.raised, palette.text)
    };
    let button = Button::new(Text::Strong.of(name).color(colour))
        .fill(fill)
        .min_size(vec2(120.0, BAR_CONTROL));
    let button = ui.add(button).on_hover_text(format!("{hint} (F5)"));
    if button.clicked() || (entered && starts) {
        pass.actions.push(action);
    }
}

/// The loudest text of the window.
fn state_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of_ui(ui);
    let mood = session.state().mood();
    let (dot, _) = ui.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
    ui.painter().circle_filled(dot.center(), 5.0, mood_colour(palette, mood));
    let colour = match mood {
        crate::playground::Mood::Bad => palette.danger,
        _ => palette.text,
    };
    let words = session.state().words();
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.add(Label::new(Text::Title.of(&words).color(colour)).truncate()).on_hover_text(words);
    });
}

fn advice_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of_ui(ui);
    let (text, colour) = if let Some(problem) = session.problem() {
        (problem.message.clone(), palette.danger)
    } else if let Some(warning) = reachable(session) {
        (warning, palette.warning)
    } else {
        return;
    };
    ui.add_space(SPACE_1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_3;
        ui.label(Text::Body.of(text).color(colour));
    });
}

/// In words, that other machines can connect or send.
fn reachable(session: &Session) -> Option<String> {
    let can = match session.kind() {
        Kind::TcpServer => "connect",
        Kind::UdpPeer => "send",
        Kind::TcpClient | Kind::HttpFetch => return None,
    };
    let address = match session.state() {
        State::Listening(local) | State::Bound(local) => local.clone(),
        _ => address::parse_bind(&session.draft.bind, 0).ok()?.into(),
    };
    let ip = address.ip()?;
    address::is_reachable(&address).then(|| {
        let all =
            if ip.is_unspecified() { "every address of this machine" } else { "this address" };
        format!("Other machines can {can}: {all} is reachable over the network")
    })
}

/// Entries and the button of the bar are of one height.
const BAR_CONTROL: f32 = 28.0;
