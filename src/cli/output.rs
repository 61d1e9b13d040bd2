//! What is printed: one printer, four formats. Bytes of the network reach a terminal unescaped in `raw` only.

mod json;
mod lines;
mod play;
mod totals;
mod transcript;

use std::io::{self, BufWriter, StdoutLock, Write};

use bytes::Bytes;
use chrono::{DateTime, Local};
use clap::ValueEnum;

use crate::codec::{Dumper, Encoding};
use crate::playground::Session;
use crate::types::{Direction, Event, Fact, Origin, PeerId, Stamp};
use crate::words::cli::output as words;
use crate::words::cli::output::Maker;

use totals::totals;
use transcript::Transcript;

/// How an exchange is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A line for each fact, and the hex dump of each read and write
    #[default]
    Dump,
    /// Decoded text after "#1 <" and "#1 >", facts after "*"; characters that aren't visible are escaped
    Text,
    /// Exactly the received bytes; facts go to standard error
    Raw,
    /// One object a line: opened, resolved, connecting, joined, data, half-closed, left, repeated, error, note, and finally closed
    Json,
}

/// Prints events to standard output.
#[derive(Debug)]
pub(super) struct Printer {
    format: Format,
    out: BufWriter<StdoutLock<'static>>,
    transcript: Transcript,
    /// Otherwise only play lists, and addresses to reach them.
    shows_exchange: bool,
}

/// Bytes that went one way.
#[derive(Debug, Clone, Copy)]
struct Data<'a> {
    peer: PeerId,
    direction: Direction,
    maker: Maker<'a>,
    bytes: &'a Bytes,
}

impl Printer {
    pub(super) fn new(format: Format, encoding: Encoding) -> Self {
        let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        Self { format, out, transcript: Transcript::new(encoding), shows_exchange: true }
    }

    /// From now on prints only what a play list does, and the address to reach it.
    pub(super) fn hide_exchange(&mut self) {
        self.shows_exchange = false;
    }

    /// Prints what happened, before the session has taken it in.
    pub(super) fn event(&mut self, session: &Session, event: &Event) -> io::Result<()> {
        if !self.shows_exchange && !matches!(event.fact, Fact::Opened { .. } | Fact::Play { .. }) {
            return Ok(());
        }
        let out = &mut self.out;
        match (self.format, data(session, &event.fact)) {
            (Format::Dump, _) => dump(out, "", session, event),
            (Format::Text, Some(data)) if session.kind().has_datagrams() => {
                self.transcript.datagram(out, &data)
            }
            (Format::Text, Some(data)) => self.transcript.data(out, &data),
            (Format::Text, None) => {
                if let Fact::Play { fact, .. } = &event.fact {
                    return play::line(session, fact)
                        .map_or(Ok(()), |line| self.transcript.line(out, &line));
                }
                if let Fact::Left { peer, .. } = event.fact {
                    self.transcript.leave(out, peer)?;
                }
                lines::facts(session, &event.fact)
                    .try_for_each(|line| self.transcript.fact(out, &line))
            }
            (Format::Raw, Some(data)) if data.direction == Direction::Received => {
                out.write_all(data.bytes)
            }
            (Format::Raw, Some(_)) => Ok(()),
            (Format::Raw, None) => {
                lines::facts(session, &event.fact).for_each(|line| aside(&line));
                Ok(())
            }
            (Format::Json, Some(data)) => json::data(out, session, event.at, &data),
            (Format::Json, None) => json::fact(out, session, event),
        }
    }

    /// The last line: the totals.
    pub(super) fn closed(&mut self, session: &Session, at: Stamp) -> io::Result<()> {
        if !self.shows_exchange {
            return Ok(());
        }
        let totals = totals(session);
        match self.format {
            Format::Dump => timed(&mut self.out, at, &words::closed(&totals)),
            Format::Text => self.transcript.fact(&mut self.out, &words::closed(&totals)),
            Format::Raw => {
                aside(&words::closed(&totals));
                Ok(())
            }
            Format::Json => json::closed(&mut self.out, session, at, totals),
        }
    }

    /// Hands what is buffered to the system.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What happened as in [`Format::Dump`], with `who` before the line.
pub(super) fn dump(
    out: &mut impl Write,
    who: &str,
    session: &Session,
    event: &Event,
) -> io::Result<()> {
    let Some(data) = data(session, &event.fact) else {
        return lines::facts(session, &event.fact)
            .try_for_each(|line| timed(out, event.at, &format!("{who}{line}")));
    };
    timed(out, event.at, &format!("{who}{}", lines::data(session, &data)))?;
    let mut dumper = Dumper::new(out, 0);
    dumper.write_all(data.bytes)?;
    dumper.finish().map(|_| ())
}

fn timed(out: &mut impl Write, at: Stamp, line: &str) -> io::Result<()> {
    writeln!(out, "{}  {line}", local(at).format("%Y-%m-%d %H:%M:%S%.6f"))
}

fn data<'a>(session: &'a Session, fact: &'a Fact) -> Option<Data<'a>> {
    if let Fact::Received { peer, bytes } = fact {
        let (direction, maker) = (Direction::Received, Maker::Given);
        return Some(Data { peer: *peer, direction, maker, bytes });
    }
    let Fact::Sent { peer, bytes, origin, .. } = fact else {
        return None;
    };
    let maker = match origin {
        Origin::User | Origin::File => Maker::Given,
        Origin::Reply(rule) => Maker::Rule(session.rule_name(*rule)),
        Origin::Play(step) => Maker::Step(*step),
    };
    Some(Data { peer: *peer, direction: Direction::Sent, maker, bytes })
}

/// On standard error, where standard output is for bytes; if nobody reads it, nothing is lost.
fn aside(line: &str) {
    writeln!(io::stderr(), "* {line}").ok();
}

/// The wall clock's time, in the time zone of this machine.
fn local(at: Stamp) -> DateTime<Local> {
    DateTime::from_timestamp_micros(at.unix_us).unwrap_or_default().with_timezone(&Local)
}

/// Larger writes were not faster when measured.
const BUFFER: usize = 64 * 1024;
