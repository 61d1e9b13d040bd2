//! A body as a picture.

use egui::load::SizedTexture;
use egui::{Frame, Image, Margin, TextureHandle, TextureOptions, Ui, vec2};

use crate::playground::{Picture, Preview, Session};
use crate::ui::tab::http::body::pretty::hint_ui;
use crate::ui::theme;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::response as words;

/// The picture as the graphics card has it.
#[derive(Default)]
pub(super) struct PictureView {
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for PictureView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PictureView").field("loaded", &self.texture.is_some()).finish()
    }
}

/// Draws the picture, or why there is none; `true` if it can be decoded now.
pub(super) fn picture_ui(ui: &mut Ui, session: &Session, view: &mut PictureView) -> bool {
    let palette = Palette::of_ui(ui);
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    match session.preview.ready() {
        Some(Ok(Preview::Picture(picture))) => show_ui(ui, picture, view),
        Some(Ok(Preview::Text(_))) => {}
        Some(Err(words)) => hint_ui(ui, words),
        None => {
            view.texture = None;
            hint_ui(ui, words::picture_pending());
            return session.preview.is_wanted(session.fetches());
        }
    }
    false
}

/// The picture in its own size, or as much smaller as the room asks for.
fn show_ui(ui: &mut Ui, picture: &Picture, view: &mut PictureView) {
    let texture = view.texture.get_or_insert_with(|| {
        let image = theme::picture(picture.shown, &picture.rgba);
        ui.ctx().load_texture("body", image, TextureOptions::LINEAR)
    });
    let palette = Palette::of_ui(ui);
    let [width, height] = picture.size;
    let text = words::picture_size(picture.format, width, height);
    let frame = Frame::new().inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.label(Text::Small.of(&text).color(palette.quiet));
        ui.add_space(SPACE_2);
        let room = ui.available_size();
        let size = vec2(width as f32, height as f32) / ui.pixels_per_point();
        let scale = (room.x / size.x).min(room.y / size.y).clamp(0.01, 1.0);
        let image = SizedTexture::new(texture.id(), size * scale);
        ui.add(Image::from_texture(image).alt_text(text));
    });
}
