//! The row of one hop: what was asked, what was answered, and its phases as bars.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use crate::codec::show;
use crate::playground::{Hop, PhaseSpan};
use crate::types::http::{HopCause, HopOutcome};
use crate::ui::tab::http::waterfall::sheet::Sheet;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::ui::{response, waterfall as words};
use crate::words::{io_error, time};

/// Draws the row; hovering shows each phase to the microsecond.
pub(super) fn hop_ui(ui: &Ui, hop: &Hop, before: Option<&Hop>, rect: Rect, sheet: &Sheet<'_>) {
    let response = ui.interact(rect, ui.scope_id().with(("hop", hop.id().0)), Sense::hover());
    if response.hovered() {
        sheet.painter.rect_filled(rect, 0, sheet.palette.hover);
    }
    label(hop, before, rect, sheet);
    for span in hop.phases() {
        bar(span, rect, sheet);
    }
    let total = time::elapsed(total(hop, sheet.now));
    let at = pos2(rect.min.x + sheet.columns.total_end, rect.center().y);
    sheet.painter.text(
        at,
        Align2::RIGHT_CENTER,
        &total,
        Text::MonoSmall.font(),
        sheet.palette.quiet,
    );
    describe(&response, hop, sheet.now);
}

/// `GET /path` of a hop on the same server as the one before, else with the whole URL.
pub(in crate::ui::tab::http) fn asked(hop: &Hop, before: Option<&Hop>) -> String {
    let (origin, target) = split(hop.url());
    let elsewhere = before.is_some_and(|before| split(before.url()).0 != origin);
    let target = if elsewhere || target.is_empty() { hop.url() } else { target };
    let method = if hop.method().is_empty() { response::raw_request() } else { hop.method() };
    let short: String = format!("{method} {target}").trim_end().chars().take(LONGEST).collect();
    show::inert(&short).into_owned()
}

/// The colour of a status.
pub(in crate::ui::tab::http) fn status_colour(palette: &Palette, status: u16) -> Color32 {
    match status {
        200..=299 => palette.positive,
        400..=499 => palette.warning,
        500.. => palette.danger,
        _ => palette.accent,
    }
}

/// What is special about a hop, in words: "redirected", "reused".
pub(in crate::ui::tab::http) fn specials(hop: &Hop) -> Vec<&'static str> {
    // After a 1xx it goes without saying.
    let is_reused = hop.is_reused() && hop.cause() != HopCause::Interim;
    let reused = is_reused.then(words::reused);
    let outcome = hop.outcome().and_then(words::outcome);
    [words::cause(hop.cause()), reused, outcome].into_iter().flatten().collect()
}

/// Method and URL.
fn whole(hop: &Hop) -> String {
    let short: String = hop.url().chars().take(LONGEST).collect();
    format!("{} {}", hop.method(), show::inert(&short))
}

/// `http://host` and `/path`.
fn split(url: &str) -> (&str, &str) {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(authority..).and_then(|rest| rest.find('/')).map(|at| authority + at);
    path.and_then(|at| url.split_at_checked(at)).unwrap_or((url, ""))
}

fn label(hop: &Hop, before: Option<&Hop>, rect: Rect, sheet: &Sheet<'_>) {
    let palette = sheet.palette;
    let at = |x: f32| pos2(rect.min.x + x, rect.center().y);
    let number = hop.id().0.to_string();
    let small = Text::Small.font();
    sheet.painter.text(at(SPACE_3), Align2::LEFT_CENTER, number, small.clone(), palette.quiet);
    let (status, colour) = match (hop.head(), hop.outcome()) {
        (Some(head), _) => (head.status.to_string(), status_colour(palette, head.status)),
        (None, Some(HopOutcome::Failed(_) | HopOutcome::Incomplete(_))) => {
            ("✖".to_owned(), palette.danger)
        }
        (None, _) => ("…".to_owned(), palette.faint),
    };
    sheet.painter.text(at(STATUS), Align2::LEFT_CENTER, status, Text::Strong.font(), colour);

    let mut job = LayoutJob::default();
    job.append(&asked(hop, before), 0.0, TextFormat::simple(Text::MonoSmall.font(), palette.text));
    for special in specials(hop) {
        job.append(special, SPACE_2, TextFormat::simple(small.clone(), palette.quiet));
    }
    job.wrap = TextWrapping::truncate_at_width(sheet.columns.bars.min - ASKED - SPACE_1);
    let galley = sheet.painter.layout_job(job);
    let place = pos2(rect.min.x + ASKED, rect.center().y - galley.size().y / 2.0);
    sheet.painter.galley(place, galley, palette.text);
}

fn bar(span: &PhaseSpan, rect: Rect, sheet: &Sheet<'_>) {
    let times = span.began_ns..span.ended_ns.unwrap_or(sheet.now);
    let x = sheet.axis.span(&times, LEAST);
    let bar = Rect::from_x_y_ranges(x, rect.shrink2(egui::vec2(0.0, 5.0)).y_range());
    sheet.painter.rect_filled(bar, 1, sheet.palette.phase(span.phase));
}

/// From the beginning of a hop to its end.
fn total(hop: &Hop, now: u64) -> u64 {
    let end = hop.ended().map_or(now, |ended| ended.mono_ns);
    end.saturating_sub(hop.began().mono_ns)
}

/// The row in words, for a tooltip and for assistive tools.
fn describe(response: &Response, hop: &Hop, now: u64) {
    let times = || {
        hop.phases().iter().map(|span| {
            let took = span.ended_ns.unwrap_or(now).saturating_sub(span.began_ns);
            (words::phase(span.phase), time::elapsed(took))
        })
    };
    response.widget_info(|| {
        let mut parts = vec![words::hop(hop.id().0, &whole(hop))];
        parts.extend(hop.head().map(|head| head.status.to_string()));
        parts.extend(specials(hop).into_iter().map(str::to_owned));
        parts.extend(times().map(|(name, took)| words::phase_took(name, &took)));
        parts.push(words::total(&time::elapsed(total(hop, now))));
        WidgetInfo::labeled(Role::ListItem, true, parts.join(", "))
    });
    response.clone().on_hover_ui(|ui| {
        ui.label(Text::MonoSmall.of(whole(hop)));
        egui::Grid::new("phases").num_columns(2).show(ui, |ui| {
            for (name, took) in times() {
                ui.label(Text::Small.of(name));
                ui.label(Text::MonoSmall.of(took));
                ui.end_row();
            }
        });
        let words = specials(hop).join(", ");
        if !words.is_empty() {
            ui.label(Text::Small.of(words));
        }
        if let Some(HopOutcome::Failed(error) | HopOutcome::Incomplete(error)) = hop.outcome() {
            ui.label(Text::Small.of(io_error(error)));
        }
    });
}

/// Characters of a URL that are shown.
const LONGEST: usize = 1_000;
/// Where the status stands.
const STATUS: f32 = 32.0;
/// Where method and path stand.
const ASKED: f32 = 64.0;
/// Width of a phase that took almost no time.
const LEAST: f32 = 2.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_split_before_its_path() {
        for (url, origin, target) in [
            ("http://host:80/a/b?c", "http://host:80", "/a/b?c"),
            ("http://host", "http://host", ""),
            ("host:443", "host:443", ""),
            ("", "", ""),
        ] {
            assert_eq!(split(url), (origin, target));
        }
    }
}
