//! The options of a UDP peer: sharing, buffers, multicast groups, a counter to measure.

use egui::Ui;

use crate::codec::sequence::{Meter, Width};
use crate::form::{UdpDraft, address};
use crate::playground::{Action, Session};
use crate::types::ByteOrder;
use crate::types::Membership;
use crate::ui::pass::Pass;
use crate::ui::tab::options::tcp::stale_ui;
use crate::ui::tab::options::{choice_row_ui, entries, entry_ui};
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words;

/// Draws the options that can be changed only before the socket is bound.
pub(super) fn session_ui(ui: &mut Ui, session: &mut Session) {
    let draft = &mut session.draft;
    ui.checkbox(&mut draft.udp.reuse_address, "SO_REUSEADDR")
        .on_hover_text("Other sockets may bind the same address");
    ui.checkbox(&mut draft.udp.reuse_port, "SO_REUSEPORT")
        .on_hover_text("The system spreads senders over the sockets that share the port");
    ui.checkbox(&mut draft.dual_stack, "IPv6 takes IPv4 too")
        .on_hover_text("IPV6_V6ONLY off: a dual-stack socket");
    if address::is_unix(&draft.bind) || address::is_unix(&draft.udp.remote) {
        let hint = "Messages in order over a connection (Linux)";
        ui.checkbox(&mut draft.udp.seqpacket, "SOCK_SEQPACKET").on_hover_text(hint);
    }
    stale_ui(ui, draft);
}

/// Draws what can be changed at any time.
pub(super) fn socket_options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    let live = session.is_live();
    buffers_ui(ui, &mut session.draft.udp);
    ui.add_space(SPACE_2);
    groups_ui(ui, session, live, pass);
    ui.add_space(SPACE_2);
    let before = session.draft.udp.counter.clone();
    counter_ui(ui, &mut session.draft.udp);
    if live && session.draft.udp.counter != before {
        pass.actions.push(Action::Measure(session.id()));
    }
    if let Some(meter) = session.meter() {
        readings_ui(ui, meter);
    }
}

fn buffers_ui(ui: &mut Ui, draft: &mut UdpDraft) {
    entries(ui, "udp sizes", |ui| {
        let hint =
            "Receive buffer in bytes; datagrams that find it full are lost; Linux doubles it";
        entry_ui(ui, "SO_RCVBUF", &mut draft.receive_buffer, "system", hint);
        entry_ui(
            ui,
            "SO_SNDBUF",
            &mut draft.send_buffer,
            "system",
            "Send buffer in bytes; Linux doubles it",
        );
        entry_ui(ui, "IP_TTL", &mut draft.ttl, "system", "Routers that a datagram may pass");
    });
}

fn groups_ui(ui: &mut Ui, session: &mut Session, live: bool, pass: &mut Pass<'_>) {
    ui.label(Text::Strong.of("Multicast"));
    let draft = &mut session.draft.udp;
    entries(ui, "multicast", |ui| {
        entry_ui(ui, "Group", &mut draft.group, "239.1.2.3", "The group's address, IPv4 or IPv6");
        entry_ui(
            ui,
            "Interface",
            &mut draft.interface,
            "system",
            "A name, a number or an address of this machine",
        );
        entry_ui(
            ui,
            "Source",
            &mut draft.source,
            "any",
            "Only what this address sends (source-specific multicast)",
        );
        entry_ui(
            ui,
            "TTL",
            &mut draft.multicast_ttl,
            "1",
            "Routers that what is sent to a group may pass",
        );
    });
    ui.checkbox(&mut draft.multicast_loopback, "Loop")
        .on_hover_text("What is sent to a group also reaches members on this machine");
    let id = session.id();
    let join = ui.add_enabled(live, egui::Button::new("Join group"));
    if join.on_disabled_hover_text("Bind first").clicked() {
        pass.actions.push(Action::Join(id));
    }
    for membership in session.datagrams().memberships() {
        ui.horizontal(|ui| {
            let named = pass.interfaces.iter().find(|one| Some(one.index) == membership.interface);
            let text = match named {
                Some(interface) => {
                    Membership { interface: None, ..membership.clone() }.to_string()
                        + &format!(" on {}", interface.name)
                }
                None => membership.to_string(),
            };
            ui.label(Text::MonoSmall.of(text));
            if ui.button("Leave group").on_hover_text(format!("Leave {membership}")).clicked() {
                pass.actions.push(Action::Leave(id, membership.clone()));
            }
        });
    }
}

fn counter_ui(ui: &mut Ui, draft: &mut UdpDraft) {
    let counter = &mut draft.counter;
    let hint = "Read a number from each datagram and count what is lost, doubled or out of order";
    ui.checkbox(&mut counter.on, "Sequence meter").on_hover_text(hint);
    if !counter.on {
        return;
    }
    entries(ui, "counter", |ui| {
        entry_ui(ui, "Offset", &mut counter.offset, "0", "Bytes before the counter");
        choice_row_ui(ui, "Width", &mut counter.width, &Width::ALL, |width| {
            words::unit::width(width.bytes())
        });
        choice_row_ui(ui, "Order", &mut counter.order, &ByteOrder::ALL, words::byte_order);
    });
}

fn readings_ui(ui: &mut Ui, meter: &Meter) {
    let palette = Palette::of_ui(ui);
    let seen = meter.readings();
    let bad = seen.lost > 0 || seen.duplicated > 0 || seen.reordered > 0;
    let colour = if bad { palette.warning } else { palette.quiet };
    let counts = format!(
        "{} counted, {} lost, {} doubled, {} out of order",
        words::count(seen.counted),
        words::count(seen.lost),
        words::count(seen.duplicated),
        words::count(seen.reordered)
    );
    ui.add_space(SPACE_1);
    ui.label(Text::Small.of(counts).color(colour));
    let more = format!(
        "{} began anew, {} too short, jitter {}",
        words::count(seen.restarted),
        words::count(seen.short),
        words::duration(seen.jitter)
    );
    ui.label(Text::Small.of(more).color(palette.quiet));
}
