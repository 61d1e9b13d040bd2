//! The shelf of saved payloads.

use crate::words::count;

/// What was taken from a file.
pub fn imported(payloads: usize) -> String {
    match payloads {
        1 => one_imported().to_owned(),
        n => many_imported(&count(n as u64)),
    }
}

/// What the button that sends a payload shows while the pointer is on it; `digit` is the key that does the same.
pub fn send_hint(digit: Option<usize>) -> String {
    digit.map_or_else(|| send_now().to_owned(), send_by_key)
}

// The panel.
messages! {
    shelf = "Shelf";
    search = "Search";
    search_name = "Search the shelf";
    nothing_found = "No name, group or content has these letters";
    empty_hint = "Payloads that you send often stand here, one click or key away";
    empty_save_hint = "Type one below and press Save to shelf";
    empty_import_hint = "Import takes a shelf, a list of Packet Sender, or a file with a payload a line";
}

// A payload and its menu.
messages! {
    item_hint = "A click puts it into the composer, dragging moves it";
    item(name: &str, mode: &str, content: &str) = "{name}, {mode} {content}";
    group_heading(group: &str) = "Group {group}";
    text = "Text";
    hex = "Hex";
    file = "File";
    menu(name: &str) = "Change {name}";
    send(name: &str) = "Send {name}";
    send_now = "Send it at once";
    send_by_key(key: usize) = "Send it at once ({key})";
    menu_send = "Send at once";
    menu_load = "Put into the composer";
    menu_edit = "Rename or regroup";
    menu_replace = "Replace by the composer";
    move_up = "Move up";
    move_down = "Move down";
    delete = "Delete";
    delete_key = "Del";
}

// The entries that rename a payload.
messages! {
    name = "Name";
    group = "Group";
    entry_name(field: &str) = "{field} on the shelf";
    no_group = "No group";
    groups = "Groups";
    groups_hint = "The groups there are";
    done = "Done";
}

// Import and export.
messages! {
    import = "Import";
    import_hint = "Add the payloads of a file: a shelf, a list of Packet Sender, or a payload a line";
    import_file = "Import this file";
    export = "Export";
    export_hint = "Write all payloads to a file";
    export_file = "Export this file";
    go = "Go";
    path = "Path of the file";
}

// What happened.
messages! {
    nobody_to_send_to(reason: &str) = "Nothing is sent: {reason}";
    not_sent(name: &str, problem: &str) = "“{name}” is not sent: {problem}";
    deleted(name: &str) = "“{name}” was deleted";
    replaced(name: &str) = "“{name}” was replaced";
    one_imported = "1 payload was added";
    many_imported(payloads: &str) = "{payloads} payloads were added";
    undo = "Undo";
    keep_change = "Keep it so";
    close_message = "Close the message";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_payloads_are_counted() {
        assert_eq!(imported(1), "1 payload was added");
        assert_eq!(imported(1_000), "1,000 payloads were added");
    }

    #[test]
    fn the_button_names_its_key() {
        assert_eq!(send_hint(None), "Send it at once");
        assert_eq!(send_hint(Some(2)), "Send it at once (2)");
    }
}
