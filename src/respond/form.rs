//! How rules and play lists are written in files: durations as `"500ms"`, and where something is in a file.

use std::fmt;
use std::ops::Range;
use std::time::Duration;

use serde::de::{Expected, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::types::problem::{DocumentFault, DocumentProblem, Place, ValueForm};

/// A duration such as `500ms` or `1m 30s`, for `#[serde(with)]`.
pub(super) mod span {
    use crate::respond::form::{Deserialize as _, Deserializer, Duration, Serializer, Span};

    pub(in crate::respond) fn serialize<S: Serializer>(
        duration: &Duration,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(&humantime::format_duration(*duration))
    }

    pub(in crate::respond) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Duration, D::Error> {
        Span::deserialize(from).map(|span| span.0)
    }
}

/// What the TOML library says about a text.
pub(super) fn toml_problem(text: &str, error: &toml::de::Error) -> DocumentProblem {
    let message = error.message().trim();
    let fault = match expected_form(message) {
        Some(expected) => {
            let value = error.span().and_then(|span| text.get(span)).unwrap_or_default();
            DocumentFault::Value { text: value.to_owned(), expected }
        }
        None => DocumentFault::Toml(message.to_owned()),
    };
    DocumentProblem { place: error.span().map(|span| place(text, span.start)), fault }
}

/// What a value has to be, in an error of serde: a code, which [`toml_problem`] takes for what it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted(pub(super) ValueForm);

impl Wanted {
    const ALL: [Self; 3] =
        [Self(ValueForm::Duration), Self(ValueForm::Pace), Self(ValueForm::PrefixWidth)];

    fn code(self) -> &'static str {
        match self.0 {
            ValueForm::Duration => "<duration>",
            ValueForm::Pace => "<pace>",
            ValueForm::PrefixWidth => "<prefix-width>",
        }
    }
}

impl Expected for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Serde ends its errors with what was expected.
fn expected_form(message: &str) -> Option<ValueForm> {
    let wanted = Wanted::ALL.into_iter().find(|wanted| message.ends_with(wanted.code()))?;
    Some(wanted.0)
}

/// A fault of this part of a text.
pub(super) fn at(text: &str, span: &Range<usize>, fault: DocumentFault) -> DocumentProblem {
    DocumentProblem { place: Some(place(text, span.start)), fault }
}

/// Line and column of the byte at `offset`.
fn place(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    Place { line, column: last_line.chars().count().saturating_add(1) }
}

/// A duration in its own type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) Duration);

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        span::serialize(&self.0, to)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const WANTED: Wanted = Wanted(ValueForm::Duration);
        struct SpanVisitor;

        impl Visitor<'_> for SpanVisitor {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Expected::fmt(&WANTED, f)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
                humantime::parse_duration(text)
                    .map(Span)
                    .map_err(|_error| E::invalid_value(Unexpected::Str(text), &WANTED))
            }
        }

        from.deserialize_str(SpanVisitor)
    }
}
