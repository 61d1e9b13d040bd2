//! The cost of a frame for the window's thread: one pass of egui and tessellation, without painting.
//!
//! `cargo bench --bench frame`

#![expect(clippy::print_stdout, reason = "this is the report")]

use std::ops::Range;
use std::time::{Duration, Instant};

use bytes::Bytes;
use egui::{Context, Pos2, RawInput, Rect, Ui, vec2};
use sockscope::playground::{Budget, Playground};
use sockscope::store::settings::Settings;
use sockscope::store::shelf::KeptShelf;
use sockscope::types::{Direction, Event, Fact, Kind, PeerId, RunId, SessionId, Stamp};
use sockscope::ui::format::Zone;
use sockscope::ui::hex_view::{HexSource, HexView, Span};
use sockscope::ui::install;
use sockscope::ui::pass::Pass;
use sockscope::ui::tab::{TabView, tab_ui};

const FRAMES: usize = 1000;
const RECORDS: u64 = 10_000_000;

fn main() {
    let (mut still, mut live) = (HexView::at_start(), HexView::at_start());
    report("hex pane, standing still", |ui, _| show(&mut still, ui, 0));
    report("hex pane, every byte new", |ui, frame| {
        show(&mut live, ui, frame);
    });
    window();
}

/// A server tab with 10 million records. More arrive between frames than fit on the screen, so that no row is drawn twice.
fn window() {
    let (mut playground, _events) = Playground::new(Budget::default());
    let id = playground.add(Kind::TcpServer);
    let (mut view, mut settings) = (TabView::default(), Settings::default());
    let mut shelf = KeptShelf::default();
    let mut count = 0;
    while count < RECORDS {
        count = add_records(&mut playground, id, count);
    }
    report("window with 10 M records, every row new", |ui, _| {
        count = add_records(&mut playground, id, count);
        let mut pass = Pass::new(&mut settings, &mut shelf, Stamp::default(), Zone::Local);
        if let Some(session) = playground.session_mut(id) {
            tab_ui(ui, session, &mut view, &mut pass);
        }
    });
}

/// Adds more records than fit on the screen.
fn add_records(playground: &mut Playground, session: SessionId, count: u64) -> u64 {
    for number in count..count + 128 {
        let at = Stamp {
            mono_ns: number * 1_234_567,
            unix_us: 1_795_150_000_000_000 + i64::try_from(number).unwrap_or(0),
        };
        let bytes = Bytes::copy_from_slice(format!("{number:032x}").as_bytes());
        let fact = Fact::Received { peer: PeerId(1), bytes };
        playground.apply(Event { session, run: RunId(0), at, fact });
    }
    count + 128
}

fn show(view: &mut HexView, ui: &mut Ui, seed: u64) {
    view.show(ui, "Bytes", &Noise { seed });
}

/// Prints the median and the maximum of a hundred frames, in milliseconds.
fn report(name: &str, mut draw: impl FnMut(&mut Ui, u64)) {
    let ctx = Context::default();
    install(&ctx);
    let mut times: Vec<Duration> =
        (0..FRAMES as u64).map(|number| frame(&ctx, |ui| draw(ui, number))).collect();
    times.sort_unstable();
    let at =
        |share: usize| times.get(FRAMES * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    println!("{name}: median {:.3} ms, p99 {:.3} ms", at(50), at(99));
}

fn frame(ctx: &Context, draw: impl FnMut(&mut Ui)) -> Duration {
    let size = vec2(900.0, 60.0 * sockscope::ui::theme::HEX_ROW_HEIGHT + 40.0);
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
        ..RawInput::default()
    };
    let started = Instant::now();
    let output = ctx.run_ui(input, draw);
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    let taken = started.elapsed();
    assert!(!primitives.is_empty(), "nothing was drawn");
    let mut textures = output.textures_delta;
    textures.clear();
    taken
}

/// A gibibyte in records of 100 bytes, with different bytes for each seed.
struct Noise {
    seed: u64,
}

impl HexSource for Noise {
    fn range(&self) -> Range<u64> {
        0..1 << 30
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        out.extend(range.map(|offset| {
            (offset + self.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0]
        }));
        true
    }

    fn spans(&self, range: Range<u64>, out: &mut Vec<Span>) {
        out.extend((range.start / 100..=range.end / 100).map(|record| Span {
            bytes: record * 100..(record + 1) * 100,
            direction: if record.is_multiple_of(2) { Direction::Received } else { Direction::Sent },
        }));
    }
}
