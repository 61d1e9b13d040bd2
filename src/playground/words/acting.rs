//! What a session does by itself, in words.

use crate::respond::{RulePart, RuleProblem, RuleSet};
use crate::types::{Level, PlayFact, RuleAct, StepOutcome, Tally};

use crate::playground::automation::rate;
use crate::playground::draft::Kind;
use crate::playground::words::{count, duration};

/// A rule by its name: "the rule “Echo”", "rule 2".
pub fn rule(name: &str) -> String {
    let name = name.trim();
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match name.strip_prefix("Rule ").filter(is_number) {
        // One without a name is called by its number.
        Some(number) => format!("rule {number}"),
        None => format!("the rule “{name}”"),
    }
}

/// What is wrong with a rule set, and where: "rule 2 “Echo”, step 1: unknown field".
pub fn rule_problem(rules: &RuleSet, problem: &RuleProblem) -> String {
    let message = &problem.error.message;
    let Some(index) = problem.rule else {
        return format!("what a message is: {message}");
    };
    let name = rules.rules.get(index).map_or("", |rule| rule.name.trim());
    let name = if name.is_empty() { String::new() } else { format!(" “{name}”") };
    let part = match problem.part {
        RulePart::Framing => "what a message is".to_owned(),
        RulePart::When => "when".to_owned(),
        RulePart::Step(step) => format!("step {}", step.saturating_add(1)),
    };
    format!("rule {}{name}, {part}: {message}", index.saturating_add(1))
}

/// What a rule did besides replying.
pub(in crate::playground) fn ruled(kind: Kind, name: &str, act: &RuleAct) -> (Level, String) {
    let rule = crate::playground::words::capitalised(&rule(name));
    match act {
        RuleAct::Close | RuleAct::Abort if kind == Kind::UdpPeer => {
            (Level::Info, format!("{rule} closes the socket"))
        }
        RuleAct::Close => (Level::Info, format!("{rule} closes the connection (FIN)")),
        RuleAct::Abort => (Level::Info, format!("{rule} aborts the connection (RST)")),
        RuleAct::HalfClose => (Level::Info, format!("{rule} ends our side (FIN)")),
        RuleAct::Fail(why) => (Level::Warning, format!("{rule} did not reply: {why}")),
        RuleAct::Unframed(why) => (Level::Warning, format!("Messages end here: {why}")),
    }
}

/// "Repeated 1,000 times in 10.0 s, 100.0/s, 3 missed".
pub(super) fn repeated(tally: &Tally) -> String {
    let done = match tally.done {
        0 => "Repeated not once".to_owned(),
        1 => "Repeated once".to_owned(),
        done => format!("Repeated {} times in {}", count(done), duration(tally.elapsed)),
    };
    let rate = rate(tally).map_or_else(String::new, |rate| format!(", {rate:.1}/s"));
    let missed = match tally.missed {
        0 => String::new(),
        missed => format!(", {} missed", count(missed)),
    };
    format!("{done}{rate}{missed}")
}

/// What a play list did, and how loud.
pub(super) fn play(fact: &PlayFact) -> (Level, String) {
    match fact {
        PlayFact::Began => (Level::Info, "The play list began".to_owned()),
        PlayFact::Step { step, outcome: StepOutcome::Passed, took } => {
            (Level::Info, format!("Step {step} passed ({})", duration(*took)))
        }
        PlayFact::Step { step, outcome: StepOutcome::Failed(why), took } => {
            (Level::Warning, format!("Step {step} failed ({}): {why}", duration(*took)))
        }
        PlayFact::Done { passed: true } => (Level::Info, "The play list passed".to_owned()),
        PlayFact::Done { passed: false } => (Level::Warning, "The play list failed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_tally_reads_as_a_sentence() {
        let tally = |done, millis, missed| Tally {
            done,
            missed,
            elapsed: Duration::from_millis(millis),
            ..Tally::default()
        };
        let table = [
            (tally(0, 0, 0), "Repeated not once"),
            (tally(1, 700, 0), "Repeated once"),
            (tally(1_000, 9_990, 3), "Repeated 1,000 times in 10.0 s, 100.0/s, 3 missed"),
            (tally(2, 0, 0), "Repeated 2 times in 0 s"),
        ];
        for (tally, words) in table {
            assert_eq!(repeated(&tally), words);
        }
    }

    #[test]
    fn what_a_rule_did_names_it() {
        let words = |name, act| ruled(Kind::TcpServer, name, &act).1;
        assert_eq!(words("Bye", RuleAct::Close), "The rule “Bye” closes the connection (FIN)");
        assert_eq!(
            words("Rule 7", RuleAct::Fail("no such format".to_owned())),
            "Rule 7 did not reply: no such format"
        );
        assert_eq!(
            words("Framing", RuleAct::Unframed("a length of 9 is too long".to_owned())),
            "Messages end here: a length of 9 is too long"
        );
        let (_, text) = ruled(Kind::UdpPeer, "Bye", &RuleAct::Abort);
        assert_eq!(text, "The rule “Bye” closes the socket");
    }

    #[test]
    fn a_problem_names_the_rule_and_its_part() {
        let problem = |rule, part| RuleProblem {
            rule,
            part,
            error: crate::codec::ParseError { at: 0..0, message: "wrong".to_owned() },
        };
        let rules = RuleSet {
            rules: vec![crate::respond::Rule { name: "Bye".to_owned(), ..Default::default() }],
            ..RuleSet::default()
        };
        let words = |rule, part| rule_problem(&rules, &problem(rule, part));
        assert_eq!(words(Some(0), RulePart::Step(1)), "rule 1 “Bye”, step 2: wrong");
        assert_eq!(words(Some(7), RulePart::When), "rule 8, when: wrong");
        assert_eq!(words(None, RulePart::Framing), "what a message is: wrong");
    }
}
