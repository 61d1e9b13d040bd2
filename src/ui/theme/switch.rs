//! Dark, light or as the system.

use egui::{Context, ThemePreference};

use crate::store::settings::Theme;

/// Has the window look like this from the next pass on.
pub fn apply(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
    });
}

/// From what is on screen to the other, then back to the system's choice.
pub fn next(ctx: &Context, theme: Theme) -> Theme {
    let system_is_dark = ctx.system_theme() != Some(egui::Theme::Light);
    match (theme, system_is_dark) {
        (Theme::System, true) | (Theme::Dark, false) => Theme::Light,
        (Theme::System, false) | (Theme::Light, true) => Theme::Dark,
        (Theme::Dark, true) | (Theme::Light, false) => Theme::System,
    }
}
