//! Text of equal width painted straight from egui's font atlas into a mesh: no layout, two triangles a glyph.
//!
//! A screen of bytes that all change costs the same as one that stands still; laying it out as text costs sixty times as much.

use std::iter;
use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Color32, Context, FontId, Plugin, Pos2, Rect, Shape, Ui, Vec2, pos2, vec2};

use crate::ui::theme::Palette;

const FIRST: char = ' ';
const LAST: char = '~';

/// Makes a pass be repeated when the font atlas grew in it: what was painted before that would show the wrong glyphs.
pub fn install(ctx: &Context) {
    ctx.add_plugin(AtlasGuard::default());
}

#[derive(Default)]
struct AtlasGuard {
    /// Of the font atlas, when the pass began.
    size: Vec2,
}

impl Plugin for AtlasGuard {
    fn debug_name(&self) -> &'static str {
        "font-atlas-guard"
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        self.size = atlas_size(ui);
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if atlas_size(ui) != self.size {
            ui.request_discard("font-atlas-grew");
        }
    }
}

/// In texels.
fn atlas_size(ui: &Ui) -> Vec2 {
    ui.fonts(|fonts| {
        let [width, height] = fonts.font_image_size();
        vec2(width as f32, height as f32)
    })
}

/// Where the printable ASCII characters of one font are in the font atlas, for this frame only.
#[derive(Debug)]
pub struct Atlas {
    /// From [`FIRST`] to [`LAST`].
    glyphs: Vec<Glyph>,
    cell: Vec2,
    scale: f32,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    /// Relative to the top left corner of its cell.
    rect: Rect,
    uv: Rect,
}

impl Atlas {
    /// Looks the glyphs up. To be called anew in each frame, since egui may rebuild its atlas in between.
    pub fn fetch(ui: &Ui, font: FontId) -> Self {
        // A line each, so that all are rasterised at the start of a pixel.
        let all: String = (FIRST..=LAST).flat_map(|glyph| [glyph, '\n']).collect();
        let galley = ui.painter().layout_no_wrap(all, font, Palette::of_ui(ui).text);
        let texel = Vec2::splat(1.0) / atlas_size(ui);
        let laid_out = galley.rows.iter().filter_map(|row| row.row.glyphs.first());
        let glyphs: Vec<Glyph> = laid_out.clone().map(|glyph| Glyph::new(glyph, texel)).collect();
        let scale = ui.pixels_per_point();
        let width = laid_out.map(|glyph| glyph.advance_width).fold(0.0, f32::max);
        let height = galley.rows.first().map_or(0.0, |row| row.row.size.y);
        Self { glyphs, cell: vec2((width * scale).round().max(1.0) / scale, height), scale }
    }

    /// Width and height of a character in points; the width is a whole number of pixels, so that columns are even.
    pub fn cell(&self) -> Vec2 {
        self.cell
    }

    /// Paints one character with its cell's top left corner at `pos`, moved to the nearest pixel. What is not printable ASCII paints nothing.
    pub fn put(&self, mesh: &mut Mesh, glyph: char, pos: Pos2, color: Color32) {
        let index = u32::from(glyph).wrapping_sub(u32::from(FIRST));
        if let Some(glyph) = self.glyphs.get(index as usize)
            && glyph.rect.is_positive()
        {
            let pixel = |points: f32| (points * self.scale).round() / self.scale;
            let corner = pos2(pixel(pos.x + glyph.rect.min.x), pixel(pos.y + glyph.rect.min.y));
            mesh.add_rect_with_uv(Rect::from_min_size(corner, glyph.rect.size()), glyph.uv, color);
        }
    }

    /// Paints a text, a cell for each character, and returns where the next one would stand.
    pub fn text(&self, mesh: &mut Mesh, text: &str, pos: Pos2, color: Color32) -> Pos2 {
        let places = iter::successors(Some(pos), |pos| Some(pos2(pos.x + self.cell.x, pos.y)));
        let mut end = pos;
        for (glyph, pos) in text.chars().zip(places) {
            self.put(mesh, glyph, pos, color);
            end = pos2(pos.x + self.cell.x, pos.y);
        }
        end
    }
}

/// A mesh that is filled anew in each frame and keeps its memory: giving that back each time would cost more than filling it.
#[derive(Debug, Clone, Default)]
pub struct Canvas(Arc<Mesh>);

impl Canvas {
    /// The mesh, empty.
    pub fn clear(&mut self) -> &mut Mesh {
        if Arc::get_mut(&mut self.0).is_none() {
            self.0 = Arc::default();
        }
        let mesh = Arc::make_mut(&mut self.0);
        mesh.indices.clear();
        mesh.vertices.clear();
        mesh
    }

