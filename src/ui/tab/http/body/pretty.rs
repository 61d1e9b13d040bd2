//! JSON with line breaks and indents.

use egui::text::{LayoutJob, TextFormat};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::codec::show;
use crate::playground::{PrettyText, Preview, Session};
use crate::ui::scroller::Scroller;
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_3, Text};
use crate::words::ui::response as words;

/// The scroll position.
#[derive(Debug)]
pub(super) struct PrettyView {
    scroller: Scroller,
}

impl Default for PrettyView {
    fn default() -> Self {
        Self { scroller: Scroller::at_start() }
    }
}

/// Draws the lines, or why there are none; `true` if they can be worked out now.
pub(super) fn pretty_ui(ui: &mut Ui, session: &Session, view: &mut PrettyView) -> bool {
    let palette = Palette::of_ui(ui);
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    match session.preview.ready() {
        Some(Ok(Preview::Text(text))) => lines_ui(ui, text, view),
        Some(Ok(Preview::Picture(_))) => {}
        Some(Err(words)) => hint_ui(ui, words),
        None => {
            hint_ui(ui, words::pretty_pending());
            return session.preview.is_wanted(session.fetches());
        }
    }
    false
}

/// Says something in the middle of the view.
pub(super) fn hint_ui(ui: &mut Ui, words: &str) {
    let palette = Palette::of_ui(ui);
    ui.centered_and_justified(|ui| ui.label(Text::Body.of(words).color(palette.quiet)));
}

fn lines_ui(ui: &mut Ui, text: &PrettyText, view: &mut PrettyView) {
    let rows = view.scroller.show(ui, words::body_indented(), 0..text.len(), ROW_HEIGHT);
    let painter = ui.painter_at(rows.rect);
    let digits = text.len().to_string().len();
    for (number, rect) in rows.iter() {
        let Some(line) = text.line(number) else { continue };
        let at = |x: f32, galley: &egui::Galley| {
            pos2(rect.min.x + x, rect.center().y - galley.size().y / 2.0)
        };
        let palette = Palette::of_ui(ui);
        let counted = format!("{:>digits$}", number + 1);
        let counted = painter.layout_no_wrap(counted, Text::MonoSmall.font(), palette.faint);
        let x = SPACE_3 + counted.size().x + SPACE_3;
        painter.galley(at(SPACE_3, &counted), counted, palette.faint);
        let job = line_job(line, palette);
        accessible(ui, number, rect, &job.text);
        let galley = painter.layout_job(job);
        painter.galley(at(x, &galley), galley, palette.text);
    }
    rows.response.context_menu(|ui| {
        if ui.button(words::copy_all()).clicked() {
            ui.ctx().copy_text(text.text().to_owned());
        }
    });
}

/// The line with its colours, cut where nobody reads on.
fn line_job(line: &str, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let short: String = line.chars().take(LONGEST).collect();
    for (part, kind) in parts(&short) {
        let colour = match kind {
            Part::Name => palette.received,
            Part::Text => palette.byte_space,
            Part::Other => palette.text,
        };
        job.append(&show::inert(part), 0.0, TextFormat::simple(Text::Mono.font(), colour));
    }
    if short.len() < line.len() {
        let more = words::long_line(line.len() as u64);
        job.append(&more, 4.0, TextFormat::simple(Text::Small.font(), palette.quiet));
    }
    job
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The name of a member.
    Name,
    /// A string.
    Text,
    Other,
}

/// The strings of a line of JSON and what is between them; the first one is a name if a colon follows.
fn parts(line: &str) -> Vec<(&str, Part)> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let (before, text) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = string_end(text);
        let (text, after) = text.split_at_checked(end).unwrap_or((text, ""));
        let kind = if after.starts_with(':') { Part::Name } else { Part::Text };
        parts.extend([(before, Part::Other), (text, kind)]);
        rest = after;
    }
    parts.push((rest, Part::Other));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Behind the closing quote of a string that begins here.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn accessible(ui: &Ui, number: u64, rect: Rect, text: &str) {
    let line = ui.interact(rect, ui.scope_id().with(("line", number)), Sense::hover());
    line.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}

/// Characters of a line that are shown.
const LONGEST: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_strings_are_told_apart() {
        assert_eq!(
            parts(r#"  "a \" b": "c: d","#),
            [
                ("  ", Part::Other),
                (r#""a \" b""#, Part::Name),
                (": ", Part::Other),
                (r#""c: d""#, Part::Text),
                (",", Part::Other),
            ]
        );
        assert_eq!(parts("[1, 2]"), [("[1, 2]", Part::Other)]);
        assert_eq!(parts(r#""cut"#), [(r#""cut"#, Part::Text)]);
    }
}
