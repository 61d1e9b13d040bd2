//! Rule sets as files that people read and write: TOML, one line a step.

use std::fmt::Write as _;

use serde::Serialize;
use toml::Value;

use crate::respond::form::toml_problem;
use crate::respond::rules::RuleSet;
use crate::types::problem::DocumentProblem;

/// Reads a rule set.
pub(super) fn read(text: &str) -> Result<RuleSet, DocumentProblem> {
    toml::from_str(text).map_err(|error| toml_problem(text, &error))
}

pub(super) fn write(set: &RuleSet) -> String {
    let mut text = String::new();
    push(&mut text, "name", &set.name);
    push(&mut text, "framing", &set.framing);
    for rule in &set.rules {
        text.push_str("\n[[rule]]\n");
        if !rule.name.is_empty() {
            push(&mut text, "name", &rule.name);
        }
        if rule.off {
            push(&mut text, "off", &rule.off);
        }
        push(&mut text, "when", &rule.when);
        push(&mut text, "then", &rule.then);
    }
    text
}

/// Strings, numbers and tables of them can be written, so that nothing is left out.
fn push(text: &mut String, key: &str, value: &impl Serialize) {
    let Ok(value) = Value::try_from(value) else {
        return;
    };
    let line = match &value {
        Value::Array(parts) if value.to_string().len() > LONG => {
            let parts = parts.iter().map(|part| format!("  {part},\n"));
            format!("[\n{}]", parts.collect::<Vec<_>>().concat())
        }
        _ => value.to_string(),
    };
    writeln!(text, "{key} = {line}").ok();
}

/// The most characters of a list that is written in one line.
const LONG: usize = 80;
