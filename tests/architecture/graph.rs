//! Which file uses which, and the circles in that.
//!
//! A file uses another one if it names something that is defined there. What a module only passes on (`pub use`) it does not use,
//! and whoever names it there uses the file that defines it. A module is its file and its folder: that a file in the folder uses
//! what the module's own file defines is no arrow, but that the module's file uses a file of its folder is one.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::names::{Name, names};
use super::rules::module;

/// Files that may use each other, and why.
pub(crate) struct Pair {
    pub(crate) files: [&'static str; 2],
    #[expect(dead_code, reason = "for those who read the list")]
    pub(crate) reason: &'static str,
}

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

/// The sets of files that reach each other, but for those pairs.
pub(crate) fn circles(uses: &BTreeMap<String, BTreeSet<String>>, pairs: &[Pair]) -> Vec<String> {
    let is_pair =
        |a: &str, b: &str| pairs.iter().any(|pair| pair.files == [a, b] || pair.files == [b, a]);
    let mut open: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, used) in uses {
        let others = used.iter().map(String::as_str).filter(|other| !is_pair(file, other));
        open.insert(file, others.collect());
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        open.keys().map(|file| (*file, reachable(&open, file))).collect();
    let meets = |a: &str, b: &str| reach.get(a).is_some_and(|reached| reached.contains(b));
    let mut circles = BTreeSet::new();
    for file in open.keys() {
        let circle: Vec<&str> =
            open.keys().copied().filter(|other| meets(file, other) && meets(other, file)).collect();
        if !circle.is_empty() {
            circles.insert(circle.join(" <-> "));
        }
    }
    circles.into_iter().collect()
}

fn reachable<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = uses.get(from).into_iter().flatten().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(uses.get(file).into_iter().flatten());
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
