//! Everything a user can do by key, menu or palette, declared once: `table` says for each command what it is called, which
//! keys give it and where it is listed. Each belongs to the one place that carries it out, which matches it exhaustively.

mod entry;
mod table;

use egui::{Context, Event, InputState, KeyboardShortcut};

use crate::types::{Kind, View};
use crate::words::ui::command as words;
use entry::Entry;

pub use entry::Menu;
pub use table::{ComposerCommand, FetchCommand, SessionCommand, ShelfCommand, WindowCommand};

/// Something a user can do anywhere in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Carried out by the tab in front.
    Tab(TabCommand),
    /// Opens a tab.
    New(Kind),
    /// Carried out by the window.
    Window(WindowCommand),
}

/// What the tab in front carries out, by the part of it that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabCommand {
    /// For the session of the tab.
    Session(SessionCommand),
    /// For the composer.
    Composer(ComposerCommand),
    /// For the shelf of saved payloads.
    Shelf(ShelfCommand),
    /// Shows a view of the tab.
    Show(View),
    /// For the fetch.
    Fetch(FetchCommand),
}

impl Command {
    /// In the order of the palette.
    pub fn all() -> impl Iterator<Item = Self> {
        TabCommand::all()
            .map(Self::Tab)
            .chain(Kind::ALL.map(Self::New))
            .chain(WindowCommand::ALL.iter().copied().map(Self::Window))
    }

    /// What it does in a tab of this kind, in words.
    pub fn text(self, kind: Kind) -> &'static str {
        self.entry().text(kind)
    }

    /// The keys that give it.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        self.entry().keys
    }

    /// Whether it means something in a tab of this kind.
    pub fn applies_to(self, kind: Kind) -> bool {
        self.entry().applies_to(kind)
    }

    /// The commands of a menu, in a tab of this kind.
    pub fn in_menu(menu: Menu, kind: Kind) -> impl Iterator<Item = Self> {
        Self::all()
            .filter(move |command| command.entry().menu == Some(menu) && command.applies_to(kind))
    }

    /// The commands of the palette, in a tab of this kind.
    pub fn in_palette(kind: Kind) -> impl Iterator<Item = Self> {
        Self::all().filter(move |command| command.entry().in_palette && command.applies_to(kind))
    }

    /// For a tooltip: what it does in a tab of this kind, and its keys.
    pub fn tooltip(self, ctx: &Context, kind: Kind) -> String {
        self.hint(ctx, self.text(kind))
    }

    /// For a tooltip that says more than its name: this text, and its keys.
    pub fn hint(self, ctx: &Context, text: &str) -> String {
        match self.shortcut() {
            Some(shortcut) => words::with_keys(text, &ctx.format_shortcut(&shortcut)),
            None => text.to_owned(),
        }
    }

    /// The commands for a tab of this kind whose keys were pressed, those with more modifiers first.
    pub fn pressed(ctx: &Context, kind: Kind) -> Vec<Self> {
        let mut shortcuts: Vec<_> = Self::all()
            .filter(|command| command.applies_to(kind))
            .filter_map(|command| Some((command, command.shortcut()?)))
            .collect();
        shortcuts.sort_by_key(|(_, shortcut)| std::cmp::Reverse(shortcut.modifiers.shift));
        ctx.input_mut(|input| {
            shortcuts.retain(|(_, shortcut)| input.consume_shortcut(shortcut));
            for (_, shortcut) in &shortcuts {
                drop_typed(input, *shortcut);
            }
        });
        shortcuts.into_iter().map(|(command, _)| command).collect()
    }

    fn entry(self) -> Entry {
        match self {
            Self::Tab(command) => command.entry(),
            Self::New(kind) => table::new_tab(kind),
            Self::Window(command) => command.entry(),
        }
    }
}

/// A key with Alt also comes as the text that it types, which would go into the entry that has the focus.
fn drop_typed(input: &mut InputState, shortcut: KeyboardShortcut) {
    if shortcut.modifiers.alt {
        let key = shortcut.logical_key.symbol_or_name();
        input.events.retain(|event| !matches!(event, Event::Text(text) if text == key));
    }
}

impl TabCommand {
    fn all() -> impl Iterator<Item = Self> {
        let session = SessionCommand::ALL.iter().copied().map(Self::Session);
        let composer = ComposerCommand::ALL.iter().copied().map(Self::Composer);
        let shelf = ShelfCommand::ALL.iter().copied().map(Self::Shelf);
        let views = views().map(Self::Show);
        let fetch = FetchCommand::ALL.iter().copied().map(Self::Fetch);
        session.chain(composer).chain(shelf).chain(views).chain(fetch)
    }

    fn entry(self) -> Entry {
        match self {
            Self::Session(command) => command.entry(),
            Self::Composer(command) => command.entry(),
            Self::Shelf(command) => command.entry(),
            Self::Show(view) => table::show(view),
            Self::Fetch(command) => command.entry(),
        }
    }
}

/// The views of all kinds of tab, each once.
fn views() -> impl Iterator<Item = View> {
    let mut seen = Vec::new();
    let views = Kind::ALL.into_iter().flat_map(|kind| kind.traits().views).copied();
    views.filter(move |view| {
        let is_new = !seen.contains(view);
        seen.push(*view);
        is_new
    })
}

impl From<TabCommand> for Command {
    fn from(command: TabCommand) -> Self {
        Self::Tab(command)
    }
}

/// The commands of one place, among all.
macro_rules! within {
    ($($name:ident: $path:expr;)+) => { $(
        impl From<$name> for Command {
            fn from(command: $name) -> Self {
                $path(command).into()
            }
        }
    )+ };
}

within! {
    SessionCommand: TabCommand::Session;
    ComposerCommand: TabCommand::Composer;
    ShelfCommand: TabCommand::Shelf;
    View: TabCommand::Show;
    FetchCommand: TabCommand::Fetch;
    WindowCommand: Command::Window;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_of_a_tab_share_their_keys() {
        for kind in Kind::ALL {
            let commands = Command::all().filter(|command| command.applies_to(kind));
            let shortcuts: Vec<_> = commands.filter_map(Command::shortcut).collect();
            for (i, a) in shortcuts.iter().enumerate() {
                assert!(!shortcuts[i + 1..].contains(a), "{kind:?}: {a:?}");
            }
        }
    }

    #[test]
    fn no_two_commands_of_a_tab_share_their_name() {
        for kind in Kind::ALL {
            let commands = Command::all().filter(|command| command.applies_to(kind));
            let texts: Vec<_> = commands.map(|command| command.text(kind)).collect();
            for (i, a) in texts.iter().enumerate() {
                assert!(!texts[i + 1..].contains(a), "{kind:?}: {a:?}");
            }
        }
    }

    #[test]
    fn every_command_can_be_found() {
        for command in Command::all() {
            let entry = command.entry();
            assert!(entry.keys.is_some() || entry.in_palette, "{command:?}");
        }
    }
}
