//! How the moment of a rule is written in files: `"connect"`, `{ exact = "exit" }`, `{ idle = "5s" }`.

use serde::{Deserialize, Serialize};

use crate::codec::Typed;
use crate::respond::form::Span;
use crate::respond::matcher::Matcher;
use crate::respond::rules::When;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum WhenForm {
    Connect,
    Any,
    Exact(Typed),
    Contains(Typed),
    StartsWith(Typed),
    EndsWith(Typed),
    Regex(String),
    Mask(String),
    Empty,
    Idle(Span),
    HalfClose,
}

impl From<When> for WhenForm {
    fn from(when: When) -> Self {
        match when {
            When::Connect => Self::Connect,
            When::Message(Matcher::Any) => Self::Any,
            When::Message(Matcher::Exact(typed)) => Self::Exact(typed),
            When::Message(Matcher::Contains(typed)) => Self::Contains(typed),
            When::Message(Matcher::StartsWith(typed)) => Self::StartsWith(typed),
            When::Message(Matcher::EndsWith(typed)) => Self::EndsWith(typed),
            When::Message(Matcher::Regex(text)) => Self::Regex(text),
            When::Message(Matcher::Mask(text)) => Self::Mask(text),
            When::Message(Matcher::Empty) => Self::Empty,
            When::Idle(silence) => Self::Idle(Span(silence)),
            When::HalfClose => Self::HalfClose,
        }
    }
}

impl From<WhenForm> for When {
    fn from(form: WhenForm) -> Self {
        Self::Message(match form {
            WhenForm::Connect => return Self::Connect,
            WhenForm::Idle(Span(silence)) => return Self::Idle(silence),
            WhenForm::HalfClose => return Self::HalfClose,
            WhenForm::Any => Matcher::Any,
            WhenForm::Exact(typed) => Matcher::Exact(typed),
            WhenForm::Contains(typed) => Matcher::Contains(typed),
            WhenForm::StartsWith(typed) => Matcher::StartsWith(typed),
            WhenForm::EndsWith(typed) => Matcher::EndsWith(typed),
            WhenForm::Regex(text) => Matcher::Regex(text),
            WhenForm::Mask(text) => Matcher::Mask(text),
            WhenForm::Empty => Matcher::Empty,
        })
    }
}
