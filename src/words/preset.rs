//! The classic programs of socket tutorials, in words.

use crate::types::preset::Preset;

/// What a preset is called.
pub fn label(preset: Preset) -> &'static str {
    match preset {
        Preset::Echo => echo(),
        Preset::Upper => upper(),
        Preset::Greeting => greeting(),
        Preset::Hello => hello(),
        Preset::Http => http(),
        Preset::Time => time(),
        Preset::Text => text(),
        Preset::Print => print(),
        Preset::Discard => discard(),
        Preset::Chargen => chargen(),
    }
}

/// What a preset does, in a few words.
pub fn explanation(preset: Preset) -> &'static str {
    match preset {
        Preset::Echo => same_bytes(),
        Preset::Upper => capitals(),
        Preset::Greeting => exit_closes(),
        Preset::Hello => answers_late(),
        Preset::Http => page(),
        Preset::Time => current_time(),
        Preset::Text => same_text(),
        Preset::Print => one_closes(),
        Preset::Discard => no_answer(),
        Preset::Chargen => endless_characters(),
    }
}

messages! {
    echo = "Echo";
    upper = "Upper-case echo";
    greeting = "Greeting, then echo";
    hello = "Hello after a second";
    http = "HTTP hello page";
    time = "Time server";
    text = "Fixed text";
    print = "Print only";
    discard = "Discard";
    chargen = "Chargen";

    same_bytes = "The same bytes";
    capitals = "The same bytes in capitals";
    exit_closes = "exit closes";
    answers_late = "Answers late; exit closes";
    page = "A page for a browser";
    current_time = "The time; a message is its format";
    same_text = "The same text each time";
    one_closes = "No answer; 1 closes";
    no_answer = "No answer";
    endless_characters = "Characters without end";
}
