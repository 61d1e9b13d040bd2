//! One saved payload.

use crate::form::{PayloadDraft, PayloadMode};

/// A payload under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// Its group; empty for none.
    pub group: String,
    /// The payload as typed; the texts of the modes that are not meant are empty.
    pub payload: PayloadDraft,
}

impl Saved {
    /// Saves what is typed in the mode in force.
    pub fn new(name: &str, group: &str, typed: &PayloadDraft) -> Self {
        let mut payload = PayloadDraft {
            mode: typed.mode,
            multiline: typed.multiline && typed.mode != PayloadMode::File,
            ..typed.clone()
        };
        for (mode, text) in [
            (PayloadMode::Text, &mut payload.text),
            (PayloadMode::Hex, &mut payload.hex),
            (PayloadMode::File, &mut payload.file),
        ] {
            if mode != typed.mode {
                text.clear();
            }
        }
        if typed.mode != PayloadMode::Text {
            let PayloadDraft { encoding, ending, .. } = PayloadDraft::default();
            payload = PayloadDraft { encoding, ending, ..payload };
        }
        Self { name: one_line(name), group: one_line(group), payload }
    }

    /// Saves what is typed, under its first words.
    pub fn unnamed(group: &str, typed: &PayloadDraft) -> Self {
        let text = one_line(typed.typed());
        let name = match typed.mode {
            PayloadMode::File => text.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            PayloadMode::Text | PayloadMode::Hex => text,
        };
        let mut letters = name.chars();
        let start: String = letters.by_ref().take(NAME).collect();
        let name = match letters.next() {
            Some(_) => format!("{}…", start.trim_end()),
            None if start.is_empty() => "Empty".to_owned(),
            None => start,
        };
        Self::new(&name, group, typed)
    }

    /// Puts it into a draft, whose texts of other modes stay.
    pub fn put_into(&self, draft: &mut PayloadDraft) {
        let old = std::mem::replace(draft, self.payload.clone());
        let PayloadDraft { text, hex, file, encoding, ending, .. } = old;
        if draft.mode != PayloadMode::Text {
            draft.text = text;
            draft.encoding = encoding;
            draft.ending = ending;
        }
        if draft.mode != PayloadMode::Hex {
            draft.hex = hex;
        }
        if draft.mode != PayloadMode::File {
            draft.file = file;
        }
    }

    /// Whether name, group or content hold the text, in capitals or not; hex is found however it is spaced.
    pub fn holds(&self, wanted: &str) -> bool {
        let wanted = wanted.trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let packed = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        let typed = self.payload.typed();
        let is_hex = self.payload.mode == PayloadMode::Hex && !wanted.is_empty();
        holds(&self.name)
            || holds(&self.group)
            || holds(typed)
            || (is_hex && packed(typed).contains(&packed(&wanted)))
    }
}

/// White space and control characters in one space.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Characters of a name that was not typed.
const NAME: usize = 32;
