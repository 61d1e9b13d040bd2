//! The coding `br` (RFC 7932).

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use crate::http::coding::{Damage, Progress, Stage};
use crate::types::problem::coding::CodingDamage;

/// Decodes `br`. The window is at most 16 MiB, because large windows aren't part of the coding.
pub(super) struct Brotli {
    inner: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    has_ended: bool,
    surplus: u64,
}

impl Default for Brotli {
    fn default() -> Self {
        let alloc = StandardAlloc::default;
        let inner = Box::new(BrotliState::new_strict(alloc(), alloc(), alloc()));
        Self { inner, has_ended: false, surplus: 0 }
    }
}

impl Stage for Brotli {
    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Damage> {
        if self.has_ended {
            self.surplus = self.surplus.saturating_add(input.len() as u64);
            return Ok(Progress { consumed: input.len(), produced: 0 });
        }
        let (mut available_in, mut consumed) = (input.len(), 0);
        let (mut available_out, mut produced, mut total) = (output.len(), 0, 0);
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut consumed,
            input,
            &mut available_out,
            &mut produced,
            output,
            &mut total,
            &mut self.inner,
        );
        match result {
            BrotliResult::ResultFailure => Err(Damage::new(consumed, CodingDamage::Corrupt)),
            BrotliResult::ResultSuccess => {
                self.has_ended = true;
                Ok(self.after_end(input, consumed, produced))
            }
            BrotliResult::NeedsMoreInput | BrotliResult::NeedsMoreOutput => {
                Ok(Progress { consumed, produced })
            }
        }
    }

    fn is_at_end(&self) -> bool {
        self.has_ended
    }

    fn surplus(&self) -> u64 {
        self.surplus
    }
}

impl Brotli {
    fn after_end(&mut self, input: &[u8], consumed: usize, produced: usize) -> Progress {
        self.surplus = input.len().saturating_sub(consumed) as u64;
        Progress { consumed: input.len(), produced }
    }
}
