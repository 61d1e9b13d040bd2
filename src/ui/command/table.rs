//! The table of commands: a line each, by who carries them out.

use egui::{Key, Modifiers};

use crate::types::{Kind, View};
use crate::ui::command::entry::{Entry, Menu, automating, everywhere, fetches, shows};
use crate::words::kind;
use crate::words::ui::command as words;

/// Declares the commands that one place carries out: `Name { Variant = entry; }`. That place matches them exhaustively, so
/// that a new line here doesn't compile until it is carried out.
macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident {
        $($(#[$doc:meta])* $variant:ident = $entry:expr;)+
    })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// In the order of the palette.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(super) fn entry(self) -> Entry {
                match self {
                    $(Self::$variant => $entry,)+
                }
            }
        }
    )+ };
}

commands! {
    /// Carried out for the session of the tab in front.
    SessionCommand {
        /// Start or stop what the tab does.
        StartStop = everywhere(words::start_or_stop())
            .fetch_text(words::fetch_or_cancel()).keys(Modifiers::NONE, Key::F5);
        /// Send the payload, or the request.
        Send = everywhere(words::send()).fetch_text(words::fetch()).keys(CTRL, Key::Enter);
        /// Forget the tab's record.
        ClearLog = everywhere(words::clear_log())
            .fetch_text(words::clear_fetches()).keys(CTRL, Key::L);
    }

    /// Carried out by the composer of the tab in front.
    ComposerCommand {
        /// Put the keyboard into the payload.
        Focus = everywhere(words::edit_payload()).fetch_text(words::edit_body()).keys(CTRL, Key::P);
        /// Type the payload as text.
        Text = everywhere(words::payload_as_text()).fetch_text(words::body_as_text());
        /// Type the payload as hex.
        Hex = everywhere(words::payload_as_hex()).fetch_text(words::body_as_hex());
        /// Take the payload from a file.
        File = everywhere(words::payload_from_file()).fetch_text(words::body_from_file());
        /// Send the payload again and again, or stop that.
        Repeat = automating(words::repeat()).keys(CTRL, Key::R);
    }

    /// Carried out by the shelf.
    ShelfCommand {
        /// Keep the payload on the shelf.
        Save = automating(words::save_to_shelf()).keys(CTRL, Key::D);
        /// Open or close the shelf.
        Toggle = automating(words::toggle_shelf()).keys(CTRL, Key::B);
    }

    /// Carried out by a fetch tab.
    FetchCommand {
        /// Write the body to a file.
        SaveBody = fetches(words::save_body()).keys(CTRL, Key::S);
        /// Write the head and the body to a file.
        SaveAll = fetches(words::save_all()).keys(CTRL_SHIFT, Key::S);
        /// Fill the form from a `curl` command on the clipboard.
        PasteCurl = fetches(words::paste_curl()).menu(Menu::Curl);
        /// Put the request on the clipboard as a `curl` command.
        CopyCurl = fetches(words::copy_curl()).menu(Menu::Curl);
    }

    /// Carried out by the window.
    WindowCommand {
        /// Close the tab.
        CloseTab = everywhere(words::close_tab()).keys(CTRL, Key::W);
        /// The tab to the right.
        NextTab = everywhere(words::next_tab()).keys(CTRL, Key::Tab);
        /// The tab to the left.
        PreviousTab = everywhere(words::previous_tab()).keys(CTRL_SHIFT, Key::Tab);
        /// Dark, light or as the system.
        SwitchTheme = everywhere(words::switch_theme());
        /// Start a server and a client that talk to each other.
        TryIt = everywhere(words::try_it());
        /// The list of commands, which does not list itself.
        Palette = everywhere(words::palette()).keys(CTRL, Key::K).unlisted();
    }
}

/// A command for each view of a tab.
pub(super) fn show(view: View) -> Entry {
    match view {
        View::Log => shows(view, words::show_log()).keys(ALT, Key::Num1),
        View::Stream => shows(view, words::show_stream()).keys(ALT, Key::Num2),
        View::Text => shows(view, words::show_text()).keys(ALT, Key::Num3),
        View::Replies => shows(view, words::show_replies()).keys(ALT, Key::Num4),
        View::PlayList => shows(view, words::show_play_list()).keys(ALT, Key::Num5),
        View::Wire => shows(view, words::show_wire()).keys(ALT, Key::Num1),
        View::Headers => shows(view, words::show_headers()).keys(ALT, Key::Num2),
        View::Body => shows(view, words::show_body()).keys(ALT, Key::Num3),
        View::Chunks => shows(view, words::show_chunks()).keys(ALT, Key::Num4),
        View::Steps => shows(view, words::show_steps()).keys(ALT, Key::Num5),
    }
}

/// A command for each kind of tab that can be opened.
pub(super) fn new_tab(of: Kind) -> Entry {
    let entry = everywhere(kind::new(of)).menu(Menu::NewTab);
    match of {
        Kind::TcpServer => entry.keys(CTRL, Key::T),
        Kind::TcpClient => entry.keys(CTRL_SHIFT, Key::T),
        Kind::UdpPeer | Kind::HttpFetch => entry,
    }
}

const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
