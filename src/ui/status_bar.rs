//! The status bar: in, out, rate, what is kept and where, what was dropped.

use std::time::Duration;

use egui::{Align, Label, Layout, RichText, Ui};

use crate::playground::Session;
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, SPACE_4, Text};
use crate::words::ui::status_bar as words;
use crate::words::{bytes, capitalised, size};

/// Bytes a second, measured from pass to pass.
#[derive(Debug, Clone, Default)]
pub struct RateMeter {
    since: f64,
    total: u64,
    rate: f64,
}

impl RateMeter {
    /// Takes the count of bytes at a time in seconds; gives the rate over the last half second or so.
    fn update(&mut self, now: f64, total: u64) -> f64 {
        let elapsed = now - self.since;
        if elapsed >= PERIOD {
            self.rate = total.saturating_sub(self.total) as f64 / elapsed;
            self.since = now;
            self.total = total;
        }
        self.rate
    }
}

/// Draws the bar.
pub fn status_bar_ui(ui: &mut Ui, session: &Session, meter: &mut RateMeter, pass: &mut Pass<'_>) {
    let totals = session.capture().totals();
    let rate = meter.update(ui.input(|input| input.time), totals.received + totals.sent);
    if rate > 0.0 || meter.total != totals.received + totals.sent {
        pass.repaint_in(Duration::from_secs_f64(PERIOD));
    }
    ui.spacing_mut().item_spacing.x = SPACE_2;
    ui.add_space(SPACE_4);
    let seen = session.datagrams();
    fact_ui(ui, words::received(), &traffic(session, seen.received, totals.received));
    fact_ui(ui, words::sent(), &traffic(session, seen.sent, totals.sent));
    fact_ui(ui, words::rate(), &rate_words(rate));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(SPACE_4);
        dropped_ui(ui, session, totals.dropped_received + totals.dropped_sent);
        let (in_memory, on_disk) = session.kept();
        if on_disk > 0 {
            fact_ui(ui, words::on_disk(), &size(on_disk));
        }
        fact_ui(ui, words::in_memory(), &size(in_memory));
        if session.sends().queued() > 0 {
            fact_ui(ui, words::to_send(), &bytes(session.sends().queued()));
        }
    });
}

/// "55 bytes"; of a UDP peer "5 datagrams, 55 bytes".
fn traffic(session: &Session, datagrams: u64, octets: u64) -> String {
    if session.kind().has_datagrams() { words::traffic(datagrams, octets) } else { bytes(octets) }
}

/// What is not in the record: dropped at a limit of ours, by the kernel, or for want of room in the queue.
fn dropped_ui(ui: &mut Ui, session: &Session, dropped: u64) {
    let palette = Palette::of_ui(ui);
    let lost = session.datagrams();
    let losses = [
        (dropped, words::dropped(dropped)),
        (lost.queue_lost, words::lost(lost.queue_lost)),
        (lost.kernel_dropped, words::kernel_dropped(lost.kernel_dropped)),
    ];
    let mut nothing = true;
    for (_, text) in losses.into_iter().filter(|(count, _)| *count > 0) {
        nothing = false;
        ui.label(Text::Small.of(text).color(palette.danger));
    }
    if let Some(error) = session.capture_error() {
        nothing = false;
        let text = capitalised(&crate::words::io_error(error));
        let label = Label::new(Text::Small.of(&text).color(palette.danger)).truncate();
        ui.add(label).on_hover_text(text);
    }
    if nothing {
        ui.label(Text::Small.of(words::nothing_dropped()).color(palette.quiet));
    }
}

/// A quiet name and its value, as one label: in any direction of layout the name comes first.
fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    let palette = Palette::of_ui(ui);
    let mut job = egui::text::LayoutJob::default();
    let style = ui.style();
    let quiet =
        RichText::new(format!("{name} ")).text_style(Text::Small.style()).color(palette.quiet);
    let loud = RichText::new(value).text_style(Text::Small.style()).color(palette.text);
    quiet.append_to(&mut job, style, egui::FontSelection::Default, Align::Center);
    loud.append_to(&mut job, style, egui::FontSelection::Default, Align::Center);
    ui.label(job);
    ui.add_space(SPACE_2);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is at least 0; a saturated one is still huge"
)]
fn rate_words(rate: f64) -> String {
    words::per_second(rate as u64)
}

/// Seconds over which the rate is measured.
const PERIOD: f64 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_falls_to_nothing_when_nothing_comes() {
        let mut meter = RateMeter::default();
        assert_eq!(meter.update(1.0, 1000).to_bits(), 1000.0_f64.to_bits());
        assert!(meter.update(1.2, 2000) > 0.0, "too soon to measure anew");
        assert_eq!(meter.update(2.0, 1000).to_bits(), 0.0_f64.to_bits());
    }
}
