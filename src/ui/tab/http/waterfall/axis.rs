//! The time axis that the bars of all hops share.

use std::ops::Range;

use egui::Rangef;

/// Nanoseconds of the monotonic clock, laid out from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    start: u64,
    /// Never 0.
    len: u64,
    x: Rangef,
}

impl Axis {
    /// From the first moment to the last one.
    pub(super) fn new(times: &Range<u64>, x: Rangef) -> Self {
        Self { start: times.start, len: times.end.saturating_sub(times.start).max(1), x }
    }

    /// Where a moment stands; those outside stand at the edge.
    #[expect(clippy::cast_possible_truncation, reason = "a share of the width of a window")]
    pub(super) fn x(&self, at: u64) -> f32 {
        let share = at.saturating_sub(self.start).min(self.len) as f64 / self.len as f64;
        self.x.min + (share * f64::from(self.x.span())) as f32
    }

    /// Where a stretch of time stands, at least `least` points wide so that it can be seen.
    pub(super) fn span(&self, times: &Range<u64>, least: f32) -> Rangef {
        let (min, max) = (self.x(times.start), self.x(times.end));
        let max = max.max(min + least);
        let over = (max - self.x.max).max(0.0);
        Rangef::new((min - over).max(self.x.min), max - over)
    }

    /// A time since the start in words, with as many decimals as the ticks need to differ.
    pub(super) fn label(&self, since: u64) -> String {
        let (unit, name) = match self.len {
            ..1_000 => (1, "ns"),
            1_000..1_000_000 => (1_000, "µs"),
            1_000_000..1_000_000_000 => (1_000_000, "ms"),
            _ => (1_000_000_000, "s"),
        };
        let step = self.step();
        let exact =
            |decimals: &u32| step.saturating_mul(10_u64.pow(*decimals)).is_multiple_of(unit);
        let decimals = (0..9).find(exact).unwrap_or(9) as usize;
        format!("{:.decimals$} {name}", since as f64 / unit as f64)
    }

    /// Round times since the start, as many as there is room for, each with its x. The start itself is the first.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (u64, f32)> + '_ {
        let step = self.step();
        let count = self.len / step;
        (0..=count).map(move |tick| {
            let since = tick * step;
            (since, self.x(self.start.saturating_add(since)))
        })
    }

    /// From tick to tick.
    fn step(&self) -> u64 {
        step(self.len, self.x.span() / LABEL)
    }
}

/// The shortest step of 1, 2 or 5 times a power of ten nanoseconds of which at most `most` fit.
fn step(len: u64, most: f32) -> u64 {
    let powers = (0..19).map(|power| 10_u64.pow(power));
    let steps = powers.flat_map(|power| [1, 2, 5].map(|times| power.saturating_mul(times)));
    let fits = |step: &u64| (len / step) as f32 <= most.max(1.0);
    steps.into_iter().find(fits).unwrap_or(u64::MAX)
}

/// Points that a tick and its label need.
const LABEL: f32 = 84.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(len: u64) -> Axis {
        Axis::new(&(1_000..1_000 + len), Rangef::new(100.0, 500.0))
    }

    #[test]
    fn moments_stand_in_proportion_and_never_outside() {
        let axis = axis(1_000_000);
        for (at, x) in [(0, 100.0), (1_000, 100.0), (501_000, 300.0), (u64::MAX, 500.0)] {
            assert!((axis.x(at) - x).abs() < 1e-3, "{at}");
        }
    }

    #[test]
    fn a_stretch_too_short_to_see_is_widened_inside_the_axis() {
        let axis = axis(1_000_000);
        let at_start = axis.span(&(1_000..1_001), 2.0);
        assert!((at_start.min - 100.0).abs() < 1e-3 && (at_start.span() - 2.0).abs() < 1e-2);
        let at_end = axis.span(&(1_001_000..1_001_000), 2.0);
        assert!((at_end.max - 500.0).abs() < 1e-3 && (at_end.span() - 2.0).abs() < 1e-2);
    }

    #[test]
    fn ticks_are_round_and_have_room() {
        for (len, expected) in [
            (1_000_000, vec![0, 500_000, 1_000_000]),
            (12_345_678, vec![0, 5_000_000, 10_000_000]),
            (90, vec![0, 20, 40, 60, 80]),
            (0, vec![0, 1]),
        ] {
            let ticks: Vec<u64> = axis(len).ticks().map(|(since, _)| since).collect();
            assert_eq!(ticks, expected, "{len} ns");
        }
        assert!(axis(u64::MAX - 1_000).ticks().count() < 10);
    }

    #[test]
    fn no_two_ticks_have_one_label() {
        for (len, expected) in [
            (750_000, vec!["0 µs", "200 µs", "400 µs", "600 µs"]),
            (1_750_000, vec!["0.0 ms", "0.5 ms", "1.0 ms", "1.5 ms"]),
            (3_100_000, vec!["0 ms", "1 ms", "2 ms", "3 ms"]),
            (56_000_000, vec!["0 ms", "20 ms", "40 ms"]),
            (1_900_000_000, vec!["0.0 s", "0.5 s", "1.0 s", "1.5 s"]),
            (90, vec!["0 ns", "20 ns", "40 ns", "60 ns", "80 ns"]),
        ] {
            let axis = axis(len);
            let labels: Vec<String> = axis.ticks().map(|(since, _)| axis.label(since)).collect();
            assert_eq!(labels, expected, "{len} ns");
        }
    }
}
