//! The shelf: saved payloads with names, in groups, in an order of their own; one for the whole program.

mod file;
mod import;
mod kept;
mod saved;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::form::PayloadDraft;

pub use kept::KeptShelf;
pub use saved::Saved;

/// Saved payloads in their order. Those of a group stand together, and those without a group come first; within a
/// group no two have the same name.
#[derive(Debug, Default)]
pub struct Shelf {
    items: Vec<Item>,
    made: u64,
    revision: u64,
    undo: Vec<Change>,
}

/// A payload on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    id: ItemId,
    saved: Saved,
}

/// Which payload; given anew at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(u64);

/// Where a payload is to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In front of another one, in its group.
    Before(ItemId),
    /// The last of a group.
    EndOf(String),
}

/// What can be taken back.
#[derive(Debug, Clone)]
enum Change {
    Removed { index: usize, item: Item },
    Replaced { id: ItemId, before: PayloadDraft },
    Imported(Vec<ItemId>),
}

/// A change that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastChange<'a> {
    /// The payload of this name was deleted.
    Removed(&'a str),
    /// That of this name was replaced.
    Replaced(&'a str),
    /// So many were added.
    Imported(usize),
}

impl Item {
    /// Which one.
    pub fn id(&self) -> ItemId {
        self.id
    }

    /// What was saved.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }
}

impl Shelf {
    /// The payloads in their order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// A payload.
    pub fn find(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The groups in their order; the empty name stands for no group.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.items
            .chunk_by(same_group)
            .filter_map(|group| Some(group.first()?.saved.group.as_str()))
    }

    /// Another number after each change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Puts a payload at the end of its group. A name that the group has already gets a number.
    pub fn add(&mut self, saved: Saved) -> ItemId {
        self.changed();
        self.put(saved)
    }

    /// Adds many, as one change that can be taken back; those that are there already, name, group and payload, are left
    /// out. The result is how many came.
    pub fn import(&mut self, many: Vec<Saved>) -> usize {
        let mut ids = Vec::new();
        for saved in many {
            if !self.items.iter().any(|item| item.saved == saved) {
                ids.push(self.put(saved));
            }
        }
        let count = ids.len();
        if count > 0 {
            self.remember(Change::Imported(ids));
        }
        count
    }

    /// Gives a payload another name and another group; in another group it becomes the last. A name that the group has
    /// already gets a number, an empty one changes nothing.
    pub fn rename(&mut self, id: ItemId, name: &str, group: &str) {
        let Some(index) = self.index(id) else { return };
        let Some(item) = self.items.get(index) else { return };
        let (name, group) = (name.trim(), group.trim());
        let name = if name.is_empty() { item.saved.name.clone() } else { name.to_owned() };
        let stays = item.saved.group == group;
        if stays && item.saved.name == name {
            return;
        }
        let mut item = self.items.remove(index);
        item.saved.name = self.free_name(&name, group);
        group.clone_into(&mut item.saved.group);
        let at = if stays { index } else { self.end_of(group) };
        self.items.insert(at, item);
        self.changed();
    }

    /// Puts another payload under a name.
    pub fn replace(&mut self, id: ItemId, payload: &PayloadDraft) {
        let Some(item) = self.items.iter_mut().find(|item| item.id == id) else { return };
        let saved = Saved::new(&item.saved.name, &item.saved.group, payload);
        let before = std::mem::replace(&mut item.saved, saved).payload;
        if item.saved.payload != before {
            self.remember(Change::Replaced { id, before });
        }
    }

    /// Takes a payload off the shelf.
    pub fn remove(&mut self, id: ItemId) {
        if let Some(index) = self.index(id) {
            let item = self.items.remove(index);
            self.remember(Change::Removed { index, item });
        }
    }

    /// Puts a payload elsewhere.
    pub fn place(&mut self, id: ItemId, spot: &Spot) {
        let group = match spot {
            Spot::Before(other) if *other == id => return,
            Spot::Before(other) => self.find(*other).map(|item| item.saved.group.clone()),
            Spot::EndOf(group) => Some(group.clone()),
        };
        let Some((index, group)) = self.index(id).zip(group) else { return };
        let mut item = self.items.remove(index);
        if item.saved.group != group {
            item.saved.name = self.free_name(&item.saved.name, &group);
        }
        let at = match spot {
            Spot::Before(other) => self.index(*other).unwrap_or(index),
            Spot::EndOf(_) => self.end_of(&group),
        };
        item.saved.group = group;
        self.items.insert(at.min(self.items.len()), item);
        self.changed();
    }

    /// Moves a payload up by one; the first of a group becomes the last of the group above.
    pub fn up(&mut self, id: ItemId) {
        let Some(above) = self.index(id).and_then(|index| self.items.get(index.checked_sub(1)?))
        else {
            return;
        };
        let same = self.find(id).is_some_and(|item| same_group(item, above));
        let spot =
            if same { Spot::Before(above.id) } else { Spot::EndOf(above.saved.group.clone()) };
        self.place(id, &spot);
    }

    /// Moves a payload down by one; the last of a group becomes the first of the group below.
    pub fn down(&mut self, id: ItemId) {
        let Some(index) = self.index(id) else { return };
        let mut below = self.items.iter().skip(index).skip(1);
        let (Some(item), Some(next)) = (self.find(id), below.next()) else { return };
        let spot = match below.next() {
            _ if !same_group(item, next) => Spot::Before(next.id),
            Some(after) if same_group(item, after) => Spot::Before(after.id),
            _ => Spot::EndOf(item.saved.group.clone()),
        };
        self.place(id, &spot);
    }

    /// What [`Self::undo`] would take back.
    pub fn last_change(&self) -> Option<LastChange<'_>> {
        Some(match self.undo.last()? {
            Change::Removed { item, .. } => LastChange::Removed(&item.saved.name),
            Change::Replaced { id, .. } => {
                let name = self.find(*id).map_or("", |item| item.saved.name.as_str());
                LastChange::Replaced(name)
            }
            Change::Imported(ids) => LastChange::Imported(ids.len()),
        })
    }

    /// Takes back the last deletion, replacement or import.
    pub fn undo(&mut self) {
        match self.undo.pop() {
            Some(Change::Removed { index, mut item }) => {
                item.saved.name = self.free_name(&item.saved.name, &item.saved.group);
                let at = self.fitting(index, &item.saved.group);
                self.items.insert(at, item);
            }
            Some(Change::Replaced { id, before }) => {
                if let Some(item) = self.items.iter_mut().find(|item| item.id == id) {
                    item.saved.payload = before;
                }
            }
            Some(Change::Imported(ids)) => self.items.retain(|item| !ids.contains(&item.id)),
            None => return,
        }
        self.changed();
    }

    /// Nothing more of this is to be taken back.
    pub fn forget_undo(&mut self) {
        self.undo.clear();
    }

    fn put(&mut self, mut saved: Saved) -> ItemId {
        self.made += 1;
        let id = ItemId(self.made);
        saved.name = self.free_name(&saved.name, &saved.group);
        self.items.insert(self.end_of(&saved.group), Item { id, saved });
        id
    }

    fn changed(&mut self) {
        self.revision += 1;
    }

    fn remember(&mut self, change: Change) {
        self.undo.push(change);
        let over = self.undo.len().saturating_sub(UNDONE);
        self.undo.drain(..over);
        self.changed();
    }

    fn index(&self, id: ItemId) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    fn range(&self, group: &str) -> Option<Range<usize>> {
        let start = self.items.iter().position(|item| item.saved.group == group)?;
        let len =
            self.items.iter().skip(start).take_while(|item| item.saved.group == group).count();
        Some(start..start + len)
    }

    /// Where a payload becomes the last of its group.
    fn end_of(&self, group: &str) -> usize {
        let new = if group.is_empty() { 0 } else { self.items.len() };
        self.range(group).map_or(new, |range| range.end)
    }

    /// The place next to this one where the group is, or between two others.
    fn fitting(&self, index: usize, group: &str) -> usize {
        if let Some(range) = self.range(group) {
            return index.clamp(range.start, range.end);
        }
        let first = if group.is_empty() { 0 } else { index };
        let is_border = |at: &usize| match (self.items.get(at.wrapping_sub(1)), self.items.get(*at))
        {
            (Some(before), Some(after)) => !same_group(before, after),
            (None, Some(after)) => group.is_empty() || !after.saved.group.is_empty(),
            (_, None) => true,
        };
        (first..self.items.len()).find(is_border).unwrap_or(self.items.len())
    }

    /// The name, with a number behind it if the group has it already.
    fn free_name(&self, name: &str, group: &str) -> String {
        let is_taken = |name: &str| {
            self.items.iter().any(|item| item.saved.group == group && item.saved.name == name)
        };
        let names = (2_u64..).map(|number| format!("{name} {number}"));
        let mut names = std::iter::once(name.to_owned()).chain(names);
        names.find(|name| !is_taken(name)).unwrap_or_default()
    }
}

fn same_group(a: &Item, b: &Item) -> bool {
    a.saved.group == b.saved.group
}

/// Changes that can be taken back.
const UNDONE: usize = 100;
