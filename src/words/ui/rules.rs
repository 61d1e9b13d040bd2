//! The rules of a session: the section that names them, the list, and the form of a rule.

use std::time::Duration;

use crate::words::duration;

/// Where the first error is, and what it means; `rule` is counted from 0, `None` is the framing.
pub fn error(rule: Option<usize>, is_live: bool) -> String {
    let place = rule.map_or_else(|| in_framing().to_owned(), |rule| in_rule(rule + 1));
    if is_live { still_active(&place) } else { fix_first(&place) }
}

/// "1.5 s of silence".
pub fn when_idle(silence: Duration) -> String {
    when_silent(&duration(silence))
}

/// "wait 20 ms".
pub fn then_wait(time: Duration) -> String {
    then_waits(&duration(time))
}

messages! {
    in_framing = "framing";
    in_rule(number: usize) = "rule {number}";
    still_active(place: &str) = "Error in {place}: the last valid rules stay active";
    fix_first(place: &str) = "Error in {place}: fix it before you start";
}

// The section that names the rules, and the classic ones to pick.
messages! {
    replies = "Replies";
    current_replies(title: &str) = "Replies: {title}";
    edit = "Edit";
    none = "None";
    none_hint = "Nothing is answered";
    unnamed = "Unnamed";
    edited(preset: &str) = "{preset} - edited";
    bring_back = "Bring back my rules";
    bring_back_hint(title: &str) = "{title}, as it was before it was replaced";
}

// The head of the form, and what it shows while there are no rules.
messages! {
    name = "Name";
    set_name = "Name of the rules";
    datagram = "One datagram is one message";
    strip_line_ending = "Without its line ending";
    strip_line_ending_hint = "A final LF or CRLF isn't compared, and {message} leaves it out; {frame} keeps it";
    rules = "Rules";
    order_hint = "In order; each message meets all of them, unless one stops that";
    add_rule = "Add rule";
    add_rule_hint = "One more rule, after the others";
    new_rule(number: usize) = "Rule {number}";
    no_rules = "No rules: nothing is answered";
    no_rules_yet = "No rules yet";
    no_rules_hint = "Add a rule, or begin with a classic program and change it";
}

// A rule in the list, and what can be done with it.
messages! {
    row(number: usize, name: &str, summary: &str) = "Rule {number}: {name}, {summary}";
    drag_hint = "Drag to another place; Alt+Up and Alt+Down move it, too";
    use_rule(number: usize) = "Use rule {number}";
    switch_off_hint = "Switch this rule off";
    switch_on_hint = "Switch this rule on";
    menu(number: usize) = "Change rule {number}";
    menu_hint = "Duplicate, move or delete this rule";
    duplicate = "Duplicate";
    duplicate_hint = "A second rule like this one";
    duplicate_name(name: &str) = "{name} copy";
    move_up = "Move up";
    move_up_hint = "Move the rule up";
    move_down = "Move down";
    move_down_hint = "Move the rule down";
    delete = "Delete";
    delete_hint = "Drop this rule";
}

// An open rule.
messages! {
    rule_name = "Name of the rule";
    rule_name_hint = "Replies in the log are named after it";
    when = "When";
    then = "Then";
    operand = "Match";
    connected = "Connected";
    connected_hint = "The connection is open";
    first_datagram_hint = "The first datagram of a peer, before it is a message";
    silence = "Silence";
    silence_duration = "Silence of the peer";
    silence_hint = "once in each silence";
    half_closed = "Peer half-closes";
    half_closed_hint = "FIN, after what was answered";

    step_reply(number: usize) = "Step {number} reply";
    reply = "Reply";
    reply_fields_hint = "Fields such as {message}, which take their value when the reply is sent";
    wait = "Wait";
    close = "Close";
    close_hint = "FIN, after what is queued";
    abort = "Abort";
    abort_hint = "RST, after what is queued";
    close_datagrams_hint = "The socket, after what is queued";
    half_close = "Half-close";
    half_close_hint = "FIN, and go on reading";
    half_close_datagrams_hint = "Nothing, for datagrams";
    again = "Begin again";
    again_hint = "With the first step";
    stop = "Stop";
    stop_hint = "The rules below do not see the message";
}

// The summary of a rule: when, then what.
messages! {
    summary(when: &str, then: &str) = "{when} → {then}";
    when_new_peer = "new peer";
    when_connected = "connected";
    when_half_closed = "peer half-closes";
    when_silent(silence: &str) = "{silence} of silence";
    when_any = "any message";
    when_empty = "empty message";
    when_exact(operand: &str) = "message is exactly {operand}";
    when_contains(operand: &str) = "message contains {operand}";
    when_starts_with(operand: &str) = "message starts with {operand}";
    when_ends_with(operand: &str) = "message ends with {operand}";
    when_regex(pattern: &str) = "message matches {pattern}";
    when_mask(mask: &str) = "message is like hex {mask}";
    then_nothing = "nothing";
    then_reply(operand: &str) = "reply {operand}";
    then_waits(time: &str) = "wait {time}";
    then_close = "close";
    then_abort = "abort";
    then_half_close = "half-close";
    then_again = "again";
    then_stop = "stop";
    text_operand(text: &str) = "\"{text}\"";
    hex_operand(hex: &str) = "hex {hex}";
}
