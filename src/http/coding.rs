//! Streaming decoders for content codings (RFC 9110, 8.4).

mod brotli;
mod deflate;
mod gzip;
mod zstd;

use std::fmt;

use crate::http::framing::tokens;
use crate::types::coding::Coding;
use crate::types::http::HeaderField;
use crate::types::problem::coding::{CodingDamage, CodingProblem};

/// The coding with this name, in any case.
fn coding(name: &[u8]) -> Option<Coding> {
    let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
    if is("x-gzip") {
        return Some(Coding::Gzip);
    }
    let all = [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];
    all.into_iter().find(|coding| is(coding.name()))
}

/// The codings of a response's body in the order in which they were applied: those of `Content-Encoding`, then those of
/// `Transfer-Encoding` without `chunked`. `identity` is ignored.
///
/// Fails if a coding is unknown, transfer codings first, or if there are more than five.
pub fn codings(fields: &[HeaderField]) -> Result<Vec<Coding>, CodingProblem> {
    let mut transfer = tokens(fields, "transfer-encoding");
    while transfer.pop_if(|name| name.eq_ignore_ascii_case(b"chunked")).is_some() {}
    let mut content = tokens(fields, "content-encoding");
    for names in [&mut transfer, &mut content] {
        names.retain(|name| !name.eq_ignore_ascii_case(b"identity"));
    }
    let count = content.len().saturating_add(transfer.len());
    if count > MOST_CODINGS {
        return Err(CodingProblem::TooMany(count));
    }
    let transfer = known(&transfer, CodingProblem::UnknownTransfer)?;
    let mut all = known(&content, CodingProblem::UnknownContent)?;
    all.extend(transfer);
    Ok(all)
}

fn known(
    names: &[&[u8]],
    unknown: fn(Vec<u8>) -> CodingProblem,
) -> Result<Vec<Coding>, CodingProblem> {
    let known = |name: &&[u8]| {
        coding(name).ok_or_else(|| unknown(name.get(..MOST_NAME).unwrap_or(name).to_vec()))
    };
    names.iter().map(known).collect()
}

/// Decodes a body piece by piece, in bounded memory.
///
/// Bytes after the end of the coded data are skipped, as browsers do, and counted.
pub struct Decoder {
    /// The coding that was applied last comes first.
    links: Vec<Link>,
    guard: Guard,
    received: u64,
    decoded: u64,
}

/// The result of [`Decoder::decode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes of the input that were consumed.
    pub consumed: usize,
    /// Bytes written to the start of the output.
    pub produced: usize,
}

impl Decoder {
    /// For codings in the order in which they were applied. Without any, the bytes stay as they are.
    pub fn new(codings: &[Coding]) -> Self {
        Self::with_guard(codings, Guard::default())
    }

    /// With another limit for the decoded size.
    pub fn with_guard(codings: &[Coding], guard: Guard) -> Self {
        let links = codings.iter().rev().map(|coding| Link::new(*coding)).collect();
        Self { links, guard, received: 0, decoded: 0 }
    }

    /// Decodes as much as the output holds. Call it again, with the rest of the input even if that is empty, until it
    /// produces nothing; then all the input is consumed. The output must not be empty.
    ///
    /// An error has the coding, the damage, and its offset in the data of that coding.
    pub fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, CodingProblem> {
        if output.is_empty() {
            return Ok(Progress::default());
        }
        let progress = pump(&mut self.links, input, output)?;
        self.received = self.received.saturating_add(progress.consumed as u64);
        self.decoded = self.decoded.saturating_add(progress.produced as u64);
        self.guard.check(self.received, self.decoded)?;
        Ok(progress)
    }

    /// The body has ended, and [`Self::decode`] produces nothing more. Fails if the data of a coding is truncated; an empty
    /// body isn't.
    pub fn finish(&self) -> Result<(), CodingProblem> {
        let cut = self.links.iter().find(|link| link.taken > 0 && !link.stage.is_at_end());
        cut.map_or(Ok(()), |link| {
            Err(CodingProblem::Truncated { coding: link.coding, at: link.taken })
        })
    }

    /// Bytes that followed the end of coded data, of all codings.
    pub fn surplus(&self) -> u64 {
        self.links.iter().map(|link| link.stage.surplus()).sum()
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codings: Vec<Coding> = self.links.iter().rev().map(|link| link.coding).collect();
        let Self { received, decoded, .. } = self;
        write!(f, "Decoder({codings:?}, {received} -> {decoded})")
    }
}

