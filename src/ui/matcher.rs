//! What a message has to be like: a choice, and what is typed for it.

use egui::Ui;

use crate::codec::Typed;
use crate::respond::Matcher;
use crate::ui::entry::{Entry, escape_breaks, line_ui, space_breaks, typed_ui};
use crate::words::ui::matcher as words;

/// What a message has to be like, without what is typed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// Anything.
    Any,
    /// Exactly what is typed.
    Exact,
    /// That somewhere.
    Contains,
    /// That first.
    StartsWith,
    /// That last.
    EndsWith,
    /// A regular expression.
    Regex,
    /// Hex digits, some of them anything.
    Mask,
    /// Nothing.
    Empty,
}

impl Like {
    /// In the order of choice.
    pub const ALL: [Self; 8] = [
        Self::Any,
        Self::Exact,
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Regex,
        Self::Mask,
        Self::Empty,
    ];

    /// That of a matcher.
    pub fn of(matcher: &Matcher) -> Self {
        match matcher {
            Matcher::Any => Self::Any,
            Matcher::Exact(_) => Self::Exact,
            Matcher::Contains(_) => Self::Contains,
            Matcher::StartsWith(_) => Self::StartsWith,
            Matcher::EndsWith(_) => Self::EndsWith,
            Matcher::Regex(_) => Self::Regex,
            Matcher::Mask(_) => Self::Mask,
            Matcher::Empty => Self::Empty,
        }
    }

    /// As it is chosen: "Message contains".
    pub fn label(self) -> &'static str {
        match self {
            Self::Any => words::any(),
            Self::Exact => words::exact(),
            Self::Contains => words::contains(),
            Self::StartsWith => words::starts_with(),
            Self::EndsWith => words::ends_with(),
            Self::Regex => words::regex(),
            Self::Mask => words::mask(),
            Self::Empty => words::empty(),
        }
    }

    /// A matcher of this sort that keeps what was typed for another.
    pub fn matcher(self, old: &Matcher) -> Matcher {
        let typed = || match old {
            Matcher::Exact(typed)
            | Matcher::Contains(typed)
            | Matcher::StartsWith(typed)
            | Matcher::EndsWith(typed) => typed.clone(),
            Matcher::Regex(text) => Typed::text(text),
            Matcher::Mask(hex) => Typed::Hex(hex.clone()),
            Matcher::Any | Matcher::Empty => Typed::default(),
        };
        match self {
            Self::Any => Matcher::Any,
            Self::Exact => Matcher::Exact(typed()),
            Self::Contains => Matcher::Contains(typed()),
            Self::StartsWith => Matcher::StartsWith(typed()),
            Self::EndsWith => Matcher::EndsWith(typed()),
            Self::Regex => Matcher::Regex(typed().typed().to_owned()),
            Self::Mask => Matcher::Mask(typed().typed().to_owned()),
            Self::Empty => Matcher::Empty,
        }
    }
}

/// Draws the entry for what is typed for a matcher, if it needs something.
pub fn operand_ui(ui: &mut Ui, entry: Entry<'_>, matcher: &mut Matcher) {
    match matcher {
        Matcher::Exact(typed)
        | Matcher::Contains(typed)
        | Matcher::StartsWith(typed)
        | Matcher::EndsWith(typed) => {
            typed_ui(ui, Entry { hint: "exit", ..entry }, typed);
        }
        Matcher::Regex(text) => {
            let hint = words::regex_hint();
            escape_breaks(text);
            line_ui(ui, Entry { hint: "set (\\w+)=(\\d+)", ..entry }, text).on_hover_text(hint);
        }
        Matcher::Mask(text) => {
            let hint = words::mask_hint();
            space_breaks(text);
            line_ui(ui, Entry { hint: "48 ?? 0A", ..entry }, text).on_hover_text(hint);
        }
        Matcher::Any | Matcher::Empty => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sort_keeps_what_was_typed() {
        let mut matcher = Matcher::Exact(Typed::text("exit"));
        for like in [Like::Contains, Like::Regex, Like::StartsWith, Like::EndsWith, Like::Mask] {
            matcher = like.matcher(&matcher);
            assert_eq!(Like::of(&matcher), like);
        }
        assert_eq!(matcher, Matcher::Mask("exit".to_owned()));
        assert_eq!(
            Like::Exact.matcher(&Matcher::Mask("4? 8".to_owned())),
            Matcher::Exact(Typed::Hex("4? 8".to_owned()))
        );
    }
}
