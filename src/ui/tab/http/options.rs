//! The options of a fetch, folded away.

use egui::{Align2, Button, Role, ScrollArea, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use crate::form::{Field, HttpDraft, PayloadDraft, Timeout};
use crate::playground::Session;
use crate::types::HttpVersion;
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};

/// Draws the heading that folds the options away; `true` if it was clicked.
pub(super) fn heading_ui(ui: &mut Ui, open: bool) -> bool {
    let arrow = if open { "⏷" } else { "⏵" };
    let button = Button::new(Text::Strong.of(format!("{arrow} Options"))).frame(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, "Options"));
    response.on_hover_text("Redirects, timeouts, proxy, TLS, raw mode").clicked()
}

/// Draws the options.
pub(super) fn options_ui(ui: &mut Ui, session: &mut Session) {
    let problem = session.problem().map(|problem| problem.field);
    let live = session.is_live();
    let (draft, payload) = (&mut session.draft.http, &mut session.payload);
    ScrollArea::vertical().id_salt("fetch options").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        ui.add_enabled_ui(!live, |ui| {
            switches_ui(ui, draft, payload);
            ui.add_space(SPACE_2);
            entries_ui(ui, draft, problem);
            environment_ui(ui, draft);
        });
    });
}

fn switches_ui(ui: &mut Ui, draft: &mut HttpDraft, payload: &mut PayloadDraft) {
    ui.checkbox(&mut draft.follow_redirects, "Follow redirects")
        .on_hover_text("Ask again where a 301, 302, 303, 307 or 308 points to, at most 20 times");
    ui.checkbox(&mut draft.accept_compressed, "Accept compressed")
        .on_hover_text("Accept-Encoding: gzip, deflate, br, zstd; both forms of the body are kept");
    ui.checkbox(&mut draft.keep_alive, "Keep-alive")
        .on_hover_text("Leave the connection open for the next fetch");
    let mut old = draft.version == HttpVersion::Http10;
    if ui
        .checkbox(&mut old, "HTTP/1.0")
        .on_hover_text("Say HTTP/1.0 in the request line; there are no chunks then")
        .changed()
    {
        draft.version = if old { HttpVersion::Http10 } else { HttpVersion::Http11 };
    }
    let mut raw = draft.raw;
    let switch = ui.checkbox(&mut raw, "Raw mode");
    let hint = "Type the whole request yourself; its bytes are sent as they are";
    if switch.on_hover_text(hint).changed() {
        draft.switch_raw(payload);
    }
    let accept = ui.checkbox(&mut draft.accept_invalid_certificates, "Accept invalid certificates");
    accept.on_hover_text(
        "Go on although the server's certificate is not to be trusted; never remembered",
    );
}

fn entries_ui(ui: &mut Ui, draft: &mut HttpDraft, problem: Option<Field>) {
    let rows: [(&str, &mut String, &str, &str, Field); 5] = [
        (
            "Connect timeout",
            &mut draft.connect_timeout,
            "none",
            "Until the connection is open: 5, 500ms, 2m",
            Field::Timeout(Timeout::Connect),
        ),
        (
            "Idle timeout",
            &mut draft.idle_timeout,
            "none",
            "How long the server may be silent",
            Field::Timeout(Timeout::Idle),
        ),
        (
            "Total timeout",
            &mut draft.total_timeout,
            "none",
            "How long all of it may take",
            Field::Timeout(Timeout::Total),
        ),
        ("Proxy", &mut draft.proxy, "none", "http://host:port or socks5://host:port", Field::Proxy),
        (
            "Key log file",
            &mut draft.key_log,
            "none",
            "Append the secrets of TLS to this file, for Wireshark (SSLKEYLOGFILE)",
            Field::Options,
        ),
    ];
    for (name, text, hint, tooltip, field) in rows {
        ui.horizontal(|ui| entry_ui(ui, (name, hint, tooltip), text, problem == Some(field)));
    }
}

fn entry_ui(
    ui: &mut Ui,
    (name, hint, tooltip): (&str, &str, &str),
    text: &mut String,
    wrong: bool,
) {
    let width = ui.available_width();
    let label = ui
        .scope(|ui| {
            ui.set_min_width(NAMES);
            ui.label(Text::Small.of(name))
        })
        .inner;
    let edit = TextEdit::singleline(text)
        .hint_text(hint)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER);
    let size = vec2((width - NAMES - SPACE_2).max(60.0), CONTROL_HEIGHT);
    let response = ui.add_sized(size, edit);
    if wrong {
        let stroke = Stroke::new(1.5, Palette::of_ui(ui).danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
    }
    response.labelled_by(label.id).on_hover_text(tooltip);
}

fn environment_ui(ui: &mut Ui, draft: &mut HttpDraft) {
    ui.checkbox(&mut draft.use_environment, "Use environment")
        .on_hover_text("Take the proxy from http_proxy, https_proxy, all_proxy and no_proxy");
}

/// Width of the column of names.
const NAMES: f32 = 96.0;
