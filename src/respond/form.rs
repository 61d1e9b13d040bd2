//! How rules and play lists are written in files: durations as `"500ms"`, payloads as `"text"`,
//! `{ text = "...", encoding = "gbk" }` or `{ hex = "48 65" }`.

use std::fmt;
use std::time::Duration;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Encoding, Typed};

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

/// A payload, for `#[serde(with)]`.
pub(super) mod payload {
    use crate::respond::form::{
        Deserializer, PayloadVisitor, Serialize as _, Serializer, Table, Typed,
    };

    pub(in crate::respond) fn serialize<S: Serializer>(
        typed: &Typed,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match Table::of(typed) {
            Ok(table) => table.serialize(to),
            Err(text) => to.serialize_str(text),
        }
    }

    pub(in crate::respond) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Typed, D::Error> {
        from.deserialize_any(PayloadVisitor)
    }
}

/// Line and column of the byte at `offset`, in characters and counted from 1.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    (line, last_line.chars().count().saturating_add(1))
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
        struct SpanVisitor;

        impl Visitor<'_> for SpanVisitor {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration such as \"500ms\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
                humantime::parse_duration(text).map(Span).map_err(|error| {
                    E::custom(format!("“{text}” is no duration such as 500ms: {error}"))
                })
            }
        }

        from.deserialize_str(SpanVisitor)
    }
}

/// A payload that is more than a text in UTF-8.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Table {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<Encoding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
}

impl Table {
    /// An error is the text in UTF-8.
    fn of(typed: &Typed) -> Result<Self, &str> {
        match typed {
            Typed::Text { text, encoding: Encoding::Utf8 } => Err(text),
            Typed::Text { text, encoding } => {
                Ok(Self { text: Some(text.clone()), encoding: Some(*encoding), hex: None })
            }
            Typed::Hex(hex) => Ok(Self { hex: Some(hex.clone()), ..Self::default() }),
        }
    }

    fn typed(self) -> Result<Typed, &'static str> {
        match (self.text, self.hex, self.encoding) {
            (Some(text), None, encoding) => {
                Ok(Typed::Text { text, encoding: encoding.unwrap_or_default() })
            }
            (None, Some(hex), None) => Ok(Typed::Hex(hex)),
            (None, Some(_), Some(_)) => Err("hex has no encoding"),
            (Some(_), Some(_), _) => Err("a payload is text or hex, not both"),
            (None, None, _) => Err("a payload needs text or hex"),
        }
    }
}

struct PayloadVisitor;

impl<'de> Visitor<'de> for PayloadVisitor {
    type Value = Typed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, { text, encoding } or { hex }")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Typed, E> {
        Ok(Typed::text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Typed, A::Error> {
        Table::deserialize(MapAccessDeserializer::new(map))?.typed().map_err(A::Error::custom)
    }
}
