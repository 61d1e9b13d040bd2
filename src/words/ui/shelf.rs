//! The shelf of saved payloads.

use std::fmt::Display;

messages! {
    a_click_puts_it_into = "A click puts it into the composer, dragging moves it";
    add_the_payloads_of_a = "Add the payloads of a file: a shelf, a list of Packet Sender, or a payload a line";
    change(saved: impl Display) = "Change {saved}";
    close_the_message = "Close the message";
    del = "Del";
    delete = "Delete";
    done = "Done";
    export = "Export";
    file = "File";
    group = "Group";
    group_2(heading: impl Display) = "Group {heading}";
    groups = "Groups";
    hex = "Hex";
    import = "Import";
    import_takes_a_shelf_a = "Import takes a shelf, a list of Packet Sender, or a file with a payload a line";
    is_not_sent(saved: impl Display, message: impl Display) = "“{saved}” is not sent: {message}";
    keep_it_so = "Keep it so";
    move_down = "Move down";
    move_up = "Move up";
    n_1_payload_was_added = "1 payload was added";
    name = "Name";
    no_group = "No group";
    no_name_group_or_content = "No name, group or content has these letters";
    nothing_is_sent(why: impl Display) = "Nothing is sent: {why}";
    on_the_shelf(name: impl Display) = "{name} on the shelf";
    path_of_the_file = "Path of the file";
    payloads_that_you_send_often = "Payloads that you send often stand here, one click or key away";
    payloads_were_added(n: impl Display) = "{n} payloads were added";
    put_into_the_composer = "Put into the composer";
    rename_or_regroup = "Rename or regroup";
    replace_by_the_composer = "Replace by the composer";
    search = "Search";
    search_the_shelf = "Search the shelf";
    send(saved: impl Display) = "Send {saved}";
    send_at_once = "Send at once";
    send_it_at_once(key: impl Display) = "Send it at once{key}";
    shelf = "Shelf";
    text = "Text";
    the_groups_there_are = "The groups there are";
    this_file(way: impl Display) = "{way} this file";
    type_one_below_and_press = "Type one below and press Save to shelf";
    undo = "Undo";
    was_deleted(name: impl Display) = "“{name}” was deleted";
    was_replaced(name: impl Display) = "“{name}” was replaced";
    write_all_payloads_to_a = "Write all payloads to a file";
}
