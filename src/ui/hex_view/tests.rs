//! Linked hover, selection by mouse and keyboard, copy, and what assistive tools see.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::types::Direction;
use crate::ui::hex_view::grid::Side;
use crate::ui::install;

/// The byte at every offset is the lowest byte of the offset.
struct Counting {
    range: Range<u64>,
    on_disk: Range<u64>,
}

impl HexSource for Counting {
    fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool {
        let loaded = range.end <= self.on_disk.start || self.on_disk.end <= range.start;
        out.extend(range.map(|offset| offset.to_le_bytes()[0]));
        loaded
    }

    fn spans(&self, range: Range<u64>, out: &mut Vec<Span>) {
        let (middle, last) = (range.start.midpoint(range.end), range.end.saturating_sub(1));
        for (start, end, direction) in [
            (range.start, middle, Direction::Sent),
            (middle, last, Direction::Received),
            (last, range.end, Direction::Sent),
        ] {
            out.push(Span { bytes: start..end, direction });
        }
    }
}

struct Pane {
    view: HexView,
    source: Counting,
    hovered: Option<u64>,
    actions: Vec<HexAction>,
    rect: Rect,
}

fn pane(view: HexView, range: Range<u64>) -> Harness<'static, Pane> {
    let source = Counting { range, on_disk: 0..0 };
    let state = Pane { view, source, hovered: None, actions: Vec::new(), rect: Rect::NOTHING };
    let harness = Harness::builder().with_size(vec2(800.0, 300.0)).with_context_setup(install);
    harness.build_ui_state(
        |ui, pane: &mut Pane| {
            let output = pane.view.show(ui, "Bytes", &pane.source);
            pane.hovered = output.hovered;
            pane.actions.extend(output.action);
            pane.rect = output.response.rect;
        },
        state,
    )
}

/// The middle of a byte on the screen: row and column are those of the window.
fn place(harness: &Harness<'_, Pane>, side: Side, row: u64, column: u64) -> Pos2 {
    let pane = harness.state();
    let cell = vec2(8.0, 16.0);
    let grid = Grid::fit(pane.rect.width(), cell, pane.source.range.end);
    let y = (row as f32 + 0.5) * HEX_ROW_HEIGHT;
    pane.rect.min + vec2(grid.span(side, column..column + 1).center(), y)
}

fn click(
    harness: &mut Harness<'_, Pane>,
    point: Pos2,
    button: PointerButton,
    modifiers: Modifiers,
) {
    harness.hover_at(point);
    for pressed in [true, false] {
        harness.event_modifiers(
            Event::PointerButton { pos: point, button, pressed, modifiers },
            modifiers,
        );
    }
    harness.run();
}

fn press(harness: &mut Harness<'_, Pane>, modifiers: Modifiers, key: Key) -> Option<Range<u64>> {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
    harness.state().view.selection()
}

#[test]
fn the_pointer_on_either_side_hovers_the_same_byte() {
    let mut harness = pane(HexView::at_start(), 0..1000);
    for (row, column) in [(0, 0), (2, 7), (2, 8), (5, 15)] {
        for side in Side::BOTH {
            harness.hover_at(place(&harness, side, row, column));
            harness.run();
            assert_eq!(harness.state().hovered, Some(row * 16 + column), "{side:?}");
        }
    }
    harness.hover_at(pos2(20.0, 100.0));
    harness.run();
    assert_eq!(harness.state().hovered, None, "an offset is no byte");
}

#[test]
fn a_drag_selects_on_either_side_and_in_both_directions() {
    let mut harness = pane(HexView::at_start(), 0..1000);
    for side in Side::BOTH {
        for (from, to) in [((1, 3), (3, 5)), ((3, 5), (1, 3))] {
            harness.drag_at(place(&harness, side, from.0, from.1));
            harness.run();
            harness.hover_at(place(&harness, side, to.0, to.1));
            harness.run();
            harness.drop_at(place(&harness, side, to.0, to.1));
            harness.run();
            assert_eq!(harness.state().view.selection(), Some(19..54), "{side:?}");
        }
    }
}

#[test]
fn a_drag_below_the_pane_scrolls_on() {
    let mut harness = pane(HexView::at_start(), 0..1000);
    harness.drag_at(place(&harness, Side::Hex, 0, 0));
    harness.run();
    harness.hover_at(pos2(300.0, 299.0));
    harness.run_steps(100);
    assert_eq!(harness.state().view.selection().map(|range| range.start), Some(0));
    assert!(
        harness.state().view.selection().is_some_and(|range| range.end > 992),
        "{:?}",
        harness.state().view.selection()
    );
    assert!(harness.state().view.is_following());
}

