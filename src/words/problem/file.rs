//! Why a file can't be used.

use crate::types::inert::inert;
use crate::types::problem::FileProblem;
use crate::words::problem::document;
use crate::words::unit::exact_size;

/// As it stands after "could not read ..:".
pub fn file(problem: &FileProblem) -> String {
    match problem {
        FileProblem::NotRegular => not_regular().to_owned(),
        FileProblem::Shrunk => shrunk().to_owned(),
        FileProblem::TooLarge { limit } => too_large(&exact_size(*limit)),
        FileProblem::NotUtf8 { at } => not_utf8(*at),
        FileProblem::NoReader => no_reader().to_owned(),
        FileProblem::Content(text) => inert(text).into_owned(),
        FileProblem::Document(problem) => document(problem),
        FileProblem::Line { line, message } => in_line(*line, &inert(message)),
        FileProblem::PayloadContent { name } => payload_content(&inert(name)),
        FileProblem::NoPayload => no_payload().to_owned(),
        FileProblem::BytesGone => bytes_gone().to_owned(),
        FileProblem::NoFreeName => no_free_name().to_owned(),
        FileProblem::Aborted => aborted().to_owned(),
    }
}

messages! {
    not_regular = "not a regular file";
    shrunk = "the file became shorter while it was being sent";
    too_large(limit: &str) = "larger than {limit}";
    not_utf8(at: u64) = "not valid UTF-8 (byte {at})";
    no_reader = "nobody reads from this pipe";
    in_line(line: usize, message: &str) = "line {line}: {message}";
    payload_content(name: &str) = "payload “{name}” needs one of text, hex and file";
    no_payload = "there is no payload in this file";
    bytes_gone = "the bytes are no longer in the capture";
    no_free_name = "no free name was found";
    aborted = "the thread ended unexpectedly";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_with_a_file_has_words() {
        let table = [
            (FileProblem::NotRegular, "not a regular file"),
            (FileProblem::TooLarge { limit: 4 << 20 }, "larger than 4 MiB"),
            (FileProblem::NotUtf8 { at: 7 }, "not valid UTF-8 (byte 7)"),
            (
                FileProblem::Line { line: 2, message: "no\u{202e}".to_owned() },
                "line 2: no\\u{202e}",
            ),
            (
                FileProblem::PayloadContent { name: "a".to_owned() },
                "payload “a” needs one of text, hex and file",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(file(&problem), words);
        }
    }
}