    /// What was drawn, for a painter.
    pub fn shape(&self) -> Shape {
        Shape::Mesh(Arc::clone(&self.0))
    }
}

impl Glyph {
    fn new(glyph: &egui::epaint::text::Glyph, texel: Vec2) -> Self {
        let uv = glyph.uv_rect;
        let corner =
            |texels: [u16; 2]| pos2(f32::from(texels[0]) * texel.x, f32::from(texels[1]) * texel.y);
        Self {
            rect: Rect::from_min_size(pos2(0.0, glyph.pos.y) + uv.offset, uv.size),
            uv: Rect::from_min_max(corner(uv.min), corner(uv.max)),
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{FontFamily, RawInput};

    use super::*;

    /// Runs one frame and says how many passes it took.
    fn frame(ctx: &Context, mut draw: impl FnMut(&mut Ui)) -> usize {
        let mut passes = 0;
        let output = ctx.run_ui(RawInput::default(), |ui| {
            passes += 1;
            draw(ui);
        });
        let mut textures = output.textures_delta;
        textures.clear();
        passes
    }

    #[test]
    fn glyphs_stand_where_laid_out_text_has_them() {
        let ctx = Context::default();
        for scale in [1.0, 2.0] {
            ctx.set_pixels_per_point(scale);
            frame(&ctx, |_| {});
            frame(&ctx, |ui| {
                let font = FontId::new(13.0, FontFamily::Monospace);
                let atlas = Atlas::fetch(ui, font.clone());
                for glyph in '!'..='~' {
                    let mut mesh = Mesh::default();
                    atlas.put(&mut mesh, glyph, Pos2::ZERO, Color32::WHITE);
                    let galley = ui.painter().layout_no_wrap(
                        glyph.to_string(),
                        font.clone(),
                        Color32::WHITE,
                    );
                    let laid_out = &galley.rows[0].row.visuals.mesh;
                    assert_eq!(
                        mesh.calc_bounds(),
                        laid_out.calc_bounds(),
                        "{glyph} at scale {scale}"
                    );
                    let texels = mesh
                        .vertices
                        .iter()
                        .map(|vertex| (vertex.uv.to_vec2() * atlas_size(ui)).round());
                    let expected = laid_out.vertices.iter().map(|vertex| vertex.uv.to_vec2());
                    assert_eq!(
                        texels.collect::<Vec<_>>(),
                        expected.collect::<Vec<_>>(),
                        "{glyph} at scale {scale}"
                    );
                }
            });
        }
    }

    #[test]
    fn columns_are_whole_pixels_and_what_is_not_ascii_leaves_a_gap() {
        frame(&Context::default(), |ui| {
            let atlas = Atlas::fetch(ui, FontId::monospace(13.0));
            let mut mesh = Mesh::default();
            let end = atlas.text(&mut mesh, "aé\tb", pos2(10.0, 0.0), Color32::WHITE);
            assert_eq!(mesh.vertices.len(), 2 * 4);
            assert_eq!(end, pos2(10.0 + 4.0 * atlas.cell().x, 0.0));
            assert!(atlas.cell().x.fract().abs() < f32::EPSILON);
        });
    }

    #[test]
    fn a_canvas_keeps_its_memory_unless_it_is_still_shown() {
        let mut canvas = Canvas::default();
        canvas.clear().add_colored_rect(Rect::ZERO, Color32::WHITE);
        let memory = canvas.0.vertices.as_ptr();
        assert!(canvas.clear().is_empty());
        assert_eq!(canvas.0.vertices.as_ptr(), memory);

        canvas.clear().add_colored_rect(Rect::ZERO, Color32::WHITE);
        let shown = canvas.shape();
        canvas.clear();
        assert!(matches!(shown, Shape::Mesh(mesh) if mesh.vertices.len() == 4));
    }

    #[test]
    fn a_pass_in_which_the_font_atlas_grew_is_repeated() {
        let ctx = Context::default();
        install(&ctx);
        frame(&ctx, |_| {});
        let quiet = |ui: &mut Ui| drop(Atlas::fetch(ui, FontId::monospace(13.0)));
        frame(&ctx, quiet);
        assert_eq!(frame(&ctx, quiet), 1);
        let passes = frame(&ctx, |ui| {
            quiet(ui);
            drop(Atlas::fetch(ui, FontId::monospace(200.0)));
        });
        assert_eq!(passes, 2);
    }
}
