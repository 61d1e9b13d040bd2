//! The options of a session, folded away: what is asked for, and what is in force.

use egui::{Align2, Button, Grid, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::playground::{Action, Draft, Kind, OptionsDraft, Session, words};
use crate::types::{EffectiveOptions, Reply};

use super::super::pass::Pass;
use super::super::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, Text};

/// Draws the heading that folds the options away; `true` if it was clicked.
pub(super) fn options_heading_ui(ui: &mut Ui, open: bool) -> bool {
    let arrow = if open { "⏷" } else { "⏵" };
    let button = Button::new(Text::Strong.of(format!("{arrow} Options"))).frame(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, "Options"));
    response.on_hover_text("Socket options and what else can be set").clicked()
}

/// Draws the options: those of the session, those of its sockets, and what is in force.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    ScrollArea::vertical().id_salt("options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        let live = session.is_live();
        ui.add_enabled_ui(!live, |ui| match session.kind() {
            Kind::TcpServer => server_options_ui(ui, &mut session.draft),
            _ => client_options_ui(ui, &mut session.draft),
        });
        reply_ui(ui, &mut session.draft);
        ui.add_space(SPACE_2);
        socket_options_ui(ui, &mut session.draft.options);
        if live && ui.button("Apply").on_hover_text("Give these to the open sockets").clicked() {
            pass.actions.push(Action::ApplyOptions(session.id()));
        }
        in_force_ui(ui, session);
    });
}

fn server_options_ui(ui: &mut Ui, draft: &mut Draft) {
    entries(ui, "server", |ui| {
        entry_ui(
            ui,
            "Backlog",
            &mut draft.backlog,
            "",
            "Connections that may wait to be accepted (listen)",
        );
        entry_ui(
            ui,
            "Most clients",
            &mut draft.max_clients,
            "no limit",
            "Further clients are accepted and closed at once",
        );
    });
    ui.checkbox(&mut draft.dual_stack, "IPv6 takes IPv4 too")
        .on_hover_text("IPV6_V6ONLY off: a dual-stack listener");
    fin_ui(ui, draft);
}

fn client_options_ui(ui: &mut Ui, draft: &mut Draft) {
    entries(ui, "client", |ui| {
        entry_ui(
            ui,
            "Timeout, s",
            &mut draft.connect_timeout,
            "",
            "Seconds until an attempt to connect is given up",
        );
        entry_ui(
            ui,
            "Local address",
            &mut draft.bind,
            "any",
            "Bind this address before connecting",
        );
        entry_ui(ui, "Local port", &mut draft.bind_port, "any", "Bind this port before connecting");
    });
    ui.checkbox(&mut draft.reconnect, "Reconnect")
        .on_hover_text("Connect again by itself, waiting longer each time");
    fin_ui(ui, draft);
}

fn fin_ui(ui: &mut Ui, draft: &mut Draft) {
    let hint = "When the peer closes its side (FIN), close ours too; off leaves the connection half-closed";
    ui.checkbox(&mut draft.close_on_peer_fin, "Answer FIN by closing").on_hover_text(hint);
}

fn reply_ui(ui: &mut Ui, draft: &mut Draft) {
    let mut echo = draft.reply == Reply::Echo;
    if ui.checkbox(&mut echo, "Echo").on_hover_text("Send back whatever arrives").changed() {
        draft.reply = if echo { Reply::Echo } else { Reply::None };
    }
}

fn socket_options_ui(ui: &mut Ui, options: &mut OptionsDraft) {
    ui.checkbox(&mut options.nodelay, "TCP_NODELAY")
        .on_hover_text("Send small segments at once (Nagle's algorithm off)");
    keepalive_ui(ui, options);
    ui.checkbox(&mut options.linger, "SO_LINGER")
        .on_hover_text("A close waits for unsent data; 0 makes it an abort (RST)");
    entries(ui, "sizes", |ui| {
        if options.linger {
            entry_ui(
                ui,
                "Linger, s",
                &mut options.linger_seconds,
                "",
                "0 sends RST instead of FIN",
            );
        }
        entry_ui(
            ui,
            "SO_RCVBUF",
            &mut options.receive_buffer,
            "system",
            "Receive buffer in bytes; Linux doubles it",
        );
        entry_ui(
            ui,
            "SO_SNDBUF",
            &mut options.send_buffer,
            "system",
            "Send buffer in bytes; Linux doubles it",
        );
        entry_ui(
            ui,
            "IP_TTL",
            &mut options.ttl,
            "system",
            "Routers that a packet may pass, 1 to 255",
        );
        let hint =
            "The most bytes one read takes, 1 to 262144; small values show that TCP is a stream";
        entry_ui(ui, "Read size", &mut options.read_size, "", hint);
    });
}

fn keepalive_ui(ui: &mut Ui, options: &mut OptionsDraft) {
    ui.checkbox(&mut options.keepalive, "SO_KEEPALIVE").on_hover_text("Probe a silent peer");
    if options.keepalive {
        entries(ui, "keepalive", |ui| {
            entry_ui(
                ui,
                "Idle, s",
                &mut options.keepalive_idle,
                "",
                "Silence before the first probe (TCP_KEEPIDLE)",
            );
            entry_ui(
                ui,
                "Interval, s",
                &mut options.keepalive_interval,
                "",
                "Time between probes (TCP_KEEPINTVL)",
            );
            entry_ui(
                ui,
                "Count",
                &mut options.keepalive_count,
                "",
                "Unanswered probes until it is given up (TCP_KEEPCNT)",
            );
        });
    }
}

fn in_force_ui(ui: &mut Ui, session: &Session) {
    let newest = session.peers().len().checked_sub(1).and_then(|row| session.peers().row(row));
    let Some(options) = newest.map(|peer| &peer.options).or_else(|| session.listener_options())
    else {
        return;
    };
    let palette = Palette::of_ui(ui);
    ui.add_space(SPACE_2);
    ui.label(Text::Small.of("In force, as the system reports").color(palette.quiet));
    Grid::new("in force").num_columns(2).min_col_width(NAMES).spacing(vec2(SPACE_2, 2.0)).show(
        ui,
        |ui| {
            for (name, value) in in_force(options) {
                ui.label(Text::Small.of(name).color(palette.quiet));
                ui.label(Text::MonoSmall.of(value));
                ui.end_row();
            }
        },
    );
}

/// The options that the system told, in words.
fn in_force(options: &EffectiveOptions) -> Vec<(&'static str, String)> {
    let switch = |on: bool| {
        if on { "on".to_owned() } else { "off".to_owned() }
    };
    let keepalive = options.keepalive.map(|keepalive| match keepalive {
        Some(k) => {
            format!("{} + {} x {}", words::duration(k.idle), k.count, words::duration(k.interval))
        }
        None => "off".to_owned(),
    });
    let linger =
        options.linger.map(|linger| linger.map_or_else(|| "off".to_owned(), words::duration));
    let rows = [
        ("TCP_NODELAY", options.nodelay.map(switch)),
        ("SO_KEEPALIVE", keepalive),
        ("SO_LINGER", linger),
        ("SO_RCVBUF", options.receive_buffer.map(|bytes| words::count(bytes as u64))),
        ("SO_SNDBUF", options.send_buffer.map(|bytes| words::count(bytes as u64))),
        ("IP_TTL", options.ttl.map(|ttl| ttl.to_string())),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
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
    let response = ui.add_sized(vec2(96.0, CONTROL_HEIGHT), edit);
    response.labelled_by(label.id).on_hover_text(tooltip);
    ui.end_row();
}

/// Width of the column of names, the same in every block.
const NAMES: f32 = 84.0;
