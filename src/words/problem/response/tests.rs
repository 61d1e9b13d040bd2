//! The words of each problem.

use super::*;

#[test]
fn every_problem_of_a_response_has_words() {
    use ResponseProblem as P;
    let text = |text: &str| text.as_bytes().to_vec();
    let table = [
        (
            P::NotHttp,
            "the response doesn't begin with \"HTTP/\": it is HTTP/0.9 or not HTTP at all",
        ),
        (P::Version, "the version must be HTTP/1.0 or HTTP/1.1"),
        (P::StatusLine(b' '), "a space isn't allowed here in a status line"),
        (P::StatusCode(text("2x0\t")), r"2x0\t isn't a status code"),
        (P::StatusRange(99), "a status code is 100 to 999, not 099"),
        (P::LeadingWhitespace, "the first header line begins with white space"),
        (P::NameMissing, "a header without a name"),
        (P::ColonMissing, "no colon after the name of the header"),
        (P::NameByte(0xc3), "the byte c3 isn't allowed in a header name"),
        (P::ValueByte(0), "the byte 00 isn't allowed in a header value"),
        (P::AfterCr(b'x'), "'x' after CR, where only LF can follow"),
        (P::Misplaced(b'\t', "why".to_owned()), "a tab isn't allowed here: why"),
        (P::Head, "the end of the head can't be found"),
        (P::LengthEmpty, "Content-Length is empty"),
        (P::LengthNumber(text("1\" 2")), "Content-Length \"1\\\" 2\" isn't a number"),
        (P::LengthTooLarge(text("99")), "Content-Length 99 is larger than any body"),
        (P::LengthConflict { len: 2, before: 1 }, "Content-Length 2 contradicts the 1 before it"),
        (P::ChunkedParameter(text("chunked;a")), "the coding \"chunked;a\" has a parameter"),
        (P::ChunkSizeMissing(b'\r'), "CR where the size of a chunk in hex digits is expected"),
        (P::ChunkSize(b'g'), "'g' isn't a hex digit of a chunk size"),
        (P::ChunkLineEnd, "the line with a chunk size ends in LF alone, without CR"),
        (P::ChunkExtension(0), "the byte 00 isn't allowed in a chunk extension"),
        (P::AfterChunk(b'\n'), "LF after the data of a chunk, where CR LF is expected"),
        (P::ChunkTooLarge, "the chunk is larger than any body can be"),
        (P::Limit(Limited::LineBytes, 102_400), "a line of more than 102,400 bytes"),
        (P::Limit(Limited::HeaderBytes, 50), "more than 50 bytes of headers"),
        (P::Limit(Limited::HeaderLines, 5000), "more than 5,000 lines of headers"),
        (P::Limit(Limited::InterimHeads, 9), "more than 9 heads with a status of 1xx"),
        (P::Limit(Limited::ChunkLineBytes, 6), "the line with a chunk size has more than 6 bytes"),
    ];
    for (problem, words) in table {
        assert_eq!(response(&problem), words);
    }
}

#[test]
fn every_place_where_a_connection_ends_has_words() {
    let table = [
        (Ended::BeforeResponse, "before a response came"),
        (Ended::InHead, "within a head"),
        (Ended::BeforeFinalHead, "before the final head"),
        (Ended::InBody { received: 1, len: 2000 }, "after 1 of 2,000 bytes of the body"),
        (Ended::InChunk { received: 2, len: 3 }, "after 2 of 3 bytes of a chunk"),
        (Ended::BeforeLastChunk, "before the last chunk"),
        (Ended::InTrailers, "within the trailer section"),
    ];
    for (place, words) in table {
        let problem = ResponseProblem::Ended(place);
        assert_eq!(response(&problem), format!("the connection ended {words}"));
    }
}

#[test]
fn every_oddity_has_words() {
    let table = [
        (HeadProblem::EmptyLinesBefore, "empty lines before the status line"),
        (HeadProblem::StatusLineEnd, "the status line ends in LF alone"),
        (HeadProblem::EmptyLineEnd, "the empty line after the headers is LF alone"),
        (HeadProblem::UnaskedUpgrade, "no Upgrade was requested"),
    ];
    for (problem, words) in table {
        assert_eq!(head(problem), words);
    }
    let table = [
        (FieldProblem::SpaceBeforeColon, "white space before the colon"),
        (FieldProblem::Folded, "folded over several lines"),
        (FieldProblem::LineEnd, "the line ends in LF alone"),
        (FieldProblem::NotInTrailers, "doesn't count in a trailer section"),
        (FieldProblem::WithoutBody, "ignored: such a response has no body"),
        (FieldProblem::Overruled, "ignored: Transfer-Encoding decides"),
        (FieldProblem::LengthAgain, "the same length again"),
        (
            FieldProblem::ChunkedNotLast,
            "chunked isn't last: the body lasts until the connection ends",
        ),
        (FieldProblem::ChunkedAgain, "chunked more than once, counted once"),
        (FieldProblem::NotInHttp10, "not in HTTP/1.0"),
        (FieldProblem::Empty, "empty"),
    ];
    for (problem, words) in table {
        assert_eq!(field(&[problem]).as_deref(), Some(words));
    }
    let both = [FieldProblem::Folded, FieldProblem::NotInHttp10];
    assert_eq!(field(&both).as_deref(), Some("folded over several lines; not in HTTP/1.0"));
    assert_eq!(field(&[]), None);
    assert_eq!(body(BodyProblem::SpaceAfterChunkSize), "white space after the size of a chunk");
}
