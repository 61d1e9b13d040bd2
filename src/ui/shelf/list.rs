//! The list of payloads: which rows there are, where they stand, and dragging them.

use std::collections::BTreeSet;

use egui::{Pos2, Rect, ScrollArea, Ui, pos2, vec2};

use crate::store::shelf::{Item, ItemId, Shelf, Spot};
use crate::ui::pass::Pass;
use crate::ui::shelf::edit::Outcome;
use crate::ui::shelf::row::Heading;
use crate::ui::shelf::{ShelfRequest, ShelfView, edit, row};
use crate::ui::theme::{Palette, SPACE_1};

/// The rows that a search and the folded groups leave, worked out once per change.
#[derive(Debug, Default)]
pub(super) struct Shown {
    of: Option<(u64, String, BTreeSet<String>, Option<ItemId>)>,
    rows: Vec<Row>,
    height: f32,
    /// To be brought into view.
    reveal: Option<ItemId>,
}

#[derive(Debug)]
struct Row {
    what: What,
    /// From the top of the list, in points.
    top: f32,
    height: f32,
}

#[derive(Debug)]
enum What {
    Heading {
        group: String,
        count: usize,
        folded: bool,
    },
    /// A payload and its digit.
    Item(ItemId, Option<usize>),
}

impl Shown {
    /// Brings a payload into view in the next pass.
    pub(super) fn reveal(&mut self, id: ItemId) {
        self.reveal = Some(id);
    }

    /// The payload with this digit, counted from 0.
    pub(super) fn numbered(&self, place: usize) -> Option<ItemId> {
        self.rows.iter().find_map(|row| match row.what {
            What::Item(id, Some(digit)) if digit == place => Some(id),
            _ => None,
        })
    }

    fn update(
        &mut self,
        from: &Shelf,
        search: &str,
        folded: &BTreeSet<String>,
        edited: Option<ItemId>,
    ) {
        let is_same = self.of.as_ref().is_some_and(|(revision, old, old_folded, old_edited)| {
            *revision == from.revision()
                && old == search
                && old_folded == folded
                && *old_edited == edited
        });
        if is_same {
            return;
        }
        self.of = Some((from.revision(), search.to_owned(), folded.clone(), edited));
        self.rows.clear();
        self.height = 0.0;
        let mut digits = 0..DIGITS;
        let found = |item: &&Item| edited == Some(item.id()) || item.saved().holds(search);
        let found: Vec<&Item> = from.items().iter().filter(found).collect();
        for group in found.chunk_by(|a, b| a.saved().group == b.saved().group) {
            let name = group.first().map_or("", |item| item.saved().group.as_str());
            let searching = !search.trim().is_empty();
            let folded = folded.contains(name) && !searching && !name.is_empty();
            if !name.is_empty() {
                let what = What::Heading { group: name.to_owned(), count: group.len(), folded };
                self.push(what, HEADING);
            }
            for item in group.iter().filter(|item| !folded || edited == Some(item.id())) {
                let height = if edited == Some(item.id()) { EDITOR } else { ITEM };
                self.push(What::Item(item.id(), digits.next()), height);
            }
        }
    }

    fn push(&mut self, what: What, height: f32) {
        self.rows.push(Row { what, top: self.height, height });
        self.height += height;
    }

    /// Where a payload comes to stand that is dropped at this height, and the height of the line that shows it.
    fn spot(&self, from: &Shelf, y: f32) -> Option<(Spot, f32)> {
        let row =
            self.rows.iter().find(|row| y < row.top + row.height).or_else(|| self.rows.last())?;
        let bottom = row.top + row.height;
        match &row.what {
            What::Heading { group, folded, .. } => {
                let first = from.items().iter().find(|item| item.saved().group == *group);
                let first = first.filter(|_| !folded).map(|item| Spot::Before(item.id()));
                Some((first.unwrap_or_else(|| Spot::EndOf(group.clone())), bottom))
            }
            What::Item(id, _) if y < row.top + row.height / 2.0 => {
                Some((Spot::Before(*id), row.top))
            }
            What::Item(id, _) => {
                let after = from.items().iter().skip_while(|item| item.id() != *id).nth(1);
                let group = &from.find(*id)?.saved().group;
                let after = after.filter(|item| item.saved().group == *group);
                let spot = after
                    .map_or_else(|| Spot::EndOf(group.clone()), |item| Spot::Before(item.id()));
                Some((spot, bottom))
            }
        }
    }
}

