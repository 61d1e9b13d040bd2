//! How a number is written: as bytes in an order, or as digits.

use crate::types::ByteOrder;
use crate::types::problem::template::{FillProblem, Quantity};

/// A number of a fixed width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Binary {
    name: &'static str,
    bytes: u8,
    order: ByteOrder,
}

impl Binary {
    /// Every one, in the order of choice.
    pub(super) const ALL: [Self; 9] = [
        Self::new("u8", 1, ByteOrder::Big),
        Self::new("u16be", 2, ByteOrder::Big),
        Self::new("u16le", 2, ByteOrder::Little),
        Self::new("u24be", 3, ByteOrder::Big),
        Self::new("u24le", 3, ByteOrder::Little),
        Self::new("u32be", 4, ByteOrder::Big),
        Self::new("u32le", 4, ByteOrder::Little),
        Self::new("u64be", 8, ByteOrder::Big),
        Self::new("u64le", 8, ByteOrder::Little),
    ];

    const fn new(name: &'static str, bytes: u8, order: ByteOrder) -> Self {
        Self { name, bytes, order }
    }

    /// By its name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name == name)
    }

    pub(super) fn name(self) -> &'static str {
        self.name
    }

    pub(super) fn size(self) -> usize {
        self.bytes.into()
    }

    /// The largest value.
    pub(super) fn most(self) -> u64 {
        u64::MAX >> (64 - 8 * u32::from(self.bytes))
    }

    /// The lowest bytes of a value.
    pub(super) fn wrapped(self, value: u64) -> Vec<u8> {
        let low_first = value.to_le_bytes().into_iter().take(self.size());
        match self.order {
            ByteOrder::Big => low_first.rev().collect(),
            ByteOrder::Little => low_first.collect(),
        }
    }

    /// The bytes of a value that has to fit.
    pub(super) fn exact(self, quantity: Quantity, value: u64) -> Result<Vec<u8>, FillProblem> {
        let most = self.most();
        if value <= most {
            return Ok(self.wrapped(value));
        }
        Err(FillProblem::TooLarge { quantity, value, number: self.name.to_owned(), most })
    }
}

/// How a counter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Binary(Binary),
    Decimal,
    Hex,
}

impl Number {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "dec" => Some(Self::Decimal),
            "hex" => Some(Self::Hex),
            name => Binary::named(name).map(Self::Binary),
        }
    }

    /// The largest value.
    pub(super) fn most(self) -> u64 {
        match self {
            Self::Binary(binary) => binary.most(),
            Self::Decimal | Self::Hex => u64::MAX,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Binary(binary) => binary.name,
            Self::Decimal => "dec",
            Self::Hex => "hex",
        }
    }
}
