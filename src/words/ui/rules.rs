//! The rules of a session.

use std::fmt::Display;

/// Where the first error is, and what it means; `rule` is counted from 0, `None` is the framing.
pub fn error(rule: Option<usize>, is_live: bool) -> String {
    let place = rule.map_or_else(|| framing().to_owned(), |rule| in_rule(rule + 1));
    if is_live { still_active(&place) } else { fix_first(&place) }
}

messages! {
    framing = "framing";
    in_rule(number: usize) = "rule {number}";
    still_active(place: &str) = "Error in {place}: the last valid rules stay active";
    fix_first(place: &str) = "Error in {place}: fix it before you start";
}

messages! {
    a_message_is = "A message is";
    a_second_rule_like_this = "A second rule like this one";
    abort = "Abort";
    add_a_rule_or_begin = "Add a rule, or begin with a classic program and change it";
    add_rule = "Add rule";
    add_step = "Add step";
    any_message = "any message";
    as_it_was_before_it(name: impl Display) = "{name}, as it was before it was replaced";
    begin_again = "Begin again";
    bring_back_my_rules = "Bring back my rules";
    change_rule(number: impl Display) = "Change rule {number}";
    close = "Close";
    connected = "Connected";
    delete = "Delete";
    drag_to_another_place_alt = "Drag to another place; Alt+Up and Alt+Down move it, too";
    drop_this_rule = "Drop this rule";
    duplicate = "Duplicate";
    duplicate_move_or_delete_this = "Duplicate, move or delete this rule";
    edit = "Edit";
    empty_message = "empty message";
    fields_for_step(number: impl Display) = "Fields for step {number}";
    fields_such_as_which_take = "Fields such as {message}, which take their value when the reply is sent";
    fin_after_what_is_queued = "FIN, after what is queued";
    fin_after_what_was_answered = "FIN, after what was answered";
    fin_and_go_on_reading = "FIN, and go on reading";
    hex(cut: impl Display) = "hex {cut}";
    in_order_each_message_meets = "In order; each message meets all of them, unless one stops that";
    match_label = "Match";
    message_contains(typed: impl Display) = "message contains {typed}";
    message_ends_with(typed: impl Display) = "message ends with {typed}";
    message_is_exactly(typed: impl Display) = "message is exactly {typed}";
    message_is_like_hex(cut: impl Display) = "message is like hex {cut}";
    message_matches(cut: impl Display) = "message matches {cut}";
    message_starts_with(typed: impl Display) = "message starts with {typed}";
    move_down = "Move down";
    move_the_rule_down = "Move the rule down";
    move_the_rule_up = "Move the rule up";
    move_up = "Move up";
    name = "Name";
    name_of_the_rule = "Name of the rule";
    name_of_the_rules = "Name of the rules";
    new_peer = "new peer";
    no_rules_nothing_is_answered = "No rules: nothing is answered";
    no_rules_yet = "No rules yet";
    none = "None";
    nothing_for_datagrams = "Nothing, for datagrams";
    nothing_is_answered = "Nothing is answered";
    of_silence(duration: impl Display) = "{duration} of silence";
    once_in_each_silence = "once in each silence";
    one_more_rule_after_the = "One more rule, after the others";
    one_more_step_after_the = "One more step, after the others";
    peer_half_closes = "peer half-closes";
    peer_half_closes_2 = "Peer half-closes";
    replies(title: impl Display) = "Replies: {title}";
    replies_2 = "Replies";
    replies_in_the_log_are = "Replies in the log are named after it";
    reply(typed: impl Display) = "reply {typed}";
    reply_2 = "Reply";
    rst_after_what_is_queued = "RST, after what is queued";
    rule(number: impl Display, rule: impl Display, summary: impl Display) = "Rule {number}: {rule}, {summary}";
    rule_2(rules: impl Display) = "Rule {rules}";
    rules = "Rules";
    silence = "Silence";
    silence_of_the_peer = "Silence of the peer";
    step(number: impl Display) = "Step {number}";
    step_reply(number: impl Display) = "Step {number} reply";
    step_wait(number: impl Display) = "Step {number} wait";
    stop = "Stop";
    switch_this_rule_off = "Switch this rule off";
    switch_this_rule_on = "Switch this rule on";
    the_connection_is_open = "The connection is open";
    the_first_datagram_of_a = "The first datagram of a peer, before it is a message";
    the_rules_below_do_not = "The rules below do not see the message";
    the_socket_after_what_is = "The socket, after what is queued";
    then = "Then";
    unnamed = "Unnamed";
    use_rule(number: impl Display) = "Use rule {number}";
    wait(duration: impl Display) = "wait {duration}";
    wait_2 = "Wait";
    what_ends_in_lf_or = "What ends in LF or CRLF matches without it, and {message} has none; {frame} has all";
    when = "When";
    with_the_first_step = "With the first step";
    without_its_line_ending = "Without its line ending";
}
