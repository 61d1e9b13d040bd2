//! The simulated fault that changes bytes.

use std::num::NonZeroU32;

use bytes::{Bytes, BytesMut};

/// Changes one byte in `one_in`. `offset` is the position of the first byte in the stream, so that a byte is changed the same
/// way each time sending it is tried.
pub(in crate::engine) fn corrupted(bytes: Bytes, offset: u64, one_in: NonZeroU32) -> Bytes {
    let step = u64::from(one_in.get());
    let first = usize::try_from(step - 1 - offset % step).unwrap_or(usize::MAX);
    if first >= bytes.len() {
        return bytes;
    }
    let mut changed = BytesMut::from(&*bytes);
    let step = usize::try_from(step).unwrap_or(usize::MAX);
    for byte in changed.iter_mut().skip(first).step_by(step) {
        *byte = !*byte;
    }
    changed.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_may_be_beyond_32_bits() {
        let one_in = NonZeroU32::new(u32::MAX).unwrap();
        let offset = u64::from(u32::MAX) * 5 - 1;
        assert_eq!(*corrupted(Bytes::from_static(b"ab"), offset, one_in), [!b'a', b'b']);
    }

    #[test]
    fn one_byte_in_so_many_is_changed_however_the_bytes_are_cut() {
        for one_in in [1, 2, 3, 7, 100, u32::MAX] {
            let one_in = NonZeroU32::new(one_in).unwrap();
            let whole = Bytes::from((0..100).collect::<Vec<u8>>());
            let expected: Vec<u8> = (0_u8..100)
                .map(|n| if (u32::from(n) + 1) % one_in == 0 { !n } else { n })
                .collect();
            for cut in 0..=whole.len() {
                let parts = [
                    corrupted(whole.slice(..cut), 0, one_in),
                    corrupted(whole.slice(cut..), cut as u64, one_in),
                ];
                assert_eq!(parts.concat(), expected, "{one_in} {cut}");
            }
        }
    }
}
