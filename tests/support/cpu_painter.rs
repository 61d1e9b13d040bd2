//! Paints egui without GPU, display or driver, so that pictures of the window can be compared anywhere.
//!
//! The arithmetic is that of `egui_glow`: premultiplied alpha, blended in gamma space, triangles filled by the top-left rule.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "points, pixels and channels all stay far below 2^24"
)]

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::epaint::{ClippedPrimitive, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{
    Color32, Context, FullOutput, ImageData, Rect, TextureFilter, TextureId, TexturesDelta,
};

/// A renderer for `egui_kittest::Harness::builder().renderer(CpuPainter::default())`.
#[derive(Default)]
pub(crate) struct CpuPainter {
    textures: HashMap<TextureId, Texture>,
    /// Freed by the last delta, but the frame painted next may still show them.
    freed: Vec<TextureId>,
}

impl egui_kittest::TestRenderer for CpuPainter {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for id in self.freed.drain(..) {
            self.textures.remove(&id);
        }
        delta.set.drain().for_each(|(id, images)| {
            let texture = self.textures.entry(id).or_default();
            images.iter().for_each(|image| texture.update(image));
        });
        self.freed.extend(delta.free.drain());
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let background = ctx.global_style().visuals.panel_fill.to_array();
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize, background);
        for ClippedPrimitive { clip_rect, primitive } in
            ctx.tessellate(output.shapes.clone(), scale)
        {
            if let Primitive::Mesh(mesh) = primitive
                && let Some(texture) = self.textures.get(&mesh.texture_id)
            {
                canvas.paint(&mesh, texture, clip_rect, scale);
            }
        }
        canvas.into_image().ok_or_else(|| "the picture has no size".to_owned())
    }
}

/// Red, green, blue, alpha; the colours multiplied by alpha.
type Pixel = [u8; 4];

/// An image on the "graphics card".
#[derive(Default)]
struct Texture {
    width: usize,
    texels: Vec<Pixel>,
    nearest: bool,
}

impl Texture {
    /// Replaces the whole image or a part of it.
    fn update(&mut self, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let pixels = image.pixels.iter().map(Color32::to_array);
        let Some([left, top]) = delta.pos else {
            self.width = image.width();
            self.nearest = delta.options.magnification == TextureFilter::Nearest;
            self.texels = pixels.collect();
            return;
        };
        let rows = self.texels.chunks_exact_mut(self.width).skip(top);
        for (row, patch) in rows.zip(image.pixels.chunks_exact(image.width())) {
            for (texel, pixel) in row.iter_mut().skip(left).zip(patch) {
                *texel = pixel.to_array();
            }
        }
    }

    /// The colour at `u`, `v`, both 0 to 1, channels 0 to 255; bilinear unless the texture is for pixel art.
    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let height = self.texels.len() / self.width;
        let (x, y) = (u * self.width as f32 - 0.5, v * height as f32 - 0.5);
        let (left, top) =
            if self.nearest { (x.round(), y.round()) } else { (x.floor(), y.floor()) };
        let (right_share, bottom_share) = (x - left, y - top);
        let corner = self.texel(left, top, height);
        if self.nearest || (right_share.abs() < 1e-3 && bottom_share.abs() < 1e-3) {
            return corner;
        }
        let upper = mix(corner, self.texel(left + 1.0, top, height), right_share);
        let lower = mix(
            self.texel(left, top + 1.0, height),
            self.texel(left + 1.0, top + 1.0, height),
            right_share,
        );
        mix(upper, lower, bottom_share)
    }

    fn texel(&self, x: f32, y: f32, height: usize) -> [f32; 4] {
        let (x, y) =
            ((x.max(0.0) as usize).min(self.width - 1), (y.max(0.0) as usize).min(height - 1));
        self.texels.get(y * self.width + x).copied().unwrap_or_default().map(f32::from)
    }
}

/// The picture in the making.
struct Canvas {
    width: usize,
    pixels: Vec<Pixel>,
}