/// Draws the rows that are in view; what one of them was asked to do.
pub(super) fn list_ui(
    ui: &mut Ui,
    view: &mut ShelfView,
    pass: &mut Pass<'_>,
) -> Option<ShelfRequest> {
    let edited = view.editing.as_ref().map(crate::ui::shelf::Editing::id);
    let shelf = &pass.shelf.shelf;
    view.shown.update(shelf, &view.search, &pass.settings.shelf.folded, edited);
    if view.shown.rows.is_empty() {
        row::nothing_found_ui(ui);
        return None;
    }
    let area = ScrollArea::vertical().id_salt("shelf").auto_shrink([false, false]);
    area.show_viewport(ui, |ui, viewport| {
        ui.set_height(view.shown.height);
        let origin = ui.min_rect().min;
        let shown = std::mem::take(&mut view.shown);
        let mut request = None;
        for row in &shown.rows {
            let top = origin.y + row.top;
            let rect =
                Rect::from_min_size(pos2(origin.x, top), vec2(ui.available_width(), row.height));
            if let (Some(id), What::Item(item, _)) = (shown.reveal, &row.what)
                && id == *item
            {
                ui.scroll_to_rect(rect, None);
            }
            let is_dragged = matches!(row.what, What::Item(id, _) if view.dragged == Some(id));
            if row.top + row.height >= viewport.min.y && row.top <= viewport.max.y || is_dragged {
                request = row_ui(ui, rect, &row.what, view, pass).or(request);
            }
        }
        drag_ui(ui, origin, &shown, view, pass);
        view.shown = Shown { reveal: None, ..shown };
        request
    })
    .inner
}

fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    what: &What,
    view: &mut ShelfView,
    pass: &mut Pass<'_>,
) -> Option<ShelfRequest> {
    match what {
        What::Heading { group, count, folded } => {
            let heading = Heading { group, count: *count, folded: *folded };
            if row::heading_ui(ui, rect, &heading) {
                let groups = &mut pass.settings.shelf.folded;
                if !groups.remove(group) {
                    groups.insert(group.clone());
                }
            }
            None
        }
        What::Item(id, _) if view.editing.as_ref().is_some_and(|editing| editing.id() == *id) => {
            editor_ui(ui, rect, view, pass);
            None
        }
        What::Item(id, digit) => {
            let item = pass.shelf.shelf.find(*id)?.clone();
            row::item_ui(ui, rect, &item, *digit, &mut view.dragged)
        }
    }
}

fn editor_ui(ui: &mut Ui, rect: Rect, view: &mut ShelfView, pass: &mut Pass<'_>) {
    let groups: Vec<String> = pass.shelf.shelf.groups().map(str::to_owned).collect();
    let Some(editing) = &mut view.editing else { return };
    let outcome = edit::edit_ui(ui, rect, editing, &groups);
    if outcome == Outcome::Done {
        editing.apply(&mut pass.shelf.shelf);
    }
    if outcome != Outcome::Open {
        view.editing = None;
    }
}

/// A line where the dragged payload would come to stand; it goes there when it is let go.
fn drag_ui(ui: &Ui, origin: Pos2, shown: &Shown, view: &mut ShelfView, pass: &mut Pass<'_>) {
    let Some(id) = view.dragged else { return };
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let shelf = &mut pass.shelf.shelf;
    let spot = pointer.and_then(|pointer| shown.spot(shelf, pointer.y - origin.y));
    let Some((spot, y)) = spot else { return };
    if ui.input(|input| input.pointer.any_down()) {
        let y = origin.y + y;
        let line = (origin.x + SPACE_1)..=(origin.x + ui.available_width() - SPACE_1);
        ui.painter().hline(line, y, (2.0, Palette::of_ui(ui).accent));
        let clip = ui.clip_rect();
        let near = pointer.map_or(0.0, |pointer| {
            f32::from(pointer.y < clip.top() + EDGE) - f32::from(pointer.y > clip.bottom() - EDGE)
        });
        if near != 0.0 {
            ui.scroll_with_delta(vec2(0.0, near * SPACE_1));
            ui.ctx().request_repaint();
        }
    } else {
        shelf.place(id, &spot);
        view.dragged = None;
    }
}

const DIGITS: usize = 9;
/// Heights of the rows.
const HEADING: f32 = 28.0;
const ITEM: f32 = 42.0;
const EDITOR: f32 = 60.0;
/// So near to an edge the list scrolls while a row is dragged.
const EDGE: f32 = 20.0;
