//! Which file uses which, and the circles in that.
//!
//! A file uses another one if it names something that is defined there. What a module only passes on (`pub use`) it does not use,
//! and whoever names it there uses the file that defines it. A module is its file and its folder: that a file in the folder uses
//! what the module's own file defines is no arrow, but that the module's file uses a file of its folder is one.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::names::{Name, names};
use super::rules::module;

/// Each file of the library with those it uses; tests inside of files left out.
pub(crate) fn uses(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let modules = Modules::of(sources);
    let files = modules.names.iter().map(|(module, names)| {
        let named = names.iter().filter(|name| !name.is_test && name.export.is_none());
        let used = named.filter_map(|name| modules.file_of(module, &name.path));
        let used = used.filter(|used| !module.starts_with(used)).map(|used| path(&used)).collect();
        (path(module), used)
    });
    files.collect()
}

/// The sets of files that reach each other.
pub(crate) fn circles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<&str>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|file| (file.as_str(), reachable(uses, file))).collect();
    let meets = |a: &str, b: &str| reach.get(a).is_some_and(|reached| reached.contains(b));
    let circle_of = |file: &str| -> Vec<&str> {
        reach.keys().copied().filter(|other| meets(file, other) && meets(other, file)).collect()
    };
    let circles: BTreeSet<Vec<&str>> = reach.keys().map(|file| circle_of(file)).collect();
    circles.into_iter().filter(|circle| !circle.is_empty()).collect()
}

fn reachable<'a>(uses: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = uses.get(from).into_iter().flatten().map(String::as_str).collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(uses.get(file).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

type Path = Vec<String>;

/// The files of the library by their modules.
struct Modules {
    names: BTreeMap<Path, Vec<Name>>,
    /// What a module passes on under a name of its own, and where that stands.
    exports: BTreeMap<(Path, String), Path>,
}

impl Modules {
    fn of(sources: &[Source]) -> Self {
        let is_test = |module: &Path| module.iter().any(|part| part == "tests");
        let names: BTreeMap<Path, Vec<Name>> = sources
            .iter()
            .filter_map(|source| Some((module(&source.path)?, &source.text)))
            .filter(|(module, _)| !module.is_empty() && !is_test(module))
            .map(|(module, text)| (module.clone(), names(text, &module)))
            .collect();
        let mut exports = BTreeMap::new();
        for (module, names) in &names {
            for name in names.iter().filter(|name| !name.is_test) {
                if let Some(export) = &name.export {
                    exports.insert((module.clone(), export.clone()), name.path.clone());
                }
            }
        }
        Self { names, exports }
    }

    /// The module whose file holds what `path` names in `module`; `None` if that is not of the library, or is a local name.
    fn file_of(&self, module: &[String], path: &[String]) -> Option<Path> {
        let mut path = self.absolute(module, path)?;
        for _ in 0..MOST_EXPORTS {
            let file = self.longest(&path)?;
            let Some(next) = path.get(file.len()) else { return Some(file) };
            let Some(target) = self.exports.get(&(file.clone(), next.clone())) else {
                return Some(file);
            };
            let mut target = self.absolute(&file, target)?;
            target.extend(path.iter().skip(file.len() + 1).cloned());
            path = target;
        }
        None
    }

    /// The path from the root of the crate, without `crate`.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        if first == "crate" {
            return Some(rest.to_vec());
        }
        let child: Path = module.iter().chain([first]).cloned().collect();
        let is_child = self.names.contains_key(&child);
        is_child.then(|| child.into_iter().chain(rest.iter().cloned()).collect())
    }

    fn longest(&self, path: &[String]) -> Option<Path> {
        let mut prefix = path.to_vec();
        while !prefix.is_empty() && !self.names.contains_key(&prefix) {
            prefix.pop();
        }
        (!prefix.is_empty()).then_some(prefix)
    }
}

fn path(module: &[String]) -> String {
    format!("src/{}.rs", module.join("/"))
}

/// More than a name is passed on.
const MOST_EXPORTS: usize = 8;
