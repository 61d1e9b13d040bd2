//! Matches that would swallow a new variant: `_ =>`, or a name that takes everything, beside arms of an enum whose every variant
//! has to be decided.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Source;

/// Enums that are decided on in many places.
const DECIDED: &[&str] = &[
    "Action",
    "Command",
    "Config",
    "Fact",
    "HttpFact",
    "Kind",
    "KindDraft",
    "Note",
    "Notice",
    "PlayFact",
    "Remark",
    "RuleAct",
    "SendOutcome",
];

/// An arm that a new variant would end in.
#[derive(Debug)]
#[expect(dead_code, reason = "for the message of the test")]
pub(crate) struct Swallowed {
    path: String,
    line: usize,
    /// The enum.
    of: String,
}

/// What is wrong with a file.
pub(crate) fn violations(source: &Source) -> Vec<Swallowed> {
    // What can't be parsed doesn't compile either.
    let Ok(file) = syn::parse_file(&source.text) else { return Vec::new() };
    let mut finder = Finder { path: &source.path, impl_of: None, found: Vec::new() };
    finder.visit_file(&file);
    finder.found
}

struct Finder<'a> {
    path: &'a str,
    /// What `Self` is.
    impl_of: Option<String>,
    found: Vec<Swallowed>,
}

impl Finder<'_> {
    /// The enum of [`DECIDED`] that a pattern names a variant of.
    fn decided(&self, pattern: &syn::Pat) -> Option<String> {
        let mut paths = Paths::default();
        paths.visit_pat(pattern);
        let owner = |path: Vec<String>| {
            let owner = path.iter().rev().nth(1)?.clone();
            if owner == "Self" { self.impl_of.clone() } else { Some(owner) }
        };
        paths.found.into_iter().filter_map(owner).find(|owner| DECIDED.contains(&owner.as_str()))
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let outer = self.impl_of.take();
        if let syn::Type::Path(path) = &*item.self_ty {
            self.impl_of = path.path.segments.last().map(|segment| segment.ident.to_string());
        }
        visit::visit_item_impl(self, item);
        self.impl_of = outer;
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        let mut named = expression.arms.iter().filter_map(|arm| self.decided(&arm.pat));
        if let Some(decided) = named.next() {
            for arm in expression.arms.iter().filter(|arm| takes_all(&arm.pat)) {
                self.found.push(Swallowed {
                    path: self.path.to_owned(),
                    line: arm.span().start().line,
                    of: decided.clone(),
                });
            }
        }
        visit::visit_expr_match(self, expression);
    }
}

/// Whether a pattern takes any value that is left; a guard takes fewer, but a new variant still ends there.
fn takes_all(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(name) => {
            name.subpat.is_none() && name.ident.to_string().starts_with(char::is_lowercase)
        }
        syn::Pat::Tuple(tuple) => tuple.elems.iter().all(takes_all),
        syn::Pat::Or(or) => or.cases.iter().any(takes_all),
        _ => false,
    }
}

/// Every path in a pattern.
#[derive(Default)]
struct Paths {
    found: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
    }
}

/// `#[cfg(test)]`.
pub(crate) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            let tokens = list.tokens.to_string();
            tokens.contains("test") && !tokens.contains("not")
        }
        _ => false,
    })
}
