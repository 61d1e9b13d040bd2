//! The coding `zstd` (RFC 8878).

use std::io::Read as _;

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::http::coding::{Damage, Progress, Stage};
use crate::types::problem::coding::CodingDamage;

/// Decodes `zstd` frame by frame and block by block. It holds no more than a block and the window.
#[derive(Default)]
pub(super) struct Zstd {
    state: ZstdState,
    /// The frame header or block, as far as received.
    held: Vec<u8>,
    /// At least one frame has ended.
    has_frame: bool,
    surplus: u64,
}

#[derive(Default)]
enum ZstdState {
    /// A frame header, or the end.
    #[default]
    Header,
    /// This many more bytes of a skippable frame.
    Skip(u32),
    /// Blocks.
    Frame(Box<Frame>),
    /// After the last frame.
    Surplus,
}

struct Frame {
    decoder: FrameDecoder,
    /// Length of the content, if the header has it.
    len: Option<u64>,
    has_checksum: bool,
    /// Bytes so far.
    produced: u64,
}

impl Stage for Zstd {
    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Damage> {
        let mut consumed = 0;
        loop {
            let rest = input.get(consumed..).unwrap_or_default();
            let later = |damage: Damage| Damage { at: consumed + damage.at, ..damage };
            let taken = match &mut self.state {
                ZstdState::Header => self.header(rest).map_err(later)?,
                ZstdState::Skip(left) => {
                    let len = (*left).min(u32::try_from(rest.len()).unwrap_or(u32::MAX));
                    *left -= len;
                    if *left == 0 {
                        self.end_frame();
                    }
                    len as usize
                }
                ZstdState::Frame(frame) => {
                    let produced = frame.read(output).map_err(later)?;
                    if produced > 0 {
                        return Ok(Progress { consumed, produced });
                    }
                    if frame.decoder.is_finished() {
                        frame.check().map_err(later)?;
                        self.end_frame();
                        continue;
                    }
                    let has_checksum = frame.has_checksum;
                    self.block(rest, has_checksum).map_err(later)?
                }
                ZstdState::Surplus => {
                    self.surplus = self.surplus.saturating_add(rest.len() as u64);
                    rest.len()
                }
            };
            consumed += taken;
            if taken == 0 {
                return Ok(Progress { consumed, produced: 0 });
            }
        }
    }

    fn is_at_end(&self) -> bool {
        match self.state {
            ZstdState::Header => self.has_frame && self.held.len() < MAGIC_LEN,
            ZstdState::Surplus => true,
            ZstdState::Skip(_) | ZstdState::Frame(_) => false,
        }
    }

    fn surplus(&self) -> u64 {
        match self.state {
            ZstdState::Header if self.has_frame => self.held.len() as u64,
            _ => self.surplus,
        }
    }
}

impl Zstd {
    fn header(&mut self, rest: &[u8]) -> Result<usize, Damage> {
        for (at, byte) in rest.iter().enumerate() {
            self.held.push(*byte);
            match read_header(&self.held) {
                Ok(Header::Partial) => continue,
                Ok(Header::Skippable(0)) => self.end_frame(),
                Ok(Header::Skippable(len)) => self.state = ZstdState::Skip(len),
                Ok(Header::Frame(header)) => self.begin_frame(&header, at)?,
                Ok(Header::Other) if self.has_frame => {
                    self.surplus = self.held.len() as u64;
                    self.state = ZstdState::Surplus;
                }
                Ok(Header::Other) => {
                    return Err(Damage::new(at, CodingDamage::NotZstd));
                }
                Err(kind) => return Err(Damage::new(at, kind)),
            }
            self.held.clear();
            return Ok(at + 1);
        }
        Ok(rest.len())
    }

    fn begin_frame(&mut self, header: &FrameHeader, at: usize) -> Result<(), Damage> {
        if header.window > MOST_WINDOW {
            let window = CodingDamage::Window { needed: header.window, most: MOST_WINDOW };
            return Err(Damage::new(at, window));
        }
        let mut decoder = FrameDecoder::new();
        decoder
            .init(self.held.as_slice())
            .map_err(|error| Damage::new(at, CodingDamage::FrameHeader(error.to_string())))?;
        let FrameHeader { len, has_checksum, .. } = *header;
        self.state = ZstdState::Frame(Box::new(Frame { decoder, len, has_checksum, produced: 0 }));
        Ok(())
    }

    fn end_frame(&mut self) {
        self.has_frame = true;
        self.state = ZstdState::Header;
    }

    /// Collects a block, and decodes it once it is complete.
    fn block(&mut self, rest: &[u8], has_checksum: bool) -> Result<usize, Damage> {
        let mut taken = 0;
        loop {
            let len =
                block_len(&self.held, has_checksum).map_err(|kind| Damage::new(taken, kind))?;
            let missing = len.saturating_sub(self.held.len());
            if missing == 0 {
                break;
            }
            let rest = rest.get(taken..).unwrap_or_default();
            let part = rest.get(..missing).unwrap_or(rest);
            if part.is_empty() {
                return Ok(taken);
            }
            self.held.extend_from_slice(part);
            taken += part.len();
        }
        if let ZstdState::Frame(frame) = &mut self.state {
            let one = BlockDecodingStrategy::UptoBlocks(1);
            frame
                .decoder
                .decode_blocks(self.held.as_slice(), one)
                .map_err(|error| Damage::new(taken, CodingDamage::Block(error.to_string())))?;
        }
        self.held.clear();
        Ok(taken)
    }
}

