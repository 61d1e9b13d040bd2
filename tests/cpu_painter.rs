//! The painter behind the pictures: that it covers, blends and samples the right pixels.

#![expect(clippy::expect_used, reason = "a failed expectation is a failed test")]

#[path = "support/cpu_painter.rs"]
mod cpu_painter;

use cpu_painter::CpuPainter;
use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Context, FontId, Painter, Pos2, Rect, pos2, vec2};
use egui_kittest::Harness;

const BACKGROUND: Color32 = Color32::BLACK;

/// A picture of 40 by 40 pixels.
fn picture(scale: f32, draw: impl Fn(&Painter) + 'static) -> image::RgbaImage {
    let plain = |ctx: &Context| ctx.all_styles_mut(|style| style.visuals.panel_fill = BACKGROUND);
    let mut harness = Harness::builder()
        .with_size(vec2(40.0, 40.0) / scale)
        .with_pixels_per_point(scale)
        .with_context_setup(plain)
        .renderer(CpuPainter::default())
        .build_ui(move |ui| draw(&ui.painter().with_clip_rect(Rect::EVERYTHING)));
    harness.run();
    harness.render().expect("the CPU painter needs nothing")
}

fn lit(picture: &image::RgbaImage) -> Vec<(u32, u32)> {
    let lit = picture.enumerate_pixels().filter(|(_, _, pixel)| pixel.0 != BACKGROUND.to_array());
    lit.map(|(x, y, _)| (x, y)).collect()
}

#[test]
fn a_rectangle_covers_exactly_its_pixels_at_any_scale() {
    for scale in [1.0, 2.0] {
        let picture = picture(scale, move |painter| {
            let rect = Rect::from_min_max(pos2(4.0, 8.0), pos2(12.0, 10.0)) / scale;
            let mut mesh = Mesh::default();
            mesh.add_colored_rect(rect, Color32::WHITE);
            painter.add(mesh);
        });
        let expected = (8..10).flat_map(|y| (4..12).map(move |x| (x, y)));
        assert_eq!(lit(&picture), expected.collect::<Vec<_>>(), "scale {scale}");
    }
}

#[test]
fn triangles_with_a_common_side_share_no_pixel_and_leave_none_out() {
    let half = Color32::from_white_alpha(128);
    let picture = picture(1.0, move |painter| {
        let centre = pos2(20.3, 19.6);
        let corners = [pos2(3.0, 5.0), pos2(35.0, 2.0), pos2(38.0, 33.0), pos2(6.0, 37.0)];
        let mut mesh = Mesh::default();
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            fan(&mut mesh, [centre, *from, *to], half);
        }
        painter.add(mesh);
    });
    let shades: std::collections::BTreeSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
    assert_eq!(shades.len(), 2, "background, and painted once: {shades:?}");
    assert!((950..1100).contains(&lit(&picture).len()));
}

fn fan(mesh: &mut Mesh, corners: [Pos2; 3], color: Color32) {
    let first = u32::try_from(mesh.vertices.len()).expect("a small mesh");
    mesh.vertices.extend(corners.map(|pos| Vertex { pos, uv: WHITE_UV, color }));
    mesh.add_triangle(first, first + 1, first + 2);
}

#[test]
fn colours_are_blended_in_gamma_space_and_change_linearly() {
    let picture = picture(1.0, |painter| {
        let mut mesh = Mesh::default();
        for (x, color) in [(0.0, Color32::BLACK), (40.0, Color32::WHITE)] {
            mesh.colored_vertex(pos2(x, 0.0), color);
            mesh.colored_vertex(pos2(x, 20.0), color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(1, 2, 3);
        painter.add(mesh);
        painter.rect_filled(
            Rect::from_min_max(pos2(0.0, 20.0), pos2(40.0, 40.0)),
            0,
            Color32::WHITE,
        );
        painter.rect_filled(
            Rect::from_min_max(pos2(0.0, 30.0), pos2(40.0, 40.0)),
            0,
            Color32::from_black_alpha(51),
        );
    });
    for x in 0..40 {
        let expected = (x as f32 + 0.5) / 40.0 * 255.0;
        let got = f32::from(picture.get_pixel(x, 10).0[0]);
        assert!((got - expected).abs() <= 1.0, "column {x}: {got}, not {expected}");
    }
    assert_eq!(picture.get_pixel(20, 35).0, [204, 204, 204, 255]);
}

#[test]
fn a_clip_rectangle_is_kept() {
    let picture = picture(1.0, |painter| {
        let painter =
            painter.with_clip_rect(Rect::from_min_max(pos2(10.0, 10.0), pos2(12.0, 12.0)));
        painter.rect_filled(
            Rect::from_min_max(pos2(0.0, 0.0), pos2(40.0, 40.0)),
            0,
            Color32::WHITE,
        );
    });
    assert_eq!(lit(&picture), [(10, 10), (11, 10), (10, 11), (11, 11)]);
}

#[test]
fn a_glyph_is_the_glyph_of_the_font_atlas() {
    let picture = picture(1.0, |painter| {
        let font = FontId::monospace(24.0);
        let galley = painter.layout_no_wrap("H".to_owned(), font, Color32::WHITE);
        painter.galley(pos2(10.0, 5.0), galley, Color32::WHITE);
    });
    let rows: Vec<usize> =
        (0..40).map(|y| (0..40).filter(|x| picture.get_pixel(*x, y).0[0] > 128).count()).collect();
    let widest = rows.iter().max().copied().unwrap_or_default();
    assert!(widest >= 8, "the bar of the H: {rows:?}");
    assert_eq!(
        rows.iter().filter(|width| **width == widest).count(),
        2,
        "the bar is two pixels thick: {rows:?}"
    );
    assert!(
        rows.iter().filter(|width| (4..=6).contains(*width)).count() >= 10,
        "its two legs: {rows:?}"
    );
}
