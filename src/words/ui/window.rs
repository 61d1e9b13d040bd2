//! What belongs to the window as a whole: tab strip, palette, notice, the question before a tab closes.

use crate::words::{bytes, count};

messages! {
    new_tab = "New tab";
    close_tab(name: &str) = "Close {name}";
    close_tab_hint = "Close this tab and stop what it runs";
    faults(words: &str) = "Faults: {words}";

    theme_of_system = "Theme: system";
    theme_dark = "Theme: dark";
    theme_light = "Theme: light";

    palette_name = "Command";
    palette_hint = "Type a command";
    no_command = "No matching commands";

    close_notice = "Close the notice";
}

// The question before a tab closes.
messages! {
    close = "Close tab";
    keep = "Keep";
    keep_name = "Keep tab";
    question(name: &str, loss: &str) = "Close {name}? {loss}";
    is_stopped = "It will be stopped";
    are_closed(connections: &str) = "{connections} will be closed";
    are_discarded(bytes: &str) = "{bytes} will be discarded";
    are_closed_and_discarded(connections: &str, bytes: &str) = "{connections} will be closed and {bytes} discarded";
    one_connection = "1 connection";
    many_connections(count: &str) = "{count} connections";
}

/// What closing a tab would lose: its open connections and the bytes of its record.
pub fn loss(open: u64, kept: u64) -> String {
    let connections = match open {
        1 => one_connection().to_owned(),
        n => many_connections(&count(n)),
    };
    match (open, kept) {
        (0, 0) => is_stopped().to_owned(),
        (_, 0) => are_closed(&connections),
        (0, _) => are_discarded(&bytes(kept)),
        _ => are_closed_and_discarded(&connections, &bytes(kept)),
    }
}
