//! The shape of the sources: which layer may know what, how long a file may be, where colours live.
//!
//! The rules work on tokens, so that a name in a comment or in a string is not a use, and on paths as the
//! compiler would read them: `use`, `as`, `super` and groups are resolved.

#[path = "architecture/caught.rs"]
mod caught;
#[path = "architecture/graph.rs"]
mod graph;
#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/names.rs"]
mod names;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/sentences.rs"]
mod sentences;
#[path = "architecture/tokens.rs"]
mod tokens;
#[path = "architecture/wildcards.rs"]
mod wildcards;

use std::path::Path;
use std::{fs, io};

use rules::violations;

/// One file of the project.
struct Source {
    /// Relative to the package, with `/` on every system: `src/codec/hex.rs`.
    path: String,
    text: String,
}

#[test]
fn the_sources_keep_the_rules() {
    let sources = sources().unwrap();
    assert!(sources.iter().any(|s| s.path == "src/types/event.rs"));
    let broken: Vec<String> = sources.iter().flat_map(violations).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
#[ignore = "until issue 9 is done"]
fn no_file_is_in_a_circle() {
    let circles = graph::circles(&graph::uses(&sources().unwrap()), &[]);
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
#[ignore = "until issue 9 is done"]
fn a_new_variant_is_decided_everywhere() {
    let sources = sources().unwrap();
    let library = sources.iter().filter(|source| source.path.starts_with("src/"));
    let broken: Vec<String> = library.flat_map(wildcards::violations).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
#[ignore = "until issue 9 is done"]
fn every_sentence_is_in_words() {
    let sources = sources().unwrap();
    let broken = sources.iter().flat_map(|source| sentences::violations(source, &[]));
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Every Rust file; cargo runs a test in the root of its package.
fn sources() -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        if Path::new(folder).exists() {
            collect(folder, &mut found)?;
        }
    }
    Ok(found)
}

fn collect(folder: &str, found: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&path, found)?;
        } else if entry.path().extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path)?;
            found.push(Source { path, text });
        }
    }
    Ok(())
}
