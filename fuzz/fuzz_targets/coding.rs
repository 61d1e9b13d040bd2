//! Coded data from any bytes: no panic, no endless loop, bounded output, and the same content however the bytes are cut.
//!
//! `cargo +nightly fuzz run coding`. The first byte tells the codings and the second one where to cut.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sockscope::http::{Decoder, Guard};
use sockscope::types::coding::Coding;
use sockscope::types::problem::coding::CodingProblem;

fuzz_target!(|data: &[u8]| {
    let [choice, cut, coded @ ..] = data else { return };
    let all = [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];
    let of = |number: u8| all[usize::from(number) % 4];
    let codings = [of(*choice), of(*choice >> 2)];
    let codings = &codings[..1 + usize::from(choice >> 4 & 1)];
    let whole = decode(codings, [coded], 4096);
    let (left, right) = coded.split_at(usize::from(*cut) % (coded.len() + 1));
    let parted = decode(codings, [left, right], 97);
    match (whole, parted) {
        (Ok(whole), Ok(parted)) => assert_eq!(parted, whole),
        // The guard looks after every call, so that it may stop at one cut and not at another.
        (Err(CodingProblem::TooLarge { .. }), _) | (_, Err(CodingProblem::TooLarge { .. })) => {}
        (whole, parted) => assert_eq!(parted.is_err(), whole.is_err()),
    }
});

fn decode<'a>(
    codings: &[Coding],
    pieces: impl IntoIterator<Item = &'a [u8]>,
    room: usize,
) -> Result<(Vec<u8>, u64), CodingProblem> {
    let mut decoder = Decoder::with_guard(codings, Guard { free: 1 << 20, factor: 100 });
    let mut output = vec![0; room];
    let mut all = Vec::new();
    for mut piece in pieces {
        loop {
            let progress = decoder.decode(piece, &mut output)?;
            piece = &piece[progress.consumed..];
            all.extend(&output[..progress.produced]);
            if progress.produced == 0 {
                assert!(piece.is_empty());
                break;
            }
        }
    }
    decoder.finish()?;
    Ok((all, decoder.surplus()))
}
