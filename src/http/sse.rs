//! Parses a `text/event-stream` (WHATWG HTML, 9.2) as it arrives.

use std::mem;
use std::time::Duration;

use crate::types::http::ServerEvent;

/// Parses an event stream piece by piece. The events don't depend on how it is cut.
///
/// At most 1 MiB of a line and 1 MiB of the data of an event are kept; longer ones are cut and marked with [`CUT_MARK`]. An event
/// without the empty line at its end is ignored.
#[derive(Debug, Default)]
pub struct EventParser {
    /// The line so far, without its end.
    line: Limited<Vec<u8>>,
    /// The byte before was a CR: an LF now belongs to it.
    after_cr: bool,
    /// The first line has begun, so that a byte order mark can't follow.
    is_past_start: bool,
    name: String,
    data: Limited<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

/// A text that is cut at a limit.
#[derive(Debug, Default)]
struct Limited<T> {
    kept: T,
    is_cut: bool,
}

/// Ends a text that was cut.
pub const CUT_MARK: &str = "... (cut at 1 MiB)";

impl EventParser {
    /// For the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses the next bytes and appends the events that they complete.
    ///
    /// The `id` of an event is the last one of the stream so far. `retry` is reported with the next event, since it often comes
    /// in a block without data, which isn't an event.
    pub fn feed(&mut self, bytes: &[u8], events: &mut Vec<ServerEvent>) {
        let mut rest = bytes;
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|&byte| matches!(byte, b'\r' | b'\n')) {
            let (line, end) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            self.push(line);
            self.end_line(events);
            rest = match end {
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
                [] => &[],
            };
        }
        self.push(rest);
    }

    fn push(&mut self, bytes: &[u8]) {
        let room = LIMIT.saturating_sub(self.line.kept.len());
        self.line.kept.extend(bytes.iter().take(room));
        self.line.is_cut |= bytes.len() > room;
    }

    fn end_line(&mut self, events: &mut Vec<ServerEvent>) {
        let Limited { kept: mut line, is_cut } = mem::take(&mut self.line);
        if !mem::replace(&mut self.is_past_start, true) && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if line.is_empty() {
            events.extend(self.dispatch());
        } else {
            let line = String::from_utf8_lossy(&line);
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            self.field(name, value.strip_prefix(' ').unwrap_or(value), is_cut);
        }
    }

    fn field(&mut self, name: &str, value: &str, is_cut: bool) {
        match name {
            "event" => self.name = marked(value, is_cut),
            "data" => self.push_data(value, is_cut),
            "id" if !value.contains('\0') => self.id = Some(marked(value, is_cut)),
            "retry" if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            _ => {}
        }
    }

    fn push_data(&mut self, value: &str, is_cut: bool) {
        let data = &mut self.data;
        if data.is_cut {
            return;
        }
        let room = LIMIT.saturating_sub(data.kept.len());
        let kept = value.get(..value.floor_char_boundary(room)).unwrap_or_default();
        data.kept.push_str(kept);
        data.kept.push('\n');
        data.is_cut = is_cut || kept.len() < value.len() || room == 0;
    }

    /// Completes an event at an empty line, if there is any data.
    fn dispatch(&mut self) -> Option<ServerEvent> {
        let name = mem::take(&mut self.name);
        let Limited { kept, is_cut } = mem::take(&mut self.data);
        let data = marked(kept.strip_suffix('\n')?, is_cut);
        let name = if name.is_empty() { "message".to_owned() } else { name };
        Some(ServerEvent { name, id: self.id.clone(), data, retry: self.retry.take() })
    }
}

fn marked(text: &str, is_cut: bool) -> String {
    let mark = if is_cut { CUT_MARK } else { "" };
    format!("{text}{mark}")
}

