//! Where the time of a fetch went: a row a hop, its phases as bars on one time axis, and what TLS agreed on.

mod axis;
mod hop;
mod sheet;
mod tls;

use std::collections::BTreeMap;
use std::ops::Range;

use egui::{Align2, Frame, Panel, Rect, Sense, Ui, pos2, vec2};

use crate::playground::{Fetch, FetchNumber, Hop};
use crate::types::http::{Phase, TlsInfo, Verdict};
use crate::types::{HopId, Stamp};
use crate::ui::pass::Pass;
use crate::ui::scroller::Scroller;
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_1, SPACE_3, Text};
use crate::words::time;
use crate::words::ui::waterfall as words;
pub(super) use hop::{asked, specials, status_colour};
use sheet::{Columns, Sheet};
use tls::{Heading, Line};

/// The waterfall's own state.
#[derive(Debug)]
pub(super) struct WaterfallView {
    scroller: Scroller,
    fetch: Option<FetchNumber>,
    /// TLS rows that a click folded open or away; the others are open if the server was refused.
    folds: BTreeMap<HopId, bool>,
}

impl Default for WaterfallView {
    fn default() -> Self {
        Self { scroller: Scroller::at_start(), fetch: None, folds: BTreeMap::new() }
    }
}

impl WaterfallView {
    fn is_open(&self, hop: HopId, tls: &TlsInfo) -> bool {
        let refused = matches!(tls.verdict, Some(Verdict::Refused(_)));
        self.folds.get(&hop).copied().unwrap_or(refused)
    }

    fn rows<'a>(&self, fetch: &'a Fetch, now: Stamp) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        let mut before = None;
        for hop in fetch.hops() {
            rows.push(Row::Hop(hop, before));
            before = Some(hop);
            if let Some(tls) = hop.tls() {
                let open = self.is_open(hop.id(), tls);
                rows.push(Row::Tls(Heading { hop: hop.id(), tls, open }));
                if open {
                    rows.extend(tls::lines(tls, now).into_iter().map(Row::Line));
                }
            }
        }
        rows
    }
}

/// A row of the waterfall; all are of one height.
enum Row<'a> {
    /// A hop and the one before it.
    Hop(&'a Hop, Option<&'a Hop>),
    /// What is known of its TLS connection.
    Tls(Heading<'a>),
    /// More of that.
    Line(Line),
}

/// Draws the waterfall of a fetch at the top of the room there is, as high as its rows need, within bounds.
pub(super) fn waterfall_ui(
    ui: &mut Ui,
    fetch: &Fetch,
    view: &mut WaterfallView,
    pass: &mut Pass<'_>,
) {
    if view.fetch != Some(fetch.number()) {
        *view = WaterfallView { fetch: Some(fetch.number()), ..WaterfallView::default() };
    }
    let rows = view.rows(fetch, pass.now);
    let wanted = HEADINGS + rows.len().max(1) as f32 * ROW_HEIGHT + SPACE_1;
    let most = (ui.available_height() * MOST).max(HEADINGS + 2.0 * ROW_HEIGHT).round();
    let panel = Panel::top("waterfall").frame(Frame::new()).exact_size(wanted.min(most));
    panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = Columns::fit(ui);
        let times = fetch.began().mono_ns..end(fetch, pass.now);
        headings_ui(ui, columns, &times);
        ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, Palette::of_ui(ui).field);
        rows_ui(ui, &rows, &times, columns, view);
    });
    if fetch.is_live() {
        pass.repaint_in(TICK);
    }
}

fn rows_ui(
    ui: &mut Ui,
    rows: &[Row<'_>],
    times: &Range<u64>,
    columns: Columns,
    view: &mut WaterfallView,
) {
    let shown = view.scroller.show(ui, words::waterfall(), 0..rows.len() as u64, ROW_HEIGHT);
    let painter = ui.painter_at(shown.rect);
    let axis = columns.axis(times, shown.rect);
    let palette = Palette::of_ui(ui);
    let sheet = Sheet { painter: &painter, palette, axis, columns, now: times.end };
    for (number, rect) in shown.iter() {
        let row = usize::try_from(number).ok().and_then(|number| rows.get(number));
        match row {
            Some(Row::Hop(hop, before)) => {
                for (_, x) in sheet.axis.ticks() {
                    painter.vline(x, rect.y_range(), (1.0, palette.hairline));
                }
                hop::hop_ui(ui, hop, *before, rect, &sheet);
            }
            Some(Row::Tls(heading)) => {
                let folds = tls::heading_ui(ui, *heading, rect, &sheet);
                view.folds.extend(folds.then_some((heading.hop, !heading.open)));
            }
            Some(Row::Line(line)) => tls::line_ui(ui, number, line, rect, &sheet),
            None => {}
        }
    }
}

/// The legend on the left, times over the bars.
fn headings_ui(ui: &mut Ui, columns: Columns, times: &Range<u64>) {
    let palette = Palette::of_ui(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADINGS), Sense::hover());
    let painter = ui.painter_at(rect);
    let legend = rect.with_max_y(rect.min.y + HEADINGS / 2.0);
    let mut x = rect.min.x + SPACE_3;
    for phase in PHASES {
        let square = Rect::from_center_size(pos2(x + 4.0, legend.center().y), vec2(8.0, 8.0));
        painter.rect_filled(square, 2, palette.phase(phase));
        let at = pos2(x + 12.0, legend.center().y);
        let text = painter.text(
            at,
            Align2::LEFT_CENTER,
            words::phase(phase),
            Text::Small.font(),
            palette.quiet,
        );
        x = text.max.x + SPACE_3;
    }
    let total = time::elapsed(times.end.saturating_sub(times.start));
    let y = rect.max.y - HEADINGS / 4.0 - 1.0;
    let at = pos2(rect.min.x + columns.total_end, y);
    painter.text(at, Align2::RIGHT_CENTER, total, Text::MonoSmall.font(), palette.text);
    let axis = columns.axis(times, rect);
    let end = rect.min.x + columns.bars.max - LABEL;
    for (since, x) in axis.ticks().filter(|(_, x)| *x <= end) {
        let text = axis.label(since);
        painter.text(pos2(x, y), Align2::LEFT_CENTER, text, Text::Small.font(), palette.quiet);
    }
}

/// The last moment of a fetch.
fn end(fetch: &Fetch, now: Stamp) -> u64 {
    fetch.ended().unwrap_or(now).mono_ns.max(fetch.began().mono_ns)
}

/// The phases in their order.
const PHASES: [Phase; 6] =
    [Phase::Resolve, Phase::Connect, Phase::Tls, Phase::Send, Phase::Wait, Phase::Download];
/// Height of the legend and the times.
const HEADINGS: f32 = 38.0;
/// The most of the height that the waterfall takes.
const MOST: f32 = 0.35;
/// Width of a time over the bars.
const LABEL: f32 = 36.0;
/// While a fetch is on the way, its bars grow.
const TICK: std::time::Duration = std::time::Duration::from_millis(500);
