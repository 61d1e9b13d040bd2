//! What is wrong in something typed, underlined where it is.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Galley, Stroke, Ui};

use crate::codec::ParseError;
use crate::ui::theme::{Palette, Text};

/// The text in this style, with the error underlined; wider text is wrapped.
pub fn underlined(
    ui: &Ui,
    text: &str,
    style: Text,
    error: Option<&ParseError>,
    width: f32,
) -> Arc<Galley> {
    let palette = Palette::of_ui(ui);
    let plain = TextFormat::simple(style.font(), palette.text);
    let wrong = TextFormat {
        color: palette.danger,
        underline: Stroke::new(1.5, palette.danger),
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let range = error.map(|error| error.at.clone()).unwrap_or_default();
    let pieces = text.get(..range.start).zip(text.get(range.clone())).zip(text.get(range.end..));
    match pieces {
        Some(((before, at), after)) if !at.is_empty() => {
            job.append(before, 0.0, plain.clone());
            job.append(at, 0.0, wrong);
            job.append(after, 0.0, plain);
        }
        _ => job.append(text, 0.0, plain),
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
