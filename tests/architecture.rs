//! The shape of the sources: which layer may know what, how long a file may be, where colours live.
//!
//! The rules work on tokens, so that a name in a comment or in a string is not a use, and on paths as the
//! compiler would read them: `use`, `as`, `super` and groups are resolved.

#[path = "architecture/caught.rs"]
mod caught;
#[path = "architecture/graph.rs"]
mod graph;
#[path = "architecture/known.rs"]
mod known;
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

use known::NOT_FOR_PEOPLE;
use rules::violations;
use sentences::Sentence;
use wildcards::Swallowed;

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
fn no_file_is_in_a_circle() {
    let uses = graph::uses(&sources().unwrap());
    let circles = graph::circles(&uses);
    assert!(circles.is_empty(), "these files use each other: {circles:#?}");
}

#[test]
fn a_new_variant_is_decided_everywhere() {
    let sources = sources().unwrap();
    let library = sources.iter().filter(|source| source.path.starts_with("src/"));
    let found: Vec<Swallowed> = library.flat_map(wildcards::violations).collect();
    assert!(found.is_empty(), "a new variant would end here: {found:#?}");
}

#[test]
fn every_sentence_is_in_words() {
    let sources = sources().unwrap();
    let found: Vec<Sentence> = sources.iter().flat_map(sentences::sentences).collect();
    let is_known =
        |sentence: &&Sentence| !NOT_FOR_PEOPLE.iter().any(|exception| exception.covers(sentence));
    let new: Vec<&Sentence> = found.iter().filter(is_known).collect();
    assert!(new.is_empty(), "these belong in src/words: {new:#?}");
    for exception in NOT_FOR_PEOPLE {
        let is_needed = found.iter().any(|sentence| exception.covers(sentence));
        assert!(is_needed, "{} {:?} is not needed", exception.path, exception.part);
    }
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
