//! Round trips, and data that is arbitrary or damaged.

use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

#[derive(Debug, Clone, Copy)]
enum Encoder {
    Gzip,
    Zlib,
    RawDeflate,
    Zstd,
}

impl Encoder {
    fn encode(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Gzip => gzip(data),
            Self::Zlib => zlib(data),
            Self::RawDeflate => raw_deflate(data),
            Self::Zstd => compress_to_vec(data, CompressionLevel::Fastest),
        }
    }

    fn coding(self) -> Coding {
        match self {
            Self::Gzip => Coding::Gzip,
            Self::Zlib | Self::RawDeflate => Coding::Deflate,
            Self::Zstd => Coding::Zstd,
        }
    }
}

fn encoders() -> impl Strategy<Value = Vec<Encoder>> {
    let all = [Encoder::Gzip, Encoder::Zlib, Encoder::RawDeflate, Encoder::Zstd];
    prop::collection::vec(prop::sample::select(all.to_vec()), 1..6)
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    let random = prop::collection::vec(any::<u8>(), 0..2000);
    let few = prop::collection::vec(prop::sample::select(&b"ab\0"[..]), 0..5000);
    let long = (any::<u8>(), 0..150_000_usize).prop_map(|(byte, len)| vec![byte; len]);
    prop_oneof![random, few, long]
}

const SAMPLES: &[(Coding, &[u8])] = &[
    (
        Coding::Brotli,
        b"\x1b\x17\x01\xf8\x8d\x94\x6e\xde\x44\x09\x52\x86\x96\x6c\x2c\x6f\x31\x5b\x24\x70\x79\x1c",
    ),
    (
        Coding::Zstd,
        b"\x28\xb5\x2f\xfd\x04\x58\x75\0\0\x38hello, \x01\0\x0e\x52\x8b\x11\x35\x4d\xe9\xbb",
    ),
    (
        Coding::Gzip,
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\xd7\x51\x18\x45\0\x2d\x8b\0\0\0\0",
    ),
    (Coding::Deflate, b"\x78\x9c\xcb\x48\xcd\xc9\xc9\xd7\x51\x18\x45\0\0\0\0\0"),
];

proptest! {
    #[test]
    fn what_was_coded_comes_back(
        encoders in encoders(),
        content in content(),
        piece in 1..5000_usize,
        room in 16..5000_usize,
    ) {
        let data = encoders.iter().fold(content.clone(), |data, encoder| encoder.encode(&data));
        let codings: Vec<Coding> = encoders.iter().map(|encoder| encoder.coding()).collect();
        prop_assert_eq!(decoded(&codings, data.chunks(piece), room), Ok((content, 0)));
    }

    #[test]
    fn arbitrary_data_is_survived(bytes: Vec<u8>, piece in 1..50_usize) {
        for (coding, sample) in SAMPLES {
            let begin = &sample[..sample.len().min(12)];
            let data = [begin, &bytes].concat();
            let whole = decoded(&[*coding], [&data[..]], 100);
            prop_assert_eq!(decoded(&[*coding], data.chunks(piece), 7).is_ok(), whole.is_ok());
            decoded(&[*coding], [&bytes[..]], 100).ok();
        }
    }

    #[test]
    fn damaged_data_is_survived(
        content in content(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        for encoder in [Encoder::Gzip, Encoder::Zlib, Encoder::RawDeflate, Encoder::Zstd] {
            let mut data = encoder.encode(&content);
            for (at, byte) in &changes {
                let at = at.index(data.len());
                data[at] = *byte;
            }
            let whole = decoded(&[encoder.coding()], [&data[..]], 1000);
            let cut = decoded(&[encoder.coding()], data.chunks(10), 999);
            prop_assert_eq!(cut.is_ok(), whole.is_ok());
        }
    }
}
