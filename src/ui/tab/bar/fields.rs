//! The entries of a tab's bar: where to bind, where to connect, where to send.

use egui::{
    Align2, Button, Key, Response, Role, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::form::{Field, address};
use crate::playground::{Action, Session};
use crate::types::Interface;
use crate::ui::pass::Pass;
use crate::ui::theme::{CORNER, Palette, SPACE_2, Text};
use crate::words::ui::tab as words;

/// Draws the entries that the big button is about; `true` if Enter was pressed in one.
pub(super) fn fields_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) -> bool {
    let entries = Entries::of(session);
    let kind = session.kind();
    let Some((address, port)) = session.draft.address_mut() else { return false };
    let first = if kind.connects() {
        entries.entry_ui(ui, Field::Host, address)
    } else {
        let bind = entries.entry_ui(ui, Field::Bind, address);
        ui.add_enabled_ui(!entries.live, |ui| {
            suggestions_ui(
                ui,
                words::addresses_to_bind(),
                address,
                bind_suggestions(&pass.interfaces),
                pass,
            );
        });
        bind
    };
    // A Unix socket has no port.
    if address::is_unix(address) {
        return entered(ui, &[first]);
    }
    let port = entries.entry_ui(ui, Field::Port, port);
    entered(ui, &[first, port])
}

/// Draws the second line of a UDP peer: where to send to, and what that needs.
pub(super) fn remote_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    let entries = Entries { live: false, ..Entries::of(session) };
    let live = session.is_live();
    let id = session.id();
    let Some(udp) = session.draft.udp_mut() else { return };
    let fixed = live && udp.connect;
    ui.add_enabled_ui(!fixed, |ui| {
        entries.entry_ui(ui, Field::Remote, &mut udp.remote);
        suggestions_ui(
            ui,
            words::addresses_to_send_to(),
            &mut udp.remote,
            remote_suggestions(&pass.interfaces),
            pass,
        );
        if !address::is_unix(&udp.remote) {
            entries.entry_ui(ui, Field::RemotePort, &mut udp.remote_port);
        }
    });
    ui.add_space(SPACE_2);
    ui.add_enabled_ui(!live, |ui| {
        let connect = ui.checkbox(&mut udp.connect, words::only_this_peer());
        connect.on_hover_text(words::only_this_peer_hint());
    });
    let broadcast = ui.checkbox(&mut udp.broadcast, words::broadcast());
    if broadcast.on_hover_text(words::broadcast_hint()).changed() && live {
        pass.actions.push(Action::ApplyOptions(id));
    }
}

/// Whether entries can be edited, and which one is wrong.
struct Entries {
    live: bool,
    wrong: Option<Field>,
}

impl Entries {
    fn of(session: &Session) -> Self {
        Self { live: session.is_live(), wrong: session.problem().map(|problem| problem.field) }
    }

    /// The width of an entry at the start of a line of which its label and what follows take `rest`.
    fn grown(ui: &Ui, least: f32, rest: f32) -> f32 {
        (ui.available_width() - rest).clamp(least, LONG_ADDRESS)
    }

    /// A labelled entry for an address or a number.
    fn entry_ui(&self, ui: &mut Ui, field: Field, text: &mut String) -> Response {
        let palette = Palette::of_ui(ui);
        let (name, width) = match field {
            Field::Bind => (words::bind_address(), Self::grown(ui, 132.0, 500.0)),
            Field::Host => (words::host(), Self::grown(ui, 172.0, 380.0)),
            Field::Remote => (words::remote_address(), Self::grown(ui, 148.0, 600.0)),
            Field::RemotePort => (words::remote_port(), 66.0),
            _ => (words::port(), 66.0),
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

/// Enter in a field does what the button does.
fn entered(ui: &Ui, fields: &[Response]) -> bool {
    fields.iter().any(Response::lost_focus) && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A small button that lists addresses of the machine, looked up anew when it opens.
fn suggestions_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    all: Vec<(String, String)>,
    pass: &mut Pass<'_>,
) {
    let menu = ui.menu_button("⏷", |ui| {
        for (address, hint) in all {
            let button = Button::new(Text::Mono.of(&address)).shortcut_text(hint);
            if ui.add(button).clicked() {
                *text = address;
            }
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if menu.response.on_hover_text(name).clicked() {
        pass.actions.push(Action::ListInterfaces);
    }
}

/// Every address, the most private first.
fn bind_suggestions(interfaces: &[Interface]) -> Vec<(String, String)> {
    let mut all: Vec<_> = interfaces.iter().flat_map(own_addresses).collect();
    all.push(("0.0.0.0".to_owned(), words::every_ipv4().to_owned()));
    all.push(("::".to_owned(), words::every_address().to_owned()));
    all
}

/// Where one could send to: this machine, and everybody in a network.
fn remote_suggestions(interfaces: &[Interface]) -> Vec<(String, String)> {
    let loopback = interfaces.iter().filter(|interface| interface.loopback).flat_map(own_addresses);
    let broadcast = interfaces.iter().flat_map(|interface| {
        let everybody = interface.addresses.iter().filter_map(|address| address.broadcast);
        everybody.map(|ip| (ip.to_string(), words::broadcast_on(&interface.name)))
    });
    let mut all: Vec<_> = loopback.chain(broadcast).collect();
    all.push(("255.255.255.255".to_owned(), words::broadcast_here().to_owned()));
    all
}

fn own_addresses(interface: &Interface) -> impl Iterator<Item = (String, String)> {
    interface.addresses.iter().map(|address| {
        let scoped = matches!(address.ip, std::net::IpAddr::V6(v6) if v6.is_unicast_link_local());
        let text = if scoped {
            format!("{}%{}", address.ip, interface.index)
        } else {
            address.ip.to_string()
        };
        (text, interface.name.clone())
    })
}

/// Any IPv6 address fits, and most paths.
const LONG_ADDRESS: f32 = 420.0;
/// Entries and the button of the bar are of one height.
pub(in crate::ui::tab) const BAR_CONTROL: f32 = 28.0;