impl Canvas {
    fn new(width: usize, height: usize, background: Pixel) -> Self {
        Self { width, pixels: vec![background; width * height] }
    }

    fn into_image(self) -> Option<image::RgbaImage> {
        let height = self.pixels.len().checked_div(self.width)?;
        let bytes = self.pixels.into_flattened();
        image::RgbaImage::from_raw(self.width.try_into().ok()?, height.try_into().ok()?, bytes)
    }

    fn paint(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        let height = self.pixels.len() / self.width.max(1);
        let bound = |points: f32, most: usize| {
            ((points * scale).round().max(0.0) as usize).min(most) as i64
        };
        let clip = Clip {
            columns: bound(clip.min.x, self.width)..bound(clip.max.x, self.width),
            rows: bound(clip.min.y, height)..bound(clip.max.y, height),
        };
        for corners in mesh.indices.as_chunks::<3>().0 {
            let corners =
                corners.map(|index| mesh.vertices.get(index as usize).copied().unwrap_or_default());
            if let Some(triangle) = Triangle::new(corners, scale) {
                self.fill(&triangle, texture, &clip);
            }
        }
    }

    fn fill(&mut self, triangle: &Triangle, texture: &Texture, clip: &Clip) {
        let shade = triangle.shade(texture);
        for y in triangle.rows(&clip.rows) {
            let columns = triangle.columns(y, &clip.columns);
            if columns.is_empty() {
                continue;
            }
            let start = y as usize * self.width;
            let span = start + columns.start as usize..start + columns.end as usize;
            let Some(pixels) = self.pixels.get_mut(span) else {
                continue;
            };
            match &shade {
                Shade::Flat(source) if source[3] >= 254.5 => {
                    pixels.fill(source.map(|channel| channel.round() as u8));
                }
                Shade::Flat(source) => pixels.iter_mut().for_each(|pixel| blend(pixel, *source)),
                Shade::Varying { colour, uv } => {
                    for (x, pixel) in columns.zip(pixels) {
                        let [u, v] = uv.at(x, y);
                        blend(pixel, multiply(colour.at(x, y), texture.sample(u, v)));
                    }
                }
            }
        }
    }
}

/// The pixels a mesh may touch.
struct Clip {
    columns: Range<i64>,
    rows: Range<i64>,
}

/// Fractions of a pixel that corners are rounded to.
const SUBPIXELS: i64 = 256;

/// A triangle in pixels, with its corners in the order that makes its area positive.
struct Triangle {
    corners: [Vertex; 3],
    points: [[i64; 2]; 3],
    edges: [Edge; 3],
}

