//! The coding `gzip` (RFC 1952).

use flate2::Crc;

use crate::http::coding::deflate::Inflate;
use crate::http::coding::{Damage, Progress, Stage};
use crate::types::problem::coding::CodingDamage;

/// Decodes `gzip`: header, data and checksums of one member after the other.
#[derive(Default)]
pub(super) struct Gzip {
    state: GzipState,
    /// At least one member has ended.
    has_member: bool,
    surplus: u64,
}

enum GzipState {
    Header(Header),
    Data(Inflate, Crc),
    /// The checksum and length that follow the data, as far as received.
    Trailer([u8; 8], usize),
    /// After the last member.
    Surplus,
}

impl Default for GzipState {
    fn default() -> Self {
        Self::Header(Header::default())
    }
}

impl Stage for Gzip {
    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Damage> {
        let mut consumed = 0;
        loop {
            let rest = input.get(consumed..).unwrap_or_default();
            if let GzipState::Data(inflate, crc) = &mut self.state {
                let (step, has_ended) = inflate
                    .decode(rest, output)
                    .map_err(|damage| Damage { at: consumed + damage.at, ..damage })?;
                crc.update(output.get(..step.produced).unwrap_or_default());
                consumed += step.consumed;
                if has_ended {
                    self.state = GzipState::Trailer(trailer(crc), 0);
                }
                if !has_ended || step.produced > 0 {
                    return Ok(Progress { consumed, ..step });
                }
                continue;
            }
            let Some(byte) = rest.first() else {
                return Ok(Progress { consumed, produced: 0 });
            };
            self.step(*byte).map_err(|kind| Damage::new(consumed, kind))?;
            consumed += 1;
        }
    }

    fn is_at_end(&self) -> bool {
        self.has_member
            && match &self.state {
                GzipState::Header(header) => header.is_doubtful(),
                GzipState::Surplus => true,
                GzipState::Data(..) | GzipState::Trailer(..) => false,
            }
    }

    fn surplus(&self) -> u64 {
        match &self.state {
            GzipState::Header(header) if self.has_member => header.len,
            _ => self.surplus,
        }
    }
}

impl Gzip {
    /// Handles a byte outside the data.
    fn step(&mut self, byte: u8) -> Result<(), CodingDamage> {
        match &mut self.state {
            GzipState::Header(header) => match header.push(byte) {
                Ok(false) => {}
                Ok(true) => self.state = GzipState::Data(Inflate::new(false), Crc::new()),
                Err(_) if self.has_member && header.is_doubtful() => {
                    self.surplus = header.len + 1;
                    self.state = GzipState::Surplus;
                }
                Err(damage) => return Err(damage),
            },
            GzipState::Trailer(expected, at) => {
                if expected.get(*at) != Some(&byte) {
                    return Err(if *at < 4 {
                        CodingDamage::Checksum
                    } else {
                        CodingDamage::Length
                    });
                }
                *at += 1;
                if *at == expected.len() {
                    self.has_member = true;
                    self.state = GzipState::default();
                }
            }
            GzipState::Surplus | GzipState::Data(..) => {
                self.surplus = self.surplus.saturating_add(1);
            }
        }
        Ok(())
    }
}

fn trailer(crc: &Crc) -> [u8; 8] {
    let mut bytes = [0; 8];
    let expected = crc.sum().to_le_bytes().into_iter().chain(crc.amount().to_le_bytes());
    bytes.iter_mut().zip(expected).for_each(|(to, from)| *to = from);
    bytes
}

/// Parses the header of a member, to find its end.
#[derive(Default)]
struct Header {
    /// Bytes so far.
    len: u64,
    flags: u8,
    part: HeaderPart,
    crc: Crc,
}

#[derive(Default, Clone, Copy)]
enum HeaderPart {
    #[default]
    Fixed,
    /// The length of the extra field, as far as received.
    ExtraLen(Option<u8>),
    Extra(u16),
    Name,
    Comment,
    /// The header's own checksum, as far as received.
    Checksum(Option<u8>),
}

impl Header {
    /// Too short so far to be recognised as a header.
    fn is_doubtful(&self) -> bool {
        self.len < 2
    }

    /// Consumes a byte; returns whether the header ends with it.
    fn push(&mut self, byte: u8) -> Result<bool, CodingDamage> {
        let next = match self.part {
            HeaderPart::Fixed => {
                self.check_fixed(byte)?;
                if self.len < 9 { Some(HeaderPart::Fixed) } else { self.after(0) }
            }
            HeaderPart::ExtraLen(None) => Some(HeaderPart::ExtraLen(Some(byte))),
            HeaderPart::ExtraLen(Some(low)) => match u16::from_le_bytes([low, byte]) {
                0 => self.after(EXTRA),
                len => Some(HeaderPart::Extra(len)),
            },
            HeaderPart::Extra(1) => self.after(EXTRA),
            HeaderPart::Extra(left) => Some(HeaderPart::Extra(left.saturating_sub(1))),
            HeaderPart::Name if byte == 0 => self.after(NAME),
            HeaderPart::Comment if byte == 0 => self.after(COMMENT),
            part @ (HeaderPart::Name | HeaderPart::Comment) => Some(part),
            HeaderPart::Checksum(None) => Some(HeaderPart::Checksum(Some(byte))),
            HeaderPart::Checksum(Some(low)) => {
                if u32::from(u16::from_le_bytes([low, byte])) != self.crc.sum() & 0xffff {
                    return Err(CodingDamage::HeaderChecksum);
                }
                None
            }
        };
        if !matches!(self.part, HeaderPart::Checksum(_)) {
            self.crc.update(&[byte]);
        }
        self.len = self.len.saturating_add(1);
        self.part = next.unwrap_or(self.part);
        Ok(next.is_none())
    }

    /// Magic, method and flags.
    fn check_fixed(&mut self, byte: u8) -> Result<(), CodingDamage> {
        match (self.len, byte) {
            (0, 0x1f) | (1, 0x8b) | (2, 8) | (4.., _) => Ok(()),
            (0 | 1, _) => Err(CodingDamage::NotGzip),
            (2, _) => Err(CodingDamage::Method),
            (_, 0x20..) => Err(CodingDamage::ReservedFlags),
            (_, flags) => {
                self.flags = flags;
                Ok(())
            }
        }
    }

    /// The next part that is present, after the one with this flag.
    fn after(&self, flag: u8) -> Option<HeaderPart> {
        let parts = [
            (EXTRA, HeaderPart::ExtraLen(None)),
            (NAME, HeaderPart::Name),
            (COMMENT, HeaderPart::Comment),
            (CHECKSUM, HeaderPart::Checksum(None)),
        ];
        let rest = parts.iter().skip_while(|(other, _)| flag != 0 && *other != flag);
        let rest = rest.skip(usize::from(flag != 0));
        rest.into_iter().find(|(other, _)| self.flags & other != 0).map(|(_, part)| *part)
    }
}

const CHECKSUM: u8 = 0x02;
const EXTRA: u8 = 0x04;
const NAME: u8 = 0x08;
const COMMENT: u8 = 0x10;
