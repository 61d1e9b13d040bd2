//! The table of keys in the README is the one of the commands.

use std::fmt::Write as _;

use egui::{KeyboardShortcut, ModifierNames};
use sockscope::types::Kind;
use sockscope::ui::command::Command;

#[test]
fn the_readme_lists_the_keys_of_the_commands() {
    let expected = table();
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&expected), "the README's table of keys should be:\n{expected}");
}

/// A line for each shortcut, with what it does in each family of tabs, and behind them the keys of single widgets.
fn table() -> String {
    let mut table = "| keys | TCP and UDP tabs | HTTP fetch tabs |\n|---|---|---|\n".to_owned();
    let mut seen: Vec<KeyboardShortcut> = Vec::new();
    for shortcut in Command::all().filter_map(Command::shortcut) {
        if seen.contains(&shortcut) {
            continue;
        }
        seen.push(shortcut);
        let [sockets, fetches] = [Kind::TcpServer, Kind::HttpFetch].map(|kind| {
            let of_kind = Command::all().filter(|command| command.applies_to(kind));
            let mut given = of_kind.filter(|command| command.shortcut() == Some(shortcut));
            given.next().map_or("", |command| command.text(kind))
        });
        let keys = shortcut.format(&ModifierNames::NAMES, false);
        writeln!(table, "| {keys} | {sockets} | {fetches} |").expect("a string grows");
    }
    table + OF_WIDGETS
}

/// Keys that mean something only to the widget that has the keyboard.
const OF_WIDGETS: &str = "\
| Enter in the payload | Send; a new line if it has several | Fetch; a new line if it has several |
| Up, Down in the payload | Payloads sent before | Bodies sent before |
| 1 to 9 | Send one of the first nine on the shelf | |
| Alt+Up, Alt+Down, F2, Delete on the shelf | Move, rename, remove | |
| Home, End, Ctrl+A in the log | First row, last row, select all | First row, last row, select all |
| Escape | | Cancel the fetch |
";
