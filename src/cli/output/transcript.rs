//! The exchange as text. Every line begins with a mark of ours, so that no data can pass for a fact.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::cli::output::Data;
use crate::codec::{Decoder, Encoding, Piece, show};
use crate::types::{Direction, PeerId};

/// The exchange as text: lines behind `#1 <` received from peer 1, behind `#1 >` sent to it, behind `*` facts.
///
/// Line feeds of the data are kept, everything else that does not show is an escape. Reads are no lines: a line, and a
/// character, goes on in the next read unless something else has to be said in between.
#[derive(Debug)]
pub(super) struct Transcript {
    encoding: Encoding,
    decoders: HashMap<Stream, Decoder>,
    /// Whose line is not yet ended.
    open: Option<Stream>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Stream {
    peer: PeerId,
    direction: Direction,
}

impl Transcript {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, decoders: HashMap::new(), open: None }
    }

    /// Bytes, decoded.
    pub(super) fn data(&mut self, out: &mut impl Write, data: &Data<'_>) -> io::Result<()> {
        let stream = Stream { peer: data.peer, direction: data.direction };
        let encoding = self.encoding;
        let decoder = self.decoders.entry(stream).or_insert_with(|| Decoder::new(encoding));
        let mut result = Ok(());
        let open = &mut self.open;
        decoder.decode(data.bytes, &mut |piece| {
            if result.is_ok() {
                result = write(out, open, stream, piece);
            }
        });
        result
    }

    /// A datagram, decoded: it begins a line, and its last line and character end with it.
    pub(super) fn datagram(&mut self, out: &mut impl Write, data: &Data<'_>) -> io::Result<()> {
        let stream = Stream { peer: data.peer, direction: data.direction };
        if data.bytes.is_empty() {
            begin_line(out, &mut self.open, stream)?;
        }
        self.data(out, data)?;
        self.leave(out, data.peer)?;
        end_line(out, &mut self.open)
    }

    /// A connection is gone: characters that it left unfinished are shown as bytes.
    pub(super) fn leave(&mut self, out: &mut impl Write, peer: PeerId) -> io::Result<()> {
        for direction in [Direction::Received, Direction::Sent] {
            let stream = Stream { peer, direction };
            let Some(mut decoder) = self.decoders.remove(&stream) else {
                continue;
            };
            let mut result = Ok(());
            decoder.finish(&mut |piece| result = write(out, &mut self.open, stream, piece));
            result?;
        }
        Ok(())
    }

    /// Words.
    pub(super) fn fact(&mut self, out: &mut impl Write, words: &str) -> io::Result<()> {
        self.line(out, &format!("* {words}"))
    }

    /// A line that has its own mark.
    pub(super) fn line(&mut self, out: &mut impl Write, line: &str) -> io::Result<()> {
        end_line(out, &mut self.open)?;
        writeln!(out, "{line}")
    }
}

fn write(
    out: &mut impl Write,
    open: &mut Option<Stream>,
    stream: Stream,
    piece: Piece<'_>,
) -> io::Result<()> {
    if *open != Some(stream) {
        end_line(out, open)?;
    }
    match piece {
        Piece::Bad(bytes) => {
            begin_line(out, open, stream)?;
            bytes.iter().try_for_each(|byte| write!(out, r"\x{byte:02x}"))
        }
        Piece::Text(text) => text.split_inclusive('\n').try_for_each(|line| {
            begin_line(out, open, stream)?;
            let words = line.strip_suffix('\n');
            out.write_all(show::inert(words.unwrap_or(line)).as_bytes())?;
            if words.is_some() { end_line(out, open) } else { Ok(()) }
        }),
    }
}

fn begin_line(out: &mut impl Write, open: &mut Option<Stream>, stream: Stream) -> io::Result<()> {
    if *open == Some(stream) {
        return Ok(());
    }
    *open = Some(stream);
    let mark = if stream.direction == Direction::Received { '<' } else { '>' };
    write!(out, "#{} {mark} ", stream.peer.0)
}

fn end_line(out: &mut impl Write, open: &mut Option<Stream>) -> io::Result<()> {
    if open.take().is_some() { writeln!(out) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::words::cli::output::Maker;

    fn printed(encoding: Encoding, parts: &[(u32, Direction, &[u8])]) -> String {
        let (mut out, mut transcript) = (Vec::new(), Transcript::new(encoding));
        for (peer, direction, bytes) in parts {
            let bytes = &Bytes::copy_from_slice(bytes);
            let data =
                Data { peer: PeerId(*peer), direction: *direction, maker: Maker::Given, bytes };
            transcript.data(&mut out, &data).unwrap();
        }
        transcript.leave(&mut out, PeerId(1)).unwrap();
        transcript.fact(&mut out, "End").unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_go_on_over_reads_and_are_cut_only_by_others() {
        use Direction::{Received, Sent};
        let parts: &[(u32, Direction, &[u8])] = &[
            (1, Received, b"he"),
            (1, Received, b"llo\nyou"),
            (1, Sent, b"hi\n"),
            (2, Received, b"x"),
            (1, Received, b"\n"),
        ];
        assert_eq!(
            printed(Encoding::Utf8, parts),
            "#1 < hello\n#1 < you\n#1 > hi\n#2 < x\n#1 < \n* End\n"
        );
    }

    #[test]
    fn a_character_cut_between_two_reads_appears_whole() {
        let parts: &[(u32, Direction, &[u8])] =
            &[(1, Direction::Received, b"a\xc4"), (1, Direction::Received, b"\xe3\xff\xba")];
        assert_eq!(printed(Encoding::Gbk, parts), "#1 < a\u{4f60}\\xff\\xba\n* End\n");
    }

    #[test]
    fn a_datagram_shares_no_line_and_no_character_with_others() {
        let (mut out, mut transcript) = (Vec::new(), Transcript::new(Encoding::Gbk));
        for bytes in [&b"a\xc4"[..], b"\xe3", b"", b"b\n", b"c\nd"] {
            let bytes = &Bytes::copy_from_slice(bytes);
            let direction = Direction::Received;
            let data = Data { peer: PeerId(1), direction, maker: Maker::Given, bytes };
            transcript.datagram(&mut out, &data).unwrap();
        }
        let expected = "#1 < a\\xc4\n#1 < \\xe3\n#1 < \n#1 < b\n#1 < c\n#1 < d\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn hostile_text_is_inert_and_cannot_pass_for_a_fact() {
        let parts: &[(u32, Direction, &[u8])] =
            &[(1, Direction::Received, "\u{1b}[2J\r\n* Listening\u{202e}\t\n".as_bytes())];
        assert_eq!(
            printed(Encoding::Utf8, parts),
            "#1 < \\x1b[2J\\r\n#1 < * Listening\\u{202e}\\t\n* End\n"
        );
    }
}
