//! Vertical scrolling over rows that are numbered, not laid out: up to 2^64 of them, exact at any place.
//!
//! [`egui::ScrollArea::show_rows`] loses rows beyond about a million, since its offset is an f32.

mod position;

use std::ops::Range;

use egui::accesskit::{Action, ActionData, Orientation, Role};
use egui::{Color32, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Sense, Ui, pos2, vec2};

use crate::ui::accessible::bounds;
use crate::ui::theme::{Palette, SCROLL_BAR_WIDTH};
use crate::words::ui::bytes::scroll_bar;
use position::{Extent, Position};

/// The scroll position of one list, kept by the caller from frame to frame.
///
/// Rows have absolute numbers: when the oldest rows go, the view stays on the row it shows.
#[derive(Debug, Clone)]
pub struct Scroller {
    position: Position,
    following: bool,
    /// The end of the rows when last shown while following.
    seen: u64,
    /// As shown last.
    extent: Extent,
    request: Option<Request>,
    /// Where the thumb was taken, in points below its top.
    grip: f32,
}

#[derive(Debug, Clone, Copy)]
enum Request {
    Top(u64),
    Reveal(u64),
}

/// What is to be painted this frame, and what the user did there.
#[derive(Debug)]
pub struct Rows {
    /// The rows at least partly visible.
    pub range: Range<u64>,
    /// The y of the top of the first of them, at or above the top of [`Self::rect`].
    pub top_y: f32,
    /// Height of a row in points.
    pub row_height: f32,
    /// Where rows are painted; the scroll bar is outside.
    pub rect: Rect,
    /// Clicks, drags, hover and focus of that place.
    pub response: Response,
}

impl Rows {
    /// Each visible row with its place; the first and the last may reach out of [`Self::rect`].
    pub fn iter(&self) -> impl Iterator<Item = (u64, Rect)> + '_ {
        let size = vec2(self.rect.width(), self.row_height);
        self.range.clone().scan(self.top_y, move |y, row| {
            let rect = Rect::from_min_size(pos2(self.rect.min.x, *y), size);
            *y += self.row_height;
            Some((row, rect))
        })
    }

    /// The row under a point, if there is one.
    pub fn row_at(&self, point: Pos2) -> Option<u64> {
        let row = self.range.start.checked_add(self.rows_down(point.y)?)?;
        (self.rect.contains(point) && row < self.range.end).then_some(row)
    }

    /// Whole rows between the top of the first row and a height below it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 0 and at most a screen of rows"
    )]
    fn rows_down(&self, y: f32) -> Option<u64> {
        (y >= self.top_y).then(|| ((y - self.top_y) / self.row_height) as u64)
    }
}

impl Scroller {
    /// A list that starts at its first row.
    pub fn at_start() -> Self {
        Self {
            position: Position::top_of(0),
            following: false,
            seen: 0,
            extent: Extent { rows: 0..0, page: 1 },
            request: None,
            grip: 0.0,
        }
    }

    /// A list that shows its last rows and follows new ones.
    pub fn at_end() -> Self {
        Self { following: true, ..Self::at_start() }
    }

    /// The id of the response in [`Rows`], known before [`Self::show`]: to take keys before the scroller does.
    pub fn id(ui: &Ui, name: &str) -> Id {
        ui.make_persistent_id(("scroller", name))
    }

