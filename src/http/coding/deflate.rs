//! The coding `deflate`, with or without the frame of zlib; and the deflate data within `gzip`.

use flate2::{Decompress, FlushDecompress, Status};

use crate::http::coding::{Damage, Progress, Stage};
use crate::types::problem::coding::CodingDamage;

/// Decodes `deflate`. The first two bytes show whether the data has a zlib frame.
#[derive(Default)]
pub(super) struct Deflate {
    state: DeflateState,
    surplus: u64,
}

#[derive(Default)]
enum DeflateState {
    #[default]
    Nothing,
    /// The first byte.
    First(u8),
    Data(Inflate),
    Ended,
}

impl Stage for Deflate {
    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Damage> {
        let mut consumed = 0;
        loop {
            let rest = input.get(consumed..).unwrap_or_default();
            match (&mut self.state, rest.first()) {
                (DeflateState::Nothing, Some(first)) => {
                    self.state = DeflateState::First(*first);
                    consumed += 1;
                }
                (DeflateState::First(first), Some(second)) => {
                    self.state = DeflateState::Data(begin(*first, *second, consumed)?);
                    consumed += 1;
                }
                (DeflateState::Nothing | DeflateState::First(_), None) => {
                    return Ok(Progress { consumed, produced: 0 });
                }
                (DeflateState::Data(inflate), _) => {
                    let (step, has_ended) = inflate
                        .decode(rest, output)
                        .map_err(|damage| Damage { at: consumed + damage.at, ..damage })?;
                    consumed += step.consumed;
                    if has_ended {
                        self.state = DeflateState::Ended;
                    }
                    if !has_ended || step.produced > 0 {
                        return Ok(Progress { consumed, ..step });
                    }
                }
                (DeflateState::Ended, _) => {
                    self.surplus = self.surplus.saturating_add(rest.len() as u64);
                    return Ok(Progress { consumed: input.len(), produced: 0 });
                }
            }
        }
    }

    fn is_at_end(&self) -> bool {
        matches!(self.state, DeflateState::Ended)
    }

    fn surplus(&self) -> u64 {
        self.surplus
    }
}

/// Whether these bytes are a zlib header (RFC 1950, 2.2): method 8, a window of at most 32 KiB, and a multiple of 31 as a number.
fn begin(first: u8, second: u8, at: usize) -> Result<Inflate, Damage> {
    let is_zlib = first & 0x0f == 8
        && first >> 4 <= 7
        && u16::from_be_bytes([first, second]).is_multiple_of(31);
    if is_zlib && second & 0x20 != 0 {
        return Err(Damage::new(at, CodingDamage::Dictionary));
    }
    let mut inflate = Inflate::new(is_zlib);
    inflate.begin([first, second]);
    Ok(inflate)
}

/// Deflate data (RFC 1951), or zlib data with its checksum.
pub(super) struct Inflate {
    inner: Box<Decompress>,
    /// Bytes that were consumed before there was room for their output.
    begin: Vec<u8>,
}

impl Inflate {
    pub(super) fn new(is_zlib: bool) -> Self {
        Self { inner: Box::new(Decompress::new(is_zlib)), begin: Vec::new() }
    }

    fn begin(&mut self, bytes: [u8; 2]) {
        self.begin = bytes.to_vec();
    }

    /// Decodes; returns whether the data has ended.
    pub(super) fn decode(
        &mut self,
        input: &[u8],
        output: &mut [u8],
    ) -> Result<(Progress, bool), Damage> {
        while !self.begin.is_empty() {
            let begin = std::mem::take(&mut self.begin);
            let (step, has_ended) = self.step(&begin, output)?;
            self.begin = begin.get(step.consumed..).unwrap_or_default().to_vec();
            if has_ended || step.produced > 0 || step.consumed == 0 {
                return Ok((Progress { consumed: 0, ..step }, has_ended));
            }
        }
        self.step(input, output)
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Result<(Progress, bool), Damage> {
        let (taken, made) = (self.inner.total_in(), self.inner.total_out());
        let status = self.inner.decompress(input, output, FlushDecompress::None);
        let progress = Progress {
            consumed: usize::try_from(self.inner.total_in() - taken).unwrap_or(input.len()),
            produced: usize::try_from(self.inner.total_out() - made).unwrap_or(output.len()),
        };
        match status {
            Ok(status) => Ok((progress, status == Status::StreamEnd)),
            Err(_broken) => Err(Damage::new(progress.consumed, CodingDamage::Corrupt)),
        }
    }
}
