//! Formats JSON for reading.

use serde::de::IgnoredAny;

/// The text of a JSON document with line breaks and an indent of two spaces per level; `None` if it isn't valid JSON (RFC 8259),
/// nests deeper than 127 levels, or would grow too much.
///
/// Only white space changes: order, duplicate names, numbers and escapes stay as received.
pub fn pretty(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let most = text.len().saturating_mul(GROWTH).saturating_add(SLACK);
    let mut printer = Printer { out: String::with_capacity(text.len()), depth: 0 };
    let mut rest = text.trim_ascii_start();
    while !rest.is_empty() {
        let len = token_len(rest);
        let (token, after) = rest.split_at_checked(len)?;
        rest = after.trim_ascii_start();
        printer.push(token, rest);
        if printer.out.len() > most {
            return None;
        }
    }
    Some(printer.out)
}

struct Printer {
    out: String,
    depth: usize,
}

impl Printer {
    fn push(&mut self, token: &str, rest: &str) {
        match token {
            "{" | "[" => {
                self.out.push_str(token);
                self.depth += 1;
                if !rest.starts_with(['}', ']']) {
                    self.break_line();
                }
            }
            "}" | "]" => {
                self.depth = self.depth.saturating_sub(1);
                if !self.out.ends_with(['{', '[']) {
                    self.break_line();
                }
                self.out.push_str(token);
            }
            "," => {
                self.out.push(',');
                self.break_line();
            }
            ":" => self.out.push_str(": "),
            _ => self.out.push_str(token),
        }
    }

    fn break_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(INDENT, self.depth));
    }
}

/// Length of the token at the start of `rest`, which is the end of valid JSON.
fn token_len(rest: &str) -> usize {
    if rest.starts_with(['{', '}', '[', ']', ',', ':']) {
        return 1;
    }
    let Some(inside) = rest.strip_prefix('"') else {
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '}' | ']' | ',');
        return rest.find(ends).unwrap_or(rest.len());
    };
    let mut is_escaped = false;
    let quote = inside.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    quote.map_or(rest.len(), |quote| quote + 2)
}

const INDENT: &str = "  ";

/// How many times longer it may become, plus [`SLACK`] bytes.
const GROWTH: usize = 16;

const SLACK: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn only_white_space_changes() {
        let table = [
            ("1", "1"),
            (" null \n", "null"),
            ("\u{feff}true", "true"),
            (r#""a\"b\\""#, r#""a\"b\\""#),
            ("[]", "[]"),
            (" { \n } ", "{}"),
            ("[1,2]", "[\n  1,\n  2\n]"),
            (
                r#"{"b":1.50,"a":-0e+10,"b":[{},[ ],"\u00e9/\/{,:]"]}"#,
                "{\n  \"b\": 1.50,\n  \"a\": -0e+10,\n  \"b\": [\n    {},\n    [],\n    \"\\u00e9/\\/{,:]\"\n  ]\n}",
            ),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("1e999", "1e999"),
            (r#""你""#, r#""你""#),
        ];
        for (text, expected) in table {
            assert_eq!(pretty(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        let deep = "[".repeat(500) + &"]".repeat(500);
        for text in
            ["", " ", "{", "[1,]", "{a:1}", "'a'", "01", "1 2", "nul", "\"\n\"", "<a>", &deep]
        {
            assert_eq!(pretty(text), None, "{text}");
        }
    }

    #[test]
    fn what_would_grow_beyond_all_measure_is_left_alone() {
        let open = "[".repeat(120);
        let close = "]".repeat(120);
        let ones = vec!["1"; 100_000].join(",");
        assert_eq!(pretty(&format!("{open}{ones}{close}")), None);
        assert!(pretty(&format!("[{ones}]")).is_some());
        assert!(pretty(&format!("{open}1{close}")).is_some());
    }

    proptest! {
        #[test]
        fn the_value_stays_the_same(text in r#"([\[{]|"a":|"[a\\]{0,2}"|1|-2.5e3|null|[\]}]|[, \n]){0,12}"#) {
            let value = serde_json::from_str::<Value>(&text).ok();
            let printed = pretty(&text);
            prop_assert_eq!(printed.is_some(), value.is_some());
            if let Some(printed) = printed {
                prop_assert_eq!(serde_json::from_str::<Value>(&printed).ok(), value);
                prop_assert_eq!(pretty(&printed), Some(printed));
            }
        }

        #[test]
        fn any_text_is_survived(text: String) {
            pretty(&text);
        }
    }
}
