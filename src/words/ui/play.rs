//! The play list of a session.

use std::fmt::Display;

/// Where the first error is; `step` is counted from 0, `None` is the framing.
pub fn error(step: Option<usize>) -> String {
    step.map_or_else(|| error_in_framing().to_owned(), |step| error_in_step(step + 1))
}

messages! {
    fix_first = "Fix the error first";
    no_steps = "There are no steps";
    error_in_framing = "Error in framing";
    error_in_step(number: usize) = "Error in step {number}";
}

messages! {
    a_list_sends_waits_and = "A list sends, waits, and checks what comes back, the same way each time";
    a_message_is = "A message is";
    a_message_within_a_time = "A message, within a time";
    a_payload_whole_or_in = "A payload, whole or in pieces";
    add_step = "Add step";
    add_step_2(deed: impl Display) = "Add step: {deed}";
    begin_with_an_example = "Begin with an example";
    bytes_every = "bytes every";
    expect = "Expect";
    failed_after(took: impl Display, capitalised: impl Display) = "Failed after {took}: {capitalised}";
    failed_at_step_of_steps(with: impl Display, step: impl Display, passed: impl Display, all: impl Display) = "Failed{with} at step {step}, {passed} of {all} steps passed";
    fields_for_step(number: impl Display) = "Fields for step {number}";
    fields_such_as_which_take = "Fields such as {seq:u32be}, which take their value when it is sent";
    for_so_long = "For so long";
    from_step = "from step";
    give_up_what_is_left = "Give up what is left of the list";
    hello = "Hello";
    in_pieces = "In pieces";
    more_time = "more time";
    more_times = "more times";
    name = "Name";
    name_of_the_list = "Name of the list";
    no_steps_yet = "No steps yet";
    one_more_step_after_the = "One more step, after the others";
    passed_all_steps(with: impl Display, all: impl Display) = "Passed{with}, all {all} steps";
    passed_in(took: impl Display) = "Passed in {took}";
    play = "Play";
    play_the_list = "Play the list";
    playing_of_steps_passed(with: impl Display, passed: impl Display, all: impl Display) = "Playing{with}, {passed} of {all} steps passed";
    repeat = "Repeat";
    send = "Send";
    send_a_line_expect_it = "Send a line, expect it to come back, twice";
    step(number: impl Display) = "Step {number}";
    step_bytes_of_a_piece(number: impl Display) = "Step {number} bytes of a piece";
    step_expects(number: impl Display) = "Step {number} expects";
    step_from(number: impl Display) = "Step {number} from";
    step_in_pieces(number: impl Display) = "Step {number} in pieces";
    step_message(number: impl Display) = "Step {number} message";
    step_pause(number: impl Display) = "Step {number} pause";
    step_payload(number: impl Display) = "Step {number} payload";
    step_times(number: impl Display) = "Step {number} times";
    step_wait(number: impl Display) = "Step {number} wait";
    step_within(number: impl Display) = "Step {number} within";
    steps = "Steps";
    stop = "Stop";
    stop_playing = "Stop playing";
    stopped_of_steps_passed(with: impl Display, passed: impl Display, all: impl Display) = "Stopped{with}, {passed} of {all} steps passed";
    the_steps_before_it_so = "The steps before it, so many times";
    unnamed = "Unnamed";
    wait = "Wait";
    with(peer: impl Display) = " with {peer}";
    with_the_first_of_them(peers: impl Display) = "{peers}; with the first of them, if there are several";
}
