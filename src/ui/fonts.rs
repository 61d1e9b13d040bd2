//! The fonts of the window: Inter in two weights, Hack for bytes, and behind both symbols, arrows and Chinese.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::ui::theme::STRONG_FAMILY;

const REGULAR: &[u8] = include_bytes!("../../assets/inter-regular-subset.otf");
const STRONG: &[u8] = include_bytes!("../../assets/inter-strong-subset.otf");
const CHINESE: &[u8] = include_bytes!("../../assets/noto-sans-sc-gb2312.otf");

/// Sets the fonts. What none of them has is looked for among the system's fonts by eframe.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in
        [("inter-regular", REGULAR), ("inter-strong", STRONG), ("noto-sans-sc", CHINESE)]
    {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let mut proportional = fonts.families.remove(&FontFamily::Proportional).unwrap_or_default();
    proportional.push("Hack".to_owned());
    proportional.push("noto-sans-sc".to_owned());
    let behind = |first: &str| {
        [first.to_owned()].into_iter().chain(proportional.iter().cloned()).collect::<Vec<_>>()
    };

    let strong = FontFamily::Name(Arc::from(STRONG_FAMILY));
    fonts.families.insert(strong, behind("inter-strong"));
    fonts.families.insert(FontFamily::Proportional, behind("inter-regular"));
    fonts
        .families
        .insert(FontFamily::Monospace, [vec!["Hack".to_owned()], behind("inter-regular")].concat());
    fonts
}

#[cfg(test)]
mod tests {
    use egui::{FontId, RawInput};

    use super::*;
    use crate::ui::theme::Text;

    #[test]
    fn every_glyph_the_window_shows_is_in_every_style() {
        let shown = "→ ← ↑ ↓ ● ○ ■ □ ▶ ⏸ ✓ ✗ × … · • – — ⚠ ⚙ ▲ ▼ 🔍 ÄÖÜßéñøΩЖ € 你好，世界";
        with_fonts(|fonts| {
            for text in Text::ALL {
                for glyph in shown.chars().chain(' '..='~') {
                    assert!(fonts.has_glyph(&text.font(), glyph), "{text:?} lacks {glyph:?}");
                }
            }
        });
    }

    #[test]
    fn digits_are_equally_wide_so_that_counters_stand_still() {
        with_fonts(|fonts| {
            for text in Text::ALL {
                let widths = ('0'..='9').map(|digit| fonts.glyph_width(&text.font(), digit));
                let (narrowest, widest) = widths
                    .fold((f32::MAX, 0.0_f32), |(least, most), w| (least.min(w), most.max(w)));
                assert!(widest - narrowest < 0.05, "{text:?}: {narrowest} to {widest}");
            }
        });
    }

    #[test]
    fn the_second_weight_is_another_font() {
        with_fonts(|fonts| {
            let mut width = |font: &FontId| {
                "Listening".chars().map(|c| fonts.glyph_width(font, c)).sum::<f32>()
            };
            assert!(width(&Text::Strong.font()) > width(&Text::Body.font()));
        });
    }

    fn with_fonts(check: impl FnOnce(&mut egui::epaint::text::FontsView<'_>)) {
        let ctx = Context::default();
        install(&ctx);
        let mut check = Some(check);
        let output = ctx.run_ui(RawInput::default(), |ui| {
            if let Some(check) = check.take() {
                ui.fonts_mut(check);
            }
        });
        let mut textures = output.textures_delta;
        textures.clear();
    }
}
