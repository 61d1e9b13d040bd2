//! A Rust source as tokens, without comments, strings, characters and lifetimes.

/// A name, a number, `::` or one other character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    /// Counted from 1.
    pub(crate) line: usize,
}

impl Token<'_> {
    pub(crate) fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c == '_' || c.is_alphabetic())
    }
}

pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = piece(rest, first);
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if kept {
            tokens.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of the piece that `rest` begins with, and whether it is a token.
fn piece(rest: &str, first: char) -> (usize, bool) {
    if first.is_whitespace() {
        (first.len_utf8(), false)
    } else if rest.starts_with("//") {
        (rest.find('\n').unwrap_or(rest.len()), false)
    } else if rest.starts_with("/*") {
        (comment(rest), false)
    } else if first == '"' {
        (string(rest), false)
    } else if first == '\'' {
        (character_or_lifetime(rest), false)
    } else if rest.starts_with("::") {
        (2, true)
    } else if is_word(first) {
        word(rest)
    } else {
        (first.len_utf8(), true)
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// A name or number, or a string with a prefix (`b"`, `r#"`); `r#` of a raw name is skipped.
fn word(rest: &str) -> (usize, bool) {
    let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let (prefix, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let hashes = after.len() - after.trim_start_matches('#').len();
    let quoted = after.trim_start_matches('#').starts_with('"');
    match prefix {
        "r" | "br" | "cr" if quoted => (length + raw_string(after, hashes), false),
        "b" | "c" if quoted && hashes == 0 => (length + string(after), false),
        "r" if hashes == 1 => (2, false),
        _ => (length, true),
    }
}

fn raw_string(rest: &str, hashes: usize) -> usize {
    let end = format!("\"{}", "#".repeat(hashes));
    let body = rest.get(hashes + 1..).unwrap_or_default();
    body.find(&end).map_or(rest.len(), |at| hashes + 1 + at + end.len())
}

fn string(rest: &str) -> usize {
    let mut escaped = true; // the opening quote ends nothing
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'`, `'\n'`, `'\u{1F600}'` are characters, `'a` is a lifetime.
fn character_or_lifetime(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let Some((_, first)) = chars.next() else {
        return rest.len();
    };
    let end = match first {
        '\\' => chars.skip(1).find(|&(_, c)| c == '\''),
        _ => chars.next().filter(|&(_, c)| c == '\''),
    };
    // Of a lifetime only the mark goes, its name stays as a harmless token.
    end.map_or(1, |(at, _)| at + 1)
}

/// Block comments nest.
fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(here) = rest.get(at..) {
        let (step, deeper) = if here.starts_with("/*") {
            (2, depth + 1)
        } else if here.starts_with("*/") {
            (2, depth - 1)
        } else {
            (here.chars().next().map_or(1, char::len_utf8), depth)
        };
        at += step;
        depth = deeper;
        if depth == 0 {
            break;
        }
    }
    at.min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_characters_and_lifetimes_are_no_tokens() {
        for (source, expected) in [
            ("a // b\nc", "a c"),
            ("a /* b /* c */ d */ e", "a e"),
            (r#"a "b \" c" d"#, "a d"),
            ("a \"b\\\\\" c", "a c"),
            (r##"a r#"b " c"# d"##, "a d"),
            (r#"a b"b" br"c\" c"d" e"#, "a e"),
            ("a 'b' '\\'' '\\u{42}' '\"' c", "a c"),
            ("&'a b", "& a b"),
            ("r#type::c", "type :: c"),
            ("0xFF_u8 é::ß", "0xFF_u8 é :: ß"),
            ("a /* never closed", "a"),
            ("a \"never closed", "a"),
        ] {
            let texts: Vec<&str> = tokens(source).iter().map(|t| t.text).collect();
            assert_eq!(texts.join(" "), expected, "{source}");
        }
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let lines: Vec<usize> =
            tokens("a\n\"b\n\"\n/*\n*/ c\n// d\ne").iter().map(|t| t.line).collect();
        assert_eq!(lines, [1, 5, 7]);
    }
}
