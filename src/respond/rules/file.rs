//! Rule sets as files that people read and write: TOML, one line a step.

use std::fmt::Write as _;

use serde::Serialize;
use toml::Value;

use crate::respond::form::place;
use crate::respond::rules::RuleSet;

/// An error names line and column, both counted from 1.
pub(super) fn read(text: &str) -> Result<RuleSet, String> {
    toml::from_str(text).map_err(|error| match error.span() {
        Some(span) => {
            let (line, column) = place(text, span.start);
            format!("line {line}, column {column}: {}", error.message())
        }
        None => error.message().to_owned(),
    })
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

/// Characters of a list that stands in one line.
const LONG: usize = 80;
