//! The options of TCP sessions and their sockets.

use egui::Ui;

use crate::form::{Draft, OptionsDraft, address};
use crate::playground::Session;
use crate::types::Kind;
use crate::ui::tab::options::{entries, entry_ui};

/// Draws the options that can be changed only before the start.
pub(super) fn session_ui(ui: &mut Ui, session: &mut Session) {
    match session.kind() {
        Kind::TcpServer => server_options_ui(ui, &mut session.draft),
        _ => client_options_ui(ui, &mut session.draft),
    }
}

/// Draws the socket options, which can be changed at any time.
pub(super) fn socket_options_ui(ui: &mut Ui, options: &mut OptionsDraft) {
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
    stale_ui(ui, draft);
}

/// For a Unix socket whose file an earlier program left behind.
pub(super) fn stale_ui(ui: &mut Ui, draft: &mut Draft) {
    if address::is_unix(&draft.bind) {
        let hint = "Remove a socket file that is left over where nothing listens";
        ui.checkbox(&mut draft.replace_stale, "Remove a stale file").on_hover_text(hint);
    }
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
