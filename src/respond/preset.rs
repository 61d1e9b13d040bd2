//! The classic programs of every socket tutorial, as rule sets.

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::codec::Typed;
use crate::respond::framing::Framing;
use crate::respond::matcher::Matcher;
use crate::respond::rules::{Rule, RuleSet, Step, When};
use crate::types::preset::Preset;

/// What rules run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TCP, Unix streams.
    Stream,
    /// UDP, Unix datagrams.
    Datagram,
}

impl Preset {
    /// Its rules. Names and replies are content, which goes into files and over the wire; they are not translated.
    pub fn rule_set(self, transport: Transport) -> RuleSet {
        let (framing, rules) = self.program(transport);
        let rules = rules.into_iter().map(|(name, when, then)| Rule::new(name, when, then));
        RuleSet { name: self.title().to_owned(), framing, rules: rules.collect() }
    }

    /// The name of its rules in files.
    pub fn title(self) -> &'static str {
        match self {
            Self::Echo => "Echo",
            Self::Upper => "Upper-case echo",
            Self::Greeting => "Greeting, then echo",
            Self::Hello => "Hello after a second",
            Self::Http => "HTTP hello page",
            Self::Time => "Time server",
            Self::Text => "Fixed text",
            Self::Print => "Print only",
            Self::Discard => "Discard",
            Self::Chargen => "Chargen",
        }
    }

    fn program(self, transport: Transport) -> (Framing, Vec<NamedRule>) {
        match self {
            Self::Echo => (Framing::Read, vec![any("Echo", "{frame}")]),
            Self::Upper => (Framing::Read, vec![any("Upper case", "{upper:frame}")]),
            Self::Greeting => {
                let greeting = connect("Greeting", r"Hello, type exit to leave\r\n");
                (TEXT, vec![greeting, close_on("exit"), any("Echo", "{frame}")])
            }
            Self::Hello => {
                let then = vec![Step::Wait(SECOND), Step::reply(r"Hello, {message}!\r\n")];
                let hello = ("Hello", When::default(), then);
                (TEXT, vec![connect("Welcome", r"Welcome\r\n"), close_on("exit"), hello])
            }
            Self::Http => {
                let then = vec![Step::reply(PAGE), Step::Close];
                let framing = Framing::Delimiter(Typed::text(r"\r\n\r\n"));
                (framing, vec![("Page", When::default(), then)])
            }
            Self::Time => (TEXT, time(transport)),
            Self::Text => (TEXT, vec![any("Text", "this is the UDP server")]),
            Self::Print => (TEXT, vec![close_on("1")]),
            Self::Discard => (Framing::Read, Vec::new()),
            Self::Chargen => (Framing::Read, vec![chargen(transport)]),
        }
    }
}

type NamedRule = (&'static str, When, Vec<Step>);

fn any(name: &'static str, reply: &str) -> NamedRule {
    (name, When::default(), vec![Step::reply(reply)])
}

fn connect(name: &'static str, reply: &str) -> NamedRule {
    (name, When::Connect, vec![Step::reply(reply)])
}

fn close_on(word: &str) -> NamedRule {
    let when = When::Message(Matcher::Exact(Typed::text(word)));
    ("Leave", when, vec![Step::Close, Step::Stop])
}

fn time(transport: Transport) -> Vec<NamedRule> {
    let end = match transport {
        Transport::Stream => r"\r\n",
        Transport::Datagram => "",
    };
    let now = Step::reply(format!("{{now:%Y-%m-%d %X}}{end}"));
    let asked = Step::reply(format!("{{strftime:message}}{end}"));
    vec![
        ("Time", When::Message(Matcher::Empty), vec![now, Step::Stop]),
        ("Time as asked for", When::default(), vec![asked]),
    ]
}

/// A stream of characters, or so many as a datagram may have (RFC 864: up to 512).
fn chargen(transport: Transport) -> NamedRule {
    match transport {
        Transport::Stream => {
            ("Characters", When::Connect, vec![Step::reply("{chargen:95}"), Step::Again])
        }
        Transport::Datagram => any("Characters", "{chargen:6}"),
    }
}

const TEXT: Framing = Framing::Text { gap: Duration::from_millis(50) };
const SECOND: Duration = Duration::from_secs(1);
const PAGE: &str = concat!(
    r"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n",
    r"<html><head><title>Hello</title></head><body><h1>Hello from Sockscope</h1></body></html>\n"
);
