//! A template's bytes: first the fields that depend on nothing, then lengths, then checksums from left to right.

use std::ops::Range;

use bytes::Bytes;

use crate::codec::checksum::Checksum;
use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::codec::template::field::{Extent, Field, Form, UnixTime};
use crate::codec::template::number::{Binary, Number};
use crate::codec::template::source::{Source, exchange, text};
use crate::codec::template::strftime::Format;
use crate::codec::template::values::Values;
use crate::types::ByteOrder;
use crate::types::inert::inert;
use crate::types::problem::template::{FieldProblem, FillProblem, FormatProblem, Quantity};
use crate::types::problem::typed::TypedProblem;

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Fixed(Bytes),
    /// With the encoding of its text.
    Field(Field, Encoding),
}

/// The bytes of the parts, or why there are none.
pub(super) fn render(parts: &[Part], values: &mut Values<'_>) -> Result<Vec<u8>, FillProblem> {
    let mut out = Vec::new();
    let mut lengths = Vec::new();
    let mut checksums = Vec::new();
    for part in parts {
        match part {
            Part::Fixed(bytes) => out.extend_from_slice(bytes),
            Part::Field(Field::Length { number, extent }, _) => {
                lengths.push((room(&mut out, number.size()), *number, *extent));
            }
            Part::Field(Field::Checksum { checksum, form }, encoding) => {
                let size = written(*checksum, *form, *encoding, &[])?.len();
                checksums.push((room(&mut out, size), *checksum, *form, *encoding));
            }
            Part::Field(field, encoding) => value(field, *encoding, values, &mut out)?,
        }
    }
    for (at, number, extent) in lengths {
        let length = match extent {
            Extent::Whole => out.len(),
            Extent::Rest => out.len() - at.end,
        };
        fill(&mut out, at, &number.exact(Quantity::Length, length as u64)?);
    }
    for (at, checksum, form, encoding) in checksums {
        let before = out.get(..at.start).unwrap_or_default();
        let bytes = written(checksum, form, encoding, before)?;
        fill(&mut out, at, &bytes);
    }
    Ok(out)
}

/// Reserves this many bytes.
fn room(out: &mut Vec<u8>, len: usize) -> Range<usize> {
    let start = out.len();
    out.resize(start + len, 0);
    start..start + len
}

fn fill(out: &mut [u8], at: Range<usize>, bytes: &[u8]) {
    if let Some(room) = out.get_mut(at) {
        room.iter_mut().zip(bytes).for_each(|(room, byte)| *room = *byte);
    }
}

/// A checksum as it is sent; its length is the same for all bytes.
fn written(
    checksum: Checksum,
    form: Form,
    encoding: Encoding,
    bytes: &[u8],
) -> Result<Vec<u8>, FillProblem> {
    let digits = |write: fn(u8) -> String| {
        let value = checksum.compute(bytes, ByteOrder::Big);
        encode(&value.into_iter().map(write).collect::<String>(), encoding)
    };
    match form {
        Form::Bytes(order) => Ok(checksum.compute(bytes, order)),
        Form::LowerHex => digits(|byte| format!("{byte:02x}")),
        Form::UpperHex => digits(|byte| format!("{byte:02X}")),
    }
}

fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>, FillProblem> {
    encoding.encode_exactly(text).map_err(|(_, problem)| problem.into())
}

/// Appends a field that doesn't depend on the bytes around it.
fn value(
    field: &Field,
    encoding: Encoding,
    values: &mut Values<'_>,
    out: &mut Vec<u8>,
) -> Result<(), FillProblem> {
    let mut push = |text: &str| encode(text, encoding).map(|bytes| out.extend(bytes));
    match field {
        Field::Sequence { number, start, step } => {
            let value = start.wrapping_add(values.sequence.wrapping_mul(*step));
            match number {
                Number::Binary(binary) => out.extend(binary.wrapped(value)),
                Number::Decimal => push(&value.to_string())?,
                Number::Hex => push(&format!("{value:x}"))?,
            }
        }
        Field::UnixTime(UnixTime::Seconds) => push(&values.now.timestamp().to_string())?,
        Field::UnixTime(UnixTime::Millis) => push(&values.now.timestamp_millis().to_string())?,
        Field::UnixTime(UnixTime::Binary(binary)) => out.extend(seconds(*binary, values)?),
        Field::Now(format) => push(&format.write(values.now)?)?,
        Field::Random(count) => {
            let at = room(out, usize::try_from(count.get()).unwrap_or(usize::MAX));
            values.random.fill(out.get_mut(at).unwrap_or_default());
        }
        Field::Copy(source) => out.extend_from_slice(&source.of(values)?),
        Field::Case(case, source) => out.extend(case.of(&source.of(values)?, encoding)),
        Field::Strftime(source) => push(&formatted(*source, encoding, values)?)?,
        Field::Peer => push(&exchange(values)?.peer.to_string())?,
        Field::Count => push(&exchange(values)?.count.to_string())?,
        Field::Chargen { lines } => push(&chargen(lines.get(), exchange(values)?.round))?,
        Field::Length { .. } | Field::Checksum { .. } => {}
    }
    Ok(())
}

fn seconds(binary: Binary, values: &Values<'_>) -> Result<Vec<u8>, FillProblem> {
    let seconds = u64::try_from(values.now.timestamp()).ok();
    binary.exact(Quantity::Time, seconds.ok_or(FillProblem::ClockBefore1970)?)
}

/// The time in a format that was received. An invalid format is answered with an error text.
fn formatted(
    source: Source,
    encoding: Encoding,
    values: &Values<'_>,
) -> Result<String, FillProblem> {
    let format = text(&source.of(values)?, encoding);
    match Format::parse(&format) {
        Ok(format) => Ok(format.write(values.now)?),
        Err(error) => Ok(wrong_format(&error)),
    }
}

/// What goes over the wire in place of a time; it is part of a protocol, so it is the same in every language.
fn wrong_format(error: &ParseError) -> String {
    match &error.problem {
        TypedProblem::Field(FieldProblem::Format(FormatProblem::UnknownSpecifier(specifier))) => {
            format!("{WRONG_FORMAT}: {}", inert(specifier))
        }
        _ => WRONG_FORMAT.to_owned(),
    }
}

/// RFC 864: lines of 72 of the 95 printing characters, each line one further. The lines of all rounds are one sequence.
fn chargen(lines: u32, round: u64) -> String {
    let first = round % CHARACTERS * u64::from(lines) % CHARACTERS;
    let (first, lines) = (usize::try_from(first), usize::try_from(lines));
    let line = |line: usize| {
        let characters = (b' '..=b'~').map(char::from).cycle().skip(line);
        characters.take(LINE).chain("\r\n".chars())
    };
    let numbers = (0_usize..95).cycle().skip(first.unwrap_or_default());
    numbers.take(lines.unwrap_or_default()).flat_map(line).collect()
}

const WRONG_FORMAT: &str = "wrong format";
const CHARACTERS: u64 = 95;
const LINE: usize = 72;
