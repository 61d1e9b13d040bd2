//! The rules of a file.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::payloads::marked;
use crate::form;
use crate::respond::{Framing, Matcher, RulePart, RuleProblem, RuleSet, Step, When};
use crate::store::read::{WRITTEN_BY_HAND, read_text_waiting};
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};
use crate::words;
use crate::words::cli::argument;

/// Reads a file of rules and checks all of them; an error points at the first error.
pub(super) fn read(path: &Path) -> Result<RuleSet, Failure> {
    let wrong = |problem| IoError::other(Operation::ReadFile, path.to_string_lossy(), problem);
    let rules = read_text_waiting(path, WRITTEN_BY_HAND)
        .and_then(|text| {
            RuleSet::from_toml(&text).map_err(|error| wrong(FileProblem::Document(error)))
        })
        .map_err(|error| Failure::Usage(argument::in_option(RULES, &words::io_error(&error))))?;
    match rules.problems().first() {
        Some(problem) => Err(Failure::Usage(words(path, &rules, problem))),
        None => Ok(rules),
    }
}

fn words(path: &Path, rules: &RuleSet, problem: &RuleProblem) -> String {
    let words = words::problem::rule(&form::rule_fault(rules, problem));
    let place =
        typed(rules, problem).map_or_else(String::new, |typed| marked(typed, &problem.error));
    argument::in_rules_file(&path.display().to_string(), &words) + &place
}

/// What was typed in the wrong part.
fn typed<'a>(rules: &'a RuleSet, problem: &RuleProblem) -> Option<&'a str> {
    let Some(index) = problem.rule else {
        return match &rules.framing {
            Framing::Delimiter(typed) => Some(typed.typed()),
            _ => None,
        };
    };
    let rule = rules.rules.get(index)?;
    match problem.part {
        RulePart::When => match &rule.when {
            When::Message(matcher) => match matcher {
                Matcher::Exact(typed)
                | Matcher::Contains(typed)
                | Matcher::StartsWith(typed)
                | Matcher::EndsWith(typed) => Some(typed.typed()),
                Matcher::Regex(text) | Matcher::Mask(text) => Some(text.as_str()),
                Matcher::Any | Matcher::Empty => None,
            },
            _ => None,
        },
        RulePart::Step(step) => match rule.then.get(step)? {
            Step::Reply(typed) => Some(typed.typed()),
            _ => None,
        },
        RulePart::Framing => None,
    }
    .filter(|typed| !typed.is_empty())
}

const RULES: &str = "rules";
