//! The socket options in effect.

use egui::{Grid, Ui, vec2};

use crate::playground::Session;
use crate::types::EffectiveOptions;
use crate::ui::tab::options::rows::NAMES;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::options as words;
use crate::words::{count, duration};

/// Draws the options that the system reports for the newest connection, or of the socket that listens or is bound.
pub(super) fn in_effect_ui(ui: &mut Ui, session: &Session) {
    let newest = session.peers().len().checked_sub(1).and_then(|row| session.peers().row(row));
    let Some(options) = newest.map(|peer| &peer.options).or_else(|| session.own_options()) else {
        return;
    };
    let palette = Palette::of_ui(ui);
    ui.add_space(SPACE_2);
    ui.label(Text::Small.of(words::in_effect()).color(palette.quiet));
    Grid::new("in-effect").num_columns(2).min_col_width(NAMES).spacing(vec2(SPACE_2, 2.0)).show(
        ui,
        |ui| {
            for (name, value) in in_effect(options) {
                ui.label(Text::Small.of(name).color(palette.quiet));
                ui.label(Text::MonoSmall.of(value));
                ui.end_row();
            }
        },
    );
}

/// Each option that the system reports, and its value in words.
fn in_effect(options: &EffectiveOptions) -> Vec<(&'static str, String)> {
    let switch = |is_on: bool| words::switch(is_on).to_owned();
    let keepalive = options.keepalive.map(|keepalive| match keepalive {
        Some(k) => words::keepalive(k.idle, k.count, k.interval),
        None => words::off().to_owned(),
    });
    let linger =
        options.linger.map(|linger| linger.map_or_else(|| words::off().to_owned(), duration));
    let rows = [
        ("TCP_NODELAY", options.nodelay.map(switch)),
        ("SO_KEEPALIVE", keepalive),
        ("SO_LINGER", linger),
        ("SO_RCVBUF", options.receive_buffer.map(|bytes| count(bytes as u64))),
        ("SO_SNDBUF", options.send_buffer.map(|bytes| count(bytes as u64))),
        ("IP_TTL", options.ttl.map(|ttl| ttl.to_string())),
        ("SO_BROADCAST", options.broadcast.map(switch)),
        ("MULTICAST_TTL", options.multicast_ttl.map(|ttl| ttl.to_string())),
        ("MULTICAST_LOOP", options.multicast_loopback.map(switch)),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
