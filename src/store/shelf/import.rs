//! Payloads from files of other forms: lists of Packet Sender, plain lines.

mod packet_sender;

use crate::codec::hex;
use crate::form::{PayloadDraft, PayloadMode};
use crate::store::shelf::{Saved, file};
use crate::types::problem::FileProblem;

/// The payloads of a file, whose format is recognised from its text: a shelf, a list of Packet Sender (`packets.ini` or its
/// export, JSON too), or else plain lines.
///
/// Of plain lines each is a payload: hex if it is hex digits as the composer takes them, else text with escapes and
/// fields (as it stands, if they are none). `# Words` is a group for the lines below, and `name<TAB>payload` gives a name.
/// Empty lines are passed over.
pub(super) fn parse(text: &str) -> Result<Vec<Saved>, FileProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let saved =
        if let Some(packets) = packet_sender::json(text).or_else(|| packet_sender::ini(text)) {
            packets
        } else if text.lines().any(|line| line.trim() == "[[payload]]") {
            file::parse(text)?
        } else {
            lines(text)
        };
    if saved.is_empty() { Err(FileProblem::NoPayload) } else { Ok(saved) }
}

fn lines(text: &str) -> Vec<Saved> {
    let mut group = "";
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            group = heading.trim();
        } else if !line.trim().is_empty() {
            found.push(payload(line, group));
        }
    }
    found
}

fn payload(line: &str, group: &str) -> Saved {
    let named = line.split_once('\t').filter(|(name, _)| !name.trim().is_empty());
    let (name, typed) = named.map_or((None, line), |(name, typed)| (Some(name), typed));
    let draft = draft(typed);
    match name {
        Some(name) => Saved::new(name, group, &draft),
        None => Saved::unnamed(group, &draft),
    }
}

/// Bytes as they stand in the line: braces and backslashes of text are fields and escapes only if they are right.
fn draft(typed: &str) -> PayloadDraft {
    let empty = PayloadDraft::default();
    if hex::parse(typed).is_ok_and(|bytes| !bytes.is_empty()) {
        return PayloadDraft { mode: PayloadMode::Hex, hex: typed.trim().to_owned(), ..empty };
    }
    let is_right = |draft: &PayloadDraft| draft.parse().is_ok();
    let text = PayloadDraft { text: typed.to_owned(), ..empty };
    let plain = PayloadDraft { fields: false, ..text.clone() };
    let literal = PayloadDraft { text: typed.replace('\\', "\\\\"), ..plain.clone() };
    [text, plain].into_iter().find(is_right).unwrap_or(literal)
}
