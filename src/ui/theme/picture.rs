//! Colours that come from outside: the pixels of a picture.

use egui::{Color32, ColorImage};

/// A picture of this width and height, from four bytes a pixel that are not multiplied by alpha. Missing pixels are clear.
pub fn picture(size: [u32; 2], rgba: &[u8]) -> ColorImage {
    let size = size.map(|side| usize::try_from(side).unwrap_or(0));
    let [width, height] = size;
    let pixels = rgba.as_chunks::<4>().0.iter().map(|pixel| colour(*pixel));
    let missing = std::iter::repeat(Color32::TRANSPARENT);
    ColorImage::new(size, pixels.chain(missing).take(width.saturating_mul(height)).collect())
}

#[expect(clippy::disallowed_methods, reason = "a picture has its own colours")]
fn colour([red, green, blue, alpha]: [u8; 4]) -> Color32 {
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}
