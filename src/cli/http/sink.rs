//! Where a body goes.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write as _};
use std::path::Path;

use crate::cli::failure::Failure;
use crate::codec::{Decoder, Encoding, Piece, show};
use crate::store::NewFile;

/// Where a body goes.
#[derive(Debug)]
pub(super) enum Sink {
    /// Standard output, byte for byte.
    Output(BufWriter<StdoutLock<'static>>),
    /// Standard output for a person: nothing that moves a cursor or rings a bell.
    Terminal(Terminal),
    /// A file.
    File(NewFile),
}

impl Sink {
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        if let Some(path) = path {
            return Ok(Self::File(NewFile::create_waiting(path)?));
        }
        let is_terminal = io::stdout().is_terminal();
        let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        Ok(if is_terminal { Self::Terminal(Terminal::new(out)) } else { Self::Output(out) })
    }

    /// The next bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Output(out) => out.write_all(bytes).map_err(|error| Failure::output(&error)),
            Self::Terminal(terminal) => {
                terminal.write(bytes).map_err(|error| Failure::output(&error))
            }
            Self::File(file) => Ok(file.write(bytes)?),
        }
    }

    /// What follows is in this encoding.
    pub(super) fn decode_as(&mut self, encoding: Encoding) -> Result<(), Failure> {
        self.end_text()?;
        if let Self::Terminal(terminal) = self {
            terminal.decoder = Decoder::new(encoding);
        }
        Ok(())
    }

    /// No more of this text comes: a character that is still cut stays so.
    pub(super) fn end_text(&mut self) -> Result<(), Failure> {
        match self {
            Self::Terminal(terminal) => terminal.end().map_err(|error| Failure::output(&error)),
            Self::Output(_) | Self::File(_) => Ok(()),
        }
    }

    /// Hands what is buffered to the system. A file is left alone: nobody looks at it before it is in its place.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = match self {
            Self::Output(out) | Self::Terminal(Terminal { out, .. }) => out.flush(),
            Self::File(_) => Ok(()),
        };
        flushed.map_err(|error| Failure::output(&error))
    }

    /// Everything is written.
    pub(super) fn place(self) -> Result<(), Failure> {
        match self {
            Self::File(file) => Ok(file.place()?),
            _ => Ok(()),
        }
    }
}

/// Text for a terminal: invisible characters other than line feeds and tabs are escaped.
#[derive(Debug)]
pub(super) struct Terminal<W = BufWriter<StdoutLock<'static>>> {
    out: W,
    decoder: Decoder,
}

impl<W: io::Write> Terminal<W> {
    fn new(out: W) -> Self {
        Self { out, decoder: Decoder::new(Encoding::Utf8) }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (out, mut result) = (&mut self.out, Ok(()));
        self.decoder.decode(bytes, &mut |piece| {
            if result.is_ok() {
                result = print(out, &piece);
            }
        });
        result
    }

    fn end(&mut self) -> io::Result<()> {
        let (out, mut result) = (&mut self.out, Ok(()));
        self.decoder.finish(&mut |piece| result = print(out, &piece));
        result
    }
}

fn print(out: &mut impl io::Write, piece: &Piece<'_>) -> io::Result<()> {
    match piece {
        Piece::Text(text) => text.split_inclusive(['\n', '\t']).try_for_each(|part| {
            let (visible, end) = match part.strip_suffix(['\n', '\t']) {
                Some(visible) => (visible, part.get(visible.len()..).unwrap_or_default()),
                None => (part, ""),
            };
            let visible =
                if end == "\n" { visible.strip_suffix('\r').unwrap_or(visible) } else { visible };
            write!(out, "{}{end}", show::inert(visible))
        }),
        Piece::Bad(bytes) => bytes.iter().try_for_each(|byte| write!(out, "\\x{byte:02x}")),
    }
}

/// As in the other commands.
const BUFFER: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_nothing_that_moves_its_cursor() {
        let mut terminal = Terminal::new(Vec::new());
        for bytes in [&b"a\tb\r\nc\x1b[2J\xff"[..], b"\xe4\xbd", b"\xa0\n\xe4"] {
            terminal.write(bytes).unwrap();
        }
        terminal.end().unwrap();
        assert_eq!(String::from_utf8(terminal.out).unwrap(), "a\tb\nc\\x1b[2J\\xff你\n\\xe4");
    }
}