/// A limit for the decoded size, against small bodies that would fill the disk when decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// This many bytes are always allowed.
    pub free: u64,
    /// Beyond that, this many times the received bytes.
    pub factor: u64,
}

impl Default for Guard {
    fn default() -> Self {
        Self { free: 100 << 20, factor: 100 }
    }
}

impl Guard {
    /// Fails if the decoded size exceeds the limit.
    pub fn check(self, received: u64, decoded: u64) -> Result<(), CodingProblem> {
        let most = self.free.max(received.saturating_mul(self.factor));
        if decoded > most { Err(CodingProblem::TooLarge { received, most }) } else { Ok(()) }
    }
}

/// One coding.
trait Stage {
    /// Decodes as much as there is room for. Unless the output is full, all the input is consumed.
    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Damage>;

    /// Whether the data may end here.
    fn is_at_end(&self) -> bool;

    /// Bytes after the end.
    fn surplus(&self) -> u64;
}

/// Damage in coded data, and its offset in the input of this call.
struct Damage {
    at: usize,
    kind: CodingDamage,
}

impl Damage {
    fn new(at: usize, kind: CodingDamage) -> Self {
        Self { at, kind }
    }
}

/// A coding, and the output of the previous one that it hasn't decoded yet.
struct Link {
    coding: Coding,
    stage: Box<dyn Stage + Send>,
    /// Bytes of its data so far.
    taken: u64,
    waiting: Vec<u8>,
    /// How many of the waiting bytes are decoded.
    done: usize,
}

impl Link {
    fn new(coding: Coding) -> Self {
        let stage: Box<dyn Stage + Send> = match coding {
            Coding::Gzip => Box::new(gzip::Gzip::default()),
            Coding::Deflate => Box::new(deflate::Deflate::default()),
            Coding::Brotli => Box::new(brotli::Brotli::default()),
            Coding::Zstd => Box::new(zstd::Zstd::default()),
        };
        Self { coding, stage, taken: 0, waiting: Vec::new(), done: 0 }
    }

    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, CodingProblem> {
        let progress =
            self.stage.decode(input, output).map_err(|Damage { at, kind: damage }| {
                let at = self.taken.saturating_add(at as u64);
                CodingProblem::Damaged { coding: self.coding, at, damage }
            })?;
        self.taken = self.taken.saturating_add(progress.consumed as u64);
        Ok(progress)
    }

    fn decode_waiting(&mut self, output: &mut [u8]) -> Result<usize, CodingProblem> {
        let waiting = std::mem::take(&mut self.waiting);
        let progress = self.decode(waiting.get(self.done..).unwrap_or_default(), output);
        self.waiting = waiting;
        let Progress { consumed, produced } = progress?;
        self.done = self.done.saturating_add(consumed);
        Ok(produced)
    }
}

/// Decodes through all links; the last one writes the output.
fn pump(links: &mut [Link], input: &[u8], output: &mut [u8]) -> Result<Progress, CodingProblem> {
    let Some((last, before)) = links.split_last_mut() else {
        let len = input.len().min(output.len());
        output.iter_mut().zip(input).for_each(|(to, from)| *to = *from);
        return Ok(Progress { consumed: len, produced: len });
    };
    if before.is_empty() {
        return last.decode(input, output);
    }
    let mut consumed = 0;
    loop {
        let produced = last.decode_waiting(output)?;
        if produced > 0 || last.done < last.waiting.len() {
            return Ok(Progress { consumed, produced });
        }
        last.waiting.resize(BETWEEN, 0);
        let rest = input.get(consumed..).unwrap_or_default();
        let step = pump(before, rest, &mut last.waiting)?;
        last.waiting.truncate(step.produced);
        last.done = 0;
        consumed = consumed.saturating_add(step.consumed);
        if step.produced == 0 {
            return Ok(Progress { consumed, produced: 0 });
        }
    }
}

const MOST_CODINGS: usize = 5;
/// Bytes kept of the name of an unknown coding.
const MOST_NAME: usize = 40;
/// Size of the buffer between two codings.
const BETWEEN: usize = 16 * 1024;

#[cfg(test)]
mod tests;
