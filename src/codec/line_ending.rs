//! Line endings to append to a typed text.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::codec::error::ParseError;
use crate::types::problem::text::Choice;

/// The line ending appended to a typed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineEnding {
    /// Nothing.
    #[default]
    None,
    /// U+000A.
    Lf,
    /// U+000D.
    Cr,
    /// U+000D U+000A.
    CrLf,
    /// U+0000.
    Nul,
}

impl LineEnding {
    /// Every line ending, in the order of choice.
    pub const ALL: [Self; 5] = [Self::None, Self::Lf, Self::Cr, Self::CrLf, Self::Nul];

    /// The technical name, such as `CRLF`.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Lf => "LF",
            Self::Cr => "CR",
            Self::CrLf => "CRLF",
            Self::Nul => "NUL",
        }
    }

    /// The characters, to be encoded like the text before them.
    pub fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Lf => "\n",
            Self::Cr => "\r",
            Self::CrLf => "\r\n",
            Self::Nul => "\0",
        }
    }
}

impl FromStr for LineEnding {
    type Err = ParseError;

    /// By label, in any case.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|ending| ending.label().eq_ignore_ascii_case(name.trim()))
            .ok_or_else(|| {
                ParseError::unknown(Choice::LineEnding, name, Self::ALL.map(Self::label))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::text::UnknownName;

    #[test]
    fn a_line_ending_is_found_by_label_and_setting() {
        for ending in LineEnding::ALL {
            assert_eq!(ending.label().parse(), Ok(ending));
            let setting = serde_json::to_value(ending).unwrap();
            assert_eq!(setting.as_str().unwrap().parse(), Ok(ending));
        }
        let known = ["None", "LF", "CR", "CRLF", "NUL"].map(str::to_owned).to_vec();
        let problem = UnknownName { choice: Choice::LineEnding, name: "eol".to_owned(), known };
        assert_eq!("eol".parse::<LineEnding>(), Err(ParseError::new(0..3, problem)));
    }
}
