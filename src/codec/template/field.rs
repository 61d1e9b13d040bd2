//! Parses a field: the text between its braces.

use std::num::NonZeroU32;

use crate::codec::checksum::Checksum;
use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::codec::template::number::{Binary, Number};
use crate::codec::template::source::{Case, Source};
use crate::codec::template::strftime::Format;
use crate::codec::template::values::Scope;
use crate::types::ByteOrder;
use crate::types::problem::template::{Expected, FieldProblem};
use crate::types::problem::typed::TypedProblem;

/// What a field becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    /// `start` + n x `step`, wrapping.
    Sequence {
        number: Number,
        start: u64,
        step: u64,
    },
    Length {
        number: Binary,
        extent: Extent,
    },
    Checksum {
        checksum: Checksum,
        form: Form,
    },
    UnixTime(UnixTime),
    Now(Format),
    Random(NonZeroU32),
    Copy(Source),
    Case(Case, Source),
    Strftime(Source),
    Peer,
    Count,
    Chargen {
        lines: NonZeroU32,
    },
}

/// What a length is the length of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Whole,
    Rest,
}

/// How a checksum is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Bytes(ByteOrder),
    /// The most significant first.
    LowerHex,
    UpperHex,
}

/// How the time since 1970 is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnixTime {
    Seconds,
    Millis,
    Binary(Binary),
}

impl Field {
    /// Whether its value is another one each moment.
    pub(super) fn is_time(&self) -> bool {
        matches!(self, Self::UnixTime(_) | Self::Now(_) | Self::Strftime(_))
    }

    /// The group of a pattern that it copies.
    pub(super) fn group(&self) -> Option<usize> {
        match self {
            Self::Copy(source) | Self::Case(_, source) | Self::Strftime(source) => source.group(),
            _ => None,
        }
    }

    /// Checks that the encoding has the characters that the field will need, as far as they are known.
    pub(super) fn check(&self, encoding: Encoding) -> Result<(), TypedProblem> {
        match self {
            Self::Now(format) => {
                let text = format.write(chrono::DateTime::default())?;
                encoding.encode(&text).map(drop).map_err(|error| error.problem)
            }
            _ => Ok(()),
        }
    }
}

/// Parses the text between the braces. An error points at the wrong part of it.
pub(super) fn parse(inside: &str, scope: Scope) -> Result<Field, ParseError> {
    let (name, options) = Options::of(inside);
    let field = read(name, options).and_then(|field| match field {
        Some((_, Scope::Reply)) if scope == Scope::Payload => {
            Err(ParseError::new(0..name.len(), FieldProblem::OnlyInReplies(name.to_owned())))
        }
        Some((field, _)) => Ok(field),
        None => Err(ParseError::new(0..name.len(), unknown(name))),
    });
    field.map_err(|error| {
        let at = if error.at.is_empty() { 0..inside.len() } else { error.at };
        ParseError { at, ..error }
    })
}

fn unknown(name: &str) -> FieldProblem {
    if name.starts_with("crc") {
        FieldProblem::UnknownChecksum(name.to_owned())
    } else {
        FieldProblem::UnknownField(name.to_owned())
    }
}

/// The field and where it may be used.
fn read(name: &str, options: Options<'_>) -> Result<Option<(Field, Scope)>, ParseError> {
    let payload = |field: Result<Field, ParseError>| field.map(|f| Some((f, Scope::Payload)));
    let reply = |field: Result<Field, ParseError>| field.map(|f| Some((f, Scope::Reply)));
    match name {
        "seq" => payload(sequence(options)),
        "len" => payload(length(options)),
        "time" => payload(options.one("{time:unix}").and_then(unix_time)),
        "now" => payload(now(&options)),
        "random" => payload(options.one("{random:8}").and_then(random)),
        "message" => reply(options.none(Field::Copy(Source::Message))),
        "frame" => reply(options.none(Field::Copy(Source::Frame))),
        "capture" => reply(options.one("{capture:1}").and_then(capture).map(Field::Copy)),
        "upper" => reply(source(options).map(|source| Field::Case(Case::Upper, source))),
        "lower" => reply(source(options).map(|source| Field::Case(Case::Lower, source))),
        "strftime" => reply(source(options).map(Field::Strftime)),
        "peer" => reply(options.none(Field::Peer)),
        "count" => reply(options.none(Field::Count)),
        "chargen" => reply(chargen(options)),
        name => Checksum::named(name)
            .map(|checksum| checksum_form(checksum, options))
            .map_or(Ok(None), payload),
    }
}

