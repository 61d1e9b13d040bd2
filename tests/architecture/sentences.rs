//! String literals that people read, outside of `words`.
//!
//! A literal is a sentence if two words stand in it side by side, a placeholder counting as one; in the layers that draw or
//! print also a single word with a capital.

use proc_macro2::{Literal, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::Source;
use super::wildcards::is_test;

/// A literal that people read.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) path: String,
    #[expect(dead_code, reason = "for the message of the test")]
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// Literals that look like sentences and are none.
pub(crate) struct Exception {
    pub(crate) path: &'static str,
    /// Stands in the literal.
    pub(crate) part: &'static str,
    #[expect(dead_code, reason = "for those who read the list")]
    pub(crate) reason: &'static str,
}

impl Exception {
    pub(crate) fn covers(&self, sentence: &Sentence) -> bool {
        sentence.path == self.path && sentence.text.contains(self.part)
    }
}

/// The sentences of a file of the library outside of `words`.
pub(crate) fn sentences(source: &Source) -> Vec<Sentence> {
    let Source { path, text } = source;
    if !path.starts_with("src/") || path.starts_with("src/words") || path.contains("/tests") {
        return Vec::new();
    }
    // What can't be parsed doesn't compile either.
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let mut finder = Finder { found: Vec::new() };
    finder.visit_file(&file);
    let has_labels = ["src/ui", "src/cli", "src/main"].iter().any(|layer| path.starts_with(layer));
    let is_read = |text: &str| is_sentence(text) || (has_labels && is_label(text));
    let read = finder.found.into_iter().filter(|(_, text)| is_read(text));
    read.map(|(line, text)| Sentence { path: path.clone(), line, text }).collect()
}

struct Finder {
    /// Line and text.
    found: Vec<(usize, String)>,
}

impl Finder {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut after_hash = false;
        for token in tokens {
            match token {
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Group(group) if !after_hash => self.tokens(group.stream()),
                TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {
                    after_hash = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#');
                    continue;
                }
            }
            after_hash = false;
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let line = literal.span().start().line;
        if let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) {
            self.found.push((line, text.value()));
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    /// Reasons of lints, documentation, names of serde.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.found.push((text.span().start().line, text.value()));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}

fn is_sentence(text: &str) -> bool {
    let plain = placeholders_as_words(text);
    let words: Vec<&str> = plain.split(' ').collect();
    let has_letters = text_outside_placeholders(text).split_whitespace().any(is_word);
    has_letters && words.windows(2).any(|pair| pair.iter().all(|word| is_word(word)))
}

/// A single word as on a button.
fn is_label(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && text.len() > 2
        && letters.all(|c| c.is_lowercase() || c == '…')
}

fn is_word(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.chars().count() > 1
        && text.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’' || c == '\'')
}

fn placeholders_as_words(text: &str) -> String {
    replace_placeholders(text, "value")
}

fn text_outside_placeholders(text: &str) -> String {
    replace_placeholders(text, "")
}

fn replace_placeholders(text: &str, with: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => {
                depth += 1;
                if depth == 1 {
                    out.push_str(with);
                }
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
