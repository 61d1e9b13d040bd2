//! The rules, each a function from a file to what is wrong with it.

use super::Source;
use super::layers::{LAYERS, Layer, World};
use super::names::{Name, names};

const MOST_LINES: usize = 400;

/// What is wrong with a file, each as `path:line: words`.
pub(crate) fn violations(source: &Source) -> Vec<String> {
    let mut found = shape(source);
    if let Some(module) = module(&source.path) {
        let names = names(&source.text, &module);
        let in_tests = module.iter().any(|part| part == "tests");
        found.extend(layer(source, &module, &names, in_tests));
        found.extend(colours(source, &names));
    }
    found
}

/// The module path of a file of the library: `src/codec/hex.rs` is `codec`, `hex`, and `src/lib.rs` is empty.
pub(crate) fn module(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    match path {
        "main" => None,
        "lib" => Some(Vec::new()),
        _ => Some(path.split('/').map(str::to_owned).collect()),
    }
}

fn shape(source: &Source) -> Vec<String> {
    let Source { path, text } = source;
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > MOST_LINES {
        found.push(format!("{path}:{lines}: a file has at most {MOST_LINES} lines"));
    }
    if !text.starts_with("//!") {
        found.push(format!("{path}:1: a file begins with a `//!` line that says what it is"));
    }
    if path.ends_with("/mod.rs") {
        found.push(format!("{path}:1: a module is `foo.rs` and `foo/`, not `mod.rs`"));
    }
    found
}

fn layer(source: &Source, module: &[String], names: &[Name], in_tests: bool) -> Vec<String> {
    let Some(root) = module.first() else {
        return Vec::new();
    };
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == root) else {
        return vec![format!(
            "{}:1: `{root}` is no layer of tests/architecture/layers.rs",
            source.path
        )];
    };
    let wrong = names.iter().filter_map(|name| {
        let place = format!("{}:{}: `{root}` must not", source.path, name.line);
        let path = name.path.join("::");
        if is_foreign(layer, &name.path) {
            return Some(format!("{place} use `{path}`"));
        }
        let is_test = in_tests || name.is_test;
        let world = world(layer, &name.path, is_test)?;
        Some(format!("{place} know {world:?}: `{path}`"))
    });
    wrong.collect()
}

/// Whether `path` is of the crate, but of none of the layers that this one may use.
fn is_foreign(layer: &Layer, path: &[String]) -> bool {
    match path {
        [root, module, ..] if root == "crate" => {
            module != layer.name && !layer.may_use.contains(&module.as_str())
        }
        _ => false,
    }
}

/// The forbidden part of the world that `path` leads to.
fn world(layer: &Layer, path: &[String], is_test: bool) -> Option<World> {
    let mut forbidden = layer.must_not_know.iter().copied();
    forbidden.find(|world| world.holds(path) && !(is_test && world.is_free_in_tests()))
}

/// Colours are made in the theme only, and in tests; elsewhere they have names of roles.
fn colours(source: &Source, names: &[Name]) -> Vec<String> {
    let path = &source.path;
    if path == "src/ui/theme.rs" || path.starts_with("src/ui/theme/") {
        return Vec::new();
    }
    let made = names.iter().filter(|name| !name.is_test && makes_colour(&name.path));
    made.map(|name| {
        format!("{path}:{}: `{}` belongs in src/ui/theme.rs", name.line, name.path.join("::"))
    })
    .collect()
}

/// A constant or function of a colour type, or one of the functions by another way; the type alone is free.
fn makes_colour(path: &[String]) -> bool {
    const TYPES: &[&str] = &["Color32", "Hsva", "HsvaGamma", "Rgba"];
    const MAKERS: &[&str] = &[
        "from_additive_luminance",
        "from_black_alpha",
        "from_gray",
        "from_hex",
        "from_rgb",
        "from_rgb_additive",
        "from_rgba_premultiplied",
        "from_rgba_unmultiplied",
        "from_rgba_unmultiplied_const",
        "from_white_alpha",
        "hex_color",
    ];
    let owner = path.iter().rev().nth(1);
    let last = path.last();
    owner.is_some_and(|owner| TYPES.contains(&owner.as_str()))
        || last.is_some_and(|last| MAKERS.contains(&last.as_str()))
}