/// `TYPE`, `TYPE:START`, `TYPE:START:STEP`.
fn sequence(mut options: Options<'_>) -> Result<Field, ParseError> {
    let word = options.next().ok_or_else(|| missing("{seq:u32be}"))?;
    let number = Number::named(word.text).ok_or_else(|| word.wrong(counters()))?;
    let start = options.next().map_or(Ok(0), |word| integer(word, number))?;
    let step = options.next().map_or(Ok(1), |word| integer(word, number))?;
    options.none(Field::Sequence { number, start, step })
}

/// A decimal or hex number that fits, or one below zero, which counts down.
fn integer(word: Word<'_>, number: Number) -> Result<u64, ParseError> {
    let (negative, digits) = match word.text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word.text),
    };
    let value = match digits.strip_prefix("0x") {
        Some(digits) if !digits.starts_with('+') => u64::from_str_radix(digits, 16).ok(),
        _ if digits.starts_with('+') => None,
        _ => digits.parse().ok(),
    };
    let value = value.filter(|value| *value <= number.most()).ok_or_else(|| {
        let (number, most) = (number.name().to_owned(), number.most());
        word.wrong(Expected::CounterValue { number, most })
    })?;
    Ok(if negative { value.wrapping_neg() } else { value })
}

/// `TYPE`, `TYPE:rest`.
fn length(mut options: Options<'_>) -> Result<Field, ParseError> {
    let word = options.next().ok_or_else(|| missing("{len:u16be}"))?;
    let number = Binary::named(word.text)
        .ok_or_else(|| word.wrong(one_of(Binary::ALL.map(Binary::name))))?;
    let extent = match options.next() {
        None => Extent::Whole,
        Some(word) if word.text == "rest" => Extent::Rest,
        Some(word) => {
            return Err(word.wrong(Expected::Rest));
        }
    };
    options.none(Field::Length { number, extent })
}

fn unix_time(word: Word<'_>) -> Result<Field, ParseError> {
    let time = match word.text {
        "unix" => UnixTime::Seconds,
        "unix_ms" => UnixTime::Millis,
        name => UnixTime::Binary(
            Binary::named(name)
                .filter(|binary| binary.size() >= 4)
                .ok_or_else(|| word.wrong(one_of(TIMES)))?,
        ),
    };
    Ok(Field::UnixTime(time))
}

/// All that is left is the format, colons and all.
fn now(options: &Options<'_>) -> Result<Field, ParseError> {
    match options.rest {
        Some(word) if !word.text.is_empty() => {
            Format::parse(word.text).map(Field::Now).map_err(|error| error.shifted(word.at))
        }
        _ => Err(missing("{now:%Y-%m-%d %H:%M:%S}")),
    }
}

fn random(word: Word<'_>) -> Result<Field, ParseError> {
    count(word, MOST_RANDOM).map(Field::Random)
}

fn capture(word: Word<'_>) -> Result<Source, ParseError> {
    let number = word.text.parse().ok().filter(|n| *n <= MOST_GROUP && is_digits(word.text));
    number.map(Source::Capture).ok_or_else(|| word.wrong(Expected::Group))
}

fn source(mut options: Options<'_>) -> Result<Source, ParseError> {
    let word = options.next().ok_or_else(|| missing("{upper:message}"))?;
    match word.text {
        "message" => options.none(Source::Message),
        "frame" => options.none(Source::Frame),
        "capture" => options.one("{upper:capture:1}").and_then(capture),
        _ => Err(word.wrong(one_of(["message", "frame", "capture:1"]))),
    }
}

