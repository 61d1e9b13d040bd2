//! Pictures in answers, decoded within bounds: a few bytes may claim any number of pixels.

use crate::words::body as words;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

/// A picture, made smaller if it is too large for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is: "PNG".
    pub format: &'static str,
    /// Width and height as they came.
    pub size: [u32; 2],
    /// Width and height of [`Self::rgba`].
    pub shown: [u32; 2],
    /// Four bytes a pixel, not multiplied by alpha; row by row from the top.
    pub rgba: Vec<u8>,
}

/// Decodes the first picture, or says why not.
pub(super) fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        Some(reader)
    };
    let unknown = || words::not_a_picture().to_owned();
    let failed = |error: image::ImageError| words::damaged_picture(&error.to_string());
    let first = reader().ok_or_else(unknown)?;
    let format = first.format().and_then(name).ok_or_else(unknown)?;
    let (width, height) = first.into_dimensions().map_err(failed)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(words::picture_too_large(width, height));
    }
    let picture = reader().ok_or_else(unknown)?.decode().map_err(failed)?;
    let picture = smaller(picture).into_rgba8();
    let shown = [picture.width(), picture.height()];
    Ok(Picture { format, size: [width, height], shown, rgba: picture.into_raw() })
}

fn smaller(picture: DynamicImage) -> DynamicImage {
    if picture.width() <= MOST_SIDE && picture.height() <= MOST_SIDE {
        return picture;
    }
    picture.thumbnail(MOST_SIDE, MOST_SIDE)
}

fn name(format: ImageFormat) -> Option<&'static str> {
    match format {
        ImageFormat::Png => Some("PNG"),
        ImageFormat::Jpeg => Some("JPEG"),
        ImageFormat::Gif => Some("GIF"),
        ImageFormat::WebP => Some("WebP"),
        _ => None,
    }
}

/// Pixels that are decoded: 128 MiB of them.
const MOST_PIXELS: u64 = 32 << 20;
/// Bytes that a decoder may take beside.
const MOST_MEMORY: u64 = 256 << 20;
/// Pixels of a side that are shown.
const MOST_SIDE: u32 = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = DynamicImage::new_rgb8(width, height);
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_decoded_and_made_smaller_if_it_is_large() {
        let picture = decode(&png(3, 2)).unwrap();
        assert_eq!((picture.format, picture.size, picture.shown), ("PNG", [3, 2], [3, 2]));
        assert_eq!(picture.rgba.len(), 3 * 2 * 4);
        let picture = decode(&png(4096, 64)).unwrap();
        assert_eq!((picture.size, picture.shown), ([4096, 64], [2048, 32]));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        let mut bytes = png(1, 1);
        // IHDR: 60,000 pixels each way, its checksum made good.
        for (at, part) in [(16, 60_000_u32), (20, 60_000)] {
            bytes[at..at + 4].copy_from_slice(&part.to_be_bytes());
        }
        let sum = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        let words = decode(&bytes).unwrap_err();
        assert_eq!(words, "The picture has 60000 x 60000 pixels, too many to be shown");
    }

    #[test]
    fn what_is_no_picture_or_cut_is_said() {
        assert_eq!(
            decode(b"<html>").unwrap_err(),
            "The body isn't a PNG, JPEG, GIF or WebP picture"
        );
        let whole = png(64, 64);
        let words = decode(&whole[..whole.len() / 2]).unwrap_err();
        assert!(words.starts_with("The picture can't be decoded"), "{words}");
    }

    /// CRC-32 of ISO 3309, as PNG has it.
    fn crc(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
            }
        }
        !crc
    }
}
