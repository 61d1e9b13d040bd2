//! The window. egui lives here and nowhere else; sockets, threads and the engine are unknown here.

pub mod accessible;
pub mod app;
pub mod bytes_pane;
pub mod choice;
pub mod closing;
pub mod command;
pub mod composer;
pub mod desk;
pub mod entry;
pub mod faults;
pub mod fonts;
pub mod format;
pub mod framing;
pub mod glyphs;
pub mod hex_view;
pub mod kit;
pub mod log;
pub mod matcher;
pub mod notice;
pub mod palette;
pub mod pass;
pub mod peers;
pub mod play;
pub mod remembered;
pub mod rules;
pub mod scroller;
pub mod send;
pub mod shelf;
pub mod status_bar;
pub mod tab;
pub mod tab_strip;
pub mod text_pane;
pub mod theme;
pub mod underline;

pub use app::App;
pub use tab::TabView;

use eframe::NativeOptions;
use egui::{Context, ViewportBuilder, pos2, vec2};

use crate::playground::{Budget, Playground};
use crate::store::settings::{Place, Settings, Store};
use crate::words;

/// Opens the window and stays until it is closed. The error is a sentence for the user.
pub fn run() -> Result<(), String> {
    let store = Store::open(Settings::path());
    let options =
        NativeOptions { viewport: viewport(store.settings.window), ..NativeOptions::default() };
    let (playground, events) = Playground::new(Budget::default());
    let opened = eframe::run_native(
        "Sockscope",
        options,
        Box::new(|context| {
            let app = App::new(&context.egui_ctx, playground, events, store);
            Ok(Box::new(app.map_err(|error| words::io_error(&error))?))
        }),
    );
    opened.map_err(|error| error.to_string())
}

/// Sets the look: fonts, type scale, colours.
pub fn install(ctx: &Context) {
    fonts::install(ctx);
    theme::install(ctx);
    glyphs::install(ctx);
}

fn viewport(place: Option<Place>) -> ViewportBuilder {
    let builder = ViewportBuilder::default()
        .with_app_id("sockscope")
        .with_title("Sockscope")
        .with_min_inner_size(vec2(900.0, 600.0));
    let Some(place) = place else {
        return builder.with_inner_size(vec2(1200.0, 760.0));
    };
    let builder =
        builder.with_inner_size(vec2(place.width, place.height)).with_maximized(place.maximized);
    match (place.x, place.y) {
        (Some(x), Some(y)) => builder.with_position(pos2(x, y)),
        _ => builder,
    }
}