fn chargen(mut options: Options<'_>) -> Result<Field, ParseError> {
    let lines = match options.next() {
        None => CHARGEN_LINES,
        Some(word) => count(word, MOST_LINES)?,
    };
    options.none(Field::Chargen { lines })
}

fn checksum_form(checksum: Checksum, mut options: Options<'_>) -> Result<Field, ParseError> {
    let form = match options.next() {
        None => Form::Bytes(checksum.byte_order()),
        Some(word) => match word.text {
            "be" => Form::Bytes(ByteOrder::Big),
            "le" => Form::Bytes(ByteOrder::Little),
            "hex" => Form::LowerHex,
            "HEX" => Form::UpperHex,
            _ => return Err(word.wrong(one_of(["be", "le", "hex", "HEX"]))),
        },
    };
    options.none(Field::Checksum { checksum, form })
}

/// A number from 1 to `most`.
fn count(word: Word<'_>, most: u32) -> Result<NonZeroU32, ParseError> {
    let number = word.text.parse().ok().filter(|n: &NonZeroU32| n.get() <= most);
    number.filter(|_| is_digits(word.text)).ok_or_else(|| word.wrong(Expected::UpTo(most)))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn counters() -> Expected {
    one_of(Binary::ALL.map(Binary::name).into_iter().chain(["dec", "hex"]))
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> Expected {
    Expected::OneOf(names.into_iter().map(str::to_owned).collect())
}

/// A part between colons, and where it begins.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    at: usize,
    text: &'a str,
}

impl Word<'_> {
    /// It is wrong, and this belongs there.
    fn wrong(&self, expected: Expected) -> ParseError {
        let problem = FieldProblem::WrongOption { option: self.text.to_owned(), expected };
        ParseError::new(self.at..self.at + self.text.len(), problem)
    }
}

/// What follows the name.
#[derive(Debug, Clone, Copy)]
struct Options<'a> {
    rest: Option<Word<'a>>,
}

impl<'a> Options<'a> {
    /// The name, and what follows it.
    fn of(inside: &'a str) -> (&'a str, Self) {
        match inside.split_once(':') {
            Some((name, text)) => (name, Self { rest: Some(Word { at: name.len() + 1, text }) }),
            None => (inside, Self { rest: None }),
        }
    }

    /// The next one.
    fn next(&mut self) -> Option<Word<'a>> {
        let Word { at, text } = self.rest.take()?;
        let Some((first, rest)) = text.split_once(':') else {
            return Some(Word { at, text });
        };
        self.rest = Some(Word { at: at + first.len() + 1, text: rest });
        Some(Word { at, text: first })
    }

    /// There has to be one and no other.
    fn one(mut self, example: &str) -> Result<Word<'a>, ParseError> {
        let word = self.next().ok_or_else(|| missing(example))?;
        self.none(word)
    }

    /// There must not be another one.
    fn none<T>(self, value: T) -> Result<T, ParseError> {
        self.rest.map_or(Ok(value), |word| Err(word.wrong(Expected::Nothing)))
    }
}

/// The error of a whole field.
fn missing(example: &str) -> ParseError {
    ParseError::whole(FieldProblem::Incomplete { example: example.to_owned() })
}

/// The forms of `{time}`.
const TIMES: [&str; 6] = ["unix", "unix_ms", "u32be", "u32le", "u64be", "u64le"];
/// The most bytes that `{random}` makes.
const MOST_RANDOM: u32 = 65_536;
/// More groups than a pattern of reasonable size has.
const MOST_GROUP: usize = 999;
/// As many as it takes until the first one comes again.
const CHARGEN_LINES: NonZeroU32 = NonZeroU32::MIN.saturating_add(94);
/// Nearly 300 KiB at a time.
const MOST_LINES: u32 = 4_096;
