//! The visible rows as one mesh: colours behind, borders of records, then the glyphs.

use std::fmt::Write as _;
use std::mem;
use std::ops::Range;

use egui::epaint::Mesh;
use egui::{Color32, Rangef, Rect, Ui, pos2, vec2};

use crate::ui::glyphs::Atlas;
use crate::ui::hex_view::grid::{Grid, Side};
use crate::ui::hex_view::page::character;
use crate::ui::hex_view::state::HexView;
use crate::ui::scroller::Rows;
use crate::ui::theme::{Palette, SPACE_2};

/// The numbers of the columns.
pub(super) fn ruler(ui: &Ui, rect: Rect, grid: Grid, atlas: &Atlas, hovered: Option<u64>) {
    let palette = Palette::of_ui(ui);
    let mut mesh = Mesh::default();
    let y = rect.center().y - grid.cell.y / 2.0;
    for column in 0..grid.columns {
        let under = hovered.is_some_and(|offset| offset % grid.columns == column);
        let colour = if under { palette.accent } else { palette.faint };
        let [high, low] = digits((column & 0xff) as u8);
        let x = rect.min.x + grid.left(Side::Hex, column);
        atlas.put(&mut mesh, high, pos2(x, y), colour);
        atlas.put(&mut mesh, low, pos2(x + grid.cell.x, y), colour);
    }
    let painter = ui.painter_at(rect);
    painter.add(mesh);
    painter.hline(rect.x_range(), rect.max.y - 0.5, (1.0, palette.hairline));
}

impl HexView {
    pub(super) fn paint(&mut self, ui: &Ui, rows: &Rows, grid: Grid, atlas: &Atlas) {
        let (palette, pixel) = (Palette::of_ui(ui), 1.0 / ui.pixels_per_point());
        let mut canvas = mem::take(&mut self.canvas);
        let (mesh, range) = (canvas.clear(), &self.page.range);
        let mut sheet = Sheet { mesh, rows, grid, range, pixel };
        self.draw_grounds(&mut sheet, palette);
        self.draw_characters(&mut sheet, atlas, palette);
        ui.painter_at(rows.rect).add(canvas.shape());
        self.canvas = canvas;
    }

    fn draw_grounds(&self, sheet: &mut Sheet<'_>, palette: &Palette) {
        for span in &self.page.spans {
            sheet.fill(&span.bytes, palette.tint(span.direction));
        }
        if let Some(range) = self.selection() {
            sheet.fill(&range, palette.selection);
        }
        if let Some(offset) = self.hovered {
            sheet.fill(&(offset..offset + 1), palette.hover);
            sheet.outline(offset, palette.faint);
        }
        for span in &self.page.spans {
            sheet.border(span.bytes.start, palette.direction(span.direction), palette.edge);
        }
        if let Some(selection) = self.selection
            && sheet.rows.response.has_focus()
        {
            sheet.outline(selection.head, palette.accent);
        }
    }

    fn draw_characters(&self, sheet: &mut Sheet<'_>, atlas: &Atlas, palette: &Palette) {
        sheet.offsets(atlas, palette.quiet);
        for (offset, byte) in self.page.iter() {
            sheet.byte(atlas, palette, offset, byte);
        }
    }
}

/// The mesh in the making.
struct Sheet<'a> {
    mesh: &'a mut Mesh,
    rows: &'a Rows,
    grid: Grid,
    /// The visible bytes.
    range: &'a Range<u64>,
    /// One pixel in points.
    pixel: f32,
}

