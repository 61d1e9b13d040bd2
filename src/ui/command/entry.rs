//! What the table of commands says of each of them.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::types::{Kind, View};

/// A menu that lists commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// What `+` opens beside the tabs.
    NewTab,
    /// The small menu in the bar of a fetch.
    Curl,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    scope: Scope,
    text: &'static str,
    /// What it is called in a fetch tab, if that differs.
    fetch_text: Option<&'static str>,
    pub(super) keys: Option<KeyboardShortcut>,
    pub(super) menu: Option<Menu>,
    pub(super) in_palette: bool,
}

/// In which tabs a command means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    /// Where payloads can be repeated and rules reply.
    Automating,
    Fetches,
    /// Where there is such a view.
    Having(View),
}

pub(super) fn everywhere(text: &'static str) -> Entry {
    Entry::new(Scope::Everywhere, text)
}

pub(super) fn automating(text: &'static str) -> Entry {
    Entry::new(Scope::Automating, text)
}

pub(super) fn fetches(text: &'static str) -> Entry {
    Entry::new(Scope::Fetches, text)
}

pub(super) fn shows(view: View, text: &'static str) -> Entry {
    Entry::new(Scope::Having(view), text)
}

impl Entry {
    pub(super) fn fetch_text(self, text: &'static str) -> Self {
        Self { fetch_text: Some(text), ..self }
    }

    pub(super) fn keys(self, modifiers: Modifiers, key: Key) -> Self {
        Self { keys: Some(KeyboardShortcut::new(modifiers, key)), ..self }
    }

    pub(super) fn menu(self, menu: Menu) -> Self {
        Self { menu: Some(menu), ..self }
    }

    pub(super) fn unlisted(self) -> Self {
        Self { in_palette: false, ..self }
    }

    /// What it is called in a tab of this kind.
    pub(super) fn text(self, kind: Kind) -> &'static str {
        self.fetch_text.filter(|_| kind.is_fetch()).unwrap_or(self.text)
    }

    pub(super) fn applies_to(self, kind: Kind) -> bool {
        match self.scope {
            Scope::Everywhere => true,
            Scope::Automating => kind.automates(),
            Scope::Fetches => kind.is_fetch(),
            Scope::Having(view) => kind.has_view(view),
        }
    }

    fn new(scope: Scope, text: &'static str) -> Self {
        Self { scope, text, fetch_text: None, keys: None, menu: None, in_palette: true }
    }
}
