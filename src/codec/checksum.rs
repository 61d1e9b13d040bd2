//! Checksums by name: every algorithm of the CRC catalogue, sums, and the internet checksum.

mod catalogue;

use crate::types::ByteOrder;

/// A checksum: a number of 3 to 82 bits, made of bytes.
#[derive(Debug, Clone, Copy)]
pub struct Checksum {
    name: &'static str,
    bits: u8,
    value: fn(&[u8]) -> u128,
}

impl Checksum {
    /// Every checksum: the sums first, then the CRC catalogue by width and name.
    pub fn all() -> impl Iterator<Item = Self> {
        SUMS.iter().chain(catalogue::CRCS).copied()
    }

    /// The checksum of a name in small letters, with or without the first dash: `crc-16/modbus`, `crc16/modbus`. A short
    /// name such as `crc32` or `crc16/x-25` means what the catalogue gives it as an alias of.
    pub fn named(name: &str) -> Option<Self> {
        let is_short = |(alias, _): &&(&str, &str)| same(alias, name);
        let name = ALIASES.iter().find(is_short).map_or(name, |(_, full)| full);
        Self::all().find(|checksum| same(checksum.name, name))
    }

    /// The name: `crc-16/modbus`, `sum8`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many bits the value has.
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// How many bytes hold the value: bits, rounded up.
    pub fn size(&self) -> usize {
        usize::from(self.bits).div_ceil(8)
    }

    /// The byte order in which it is sent by default: that of the network, but the least significant byte first
    /// for `crc-16/modbus`, as Modbus over serial line 2.5.1.2 says.
    pub fn byte_order(&self) -> ByteOrder {
        if self.name == MODBUS { ByteOrder::Little } else { ByteOrder::Big }
    }

    /// The checksum of these bytes, in [`Self::size`] bytes. The value is padded with zero bits at the top.
    pub fn compute(&self, bytes: &[u8], order: ByteOrder) -> Vec<u8> {
        let value = (self.value)(bytes).to_le_bytes();
        let low_first = value.iter().take(self.size()).copied();
        match order {
            ByteOrder::Big => low_first.rev().collect(),
            ByteOrder::Little => low_first.collect(),
        }
    }
}

impl PartialEq for Checksum {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Checksum {}

/// Whether two names are the same but for the dash before the width.
fn same(a: &str, b: &str) -> bool {
    let parts = |name| match str::strip_prefix(name, "crc") {
        Some(rest) => (true, rest.strip_prefix('-').unwrap_or(rest)),
        None => (false, name),
    };
    parts(a) == parts(b)
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte))
}

/// RFC 1071: the complement of the sum of big-endian words, in ones' complement; an odd byte is the high one of a word.
fn internet(bytes: &[u8]) -> u16 {
    let (words, odd) = bytes.as_chunks::<2>();
    let odd = odd.first().map(|byte| [*byte, 0]);
    let words = words.iter().copied().chain(odd);
    !words.fold(0, |sum: u16, word| {
        let (sum, carries) = sum.overflowing_add(u16::from_be_bytes(word));
        sum.wrapping_add(carries.into())
    })
}

const MODBUS: &str = "crc-16/modbus";

/// Besides the catalogue: the sum and the exclusive or of all bytes, the sum's two's complement (Modbus ASCII), and the
/// checksum of IP, TCP and UDP.
static SUMS: [Checksum; 4] = [
    Checksum { name: "sum8", bits: 8, value: |bytes| sum(bytes).into() },
    Checksum {
        name: "xor8",
        bits: 8,
        value: |bytes| bytes.iter().fold(0, |all, byte| all ^ byte).into(),
    },
    Checksum { name: "lrc", bits: 8, value: |bytes| sum(bytes).wrapping_neg().into() },
    Checksum { name: "inet", bits: 16, value: |bytes| internet(bytes).into() },
];

/// From <https://reveng.sourceforge.io/crc-catalogue/all.htm>.
const ALIASES: [(&str, &str); 10] = [
    ("crc-8", "crc-8/smbus"),
    ("crc-16", "crc-16/arc"),
    ("crc-16/ccitt", "crc-16/kermit"),
    ("crc-16/ccitt-false", "crc-16/ibm-3740"),
    ("crc-16/x-25", "crc-16/ibm-sdlc"),
    ("crc-24", "crc-24/openpgp"),
    ("crc-32", "crc-32/iso-hdlc"),
    ("crc-32c", "crc-32/iscsi"),
    ("crc-32/posix", "crc-32/cksum"),
    ("crc-64", "crc-64/ecma-182"),
];

#[cfg(test)]
mod tests;