const LIMIT: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn events_of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<ServerEvent> {
        let mut parser = EventParser::new();
        let mut events = Vec::new();
        for piece in pieces {
            parser.feed(piece, &mut events);
        }
        events
    }

    fn event(name: &str, id: Option<&str>, data: &str, retry: Option<u64>) -> ServerEvent {
        ServerEvent {
            name: name.to_owned(),
            id: id.map(str::to_owned),
            data: data.to_owned(),
            retry: retry.map(Duration::from_millis),
        }
    }

    fn message(data: &str) -> ServerEvent {
        event("message", None, data, None)
    }

    fn table() -> Vec<(&'static [u8], Vec<ServerEvent>)> {
        vec![
            (b"", vec![]),
            (b"data: a\n\n", vec![message("a")]),
            (b"data:a\r\rdata:  b\r\n\r\n", vec![message("a"), message(" b")]),
            (b"data: a\r\n\ndata:b\n\r", vec![message("a"), message("b")]),
            (b"data: a\ndata\ndata: b\n\n", vec![message("a\n\nb")]),
            (b"data\n\ndata\ndata\n\ndata:", vec![message(""), message("\n")]),
            (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", vec![message("a")]),
            (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", vec![]),
            (b"\xef\xbb\xbf\n\ndata: a\n\n", vec![message("a")]),
            (b": comment\n:\ndata: a: b\nDATA: x\n data: x\ndata : x\n\n", vec![message("a: b")]),
            (b"event: e\ndata: a\n\ndata: b\n\n", vec![event("e", None, "a", None), message("b")]),
            (b"event: e\n\ndata: b\n\n", vec![message("b")]),
            (b"event: e\nevent\ndata: b\n\n", vec![message("b")]),
            (
                b"id: 1\ndata: a\n\ndata: b\n\nid: x\0\ndata: c\n\nid\ndata: d\n\n",
                vec![
                    event("message", Some("1"), "a", None),
                    event("message", Some("1"), "b", None),
                    event("message", Some("1"), "c", None),
                    event("message", Some(""), "d", None),
                ],
            ),
            (b"id: 7\n\ndata: a\n\n", vec![event("message", Some("7"), "a", None)]),
            (
                b"retry: 3000\n\ndata: a\n\ndata: b\n\n",
                vec![event("message", None, "a", Some(3000)), message("b")],
            ),
            (b"retry: 1s\nretry:\nretry: -1\nretry:  1\ndata: a\n\n", vec![message("a")]),
            (b"retry: 99999999999999999999\ndata: a\n\n", vec![message("a")]),
            (b"data: \xff\xe4\xbd\xa0\n\n", vec![message("\u{fffd}你")]),
            (b"data: \0a\n\n", vec![message("\0a")]),
            (b"data: a\n\ndata: b\n", vec![message("a")]),
        ]
    }

    #[test]
    fn a_stream_gives_the_events_of_the_standard() {
        for (stream, events) in table() {
            assert_eq!(events_of([stream]), events, "{}", stream.escape_ascii());
        }
    }

    #[test]
    fn every_split_gives_the_same_events() {
        for (stream, events) in table() {
            for at in 0..=stream.len() {
                let (start, end) = stream.split_at(at);
                assert_eq!(events_of([start, b"", end]), events, "{} {at}", stream.escape_ascii());
            }
            assert_eq!(events_of(stream.chunks(1)), events, "{}", stream.escape_ascii());
        }
    }

    #[test]
    fn an_endless_line_is_cut_and_marked() {
        let mut parser = EventParser::new();
        let mut events = Vec::new();
        parser.feed(b"data: ", &mut events);
        for _ in 0..400 {
            parser.feed(&[b'x'; 10_000], &mut events);
            assert!(parser.line.kept.len() <= LIMIT);
        }
        parser.feed(b"\n\ndata: y\n\n", &mut events);
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].data.len(), LIMIT - "data: ".len() + CUT_MARK.len());
        assert!(events[0].data.ends_with("x... (cut at 1 MiB)"));
        assert_eq!(events[1], message("y"));
    }

    #[test]
    fn endless_data_is_cut_and_marked() {
        let mut parser = EventParser::new();
        let mut events = Vec::new();
        let line = format!("data: {}\n", "你".repeat(30_000));
        for _ in 0..40 {
            parser.feed(line.as_bytes(), &mut events);
            assert!(parser.data.kept.len() <= LIMIT + 1);
        }
        parser.feed(b"event: late\n\ndata: y\n\n", &mut events);
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].name, "late");
        assert!(events[0].data.len() <= LIMIT + CUT_MARK.len());
        assert!(events[0].data.ends_with("你... (cut at 1 MiB)"));
        assert_eq!(events[1], message("y"));
    }

    #[test]
    fn data_of_empty_lines_is_bounded_as_well() {
        let mut parser = EventParser::new();
        let mut events = Vec::new();
        for _ in 0..30 {
            parser.feed(&b"data\n".repeat(50_000), &mut events);
            assert!(parser.data.kept.len() <= LIMIT + 1);
        }
        parser.feed(b"\n", &mut events);
        assert!(events[0].data.ends_with(CUT_MARK));
    }

    proptest! {
        #[test]
        fn any_stream_cut_anywhere_gives_the_same_events(
            stream in "((data|event|id|retry|x)?:? ?[a1:]{0,2}(\r|\n|\r\n|\n\n)){0,12}",
            size in 1_usize..20,
        ) {
            let whole = events_of([stream.as_bytes()]);
            prop_assert_eq!(events_of(stream.as_bytes().chunks(size)), whole);
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, size in 1_usize..9) {
            prop_assert_eq!(events_of(bytes.chunks(size)), events_of([&*bytes]));
        }
    }
}
