//! Every path that a source names, as the compiler would read it.

use std::iter;

use super::tokens::{Token, tokens};

/// A path in a source.
#[derive(Debug)]
pub(crate) struct Name {
    /// Resolved through `use`, `as`, `self` and `super`; the first segment is `crate` inside the crate.
    /// A method call is one segment, `.elapsed`; a glob ends in `*`.
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// Inside a `#[cfg(test)] mod`.
    pub(crate) is_test: bool,
    /// The name under which a `pub use` passes it on.
    pub(crate) export: Option<String>,
}

/// The names of the file of module `module` (`["codec", "hex"]`).
pub(crate) fn names(source: &str, module: &[String]) -> Vec<Name> {
    let tokens = tokens(source);
    let mut reader = Reader::new(&tokens, module);
    while reader.at < tokens.len() {
        reader.step();
    }
    let found = reader.found;
    found.iter().map(|raw| raw.resolve(&found)).collect()
}

/// A path as written, after `self` and `super`.
struct Raw {
    path: Vec<String>,
    line: usize,
    is_test: bool,
    /// The name that a `use` gives it.
    import: Option<String>,
    is_export: bool,
}

impl Raw {
    fn resolve(&self, all: &[Self]) -> Name {
        let mut path = self.path.clone();
        // An import may begin at another import; a circle ends.
        for _ in 0..4 {
            let Some(import) = all.iter().find(|other| other.gives(&path, self.is_test)) else {
                break;
            };
            path.splice(..1, import.path.iter().cloned());
        }
        let export = self.import.clone().filter(|_| self.is_export);
        Name { path, line: self.line, is_test: self.is_test, export }
    }

    /// Whether this `use` gives the first segment of `path` its meaning.
    fn gives(&self, path: &[String], in_test: bool) -> bool {
        self.import.is_some()
            && self.import.as_ref() == path.first()
            && self.path.first() != path.first()
            && (in_test || !self.is_test)
    }
}

