//! A few lines under the tab strip for what concerns the whole program.

use egui::{Button, Frame, Label, Margin, Panel, Role, Ui, WidgetInfo, vec2};

use crate::ui::theme::{CONTROL_HEIGHT, Palette, Text};
use crate::words::ui::window as words;

/// Draws the notice, until it is closed.
pub fn notice_ui(ui: &mut Ui, notice: &mut Option<String>) {
    let Some(text) = notice.clone() else { return };
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.mark).inner_margin(Margin::symmetric(12, 4));
    Panel::top("notice").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let room = ui.available_width() - CLOSE - ui.spacing().item_spacing.x;
            ui.allocate_ui(vec2(room, 0.0), |ui| {
                ui.set_width(room);
                ui.add(Label::new(Text::Body.of(&text)).wrap());
            });
            let close = ui.add_sized(vec2(CLOSE, CONTROL_HEIGHT), Button::new("×"));
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::close_notice()));
            if close.clicked() {
                *notice = None;
            }
        });
    });
}

const CLOSE: f32 = 24.0;
