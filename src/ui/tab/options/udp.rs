//! The options of a UDP peer: sharing, buffers, multicast groups, a counter to measure.

use egui::Ui;

use crate::codec::sequence::{Meter, Width};
use crate::form::{UdpDraft, address};
use crate::playground::{Action, Session};
use crate::types::ByteOrder;
use crate::types::Membership;
use crate::ui::pass::Pass;
use crate::ui::tab::options::rows::{choice_row_ui, entries, entry_ui};
use crate::ui::tab::options::tcp::stale_ui;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::options as words;
use crate::words::{byte_order, unit};

/// Draws the options that can be changed only before the socket is bound.
pub(super) fn session_ui(ui: &mut Ui, session: &mut Session) {
    let Some(draft) = session.draft.udp_mut() else { return };
    ui.checkbox(&mut draft.reuse_address, "SO_REUSEADDR")
        .on_hover_text(words::reuse_address_hint());
    ui.checkbox(&mut draft.reuse_port, "SO_REUSEPORT").on_hover_text(words::reuse_port_hint());
    ui.checkbox(&mut draft.dual_stack, words::dual_stack()).on_hover_text(words::dual_stack_hint());
    if address::is_unix(&draft.bind) || address::is_unix(&draft.remote) {
        let hint = words::seqpacket_hint();
        ui.checkbox(&mut draft.seqpacket, "SOCK_SEQPACKET").on_hover_text(hint);
    }
    stale_ui(ui, &draft.bind, &mut draft.replace_stale);
}

/// Draws what can be changed at any time.
pub(super) fn socket_options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    let live = session.is_live();
    if let Some(udp) = session.draft.udp_mut() {
        buffers_ui(ui, udp);
    }
    ui.add_space(SPACE_2);
    groups_ui(ui, session, live, pass);
    ui.add_space(SPACE_2);
    let is_changed = session.draft.udp_mut().is_some_and(|udp| {
        let before = udp.counter.clone();
        counter_ui(ui, udp);
        udp.counter != before
    });
    if live && is_changed {
        pass.actions.push(Action::Measure(session.id()));
    }
    if let Some(meter) = session.meter() {
        readings_ui(ui, meter);
    }
}

fn buffers_ui(ui: &mut Ui, draft: &mut UdpDraft) {
    entries(ui, "udp-sizes", |ui| {
        let hint = words::datagram_buffer_hint();
        entry_ui(ui, "SO_RCVBUF", &mut draft.receive_buffer, words::from_system(), hint);
        entry_ui(
            ui,
            "SO_SNDBUF",
            &mut draft.send_buffer,
            words::from_system(),
            words::send_buffer_hint(),
        );
        entry_ui(ui, "IP_TTL", &mut draft.ttl, words::from_system(), words::ttl_hint());
    });
}

fn groups_ui(ui: &mut Ui, session: &mut Session, live: bool, pass: &mut Pass<'_>) {
    ui.label(Text::Strong.of(words::multicast()));
    let Some(draft) = session.draft.udp_mut() else { return };
    entries(ui, "multicast", |ui| {
        entry_ui(ui, words::group(), &mut draft.group, "239.1.2.3", words::group_hint());
        entry_ui(
            ui,
            words::interface(),
            &mut draft.interface,
            words::from_system(),
            words::interface_hint(),
        );
        entry_ui(ui, words::source(), &mut draft.source, words::any(), words::source_hint());
        entry_ui(
            ui,
            words::multicast_ttl(),
            &mut draft.multicast_ttl,
            "1",
            words::multicast_ttl_hint(),
        );
    });
    ui.checkbox(&mut draft.multicast_loopback, words::multicast_loop())
        .on_hover_text(words::multicast_loop_hint());
    let id = session.id();
    let join = ui.add_enabled(live, egui::Button::new(words::join()));
    if join.on_disabled_hover_text(words::bind_first()).clicked() {
        pass.actions.push(Action::Join(id));
    }
    for membership in session.datagrams().memberships() {
        ui.horizontal(|ui| {
            let named = pass.interfaces.iter().find(|one| Some(one.index) == membership.interface);
            let text = match named {
                Some(interface) => {
                    let group = Membership { interface: None, ..membership.clone() };
                    words::on_interface(&group.to_string(), &interface.name)
                }
                None => membership.to_string(),
            };
            ui.label(Text::MonoSmall.of(text));
            if ui
                .button(words::leave())
                .on_hover_text(words::leave_group(&membership.to_string()))
                .clicked()
            {
                pass.actions.push(Action::Leave(id, membership.clone()));
            }
        });
    }
}

fn counter_ui(ui: &mut Ui, draft: &mut UdpDraft) {
    let counter = &mut draft.counter;
    let hint = words::meter_hint();
    ui.checkbox(&mut counter.on, words::meter()).on_hover_text(hint);
    if !counter.on {
        return;
    }
    entries(ui, "counter", |ui| {
        entry_ui(ui, words::offset(), &mut counter.offset, "0", words::offset_hint());
        choice_row_ui(ui, words::width(), &mut counter.width, &Width::ALL, |width| {
            unit::width(width.bytes())
        });
        choice_row_ui(ui, words::order(), &mut counter.order, &ByteOrder::ALL, byte_order);
    });
}

fn readings_ui(ui: &mut Ui, meter: &Meter) {
    let palette = Palette::of_ui(ui);
    let seen = meter.readings();
    let bad = seen.lost > 0 || seen.duplicated > 0 || seen.reordered > 0;
    let colour = if bad { palette.warning } else { palette.quiet };
    let counts = words::numbers(seen.counted, seen.lost, seen.duplicated, seen.reordered);
    ui.add_space(SPACE_1);
    ui.label(Text::Small.of(counts).color(colour));
    let more = words::more_numbers(seen.restarted, seen.short, seen.jitter);
    ui.label(Text::Small.of(more).color(palette.quiet));
}
