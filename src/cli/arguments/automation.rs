//! The arguments about what a command does by itself: reply, and repeat.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::rules;
use crate::codec::Template;
use crate::form::{Payload, RepeatDraft};
use crate::respond::{Preset, RuleSet, Transport};
use crate::types::{Pace, Schedule};
use crate::words::cli::argument as words;
use crate::words::problem;

#[derive(Debug, Args)]
pub(in crate::cli) struct Replies {
    /// How to answer what arrives
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    reply: ReplyName,
    /// Answer by the rules in a file
    ///
    /// A TOML file, such as the window writes; its format is described at the end of tcp-server --help.
    #[arg(long, value_name = "FILE", conflicts_with = "reply")]
    rules: Option<PathBuf>,
}

impl Replies {
    /// The rules, read and checked.
    pub(in crate::cli) fn rule_set(&self, transport: Transport) -> Result<RuleSet, Failure> {
        match &self.rules {
            Some(path) => rules::read(path),
            None => Ok(self.reply.rule_set(transport)),
        }
    }
}

/// Nothing, or a classic program.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ReplyName {
    /// Nothing
    #[default]
    None,
    /// The same bytes
    Echo,
    /// The same text in capitals
    Upper,
    /// "Hello, type exit to leave", then the same bytes; exit closes
    Greeting,
    /// "Welcome", then "Hello, <message>!" one second after each message; exit closes
    Hello,
    /// A page for a browser
    Http,
    /// The time; a message is a format such as %H:%M
    Time,
    /// "this is the UDP server"
    Text,
    /// Nothing; 1 closes
    Print,
    /// Nothing (RFC 863)
    Discard,
    /// Characters without end (RFC 864)
    Chargen,
}

impl ReplyName {
    fn rule_set(self, transport: Transport) -> RuleSet {
        let preset = match self {
            Self::None => return RuleSet::default(),
            Self::Echo => Preset::Echo,
            Self::Upper => Preset::Upper,
            Self::Greeting => Preset::Greeting,
            Self::Hello => Preset::Hello,
            Self::Http => Preset::Http,
            Self::Time => Preset::Time,
            Self::Text => Preset::Text,
            Self::Print => Preset::Print,
            Self::Discard => Preset::Discard,
            Self::Chargen => Preset::Chargen,
        };
        preset.rule_set(transport)
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Repeat {
    /// Send the one --text or --hex this many times, or forever; its fields take new values each time
    #[arg(long, value_name = "N|forever", value_parser = times)]
    repeat: Option<Times>,
    /// The time from one beginning to the next, such as 100us, 20ms or 2s
    #[arg(long, value_name = "DURATION", requires = "repeat", default_value = "1s", value_parser = every)]
    every: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Count(NonZeroU64),
    Forever,
}

impl Repeat {
    /// The payload to repeat, if that was asked for; it must be the only one.
    pub(in crate::cli) fn payload(
        &self,
        payloads: &[Payload],
    ) -> Result<Option<Template>, Failure> {
        match (&self.repeat, payloads) {
            (None, _) => Ok(None),
            (Some(_), [payload @ (Payload::Bytes(_) | Payload::Template(_))]) => {
                let repeatable = payload.clone().repeatable();
                repeatable.map(Some).map_err(|problem| Failure::Usage(problem::form(&problem)))
            }
            (Some(_), _) => Err(Failure::Usage(words::repeat_needs_one().to_owned())),
        }
    }

    /// When to send it again, in pieces at this pace or whole.
    pub(in crate::cli) fn schedule(&self, pace: Option<Pace>) -> Schedule {
        let times = match self.repeat {
            Some(Times::Count(times)) => Some(times),
            Some(Times::Forever) | None => None,
        };
        Schedule { every: self.every, times, first: 0, pace }
    }
}

/// The bytes of a piece and the pause after it, such as `1/20ms`.
pub(super) fn pace(text: &str) -> Result<Pace, String> {
    let (bytes, every) = text.split_once('/').ok_or_else(words::pace)?;
    let draft = RepeatDraft {
        paces: true,
        pace_bytes: bytes.to_owned(),
        pace_every: every.to_owned(),
        ..RepeatDraft::default()
    };
    match draft.pace() {
        Ok(pace) => pace.ok_or_else(|| words::pace().to_owned()),
        Err(problem) => Err(problem::form(&problem.reason)),
    }
}

fn times(text: &str) -> Result<Times, String> {
    if text == "forever" {
        return Ok(Times::Forever);
    }
    let draft = RepeatDraft { times: text.to_owned(), ..RepeatDraft::default() };
    let times = draft.schedule(0).ok().and_then(|schedule| schedule.times);
    times.map(Times::Count).ok_or_else(|| words::times().to_owned())
}

fn every(text: &str) -> Result<Duration, String> {
    let draft = RepeatDraft { every: text.to_owned(), ..RepeatDraft::default() };
    draft
        .schedule(0)
        .map(|schedule| schedule.every)
        .map_err(|problem| problem::form(&problem.reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_its_name() {
        let named: Vec<String> = ReplyName::value_variants()
            .iter()
            .map(|name| name.to_possible_value().unwrap().get_name().to_owned())
            .collect();
        let presets = Preset::ALL.map(Preset::name);
        assert_eq!(
            named.split_first().unwrap(),
            (&"none".to_owned(), &presets.map(str::to_owned)[..])
        );
        for (name, preset) in ReplyName::value_variants().iter().skip(1).zip(Preset::ALL) {
            let rules = name.rule_set(Transport::Stream);
            assert_eq!(rules, preset.rule_set(Transport::Stream));
        }
    }

    #[test]
    fn how_often_is_from_one_or_forever() {
        assert_eq!(times("3"), Ok(Times::Count(NonZeroU64::new(3).unwrap())));
        assert_eq!(times("forever"), Ok(Times::Forever));
        for text in ["0", "", "-1", "often"] {
            assert!(times(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_pace_is_bytes_and_a_pause() {
        let bytes = std::num::NonZeroU32::new(1).unwrap();
        assert_eq!(pace("1/20ms"), Ok(Pace { bytes, every: Duration::from_millis(20) }));
        for text in ["1", "0/20ms", "1/", "1/soon", "/20ms"] {
            assert!(pace(text).is_err(), "{text}");
        }
    }
}
