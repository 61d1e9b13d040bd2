//! The socket options in force.

use egui::{Grid, Ui, vec2};

use crate::playground::Session;
use crate::types::EffectiveOptions;
use crate::ui::tab::options::NAMES;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words;

/// Draws the options that the system told of the newest connection, or of the socket that listens or is bound.
pub(super) fn in_force_ui(ui: &mut Ui, session: &Session) {
    let newest = session.peers().len().checked_sub(1).and_then(|row| session.peers().row(row));
    let Some(options) = newest.map(|peer| &peer.options).or_else(|| session.own_options()) else {
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
            format!("{}, {} x {}", words::duration(k.idle), k.count, words::duration(k.interval))
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
        ("SO_BROADCAST", options.broadcast.map(switch)),
        ("MULTICAST_TTL", options.multicast_ttl.map(|ttl| ttl.to_string())),
        ("MULTICAST_LOOP", options.multicast_loopback.map(switch)),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
