//! The options of TCP sessions and their sockets.

use egui::Ui;

use crate::form::{ClientDraft, KindDraft, OptionsDraft, ServerDraft, address};
use crate::playground::Session;
use crate::ui::tab::options::rows::{entries, entry_ui};
use crate::words::ui::options as words;

/// Draws the options that can be changed only before the start.
pub(super) fn session_ui(ui: &mut Ui, session: &mut Session) {
    match &mut session.draft.specific {
        KindDraft::TcpServer(server) => server_options_ui(ui, server),
        KindDraft::TcpClient(client) => client_options_ui(ui, client),
        KindDraft::UdpPeer(_) | KindDraft::HttpFetch(_) => {}
    }
}

/// Draws the socket options, which can be changed at any time.
pub(super) fn socket_options_ui(ui: &mut Ui, options: &mut OptionsDraft) {
    ui.checkbox(&mut options.nodelay, "TCP_NODELAY").on_hover_text(words::nodelay_hint());
    keepalive_ui(ui, options);
    ui.checkbox(&mut options.linger, "SO_LINGER").on_hover_text(words::linger_hint());
    entries(ui, "sizes", |ui| {
        if options.linger {
            entry_ui(
                ui,
                words::linger(),
                &mut options.linger_seconds,
                "",
                words::linger_seconds_hint(),
            );
        }
        entry_ui(
            ui,
            "SO_RCVBUF",
            &mut options.receive_buffer,
            words::from_system(),
            words::receive_buffer_hint(),
        );
        entry_ui(
            ui,
            "SO_SNDBUF",
            &mut options.send_buffer,
            words::from_system(),
            words::send_buffer_hint(),
        );
        entry_ui(ui, "IP_TTL", &mut options.ttl, words::from_system(), words::ttl_hint());
        let hint = words::read_size_hint();
        entry_ui(ui, words::read_size(), &mut options.read_size, "", hint);
    });
}

fn keepalive_ui(ui: &mut Ui, options: &mut OptionsDraft) {
    ui.checkbox(&mut options.keepalive, "SO_KEEPALIVE").on_hover_text(words::keepalive_hint());
    if options.keepalive {
        entries(ui, "keepalive", |ui| {
            entry_ui(
                ui,
                words::keepalive_idle(),
                &mut options.keepalive_idle,
                "",
                words::keepalive_idle_hint(),
            );
            entry_ui(
                ui,
                words::keepalive_interval(),
                &mut options.keepalive_interval,
                "",
                words::keepalive_interval_hint(),
            );
            entry_ui(
                ui,
                words::keepalive_count(),
                &mut options.keepalive_count,
                "",
                words::keepalive_count_hint(),
            );
        });
    }
}

fn server_options_ui(ui: &mut Ui, draft: &mut ServerDraft) {
    entries(ui, "server", |ui| {
        entry_ui(ui, words::backlog(), &mut draft.backlog, "", words::backlog_hint());
        entry_ui(
            ui,
            words::max_clients(),
            &mut draft.max_clients,
            words::no_limit(),
            words::max_clients_hint(),
        );
    });
    ui.checkbox(&mut draft.dual_stack, words::dual_stack()).on_hover_text(words::dual_stack_hint());
    fin_ui(ui, &mut draft.close_on_peer_fin);
    stale_ui(ui, &draft.bind, &mut draft.replace_stale);
}

/// For a Unix socket whose file an earlier program left behind.
pub(super) fn stale_ui(ui: &mut Ui, bind: &str, replace_stale: &mut bool) {
    if address::is_unix(bind) {
        let hint = words::remove_stale_hint();
        ui.checkbox(replace_stale, words::remove_stale()).on_hover_text(hint);
    }
}

fn client_options_ui(ui: &mut Ui, draft: &mut ClientDraft) {
    entries(ui, "client", |ui| {
        entry_ui(
            ui,
            words::connect_timeout(),
            &mut draft.connect_timeout,
            "",
            words::connect_timeout_hint(),
        );
        entry_ui(
            ui,
            words::local_address(),
            &mut draft.bind,
            words::any(),
            words::local_address_hint(),
        );
        entry_ui(
            ui,
            words::local_port(),
            &mut draft.bind_port,
            words::any(),
            words::local_port_hint(),
        );
    });
    ui.checkbox(&mut draft.reconnect, words::reconnect()).on_hover_text(words::reconnect_hint());
    fin_ui(ui, &mut draft.close_on_peer_fin);
}

fn fin_ui(ui: &mut Ui, close: &mut bool) {
    let hint = words::close_on_fin_hint();
    ui.checkbox(close, words::close_on_fin()).on_hover_text(hint);
}
