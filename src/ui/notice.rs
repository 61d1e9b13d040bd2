//! A line under the tab strip for what concerns the whole program.

use egui::{Frame, Label, Layout, Margin, Panel, Role, Ui, WidgetInfo};

use super::theme::{Palette, Text};

/// Draws the notice, until it is closed.
pub fn notice_ui(ui: &mut Ui, notice: &mut Option<String>) {
    let Some(text) = notice.clone() else { return };
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.mark).inner_margin(Margin::symmetric(12, 4));
    Panel::top("notice").frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let close = ui.small_button("×");
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close the notice"));
            if close.clicked() {
                *notice = None;
            }
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(Label::new(Text::Body.of(&text)).truncate()).on_hover_text(&text);
            });
        });
    });
}
