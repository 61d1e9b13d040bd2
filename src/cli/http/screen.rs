//! What of a fetch is printed, and where.

use std::io::{self, BufWriter, Stderr, Write as _};

use bytes::Bytes;

use crate::cli::arguments::{FetchFormat, Http};
use crate::cli::failure::Failure;
use crate::cli::http::sink::Sink;
use crate::cli::http::timing;
use crate::cli::output::{Format, Printer, dump};
use crate::codec::Encoding;
use crate::http::charset::declared;
use crate::playground::{Hop, Session};
use crate::types::http::{BodyPiece, HeaderField, HopCause, HttpFact, Redirect, ResponseHead};
use crate::types::{Event, Fact, Stamp};

/// What of a fetch is printed, and where.
#[derive(Debug)]
pub(super) struct Screen {
    /// The body, if it is not left out.
    sink: Option<Sink>,
    /// One object a line.
    objects: Option<Printer>,
    /// Everything on the wire.
    trace: Option<BufWriter<Stderr>>,
    /// What was received last.
    received: Bytes,
    /// The body of this hop is not the answer.
    is_passing: bool,
    /// Content codings are taken off the body of this hop.
    is_coded: bool,
    switches: Switches,
}

#[derive(Debug, Clone, Copy)]
struct Switches {
    includes_heads: bool,
    fails: bool,
    shows_timing: bool,
}

impl Screen {
    pub(super) fn new(arguments: &Http) -> Result<Self, Failure> {
        let is_json = arguments.format == FetchFormat::Json;
        let path = arguments.output();
        Ok(Self {
            sink: if is_json && path.is_none() { None } else { Some(Sink::open(path)?) },
            objects: is_json.then(|| Printer::new(Format::Json, Encoding::Utf8)),
            trace: arguments.trace.then(|| BufWriter::new(io::stderr())),
            received: Bytes::new(),
            is_passing: false,
            is_coded: false,
            switches: Switches {
                includes_heads: arguments.include || arguments.head,
                fails: arguments.fail,
                shows_timing: arguments.timing,
            },
        })
    }

    /// Takes in what happened, before the session does.
    pub(super) fn see(&mut self, session: &Session, event: &Event) -> Result<(), Failure> {
        if let Some(trace) = &mut self.trace {
            // If nobody reads standard error, nothing is lost.
            dump(trace, "", session, event).ok();
        }
        if let Some(objects) = &mut self.objects {
            objects.event(session, event).map_err(|error| Failure::output(&error))?;
        }
        if let Fact::Received { bytes, .. } = &event.fact {
            self.received = bytes.clone();
        }
        if let Fact::Http { fact, .. } = &event.fact {
            self.see_hop(session, fact)?;
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        if let Some(trace) = &mut self.trace {
            trace.flush().ok();
        }
        if let Some(objects) = &mut self.objects {
            objects.flush().map_err(|error| Failure::output(&error))?;
        }
        self.sink.as_mut().map_or(Ok(()), Sink::flush)
    }

    /// The last lines.
    pub(super) fn close(&mut self, session: &Session, now: Stamp) -> Result<(), Failure> {
        if let Some(objects) = &mut self.objects {
            let closed = objects.closed(session, now).and_then(|()| objects.flush());
            closed.map_err(|error| Failure::output(&error))?;
        }
        self.sink.as_mut().map_or(Ok(()), Sink::end_text)?;
        self.flush()?;
        if let Some(fetch) = session.fetches().last().filter(|_| self.switches.shows_timing) {
            timing::print(&mut io::stderr(), fetch).ok();
        }
        Ok(())
    }

    /// It was a success: a file takes its place.
    pub(super) fn place(self) -> Result<(), Failure> {
        self.sink.map_or(Ok(()), Sink::place)
    }

    fn see_hop(&mut self, session: &Session, fact: &HttpFact) -> Result<(), Failure> {
        match fact {
            HttpFact::Head(head) => self.see_head(session, head),
            HttpFact::Body(parts) if !self.is_coded => self.print_parts(parts),
            HttpFact::Decoded(bytes) => self.print(bytes),
            HttpFact::Began { .. }
            | HttpFact::Carried { .. }
            | HttpFact::PhaseBegan(_)
            | HttpFact::PhaseEnded(_)
            | HttpFact::Tls(_)
            | HttpFact::Body(_)
            | HttpFact::Chunks(_)
            | HttpFact::ServerEvent(_)
            | HttpFact::Trailers(_)
            | HttpFact::Warning(_)
            | HttpFact::Ended(_) => Ok(()),
        }
    }

    fn see_head(&mut self, session: &Session, head: &ResponseHead) -> Result<(), Failure> {
        let hop = session.fetches().last().and_then(|fetch| fetch.hops().last());
        let is_tunnel = hop.is_some_and(|hop| hop.cause() == HopCause::Tunnel);
        self.is_passing = is_tunnel || head.meaning.redirect != Redirect::None;
        self.is_coded = head.meaning.codings.are_taken_off();
        if self.switches.includes_heads {
            self.include(session, hop, head)?;
        }
        self.is_passing |= self.switches.fails && head.status >= 400;
        let kind = value(head, "content-type").and_then(declared);
        let encoding = kind.and_then(|label| Encoding::for_label(&label)).unwrap_or_default();
        self.sink.as_mut().map_or(Ok(()), |sink| sink.decode_as(encoding))
    }

    /// A head exactly as it came.
    fn include(
        &mut self,
        session: &Session,
        hop: Option<&Hop>,
        head: &ResponseHead,
    ) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        if let Some(hop) = hop {
            let len = usize::try_from(head.wire_len).unwrap_or(usize::MAX);
            hop.response(session.capture()).view(0, len, &mut bytes);
        }
        self.sink.as_mut().map_or(Ok(()), |sink| sink.write(&bytes))
    }

    fn print_parts(&mut self, parts: &[BodyPiece]) -> Result<(), Failure> {
        let received = self.received.clone();
        parts.iter().try_for_each(|part| {
            let start = part.start as usize;
            let end = start.saturating_add(part.len as usize);
            self.print(received.get(start..end).unwrap_or_default())
        })
    }

    fn print(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.sink {
            Some(sink) if !self.is_passing => sink.write(bytes),
            _ => Ok(()),
        }
    }
}

fn value<'a>(head: &'a ResponseHead, name: &str) -> Option<&'a [u8]> {
    let is_it = |field: &&HeaderField| field.name.eq_ignore_ascii_case(name.as_bytes());
    head.fields.iter().find(is_it).map(|field| field.value.as_ref())
}
