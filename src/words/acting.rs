//! What a session does by itself, in words.

use crate::types::inert::inert;
use crate::types::{Kind, PlayFact, RuleAct, RuleName, StepOutcome, Tally};
use crate::words::problem::play as problem;
use crate::words::{capitalised, count, duration};

/// A rule as a phrase: "the rule “Echo”", "rule 2".
pub fn rule(name: Option<&RuleName>) -> String {
    match name {
        Some(RuleName::Given(name)) => named_rule(&inert(name.trim())),
        Some(RuleName::Number(number)) => numbered_rule(*number),
        Some(RuleName::Framing) => framing().to_owned(),
        None => unknown_rule().to_owned(),
    }
}

/// A rule as it is listed: "Echo", "Rule 2".
pub fn rule_label(name: &RuleName) -> String {
    match name {
        RuleName::Given(name) => name.clone(),
        RuleName::Number(number) => capitalised(&numbered_rule(*number)),
        RuleName::Framing => capitalised(framing()),
    }
}

messages! {
    named_rule(name: &str) = "the rule “{name}”";
    numbered_rule(number: usize) = "rule {number}";
    framing = "the framing";
    unknown_rule = "a rule";
}

/// What a rule did besides replying.
pub(super) fn ruled(kind: Kind, name: Option<&RuleName>, act: &RuleAct) -> String {
    let rule = capitalised(&rule(name));
    match act {
        RuleAct::Close | RuleAct::Abort if kind.has_datagrams() => closes_socket(&rule),
        RuleAct::Close => closes_connection(&rule),
        RuleAct::Abort => aborts_connection(&rule),
        RuleAct::HalfClose => half_closes(&rule),
        RuleAct::Fail(why) => did_not_reply(&rule, &problem::reply(why)),
        RuleAct::Unframed(why) => messages_end(&problem::cut(*why)),
    }
}

messages! {
    closes_socket(rule: &str) = "{rule} closes the socket";
    closes_connection(rule: &str) = "{rule} closes the connection (FIN)";
    aborts_connection(rule: &str) = "{rule} aborts the connection (RST)";
    half_closes(rule: &str) = "{rule} ends our side (FIN)";
    did_not_reply(rule: &str, why: &str) = "{rule} did not reply: {why}";
    messages_end(why: &str) = "Messages end here: {why}";
}

/// Payloads a second, from the first to the last; `None` before the second of them.
pub fn rate(tally: &Tally) -> Option<f64> {
    let intervals = tally.done.checked_sub(1).filter(|intervals| *intervals > 0)?;
    let seconds = tally.elapsed.as_secs_f64();
    (seconds > 0.0).then(|| intervals as f64 / seconds)
}

/// "Repeated 1,000 times in 10.0 s, 100.0/s, 3 missed".
pub(super) fn repeated(tally: &Tally) -> String {
    let done = match tally.done {
        0 => not_repeated().to_owned(),
        1 => repeated_once().to_owned(),
        done => repeated_times(&count(done), &duration(tally.elapsed)),
    };
    let rate = rate(tally).map_or_else(String::new, per_second);
    let missed = match tally.missed {
        0 => String::new(),
        missed => missed_moments(&count(missed)),
    };
    format!("{done}{rate}{missed}")
}

/// What a play list did.
pub(super) fn play(fact: &PlayFact) -> String {
    match fact {
        PlayFact::Began => list_began().to_owned(),
        PlayFact::Step { step, outcome: StepOutcome::Passed, took } => {
            step_passed(*step, &duration(*took))
        }
        PlayFact::Step { step, outcome: StepOutcome::Failed(why), took } => {
            step_failed(*step, &duration(*took), &problem::step(why))
        }
        PlayFact::Done { passed: true } => list_passed().to_owned(),
        PlayFact::Done { passed: false } => list_failed().to_owned(),
    }
}

messages! {
    not_repeated = "Not repeated";
    repeated_once = "Repeated once";
    repeated_times(times: &str, elapsed: &str) = "Repeated {times} times in {elapsed}";
    per_second(rate: f64) = ", {rate:.1}/s";
    missed_moments(missed: &str) = ", {missed} missed";
    list_began = "The play list began";
    step_passed(step: u32, took: &str) = "Step {step} passed ({took})";
    step_failed(step: u32, took: &str, why: &str) = "Step {step} failed ({took}): {why}";
    list_passed = "The play list passed";
    list_failed = "The play list failed";
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::types::problem::{CutProblem, ReplyProblem};

    #[test]
    fn a_tally_reads_as_a_sentence() {
        let tally = |done, millis, missed| Tally {
            done,
            missed,
            elapsed: Duration::from_millis(millis),
            ..Tally::default()
        };
        let table = [
            (tally(0, 0, 0), "Not repeated"),
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
        let bye = || RuleName::Given("Bye".to_owned());
        let words = |name, act| ruled(Kind::TcpServer, Some(&name), &act);
        assert_eq!(words(bye(), RuleAct::Close), "The rule “Bye” closes the connection (FIN)");
        assert_eq!(
            words(RuleName::Number(7), RuleAct::Fail(ReplyProblem::NoAddress)),
            "Rule 7 did not reply: the sender has no address to reply to"
        );
        assert_eq!(
            words(RuleName::Framing, RuleAct::Unframed(CutProblem::CutOff { bytes: 9 })),
            "Messages end here: the last message was cut off after 9 bytes"
        );
        let text = ruled(Kind::UdpPeer, Some(&bye()), &RuleAct::Abort);
        assert_eq!(text, "The rule “Bye” closes the socket");
    }
}
