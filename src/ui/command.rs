//! Everything a user can do by key, menu or palette: one list, from which shortcuts, tooltips and the palette derive.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

/// Something a user can do anywhere in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Start or stop what the tab does.
    StartStop,
    /// Send the payload.
    Send,
    /// Put the keyboard into the payload.
    FocusPayload,
    /// Forget the tab's record.
    ClearLog,
    /// The log of records.
    ShowLog,
    /// All bytes in one hex dump.
    ShowStream,
    /// All bytes as text.
    ShowText,
    /// A new TCP server tab.
    NewServer,
    /// A new TCP client tab.
    NewClient,
    /// Close the tab.
    CloseTab,
    /// The tab to the right.
    NextTab,
    /// The tab to the left.
    PreviousTab,
    /// Dark, light or as the system.
    SwitchTheme,
    /// Start a server and a client that talk to each other.
    TryIt,
    /// The list of commands.
    Palette,
}

impl Command {
    /// In the order of the palette.
    pub const ALL: [Self; 15] = [
        Self::StartStop,
        Self::Send,
        Self::FocusPayload,
        Self::ClearLog,
        Self::ShowLog,
        Self::ShowStream,
        Self::ShowText,
        Self::NewServer,
        Self::NewClient,
        Self::CloseTab,
        Self::NextTab,
        Self::PreviousTab,
        Self::SwitchTheme,
        Self::TryIt,
        Self::Palette,
    ];

    /// What it does, in words.
    pub fn text(self) -> &'static str {
        match self {
            Self::StartStop => "Start or stop",
            Self::Send => "Send the payload",
            Self::FocusPayload => "Edit the payload",
            Self::ClearLog => "Clear log",
            Self::ShowLog => "Show the log",
            Self::ShowStream => "Show the byte stream",
            Self::ShowText => "Show as text",
            Self::NewServer => "New TCP server",
            Self::NewClient => "New TCP client",
            Self::CloseTab => "Close tab",
            Self::NextTab => "Next tab",
            Self::PreviousTab => "Previous tab",
            Self::SwitchTheme => "Switch between dark and light",
            Self::TryIt => "Try it: talk to yourself",
            Self::Palette => "All commands",
        }
    }

    /// The keys that give it.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let ctrl = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let alt = |key| Some(KeyboardShortcut::new(Modifiers::ALT, key));
        match self {
            Self::StartStop => Some(KeyboardShortcut::new(Modifiers::NONE, Key::F5)),
            Self::Send => ctrl(Key::Enter),
            Self::FocusPayload => ctrl(Key::P),
            Self::ClearLog => ctrl(Key::L),
            Self::ShowLog => alt(Key::Num1),
            Self::ShowStream => alt(Key::Num2),
            Self::ShowText => alt(Key::Num3),
            Self::NewServer => ctrl(Key::T),
            Self::NewClient => {
                Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::T))
            }
            Self::CloseTab => ctrl(Key::W),
            Self::NextTab => ctrl(Key::Tab),
            Self::PreviousTab => {
                Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::Tab))
            }
            Self::Palette => ctrl(Key::K),
            Self::SwitchTheme | Self::TryIt => None,
        }
    }

    /// For a tooltip: what it does, and its keys.
    pub fn tooltip(self, ctx: &Context) -> String {
        match self.shortcut() {
            Some(shortcut) => format!("{} ({})", self.text(), ctx.format_shortcut(&shortcut)),
            None => self.text().to_owned(),
        }
    }

    /// The commands whose keys were pressed, those with more modifiers first.
    pub fn pressed(ctx: &Context) -> Vec<Self> {
        let mut shortcuts: Vec<_> = Self::ALL
            .into_iter()
            .filter_map(|command| Some((command, command.shortcut()?)))
            .collect();
        shortcuts.sort_by_key(|(_, shortcut)| std::cmp::Reverse(shortcut.modifiers.shift));
        ctx.input_mut(|input| {
            shortcuts.retain(|(_, shortcut)| input.consume_shortcut(shortcut));
        });
        shortcuts.into_iter().map(|(command, _)| command).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_their_keys() {
        let shortcuts: Vec<_> = Command::ALL.into_iter().filter_map(Command::shortcut).collect();
        for (i, a) in shortcuts.iter().enumerate() {
            assert!(!shortcuts[i + 1..].contains(a), "{a:?}");
        }
    }
}