impl Frame {
    fn read(&mut self, output: &mut [u8]) -> Result<usize, Damage> {
        let produced = self
            .decoder
            .read(output)
            .map_err(|error| Damage::new(0, CodingDamage::Frame(error.to_string())))?;
        self.produced = self.produced.saturating_add(produced as u64);
        Ok(produced)
    }

    /// Checks the content against the length and the checksum.
    fn check(&self) -> Result<(), Damage> {
        if self.len.is_some_and(|len| len != self.produced) {
            return Err(Damage::new(0, CodingDamage::Length));
        }
        let expected = self.decoder.get_checksum_from_data();
        if expected.is_some() && expected != self.decoder.get_calculated_checksum() {
            return Err(Damage::new(0, CodingDamage::Checksum));
        }
        Ok(())
    }
}

/// The beginning of a frame, as far as received.
enum Header {
    Partial,
    Skippable(u32),
    Frame(FrameHeader),
    Other,
}

struct FrameHeader {
    /// Size of the window in bytes.
    window: u64,
    /// Length of the content, if it is stated.
    len: Option<u64>,
    has_checksum: bool,
}

/// Parses a frame header (RFC 8878, 3.1.1.1 and 3.1.2).
fn read_header(held: &[u8]) -> Result<Header, CodingDamage> {
    let is_so_far = |magic: [u8; MAGIC_LEN]| held.iter().zip(magic).all(|(a, b)| *a == b);
    let skippable = [held.first().map_or(0x50, |first| first & 0x0f | 0x50), 0x2a, 0x4d, 0x18];
    if is_so_far(skippable) {
        let len = held.get(MAGIC_LEN..).and_then(|len| len.try_into().ok());
        return Ok(len.map_or(Header::Partial, |len| Header::Skippable(u32::from_le_bytes(len))));
    }
    if !is_so_far(MAGIC) {
        return Ok(Header::Other);
    }
    let Some((descriptor, fields)) = held.get(MAGIC_LEN..).and_then(<[u8]>::split_first) else {
        return Ok(Header::Partial);
    };
    if descriptor & 0x08 != 0 {
        return Err(CodingDamage::ReservedBit);
    }
    let is_single = descriptor & 0x20 != 0;
    let window_len = usize::from(!is_single);
    let dictionary_len = [0, 1, 2, 4].get(usize::from(descriptor & 3)).copied().unwrap_or(0);
    let len_len = match descriptor >> 6 {
        0 => usize::from(is_single),
        flag => 1 << flag,
    };
    if fields.len() < window_len + dictionary_len + len_len {
        return Ok(Header::Partial);
    }
    let (window, fields) = fields.split_at_checked(window_len).unwrap_or_default();
    let (dictionary, len) = fields.split_at_checked(dictionary_len).unwrap_or_default();
    if dictionary.iter().any(|byte| *byte != 0) {
        return Err(CodingDamage::Dictionary);
    }
    let len = (len_len > 0).then(|| little_endian(len) + if len_len == 2 { 256 } else { 0 });
    let window = window.first().map(|code| {
        let base = 1_u64 << (10 + (code >> 3));
        base + base / 8 * u64::from(code & 7)
    });
    let window = window.or(len).unwrap_or_default();
    Ok(Header::Frame(FrameHeader { window, len, has_checksum: descriptor & 4 != 0 }))
}

/// The little-endian number of at most eight bytes.
fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Length of a block with its header, and with the checksum of the frame after the last one, as far as it is known.
fn block_len(held: &[u8], has_checksum: bool) -> Result<usize, CodingDamage> {
    let [a, b, c, ..] = *held else {
        return Ok(BLOCK_HEADER_LEN);
    };
    let header = u32::from_le_bytes([a, b, c, 0]);
    let size = (header >> 3) as usize;
    if size > MOST_BLOCK {
        return Err(CodingDamage::BlockTooLarge);
    }
    let content = match header >> 1 & 3 {
        1 => 1,
        3 => return Err(CodingDamage::ReservedBlock),
        _ => size,
    };
    let checksum = if has_checksum && header & 1 == 1 { 4 } else { 0 };
    Ok(BLOCK_HEADER_LEN + content + checksum)
}

const MAGIC: [u8; MAGIC_LEN] = [0x28, 0xb5, 0x2f, 0xfd];
const MAGIC_LEN: usize = 4;
const BLOCK_HEADER_LEN: usize = 3;
const MOST_BLOCK: usize = 128 * 1024;
/// Largest window in HTTP (RFC 9659, 3).
const MOST_WINDOW: u64 = 8 * 1024 * 1024;
