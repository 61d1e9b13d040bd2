//! Rules in a line of words.

use crate::codec::{Typed, show};
use crate::respond::{Matcher, Preset, Rule, RuleSet, Step, Transport, When};
use crate::words::preset::label;
use crate::words::ui::rules as words;

/// What a rule set is called: "None", "Echo", "Greeting, then echo - edited".
pub fn title(rules: &RuleSet, transport: Transport) -> String {
    if *rules == RuleSet::default() {
        return words::none().to_owned();
    }
    let preset = Preset::ALL.into_iter().find(|preset| preset.title() == rules.name);
    match preset {
        Some(preset) if preset.rule_set(transport) != *rules => words::edited(label(preset)),
        Some(preset) => label(preset).to_owned(),
        None if rules.name.trim().is_empty() => words::unnamed().to_owned(),
        None => show::inert(&rules.name).into_owned(),
    }
}

/// A rule in a line: `message is exactly "exit" → close, stop`.
pub(super) fn summary(rule: &Rule, transport: Transport) -> String {
    let steps: Vec<String> = rule.then.iter().map(step).collect();
    let then = if steps.is_empty() { words::then_nothing().to_owned() } else { steps.join(", ") };
    words::summary(&when(&rule.when, transport), &then)
}

fn when(when: &When, transport: Transport) -> String {
    match when {
        When::Connect if transport == Transport::Datagram => words::when_new_peer().to_owned(),
        When::Connect => words::when_connected().to_owned(),
        When::Message(matcher) => message(matcher),
        When::Idle(silence) => words::when_idle(*silence),
        When::HalfClose => words::when_half_closed().to_owned(),
    }
}

fn message(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Any => words::when_any().to_owned(),
        Matcher::Exact(what) => words::when_exact(&typed(what)),
        Matcher::Contains(what) => words::when_contains(&typed(what)),
        Matcher::StartsWith(what) => words::when_starts_with(&typed(what)),
        Matcher::EndsWith(what) => words::when_ends_with(&typed(what)),
        Matcher::Regex(what) => words::when_regex(&cut(what)),
        Matcher::Mask(what) => words::when_mask(&cut(what)),
        Matcher::Empty => words::when_empty().to_owned(),
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::Reply(what) => words::then_reply(&typed(what)),
        Step::Wait(time) => words::then_wait(*time),
        Step::Close => words::then_close().to_owned(),
        Step::Abort => words::then_abort().to_owned(),
        Step::HalfClose => words::then_half_close().to_owned(),
        Step::Again => words::then_again().to_owned(),
        Step::Stop => words::then_stop().to_owned(),
    }
}

fn typed(typed: &Typed) -> String {
    match typed {
        Typed::Text { text, .. } => words::text_operand(&cut(text)),
        Typed::Hex(hex) => words::hex_operand(&cut(hex)),
    }
}

fn cut(text: &str) -> String {
    let text = show::inert(text);
    match text.char_indices().nth(MOST).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{start}…"),
        None => text.into_owned(),
    }
}

/// Characters shown of something typed.
const MOST: usize = 60;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_set_is_called_by_its_preset_until_it_is_edited() {
        let stream = Transport::Stream;
        assert_eq!(title(&RuleSet::default(), stream), "None");
        let mut rules = Preset::Greeting.rule_set(stream);
        assert_eq!(title(&rules, stream), "Greeting, then echo");
        rules.rules.push(Rule::default());
        assert_eq!(title(&rules, stream), "Greeting, then echo - edited");
        rules.name = "Mine".to_owned();
        assert_eq!(title(&rules, stream), "Mine");
        rules.name.clear();
        assert_eq!(title(&rules, stream), "Unnamed");
    }

    #[test]
    fn a_rule_is_a_line_of_words() {
        let typed = |text: &str| Typed::text(text);
        let table = [
            (
                When::Message(Matcher::Exact(typed("exit"))),
                vec![Step::Close, Step::Stop],
                "message is exactly \"exit\" → close, stop",
            ),
            (When::Connect, vec![Step::Reply(typed("hi\\r\\n"))], "connected → reply \"hi\\r\\n\""),
            (
                When::Idle(Duration::from_millis(1500)),
                vec![Step::Wait(Duration::from_millis(20)), Step::Again],
                "1.5 s of silence → wait 20 ms, again",
            ),
            (When::HalfClose, vec![], "peer half-closes → nothing"),
            (
                When::Message(Matcher::Contains(Typed::Hex("00 ff".to_owned()))),
                vec![Step::Abort],
                "message contains hex 00 ff → abort",
            ),
        ];
        for (when, then, line) in table {
            let rule = Rule { when, then, ..Rule::default() };
            assert_eq!(summary(&rule, Transport::Stream), line);
        }
    }

    #[test]
    fn what_is_long_or_not_inert_is_cut_and_escaped() {
        assert_eq!(cut(&"x".repeat(61)), format!("{}…", "x".repeat(60)));
        assert!(!cut("a\u{202e}b").contains('\u{202e}'));
    }
}
