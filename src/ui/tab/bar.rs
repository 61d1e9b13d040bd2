//! The bar of a tab: where to, the one big button, and the state in words.

use egui::{
    Align, Align2, Button, Frame, Key, Label, Layout, Margin, Response, Stroke, StrokeKind,
    TextEdit, Ui, vec2,
};

use crate::playground::{Action, Field, Kind, Session, State, address};

use super::super::pass::{Pass, mood_colour};
use super::super::theme::{CORNER, Palette, SPACE_1, SPACE_2, SPACE_3, Text};

/// Draws the bar of a session, and under it what is wrong or worth a warning.
pub(super) fn bar_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = BAR_CONTROL;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            let entered = match session.kind() {
                Kind::TcpServer => server_fields_ui(ui, session),
                _ => client_fields_ui(ui, session),
            };
            ui.add_space(SPACE_1);
            main_button_ui(ui, session, entered, pass);
            keep_button_ui(ui, session, pass);
            ui.add_space(SPACE_1);
            state_ui(ui, session);
        });
        advice_ui(ui, session);
    });
}

fn server_fields_ui(ui: &mut Ui, session: &mut Session) -> bool {
    let state = FieldsState::of(session);
    let draft = &mut session.draft;
    let bind = state.field_ui(ui, Field::Bind, &mut draft.bind);
    let port = state.field_ui(ui, Field::Port, &mut draft.port);
    entered(ui, &[bind, port])
}

fn client_fields_ui(ui: &mut Ui, session: &mut Session) -> bool {
    let state = FieldsState::of(session);
    let draft = &mut session.draft;
    let host = state.field_ui(ui, Field::Host, &mut draft.host);
    let port = state.field_ui(ui, Field::Port, &mut draft.port);
    entered(ui, &[host, port])
}

/// Enter in a field does what the button does.
fn entered(ui: &Ui, fields: &[Response]) -> bool {
    fields.iter().any(Response::lost_focus) && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Whether entries can be edited, and which one is wrong.
struct FieldsState {
    live: bool,
    wrong: Option<Field>,
}

impl FieldsState {
    fn of(session: &Session) -> Self {
        Self { live: session.is_live(), wrong: session.problem().map(|problem| problem.field) }
    }

    /// A labelled entry for an address or a number.
    fn field_ui(&self, ui: &mut Ui, field: Field, text: &mut String) -> Response {
        let palette = Palette::of_ui(ui);
        let (name, width) = match field {
            Field::Bind => ("Bind address", 132.0),
            Field::Host => ("Host", 172.0),
            Field::Port | Field::Options => ("Port", 56.0),
        };
        let label = ui.label(Text::Body.of(name).color(palette.quiet));
        let size = vec2(width, BAR_CONTROL);
        let edit = TextEdit::singleline(text)
            .font(Text::Mono.style())
            .align(Align2::LEFT_CENTER)
            .min_size(size);
        let response = ui.add_enabled_ui(!self.live, |ui| ui.add_sized(size, edit)).inner;
        if self.wrong == Some(field) {
            let stroke = Stroke::new(1.5, palette.danger);
            ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
        }
        response.labelled_by(label.id)
    }
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

/// A server can stop listening and keep what it has.
fn keep_button_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let listening = matches!(session.state(), State::Listening(_)) && session.is_live();
    if !listening || session.peers().open() == 0 {
        return;
    }
    let button = ui.add(Button::new("Keep connections").frame(false));
    if button.on_hover_text("Stop listening, keep the connections open").clicked() {
        pass.actions.push(Action::StopListening(session.id()));
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

/// In words, that other machines can connect.
fn reachable(session: &Session) -> Option<String> {
    if session.kind() != Kind::TcpServer {
        return None;
    }
    let address = match session.state() {
        State::Listening(local) if session.is_live() => *local,
        _ => address::parse_bind(&session.draft.bind, 0).ok()?,
    };
    address::is_reachable(address).then(|| {
        let all = if address.ip().is_unspecified() {
            "every address of this machine"
        } else {
            "this address"
        };
        format!("Other machines can connect: {all} is reachable over the network")
    })
}

/// Entries and the button of the bar are of one height.
const BAR_CONTROL: f32 = 28.0;
