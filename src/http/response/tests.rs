//! Answers of all kinds: whole, cut at every place, and byte by byte.

mod invalid;
mod limits;
mod properties;
mod valid;

use super::*;

/// What a reader makes of a response that comes in pieces and then ends with the connection, as text.
fn outcome<'a>(method: &str, limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut reader = ResponseReader::new(method, limits);
    let mut seen = Seen::default();
    for piece in pieces {
        if let Err(error) = seen.feed(&mut reader, piece) {
            assert_eq!(reader.read(b"more"), Err(error.clone()));
            assert_eq!(reader.finish(), Err(error.clone()));
            assert!(!reader.keeps_connection());
            return seen.into_text(&error_text(&error));
        }
    }
    let keeps = if reader.keeps_connection() { "keep" } else { "close" };
    match reader.finish() {
        Ok(()) => seen.into_text(keeps),
        Err(error) => {
            assert!(error.is_incomplete());
            seen.into_text(&error_text(&error))
        }
    }
}

/// The same, after a look that every way to cut the response in two, and into its bytes, gives the same.
fn outcome_however_cut(method: &str, limits: Limits, answer: &[u8]) -> String {
    let whole = outcome(method, limits, [answer]);
    for cut in 0..answer.len() {
        let (left, right) = answer.split_at(cut);
        assert_eq!(outcome(method, limits, [left, right]), whole, "cut at {cut}");
    }
    assert_eq!(outcome(method, limits, answer.chunks(1)), whole, "byte by byte");
    whole
}

fn of_get(answer: &[u8]) -> String {
    outcome_however_cut("GET", Limits::default(), answer)
}

/// The parts as text, the body in one piece as long as nothing stands between.
#[derive(Default)]
struct Seen {
    parts: Vec<String>,
    body: Vec<u8>,
    left: usize,
    /// Bytes of the response taken so far, and where its latest head begins.
    taken: u64,
    head_at: u64,
}

impl Seen {
    fn feed(&mut self, reader: &mut ResponseReader, input: &[u8]) -> Result<(), ResponseError> {
        let mut rest = input;
        loop {
            let step = reader.read(rest)?;
            if let Some(part) = step.part {
                let is_interim = matches!(&part, Part::Head(head) if head.meaning.is_interim);
                self.add(part, rest);
                self.taken += step.consumed as u64;
                if is_interim {
                    self.head_at = self.taken;
                }
                rest = &rest[step.consumed..];
            } else {
                self.taken += step.consumed as u64;
                self.left += rest.len() - step.consumed;
                return Ok(());
            }
        }
    }

    fn add(&mut self, part: Part, input: &[u8]) {
        if let Part::Body(BodyPiece { start, len, offset }) = part {
            assert!(len > 0);
            assert_eq!(offset, self.taken - self.head_at + u64::from(start));
            return self.body.extend(&input[start as usize..][..len as usize]);
        }
        self.end_body();
        self.parts.push(match part {
            Part::Head(head) => head_text(&head),
            Part::Chunk(mark) => {
                format!("{:x}@{}{}", mark.len, mark.body_offset, mark.extensions.escape_ascii())
            }
            Part::Trailers(fields) => format!("trailers{}", fields_text(&fields)),
            Part::End => "end".to_owned(),
            Part::Body(_) => return,
        });
    }

    fn end_body(&mut self) {
        if !self.body.is_empty() {
            self.parts.push(format!("'{}'", self.body.escape_ascii()));
            self.body.clear();
        }
    }

    fn into_text(mut self, last: &str) -> String {
        self.end_body();
        if self.left > 0 {
            self.parts.push(format!("{} left", self.left));
        }
        self.parts.push(last.to_owned());
        self.parts.join(" | ")
    }
}

fn error_text(ResponseError { at, problem }: &ResponseError) -> String {
    use ResponseProblem as P;
    let problem = match problem {
        P::StatusCode(text) => format!("StatusCode({})", text.escape_ascii()),
        P::LengthNumber(text) => format!("LengthNumber({})", text.escape_ascii()),
        P::LengthTooLarge(text) => format!("LengthTooLarge({})", text.escape_ascii()),
        P::ChunkedParameter(text) => format!("ChunkedParameter({})", text.escape_ascii()),
        other => format!("{other:?}"),
    };
    format!("byte {at}: {problem}")
}

fn head_text(head: &ResponseHead) -> String {
    let version = match head.version {
        crate::types::HttpVersion::Http10 => "1.0 ",
        crate::types::HttpVersion::Http11 => "",
    };
    let problems: Vec<String> =
        head.problems.iter().map(|problem| format!(" ({problem:?})")).collect();
    let (reason, fields) = (head.reason.escape_ascii(), fields_text(&head.fields));
    format!("{version}{} {reason}{fields}{}", head.status, problems.concat())
}

fn fields_text(fields: &[HeaderField]) -> String {
    let text = fields.iter().map(|HeaderField { name, value, problems }| {
        let problems: Vec<String> = problems.iter().map(|problem| format!("{problem:?}")).collect();
        let problems = match problems.as_slice() {
            [] => String::new(),
            problems => format!(" ({})", problems.join("; ")),
        };
        format!(", {}={}{problems}", name.escape_ascii(), value.escape_ascii())
    });
    text.collect()
}

fn check(table: &[(&str, &str)]) {
    for (answer, expected) in table {
        assert_eq!(of_get(answer.as_bytes()), *expected, "{answer:?}");
    }
}
