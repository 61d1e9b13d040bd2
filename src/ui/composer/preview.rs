//! The exact bytes that a draft stands for, before they are sent; or where it is wrong.

use egui::{Label, Ui};

use crate::codec::{ParseError, show};
use crate::playground::{Payload, PayloadDraft, words};

use super::super::theme::{Palette, SPACE_2, Text};

/// A draft and what it stands for, worked out once per change.
#[derive(Debug, Default)]
pub(super) struct Preview {
    of: Option<(PayloadDraft, Result<Payload, ParseError>)>,
}

impl Preview {
    /// Works out what the draft stands for, if it changed.
    pub(super) fn update(&mut self, draft: &PayloadDraft) {
        if self.of.as_ref().is_none_or(|(old, _)| old != draft) {
            self.of = Some((draft.clone(), draft.parse()));
        }
    }

    /// What would be sent.
    pub(super) fn payload(&self) -> Option<Payload> {
        self.of.as_ref()?.1.as_ref().ok().cloned()
    }

    /// What is wrong, and where.
    pub(super) fn error(&self) -> Option<&ParseError> {
        self.of.as_ref()?.1.as_ref().err()
    }
}

/// Draws one line: the count and the bytes, or the mistake.
pub(super) fn preview_ui(ui: &mut Ui, draft: &PayloadDraft, preview: &Preview) {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        match preview.of.as_ref().map(|(_, result)| result) {
            Some(Ok(Payload::Bytes(bytes))) => {
                let mut hex = String::new();
                let cut = show::hex_preview(bytes, SHOWN, &mut hex);
                ui.label(Text::Small.of(words::bytes(bytes.len() as u64)).color(palette.quiet));
                let dots = if cut { " …" } else { "" };
                ui.add(Label::new(Text::MonoSmall.of(hex + dots).color(palette.quiet)).truncate());
            }
            Some(Ok(Payload::File(path))) => {
                let text = format!("Streams {} from disk as it is", path.display());
                ui.add(Label::new(Text::Small.of(text).color(palette.quiet)).truncate());
            }
            Some(Err(_)) if draft.typed().is_empty() => {
                ui.label(
                    Text::Small
                        .of("Type the path of a file, or drop one on the window")
                        .color(palette.quiet),
                );
            }
            Some(Err(error)) => {
                let text = format!("{}, nothing is sent", words::capitalised(&error.message));
                ui.add(Label::new(Text::Small.of(text).color(palette.danger)).truncate());
            }
            None => {}
        }
    });
}

/// Bytes shown; the line is cut to the window's width besides.
const SHOWN: usize = 256;
