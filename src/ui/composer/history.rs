//! Going through the payloads sent before, with the arrow keys.

use crate::form::PayloadDraft;
use crate::store::settings::Entry;

/// Where in the history the editor stands.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Steps back from the newest entry of the mode, and what was typed before going back.
    back: Option<(usize, String)>,
}

impl History {
    /// Shows the entry before the one shown.
    pub(super) fn older(&mut self, draft: &mut PayloadDraft, entries: &[Entry]) {
        let (step, typed) = match &self.back {
            Some((step, typed)) => (step + 1, typed.clone()),
            None => (0, draft.typed().to_owned()),
        };
        let Some(entry) = nth_newest(entries, draft, step) else {
            return;
        };
        entry.text.clone_into(draft.typed_mut());
        self.back = Some((step, typed));
    }

    /// Shows the entry after the one shown, and at last what was typed.
    pub(super) fn newer(&mut self, draft: &mut PayloadDraft, entries: &[Entry]) {
        let Some((step, typed)) = self.back.take() else {
            return;
        };
        let Some(step) = step.checked_sub(1) else {
            *draft.typed_mut() = typed;
            return;
        };
        if let Some(entry) = nth_newest(entries, draft, step) {
            entry.text.clone_into(draft.typed_mut());
        }
        self.back = Some((step, typed));
    }

    /// What is in the editor is new.
    pub(super) fn leave(&mut self) {
        self.back = None;
    }
}

fn nth_newest<'a>(entries: &'a [Entry], draft: &PayloadDraft, n: usize) -> Option<&'a Entry> {
    entries.iter().rev().filter(|entry| entry.mode == draft.mode).nth(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::PayloadMode;

    #[test]
    fn up_goes_back_and_down_returns_to_what_was_typed() {
        let entry = |mode, text: &str| Entry { mode, text: text.to_owned() };
        let entries = [
            entry(PayloadMode::Text, "old"),
            entry(PayloadMode::Hex, "48"),
            entry(PayloadMode::Text, "new"),
        ];
        let mut draft = PayloadDraft { text: "typed".to_owned(), ..PayloadDraft::default() };
        let mut history = History::default();
        let mut seen = Vec::new();
        for up in [true, true, true, false, false, false] {
            if up {
                history.older(&mut draft, &entries);
            } else {
                history.newer(&mut draft, &entries);
            }
            seen.push(draft.text.clone());
        }
        assert_eq!(seen, ["new", "old", "old", "new", "typed", "typed"]);
    }
}