    /// Takes all the room there is in `ui`, handles wheel, keys and the scroll bar, and says which rows to paint where.
    ///
    /// `name` is the accessible name and must be unique within `ui`. Keys work while the place has the focus, which a click gives it.
    pub fn show(&mut self, ui: &mut Ui, name: &str, rows: Range<u64>, row_height: f32) -> Rows {
        let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let (rect, track) = whole.split_left_right_at_x(whole.max.x - SCROLL_BAR_WIDTH);
        let id = Self::id(ui, name);
        let response = ui.interact(rect, id, Sense::click_and_drag());
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::ScrollView);
            node.set_label(name);
            node.set_bounds(bounds(rect));
        });
        self.extent = Extent { rows, page: row_count(rect.height() / row_height).max(1) };
        self.take_request();
        self.take_wheel(ui, whole, row_height);
        self.take_keys(ui, &response);
        self.bar_ui(ui, name, track, &response);
        self.settle();
        self.visible(ui, row_height, response)
    }

    /// Shows this row at the top from the next frame on.
    pub fn scroll_to(&mut self, row: u64) {
        self.request = Some(Request::Top(row));
    }

    /// Shows this row from the next frame on, moving as little as possible.
    pub fn reveal(&mut self, row: u64) {
        self.request = Some(Request::Reveal(row));
    }

    /// Goes to the last row and stays there as rows are added.
    pub fn follow(&mut self) {
        self.request = None;
        self.following = true;
    }

    /// Whether the view stays at the end as rows are added.
    pub fn is_following(&self) -> bool {
        self.following
    }

    /// The row at the top edge, as shown last.
    pub fn first_row(&self) -> u64 {
        self.position.row
    }

    /// How many rows fit whole, as shown last.
    pub fn page(&self) -> u64 {
        self.extent.page
    }

    /// Rows added since the view left the end; 0 while it follows.
    pub fn unseen_rows(&self) -> u64 {
        self.extent.rows.end.saturating_sub(self.seen)
    }

    fn take_request(&mut self) {
        match self.request.take() {
            Some(Request::Top(row)) => self.go(Position::top_of(row)),
            Some(Request::Reveal(row)) => {
                let position = if self.following {
                    Position::top_of(self.extent.last_top())
                } else {
                    self.position
                };
                self.go(self.extent.reveal(row, position));
            }
            None => {}
        }
    }

    fn take_wheel(&mut self, ui: &Ui, whole: Rect, row_height: f32) {
        if !ui.rect_contains_pointer(whole) {
            return;
        }
        let points = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        if points != 0.0 {
            self.go(self.shown().moved(-points, row_height));
        }
    }

    fn take_keys(&mut self, ui: &Ui, response: &Response) {
        if response.is_pointer_button_down_on() {
            response.request_focus();
        }
        if !response.has_focus() {
            return;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let page = self.extent.page;
        let table = [
            (Key::ArrowUp, -1, 1),
            (Key::ArrowDown, 1, 1),
            (Key::PageUp, -1, page),
            (Key::PageDown, 1, page),
            (Key::Home, -1, u64::MAX),
            (Key::End, 1, u64::MAX),
        ];
        for (key, sign, rows) in table {
            let presses =
                ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as u64;
            let rows = rows.saturating_mul(presses);
            let top = self.shown().row;
            match sign {
                _ if presses == 0 => {}
                1 => self.go(Position::top_of(top.saturating_add(rows))),
                _ => self.go(Position::top_of(top.saturating_sub(rows))),
            }
        }
    }

    fn bar_ui(&mut self, ui: &Ui, name: &str, track: Rect, body: &Response) {
        let id = body.id.with("bar");
        let response = ui.interact(track, id, Sense::DRAG);
        let thumb = self.thumb(track);
        if let Some(pointer) = response.interact_pointer_pos() {
            if response.drag_started() {
                let on_thumb = (thumb.min.y..thumb.max.y).contains(&pointer.y);
                self.grip = if on_thumb { pointer.y - thumb.min.y } else { thumb.height() / 2.0 };
            }
            let free = f64::from((track.height() - thumb.height()).max(1.0));
            self.go(self.extent.at_share(f64::from(pointer.y - self.grip - track.min.y) / free));
        }
        self.take_assistive(ui, id);
        self.describe_bar(ui, id, name, track);
        if self.extent.last_top() > self.extent.rows.start {
            let colour = thumb_colour(ui, body, &response);
            ui.painter().rect_filled(self.thumb(track).shrink2(vec2(3.0, 0.0)), 3, colour);
        }
    }

    /// A screen reader may set the row at the top.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts from f64 saturate"
    )]
    fn take_assistive(&mut self, ui: &Ui, id: Id) {
        let value = ui.input(|input| {
            let requests = input.accesskit_action_requests(id, Action::SetValue);
            requests
                .filter_map(|request| {
                    if let Some(ActionData::NumericValue(value)) = request.data {
                        Some(value)
                    } else {
                        None
                    }
                })
                .last()
        });
        if let Some(value) = value {
            self.go(Position::top_of(value as u64));
        }
    }

    fn describe_bar(&self, ui: &Ui, id: Id, name: &str, track: Rect) {
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::ScrollBar);
            node.set_label(scroll_bar(name));
            node.set_orientation(Orientation::Vertical);
            node.set_bounds(bounds(track));
            node.set_numeric_value(self.shown().row as f64);
            node.set_min_numeric_value(self.extent.rows.start as f64);
            node.set_max_numeric_value(self.extent.last_top() as f64);
            node.add_action(Action::SetValue);
        });
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "f64 for the rows, f32 for points of the track"
    )]
    fn thumb(&self, track: Rect) -> Rect {
        let total = self.extent.rows.end.saturating_sub(self.extent.rows.start).max(1);
        let share = (self.extent.page as f64 / total as f64).min(1.0) as f32;
        let height = (share * track.height()).max(24.0).min(track.height());
        let top = (self.extent.share_of(self.shown()) * f64::from(track.height() - height)) as f32;
        Rect::from_min_size(pos2(track.min.x, track.min.y + top), vec2(track.width(), height))
    }

    /// The position to be shown with what is known by now.
    fn shown(&self) -> Position {
        if self.following {
            Position::top_of(self.extent.last_top())
        } else {
            self.extent.clamp(self.position)
        }
    }

    /// The user asked for a position: reaching the end means to follow.
    fn go(&mut self, position: Position) {
        self.position = self.extent.clamp(position);
        self.following = self.position.row == self.extent.last_top();
    }

    fn settle(&mut self) {
        self.position = self.shown();
        if self.following {
            self.seen = self.extent.rows.end;
        }
    }

    fn visible(&self, ui: &Ui, row_height: f32, response: Response) -> Rows {
        let rect = response.rect;
        let scale = ui.pixels_per_point();
        let top_y = ((rect.min.y - self.position.within) * scale).round() / scale;
        let first = self.position.row;
        let count = row_count(((rect.max.y - top_y) / row_height).ceil());
        let last = first.saturating_add(count).min(self.extent.rows.end);
        Rows { range: first..last.max(first), top_y, row_height, rect, response }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a screen of rows")]
fn row_count(rows: f32) -> u64 {
    rows as u64
}

/// The thumb also shows where the keys go.
fn thumb_colour(ui: &Ui, body: &Response, bar: &Response) -> Color32 {
    let palette = Palette::of_ui(ui);
    if body.has_focus() || bar.dragged() {
        palette.accent_fill
    } else if bar.hovered() {
        palette.quiet
    } else {
        palette.scroll_thumb
    }
}

#[cfg(test)]
mod tests;
