//! How a framing is written in files: `"line"`, `{ text = "50ms" }`, `{ length-prefix = { width = 2 } }`.

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use crate::codec::Typed;
use crate::respond::form::{Span, Wanted};
use crate::respond::framing::{Framing, PrefixWidth};
use crate::types::ByteOrder;
use crate::types::problem::ValueForm;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FramingForm {
    Read,
    Text(Span),
    Line,
    Delimiter(Typed),
    Fixed(u32),
    LengthPrefix(PrefixForm),
    Idle(Span),
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[serde(expecting = "a length such as { width = 2 }")]
pub(super) struct PrefixForm {
    width: PrefixWidth,
    order: ByteOrder,
    includes_itself: bool,
}

impl From<Framing> for FramingForm {
    fn from(framing: Framing) -> Self {
        match framing {
            Framing::Read => Self::Read,
            Framing::Text { gap } => Self::Text(Span(gap)),
            Framing::Line => Self::Line,
            Framing::Delimiter(typed) => Self::Delimiter(typed),
            Framing::Fixed(len) => Self::Fixed(len),
            Framing::LengthPrefix { width, order, includes_itself } => {
                Self::LengthPrefix(PrefixForm { width, order, includes_itself })
            }
            Framing::Idle(gap) => Self::Idle(Span(gap)),
        }
    }
}

impl From<FramingForm> for Framing {
    fn from(form: FramingForm) -> Self {
        match form {
            FramingForm::Read => Self::Read,
            FramingForm::Text(Span(gap)) => Self::Text { gap },
            FramingForm::Line => Self::Line,
            FramingForm::Delimiter(typed) => Self::Delimiter(typed),
            FramingForm::Fixed(len) => Self::Fixed(len),
            FramingForm::LengthPrefix(PrefixForm { width, order, includes_itself }) => {
                Self::LengthPrefix { width, order, includes_itself }
            }
            FramingForm::Idle(Span(gap)) => Self::Idle(gap),
        }
    }
}

impl From<PrefixWidth> for u8 {
    fn from(width: PrefixWidth) -> Self {
        match width {
            PrefixWidth::One => 1,
            PrefixWidth::Two => 2,
            PrefixWidth::Four => 4,
            PrefixWidth::Eight => 8,
        }
    }
}

impl<'de> Deserialize<'de> for PrefixWidth {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u8::deserialize(from)? {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            4 => Ok(Self::Four),
            8 => Ok(Self::Eight),
            other => {
                let width = Unexpected::Unsigned(other.into());
                Err(D::Error::invalid_value(width, &Wanted(ValueForm::PrefixWidth)))
            }
        }
    }
}