/// Walks over the tokens of a file.
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    /// Depth of braces.
    depth: usize,
    module: Vec<String>,
    /// Inline modules around this place: the depth outside each, and whether it is a test.
    inline: Vec<(usize, bool)>,
    /// An attribute `#[cfg(test)]` stands before this place.
    test_attribute: bool,
    /// The `use` that is being read stands behind a `pub`.
    is_export: bool,
    found: Vec<Raw>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token<'a>], module: &[String]) -> Self {
        Self {
            tokens,
            at: 0,
            depth: 0,
            module: module.to_vec(),
            inline: Vec::new(),
            test_attribute: false,
            is_export: false,
            found: Vec::new(),
        }
    }

    fn step(&mut self) {
        match self.text(0) {
            "#" if matches!((self.text(1), self.text(2)), ("[", _) | ("!", "[")) => {
                return self.attribute();
            }
            "mod" if self.text(2) == "{" => return self.open_module(),
            "use" => {
                self.is_export = self.is_behind_pub();
                self.at += 1;
                return self.tree(&[], true);
            }
            "{" => self.depth += 1,
            "}" => self.close(),
            "." if self.text(1) == "." => self.at += 1,
            "." => return self.member(),
            "::" => return self.tree(&[], false),
            "pub" => return self.at += 1,
            _ if self.is_name() => return self.tree(&[], false),
            _ => {}
        }
        self.test_attribute = false;
        self.at += 1;
    }

    /// The text of the token `ahead`; empty past the end.
    fn text(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).map_or("", |t| t.text)
    }

    /// Whether `pub` or `pub(..)` stands right before this place.
    fn is_behind_pub(&self) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let open = before.iter().rposition(|token| token.text == "(").unwrap_or(0);
        match before {
            [.., last] if last.text == "pub" => true,
            [.., last] if last.text == ")" => {
                open.checked_sub(1).and_then(|at| before.get(at)).is_some_and(|t| t.text == "pub")
            }
            _ => false,
        }
    }

    fn is_name(&self) -> bool {
        self.tokens.get(self.at).is_some_and(Token::is_name)
    }

    fn attribute(&mut self) {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|t| t.text == "]").unwrap_or(0);
        let has = |word| rest.iter().take(end).any(|t| t.text == word);
        self.test_attribute |= has("cfg") && has("test") && !has("not");
        self.at += end + 1;
    }

    fn open_module(&mut self) {
        self.inline.push((self.depth, self.test_attribute));
        self.module.push(self.text(1).to_owned());
        self.test_attribute = false;
        self.depth += 1;
        self.at += 3;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline.pop_if(|(depth, _)| *depth == self.depth).is_some() {
            self.module.pop();
        }
    }

    /// A field is no path; a method call is one of its own kind; `..` goes by.
    fn member(&mut self) {
        if self.text(2) == "(" {
            let line = self.line();
            self.push(vec![format!(".{}", self.text(1))], None, line);
        }
        self.at += 2;
    }

    /// One path, or a group of them behind the common beginning `before`.
    fn tree(&mut self, before: &[String], is_use: bool) {
        let mut path = before.to_vec();
        let line = self.line();
        if self.text(0) == "::" {
            self.at += 1;
        }
        while self.is_name() || (is_use && self.text(0) == "*") {
            path.push(self.text(0).to_owned());
            self.at += 1;
            if self.text(0) != "::" {
                break;
            }
            self.at += 1;
        }
        if is_use && self.text(0) == "{" {
            return self.group(&path);
        }
        let import = is_use.then(|| self.alias(&path));
        self.push(path, import, line);
    }

    fn group(&mut self, before: &[String]) {
        self.at += 1;
        while !matches!(self.text(0), "}" | ";" | "") {
            if self.is_name() || matches!(self.text(0), "*" | "::" | "{") {
                self.tree(before, true);
            } else {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    /// The name under which a `use` brings in `path`.
    fn alias(&mut self, path: &[String]) -> String {
        if self.text(0) == "as" {
            let name = self.text(1);
            self.at += 2;
            return name.to_owned();
        }
        match path {
            [.., module, last] if last == "self" => module.clone(),
            [.., last] => last.clone(),
            [] => String::new(),
        }
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |t| t.line)
    }

    fn push(&mut self, mut path: Vec<String>, import: Option<String>, line: usize) {
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        self.found.push(Raw {
            path: self.absolute(path),
            line,
            is_test: self.inline.iter().any(|(_, is_test)| *is_test),
            is_export: self.is_export && import.is_some(),
            import,
        });
    }

    /// Replaces a beginning `self` or `super` by what it stands for.
    fn absolute(&self, path: Vec<String>) -> Vec<String> {
        let relative = path.iter().take_while(|s| matches!(s.as_str(), "self" | "super")).count();
        if relative == 0 {
            return path;
        }
        let up = path.iter().filter(|s| *s == "super").count();
        let here = self.module.iter().take(self.module.len().saturating_sub(up));
        let rest = path.iter().skip(relative);
        iter::once("crate").map(str::to_owned).chain(here.chain(rest).cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of more than one segment in a file of `crate::a::b`.
    fn paths(source: &str) -> String {
        let module = ["a".to_owned(), "b".to_owned()];
        let long = names(source, &module).into_iter().filter(|name| name.path.len() > 1);
        let marked = long.map(|n| n.path.join("::") + if n.is_test { " (test)" } else { "" });
        marked.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_path_is_resolved_as_the_compiler_would() {
        for (source, expected) in [
            ("x = c::d::<E>(f);", "c::d"),
            ("use c::{d, e::{self, f as g, *}};", "c::d, c::e, c::e::f, c::e::*"),
            ("pub(crate) use ::c::d;", "c::d"),
            ("use c::d; d::e", "c::d, c::d::e"),
            ("use c::d as e; use e::f; f::g", "c::d, c::d::f, c::d::f::g"),
            ("self::c", "crate::a::b::c"),
            ("super::c::d", "crate::a::c::d"),
            ("super::super::c", "crate::c"),
            ("mod c { super::d } super::e", "crate::a::b::d, crate::a::e"),
            ("c.d().e.f g::h", "g::h"),
            ("..c::d ..=c::e", "c::d, c::e"),
            ("#[c(d::e)] f::g", "f::g"),
            ("match c { D::E => {} }", "D::E"),
            ("use<'a, c::d>", "c::d"),
            ("use c::{$d, e}; #$f g::h", "c::d, c::e, g::h"),
        ] {
            assert_eq!(paths(source), expected, "{source}");
        }
    }

    #[test]
    fn only_a_module_under_cfg_test_is_a_test() {
        for (source, expected) in [
            ("#[cfg(test)] mod tests { c::d } c::e", "c::d (test), c::e"),
            (
                "#[cfg(test)] #[expect(f)] mod tests { { c::d } mod g { c::e } }",
                "c::d (test), c::e (test)",
            ),
            ("#[cfg(all(test, unix))] mod tests { c::d }", "c::d (test)"),
            ("#[cfg(not(test))] mod real { c::d }", "c::d"),
            ("#[cfg(test)] use c::d; mod real { c::e }", "c::d, c::e"),
        ] {
            assert_eq!(paths(source), expected, "{source}");
        }
    }

    #[test]
    fn an_import_of_the_tests_means_nothing_outside() {
        assert_eq!(
            paths("d::f #[cfg(test)] mod tests { use c::d; d::e }"),
            "d::f, c::d (test), c::d::e (test)"
        );
    }
}
