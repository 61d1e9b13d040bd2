//! What is wrong with a rule set, and what its index finds.

mod file;
mod index;

use crate::codec::Typed;

use super::*;
use crate::types::problem::{
    EscapeProblem, FieldProblem, FramingProblem, MatcherProblem, RuleStepProblem, TypedProblem,
};

fn exact(text: &str) -> When {
    When::Message(Matcher::Exact(Typed::text(text)))
}

#[test]
fn a_group_that_the_expression_lacks_is_a_problem() {
    let regex = |text: &str| When::Message(Matcher::Regex(text.to_owned()));
    let table = [
        (regex("(a)(b)?"), "{capture:0}{capture:1}{capture:2}", None),
        (
            regex("(a)(b)?"),
            "{upper:capture:3}",
            Some(RuleStepProblem::NoGroup { group: 3, groups: 2 }),
        ),
        (regex("(?:a)"), "{capture:1}", Some(RuleStepProblem::NoGroups { group: 1 })),
        (When::default(), "{capture:0}", None),
        (When::default(), "{capture:1}", Some(RuleStepProblem::NoGroups { group: 1 })),
        (When::Connect, "{strftime:capture:1}", Some(RuleStepProblem::NoGroups { group: 1 })),
    ];
    for (when, reply, expected) in table {
        let rules = vec![Rule::new("", when, vec![Step::reply(reply)])];
        let found = RuleSet { rules, ..RuleSet::default() }.problems();
        let problem = found.first().map(|problem| problem.error.problem.clone());
        assert_eq!(problem, expected.map(TypedProblem::from), "{reply}");
        assert!(found.iter().all(|problem| problem.error.at == (0..reply.len())), "{reply}");
    }
}

#[test]
fn each_problem_says_which_rule_and_part() {
    let rules = vec![
        Rule::new("fine", When::Connect, vec![Step::reply("{peer}"), Step::Again]),
        Rule::new("", exact("a\\q"), vec![Step::Close, Step::reply("a {nothing}")]),
        Rule::new("", When::Idle(Duration::ZERO), vec![]),
        Rule::new("", When::Message(Matcher::Regex("a(".to_owned())), vec![Step::Stop]),
        Rule::new(
            "",
            When::HalfClose,
            vec![Step::reply(""), Step::Wait(Duration::ZERO), Step::Again],
        ),
        Rule { off: true, ..Rule::new("", exact("\\"), vec![Step::Again]) },
        Rule::new("", When::default(), vec![Step::Wait(Duration::from_nanos(1)), Step::Again]),
    ];
    let framing = Framing::Delimiter(Typed::default());
    let set = RuleSet { name: String::new(), framing, rules };
    let found: Vec<_> = set
        .problems()
        .into_iter()
        .map(|RuleProblem { rule, part, error }| (rule, part, error.at, error.problem))
        .collect();
    let nothing = FieldProblem::UnknownField("nothing".to_owned());
    let unclosed = MatcherProblem::Syntax("unclosed group".to_owned());
    let expected = [
        (None, RulePart::Framing, 0..0, FramingProblem::EmptyDelimiter.into()),
        (Some(1), RulePart::When, 1..3, EscapeProblem::Unknown('q').into()),
        (Some(1), RulePart::Step(1), 3..10, nothing.into()),
        (Some(2), RulePart::When, 0..0, RuleStepProblem::NoSilence.into()),
        (Some(3), RulePart::When, 1..2, unclosed.into()),
        (Some(4), RulePart::Step(2), 0..0, RuleStepProblem::Endless.into()),
    ];
    assert_eq!(found, expected);
    assert_eq!(set.compile(|_| RuleTag(0)).unwrap_err(), set.problems());
}

#[test]
fn names_get_their_numbers_in_order() {
    let rule = |name: &str| Rule::new(name, When::default(), vec![]);
    let mut off = rule("off");
    off.off = true;
    let set = RuleSet { rules: vec![rule("a"), off, rule(""), rule("a")], ..RuleSet::default() };
    let mut names = Vec::new();
    let tag = |name: &RuleName| {
        names.push(name.clone());
        RuleTag(0)
    };
    assert!(!set.compile(tag).unwrap().is_empty());
    let a = RuleName::Given("a".to_owned());
    assert_eq!(names, [a.clone(), RuleName::Number(3), a, RuleName::Framing]);
}

#[test]
fn a_set_of_no_rules_in_force_is_empty() {
    let off = Rule { off: true, ..Rule::default() };
    let sets = [RuleSet::default(), RuleSet { rules: vec![off], ..RuleSet::default() }];
    for set in sets {
        assert!(set.compile(|_| RuleTag(0)).unwrap().is_empty());
    }
    assert!(Rules::default().is_empty());
}

#[test]
fn ten_thousand_rules_are_read() {
    let rule =
        |n: usize| Rule::new("", exact(&format!("word {n}")), vec![Step::reply("{message}")]);
    let rules = (0..10_000).map(rule).collect();
    let set = RuleSet { framing: Framing::Line, rules, ..RuleSet::default() };
    assert_eq!(set.problems(), []);
    assert_eq!(RuleSet::from_toml(&set.to_toml()), Ok(set));
}