impl Sheet<'_> {
    fn left(&self) -> f32 {
        self.rows.rect.min.x
    }

    /// Row by row what is visible of these bytes.
    fn parts(&self, bytes: &Range<u64>) -> impl Iterator<Item = (u64, Range<u64>)> + use<> {
        let columns = self.grid.columns;
        let (start, end) = (bytes.start.max(self.range.start), bytes.end.min(self.range.end));
        let rows = if start < end { start / columns..(end - 1) / columns + 1 } else { 0..0 };
        rows.map(move |row| {
            let first = row * columns;
            (row, start.max(first) - first..(end - first).min(columns))
        })
    }

    fn fill(&mut self, bytes: &Range<u64>, colour: Color32) {
        for (row, columns) in self.parts(bytes) {
            let y = self.row_y(row);
            for side in Side::BOTH {
                let x = self.grid.span(side, columns.clone());
                self.rect(x, y, colour);
            }
        }
    }

    /// The line between a record and the one before it, like stairs: a record may begin anywhere in a row.
    fn border(&mut self, start: u64, step: Color32, line: Color32) {
        let Some((row, Range { start: column, .. })) =
            self.parts(&(start..start.saturating_add(1))).next()
        else {
            return;
        };
        let (y, columns) = (self.row_y(row), self.grid.columns);
        let has_row_above = self.range.start < start.saturating_sub(column);
        let below = self.range.end.saturating_sub((row + 1).saturating_mul(columns)).min(column);
        for side in Side::BOTH {
            if has_row_above {
                let x = self.grid.span(side, column..columns);
                self.rect(
                    Rangef::new(self.grid.edge(side, column), x.max),
                    Rangef::new(y.min, y.min + self.pixel),
                    line,
                );
            }
            if below > 0 {
                let x = self.grid.span(side, 0..below);
                self.rect(x, Rangef::new(y.max, y.max + self.pixel), line);
            }
            let x = self.grid.edge(side, column);
            let step_x = match side {
                Side::Hex => Rangef::new(x, x + 2.0 * self.pixel),
                Side::Text => Rangef::new(x - self.pixel, x),
            };
            self.rect(step_x, y, step);
        }
    }

    fn outline(&mut self, offset: u64, colour: Color32) {
        for (row, columns) in self.parts(&(offset..offset.saturating_add(1))) {
            let y = self.row_y(row);
            for side in Side::BOTH {
                let (x, line) = (self.grid.span(side, columns.clone()), self.pixel);
                self.rect(x, Rangef::new(y.min, y.min + line), colour);
                self.rect(x, Rangef::new(y.max - line, y.max), colour);
                self.rect(Rangef::new(x.min, x.min + line), y, colour);
                self.rect(Rangef::new(x.max - line, x.max), y, colour);
            }
        }
    }

    fn offsets(&mut self, atlas: &Atlas, colour: Color32) {
        let mut text = String::new();
        for row in self.rows.range.clone() {
            text.clear();
            // Writing into a String cannot fail.
            write!(text, "{:0digits$x}", row * self.grid.columns, digits = self.grid.digits).ok();
            let pos = pos2(self.left() + SPACE_2, self.text_y(row));
            atlas.text(self.mesh, &text, pos, colour);
        }
    }

    fn byte(&mut self, atlas: &Atlas, palette: &Palette, offset: u64, byte: Option<u8>) {
        let (row, column) = (offset / self.grid.columns, offset % self.grid.columns);
        let [hex, text] = Side::BOTH
            .map(|side| pos2(self.left() + self.grid.left(side, column), self.text_y(row)));
        let colour = byte.map_or(palette.faint, |byte| palette.byte(byte));
        let [high, low] = byte.map_or(['.', '.'], digits);
        atlas.put(self.mesh, high, hex, colour);
        atlas.put(self.mesh, low, hex + vec2(self.grid.cell.x, 0.0), colour);
        atlas.put(self.mesh, byte.map_or('.', character), text, colour);
    }

    /// `x` is relative to the pane; both are moved to whole pixels.
    fn rect(&mut self, x: Rangef, y: Rangef, colour: Color32) {
        let pixel = |points: f32| (points / self.pixel).round() * self.pixel;
        let (left, right) = (pixel(self.left() + x.min), pixel(self.left() + x.max));
        let rect = Rect::from_x_y_ranges(left..=right, pixel(y.min)..=pixel(y.max));
        self.mesh.add_colored_rect(rect, colour);
    }

    /// Top and bottom of a visible row.
    fn row_y(&self, row: u64) -> Rangef {
        let down = row.saturating_sub(self.rows.range.start) as f32 * self.rows.row_height;
        Rangef::new(self.rows.top_y + down, self.rows.top_y + down + self.rows.row_height)
    }

    /// Where its characters begin.
    fn text_y(&self, row: u64) -> f32 {
        self.row_y(row).center() - self.grid.cell.y / 2.0
    }
}

fn digits(byte: u8) -> [char; 2] {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 0xf)]
}
