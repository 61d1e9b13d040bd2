//! Everything a user can do by key, menu or palette: one list, from which shortcuts, tooltips and the palette derive.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::types::Kind;

/// Something a user can do anywhere in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Start or stop what the tab does.
    StartStop,
    /// Send the payload.
    Send,
    /// Put the keyboard into the payload.
    FocusPayload,
    /// Type the payload as text.
    TypeText,
    /// Type the payload as hex.
    TypeHex,
    /// Take the payload from a file.
    TakeFile,
    /// Keep the payload on the shelf.
    SaveToShelf,
    /// Open or close the shelf of saved payloads.
    ShowShelf,
    /// Send the payload again and again, or stop that.
    Repeat,
    /// Forget the tab's record.
    ClearLog,
    /// The log of records.
    ShowLog,
    /// All bytes in one hex dump.
    ShowStream,
    /// All bytes as text.
    ShowText,
    /// The rules that answer by themselves.
    ShowReplies,
    /// The list of steps to be played.
    ShowPlay,
    /// Both directions of a fetch.
    ShowWire,
    /// The heads of a fetch.
    ShowHeaders,
    /// The body of a fetch.
    ShowBody,
    /// The chunks of a fetch.
    ShowChunks,
    /// What a fetch did, step by step.
    ShowSteps,
    /// Write the body of a fetch to a file.
    SaveBody,
    /// Write the head and the body of a fetch to a file.
    SaveAll,
    /// Fill the form from a `curl` command on the clipboard.
    PasteCurl,
    /// Put the request on the clipboard as a `curl` command.
    CopyCurl,
    /// A new TCP server tab.
    NewServer,
    /// A new TCP client tab.
    NewClient,
    /// A new UDP peer tab.
    NewUdp,
    /// A new HTTP fetch tab.
    NewFetch,
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
    pub const ALL: [Self; 34] = [
        Self::StartStop,
        Self::Send,
        Self::FocusPayload,
        Self::TypeText,
        Self::TypeHex,
        Self::TakeFile,
        Self::SaveToShelf,
        Self::ShowShelf,
        Self::Repeat,
        Self::ClearLog,
        Self::ShowLog,
        Self::ShowStream,
        Self::ShowText,
        Self::ShowReplies,
        Self::ShowPlay,
        Self::ShowWire,
        Self::ShowHeaders,
        Self::ShowBody,
        Self::ShowChunks,
        Self::ShowSteps,
        Self::SaveBody,
        Self::SaveAll,
        Self::PasteCurl,
        Self::CopyCurl,
        Self::NewServer,
        Self::NewClient,
        Self::NewUdp,
        Self::NewFetch,
        Self::CloseTab,
        Self::NextTab,
        Self::PreviousTab,
        Self::SwitchTheme,
        Self::TryIt,
        Self::Palette,
    ];

    /// What it does in a tab of this kind, in words.
    pub fn text(self, kind: Kind) -> &'static str {
        match self {
            Self::StartStop if kind == Kind::HttpFetch => "Fetch or cancel",
            Self::Send if kind == Kind::HttpFetch => "Fetch",
            Self::FocusPayload if kind == Kind::HttpFetch => "Edit the request body",
            Self::ClearLog if kind == Kind::HttpFetch => "Clear fetches",
            Self::StartStop => "Start or stop",
            Self::Send => "Send the payload",
            Self::FocusPayload => "Edit the payload",
            Self::TypeText => "Type text",
            Self::TypeHex => "Type hex",
            Self::TakeFile => "Take a file",
            Self::SaveToShelf => "Save the payload to the shelf",
            Self::ShowShelf => "Show or hide the shelf",
            Self::Repeat => "Repeat the payload, or stop",
            Self::ClearLog => "Clear log",
            Self::ShowLog => "Show the log",
            Self::ShowStream => "Show the byte stream",
            Self::ShowText => "Show as text",
            Self::ShowReplies => "Edit the replies",
            Self::ShowPlay => "Show the play list",
            Self::ShowWire => "Show the wire",
            Self::ShowHeaders => "Show the headers",
            Self::ShowBody => "Show the body",
            Self::ShowChunks => "Show chunks and events",
            Self::ShowSteps => "Show the log of the fetches",
            Self::SaveBody => "Save the body",
            Self::SaveAll => "Save head and body",
            Self::PasteCurl => "Paste curl",
            Self::CopyCurl => "Copy as curl",
            Self::NewServer => "New TCP server",
            Self::NewClient => "New TCP client",
            Self::NewUdp => "New UDP peer",
            Self::NewFetch => "New HTTP fetch",
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
            Self::SaveToShelf => ctrl(Key::D),
            Self::ShowShelf => ctrl(Key::B),
            Self::Repeat => ctrl(Key::R),
            Self::ClearLog => ctrl(Key::L),
            Self::ShowLog | Self::ShowWire => alt(Key::Num1),
            Self::ShowStream | Self::ShowHeaders => alt(Key::Num2),
            Self::ShowText | Self::ShowBody => alt(Key::Num3),
            Self::ShowReplies | Self::ShowChunks => alt(Key::Num4),
            Self::ShowPlay | Self::ShowSteps => alt(Key::Num5),
            Self::SaveBody => ctrl(Key::S),
            Self::SaveAll => {
                Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::S))
            }
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
            Self::TypeText
            | Self::TypeHex
            | Self::TakeFile
            | Self::PasteCurl
            | Self::CopyCurl
            | Self::NewUdp
            | Self::NewFetch
            | Self::SwitchTheme
            | Self::TryIt => None,
        }
    }

    /// Whether it means something in a tab of this kind.
    pub fn applies_to(self, kind: Kind) -> bool {
        let of_fetch = kind == Kind::HttpFetch;
        match self {
            Self::ShowLog
            | Self::ShowStream
            | Self::ShowText
            | Self::ShowReplies
            | Self::ShowPlay
            | Self::SaveToShelf
            | Self::ShowShelf
            | Self::Repeat => !of_fetch,
            Self::ShowWire
            | Self::ShowHeaders
            | Self::ShowBody
            | Self::ShowChunks
            | Self::ShowSteps
            | Self::SaveBody
            | Self::SaveAll
            | Self::PasteCurl
            | Self::CopyCurl => of_fetch,
            _ => true,
        }
    }

    /// Whether the palette has it in a tab of this kind: not itself, and a fetch is sent by starting it.
    pub fn is_listed(self, kind: Kind) -> bool {
        let says_the_same = kind == Kind::HttpFetch && self == Self::Send;
        self.applies_to(kind) && self != Self::Palette && !says_the_same
    }

    /// For a tooltip: what it does in a tab of this kind, and its keys.
    pub fn tooltip(self, ctx: &Context, kind: Kind) -> String {
        let text = self.text(kind);
        match self.shortcut() {
            Some(shortcut) => format!("{text} ({})", ctx.format_shortcut(&shortcut)),
            None => text.to_owned(),
        }
    }

    /// The commands for a tab of this kind whose keys were pressed, those with more modifiers first.
    pub fn pressed(ctx: &Context, kind: Kind) -> Vec<Self> {
        let mut shortcuts: Vec<_> = Self::ALL
            .into_iter()
            .filter(|command| command.applies_to(kind))
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
    fn no_two_commands_of_a_tab_share_their_keys() {
        for kind in Kind::ALL {
            let commands = Command::ALL.into_iter().filter(|command| command.applies_to(kind));
            let shortcuts: Vec<_> = commands.filter_map(Command::shortcut).collect();
            for (i, a) in shortcuts.iter().enumerate() {
                assert!(!shortcuts[i + 1..].contains(a), "{kind:?}: {a:?}");
            }
        }
    }
}