impl Triangle {
    /// None for a triangle without area.
    fn new(mut corners: [Vertex; 3], scale: f32) -> Option<Self> {
        let fixed = |points: f32| (points * scale * SUBPIXELS as f32).round() as i64;
        let mut points = corners.map(|corner| [fixed(corner.pos.x), fixed(corner.pos.y)]);
        let area = |[a, b, c]: [[i64; 2]; 3]| {
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        if area(points) < 0 {
            points.swap(1, 2);
            corners.swap(1, 2);
        }
        let [a, b, c] = points;
        let edges = [Edge::new(b, c), Edge::new(c, a), Edge::new(a, b)];
        (area(points) > 0).then_some(Self { corners, points, edges })
    }

    fn rows(&self, clip: &Range<i64>) -> Range<i64> {
        let heights = self.points.map(|point| point[1]);
        let top = heights.into_iter().fold(i64::MAX, i64::min).div_euclid(SUBPIXELS);
        let bottom = heights.into_iter().fold(i64::MIN, i64::max).div_euclid(SUBPIXELS) + 1;
        top.max(clip.start)..bottom.min(clip.end)
    }

    /// The pixels of this row whose centres are inside.
    fn columns(&self, y: i64, clip: &Range<i64>) -> Range<i64> {
        self.edges.iter().fold(clip.clone(), |columns, edge| edge.narrow(columns, y))
    }

    fn shade(&self, texture: &Texture) -> Shade {
        let [a, b, c] = &self.corners;
        let colours = self.corners.map(|corner| corner.color.to_array().map(f32::from));
        if a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv {
            let [first, ..] = colours;
            return Shade::Flat(multiply(first, texture.sample(a.uv.x, a.uv.y)));
        }
        let uv = self.corners.map(|corner| [corner.uv.x, corner.uv.y]);
        Shade::Varying { colour: self.gradient(colours), uv: self.gradient(uv) }
    }

    /// The planes through the values at the three corners.
    fn gradient<const N: usize>(&self, [first, second, third]: [[f32; N]; 3]) -> Gradient<N> {
        let pixels = |fixed: i64| fixed as f32 / SUBPIXELS as f32;
        let [origin, right, left] = self.points;
        let [rx, ry] = [pixels(right[0] - origin[0]), pixels(right[1] - origin[1])];
        let [lx, ly] = [pixels(left[0] - origin[0]), pixels(left[1] - origin[1])];
        let area = rx * ly - ry * lx;
        let mut planes = first.map(|start| Plane { start, by_x: 0.0, by_y: 0.0 });
        for (plane, (second, third)) in planes.iter_mut().zip(second.into_iter().zip(third)) {
            let (to_right, to_left) = (second - plane.start, third - plane.start);
            plane.by_x = (to_right * ly - to_left * ry) / area;
            plane.by_y = (to_left * rx - to_right * lx) / area;
        }
        Gradient { origin: origin.map(pixels), planes }
    }
}

/// One side: pixel centres with `x * by_x + y * by_y + start >= 0` are inside.
struct Edge {
    by_x: i64,
    by_y: i64,
    start: i64,
}

impl Edge {
    fn new(from: [i64; 2], to: [i64; 2]) -> Self {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        // A centre exactly on a shared side belongs to one triangle only: the one for which the side is left or top.
        let bias = if dy < 0 || (dy == 0 && dx > 0) { 0 } else { -1 };
        let centre = SUBPIXELS / 2;
        let start = dx * (centre - from[1]) - dy * (centre - from[0]) + bias;
        Self { by_x: -dy * SUBPIXELS, by_y: dx * SUBPIXELS, start }
    }

    fn narrow(&self, columns: Range<i64>, y: i64) -> Range<i64> {
        let at_zero = self.by_y * y + self.start;
        match self.by_x {
            0 if at_zero < 0 => columns.start..columns.start,
            0 => columns,
            slope @ 1.. => columns.start.max((-at_zero + slope - 1).div_euclid(slope))..columns.end,
            slope => columns.start..columns.end.min(at_zero.div_euclid(-slope) + 1),
        }
    }
}

/// The colour over a triangle.
enum Shade {
    Flat([f32; 4]),
    Varying { colour: Gradient<4>, uv: Gradient<2> },
}

/// Values that change linearly over the picture.
struct Gradient<const N: usize> {
    origin: [f32; 2],
    planes: [Plane; N],
}

struct Plane {
    start: f32,
    by_x: f32,
    by_y: f32,
}

impl<const N: usize> Gradient<N> {
    /// At the centre of a pixel.
    fn at(&self, x: i64, y: i64) -> [f32; N] {
        let (x, y) = (x as f32 + 0.5 - self.origin[0], y as f32 + 0.5 - self.origin[1]);
        self.planes.each_ref().map(|plane| plane.start + plane.by_x * x + plane.by_y * y)
    }
}

fn blend(pixel: &mut Pixel, source: [f32; 4]) {
    let rest = 1.0 - source[3] / 255.0;
    for (below, above) in pixel.iter_mut().zip(source) {
        *below = (above + f32::from(*below) * rest + 0.5) as u8;
    }
}

fn multiply(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0] * b[0] / 255.0, a[1] * b[1] / 255.0, a[2] * b[2] / 255.0, a[3] * b[3] / 255.0]
}

fn mix(a: [f32; 4], b: [f32; 4], share: f32) -> [f32; 4] {
    let mut mixed = a;
    for (a, b) in mixed.iter_mut().zip(b) {
        *a += (b - *a) * share;
    }
    mixed
}
