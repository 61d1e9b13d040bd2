//! What can be chosen of a body: how it is looked at, which codings are on, which charset it is in.

use egui::Ui;

use crate::codec::Encoding;
use crate::playground::BodyForm;
use crate::ui::tab::http::body::facts::Facts;
use crate::ui::tab::http::body::view::{BodyView, FORMS, Look, form_name};
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::response as words;

/// Draws what can be chosen; `true` if the body is to be copied.
pub(super) fn choices_ui(ui: &mut Ui, view: &mut BodyView, facts: &Facts) -> bool {
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        for look in &facts.looks {
            let (name, hint) = look.words();
            let toggle = ui.selectable_label(facts.look == *look, name);
            if toggle.on_hover_text(hint).clicked() {
                view.look = Some(*look);
            }
        }
        if matches!(facts.look, Look::Text | Look::Hex) {
            forms_ui(ui, view, facts);
        }
        if matches!(facts.look, Look::Text | Look::Pretty) {
            ui.add_space(SPACE_2);
            charset_ui(ui, view, facts);
        }
        if !facts.is_empty && !facts.state.is_empty() {
            let palette = Palette::of_ui(ui);
            ui.label(Text::Strong.of(&facts.state).color(palette.danger));
        }
        let copies = !facts.is_empty && matches!(facts.look, Look::Text | Look::Pretty);
        copies && ui.button(words::copy()).on_hover_text(words::copy_hint()).clicked()
    });
    row.inner
}

/// The codings that are on or off, if there are any.
fn forms_ui(ui: &mut Ui, view: &mut BodyView, facts: &Facts) {
    if !facts.coded && !facts.chunked {
        return;
    }
    ui.add_space(SPACE_2);
    for form in FORMS {
        let offered = facts.coded || form != BodyForm::Decoded;
        if offered && ui.selectable_label(facts.form(view.form) == form, form_name(form)).clicked()
        {
            view.form = form;
        }
    }
}

impl Look {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => (words::as_text(), words::as_text_hint()),
            Self::Pretty => (words::pretty(), words::pretty_hint()),
            Self::Picture => (words::picture(), words::picture_hint()),
            Self::Hex => (words::as_hex(), words::as_hex_hint()),
        }
    }
}

fn charset_ui(ui: &mut Ui, view: &mut BodyView, facts: &Facts) {
    let automatic = if facts.why.is_empty() {
        facts.encoding.label().to_owned()
    } else {
        words::charset(facts.encoding.label(), &facts.why)
    };
    let text =
        view.encoding.map_or_else(|| automatic.clone(), |encoding| encoding.label().to_owned());
    let combo = egui::ComboBox::from_id_salt("charset").width(140.0).selected_text(&text);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut view.encoding, None, automatic);
        for encoding in Encoding::ALL {
            ui.selectable_value(&mut view.encoding, Some(encoding), encoding.label());
        }
    });
    let name = words::charset_choice(&text);
    let info = || egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name);
    combo.response.widget_info(info);
    ui.add_space(SPACE_2);
}