#[test]
fn clicks_select_extend_and_clear() {
    let mut harness = pane(HexView::at_start(), 0..1000);
    let (hex, text) = (place(&harness, Side::Hex, 1, 2), place(&harness, Side::Text, 2, 0));
    click(&mut harness, hex, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(harness.state().view.selection(), Some(18..19));
    click(&mut harness, text, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(harness.state().view.selection(), Some(18..33));
    click(&mut harness, pos2(20.0, 100.0), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(harness.state().view.selection(), None);
}

#[test]
fn keys_move_and_extend_the_selection() {
    let mut harness = pane(HexView::at_start(), 0..100_000);
    let first = place(&harness, Side::Hex, 0, 0);
    click(&mut harness, first, PointerButton::Primary, Modifiers::NONE);
    let page = harness.state().view.scroller.page() * 16;
    let command_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    let table = [
        (Modifiers::NONE, Key::ArrowRight, 1..2),
        (Modifiers::NONE, Key::ArrowDown, 17..18),
        (Modifiers::SHIFT, Key::ArrowRight, 17..19),
        (Modifiers::SHIFT, Key::ArrowUp, 2..18),
        (Modifiers::NONE, Key::End, 15..16),
        (Modifiers::SHIFT, Key::Home, 0..16),
        (Modifiers::NONE, Key::PageDown, page..page + 1),
        (Modifiers::NONE, Key::PageUp, 0..1),
        (Modifiers::COMMAND, Key::End, 99_999..100_000),
        (command_shift, Key::Home, 0..100_000),
        (Modifiers::NONE, Key::ArrowLeft, 0..1),
        (Modifiers::COMMAND, Key::A, 0..100_000),
    ];
    for (modifiers, key, expected) in table {
        assert_eq!(press(&mut harness, modifiers, key), Some(expected), "{modifiers:?} {key:?}");
    }
}

#[test]
fn the_cursor_stays_visible() {
    let mut harness = pane(HexView::at_start(), 0..u64::MAX);
    let first = place(&harness, Side::Hex, 0, 0);
    click(&mut harness, first, PointerButton::Primary, Modifiers::NONE);
    press(&mut harness, Modifiers::COMMAND, Key::End);
    harness.get_by_label_contains("ffffffffffffffe0  e0 e1");
    harness.get_by_label_contains(
        "fffffffffffffff0  f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe  ...............",
    );
    press(&mut harness, Modifiers::COMMAND, Key::Home);
    harness.get_by_label_contains("0000000000000000  00 01");
}

#[test]
fn copying_names_format_range_and_what_is_left_out() {
    let mut harness = pane(HexView::at_start(), 0..COPY_LIMIT + 10);
    let start = place(&harness, Side::Hex, 0, 4);
    click(&mut harness, start, PointerButton::Primary, Modifiers::NONE);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    harness.event(Event::Copy);
    harness.run();
    click(&mut harness, start, PointerButton::Secondary, Modifiers::NONE);
    harness.get_by_label("Copy as text").click();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    click(&mut harness, start, PointerButton::Secondary, Modifiers::NONE);
    harness.get_by_label("Copy as hex dump (the first 4 MiB)").click();
    harness.run();
    let expected = [
        HexAction::Copy { format: CopyFormat::Hex, range: 4..6, left_out: 0 },
        HexAction::Copy { format: CopyFormat::Text, range: 4..6, left_out: 0 },
        HexAction::Copy { format: CopyFormat::Dump, range: 0..COPY_LIMIT, left_out: 10 },
    ];
    assert_eq!(harness.state().actions, expected);
}

#[test]
fn a_menu_elsewhere_is_for_the_byte_under_it() {
    let mut harness = pane(HexView::at_start(), 0..1000);
    let (first, other) = (place(&harness, Side::Hex, 0, 0), place(&harness, Side::Text, 3, 3));
    click(&mut harness, first, PointerButton::Primary, Modifiers::NONE);
    click(&mut harness, other, PointerButton::Secondary, Modifiers::NONE);
    assert_eq!(harness.state().view.selection(), Some(51..52));
}

#[test]
fn rows_are_read_out_and_bytes_on_disk_are_dots() {
    let mut harness = pane(HexView::at_start(), 3..70);
    harness.state_mut().source.on_disk = 16..32;
    harness.state_mut().view.select(&(4..7));
    harness.run();
    harness.get_by_label("00000003  03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  .............");
    harness.get_by_label(&format!("00000010 {}  {}", " ..".repeat(16), ".".repeat(16)));
    harness.get_by_label(
        "00000020  20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f   !\"#$%&'()*+,-./",
    );
    harness.get_by_label("00000040  40 41 42 43 44 45  @ABCDE");
    let value = harness.get_by_role_and_label(Role::Document, "Bytes").accesskit_node().value();
    assert_eq!(value.as_deref(), Some("3 bytes selected from offset 0x4"));
}

#[test]
fn another_width_keeps_the_place_and_dropped_bytes_leave_the_selection() {
    let mut harness = pane(HexView::at_start(), 0..100_000);
    harness.state_mut().view.select(&(50_000..50_010));
    harness.run();
    let first_offset = |harness: &Harness<'_, Pane>| {
        harness.state().view.scroller.first_row() * harness.state().view.columns
    };
    let before = first_offset(&harness);
    for (width, columns) in [(1300.0, 32), (420.0, 8), (800.0, 16)] {
        harness.set_size(vec2(width, 300.0));
        harness.run();
        assert_eq!(harness.state().view.columns, columns);
        assert_eq!(first_offset(&harness), before / 32 * 32, "{columns} columns");
    }
    harness.state_mut().source.range = 50_005..100_000;
    harness.run();
    assert_eq!(harness.state().view.selection(), Some(50_005..50_010));
    harness.state_mut().source.range = 60_000..100_000;
    harness.run();
    assert_eq!(harness.state().view.selection(), None);
}

#[test]
fn no_bytes_is_an_empty_pane() {
    let mut harness = pane(HexView::at_end(), 7..7);
    let middle = harness.state().rect.center();
    click(&mut harness, middle, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::A), None);
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::ArrowDown), None);
}
