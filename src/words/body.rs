//! Bodies of responses, and how a fetch ended.

use std::time::Duration;

use crate::types::IoError;
use crate::types::inert::inert;
use crate::words::{bytes, cause, duration, size};

/// "200 OK, 1,234 bytes in 56 ms"; without the status if none was received.
pub fn complete(status: Option<&str>, body: u64, took: Duration) -> String {
    match status {
        Some(status) => complete_response(&inert(status), &bytes(body), &duration(took)),
        None => complete_body(&bytes(body), &duration(took)),
    }
}

/// "200 OK, cancelled after 1,234 bytes in 56 ms"; without the status if none was received.
pub fn cancelled(status: Option<&str>, body: u64, took: Duration) -> String {
    match status {
        Some(status) => cancelled_response(&inert(status), &bytes(body), &duration(took)),
        None => cancelled_after(&duration(took)),
    }
}

/// "200 OK, incomplete after 1,234 bytes: connection reset by peer".
pub fn incomplete(status: &str, body: u64, error: &IoError) -> String {
    incomplete_response(&inert(status), &bytes(body), &cause(error))
}

/// "The body has 2.0 GiB, more than the 64.0 MiB that can be shown".
pub fn too_large(len: u64, most: u64) -> String {
    too_large_to_show(&size(len), &size(most))
}

/// Why a picture can't be decoded, as its library says.
pub fn damaged_picture(reason: &str) -> String {
    picture_damaged(&inert(reason))
}

messages! {
    complete_response(status: &str, bytes: &str, took: &str) = "{status}, {bytes} in {took}";
    complete_body(bytes: &str, took: &str) = "{bytes} in {took}";
    cancelled_response(status: &str, bytes: &str, took: &str) = "{status}, cancelled after {bytes} in {took}";
    cancelled_after(took: &str) = "Cancelled after {took}";
    incomplete_response(status: &str, bytes: &str, cause: &str) = "{status}, incomplete after {bytes}: {cause}";

    beginning_gone = "The beginning of the body is no longer kept";
    decoder_failed = "The decoder of the body failed";
    too_large_to_show(len: &str, most: &str) = "The body has {len}, more than the {most} that can be shown";
    not_json = "The body isn't JSON";
    not_text(encoding: &str) = "The body isn't valid {encoding}";
    not_a_picture = "The body isn't a PNG, JPEG, GIF or WebP picture";
    picture_damaged(reason: &str) = "The picture can't be decoded: {reason}";
    picture_too_large(width: u32, height: u32) = "The picture has {width} x {height} pixels, too many to be shown";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_fetch_has_its_status_if_there_is_one() {
        let took = Duration::from_millis(56);
        assert_eq!(
            complete(Some("200 O\u{1b}K"), 1_234, took),
            r"200 O\x1bK, 1,234 bytes in 56 ms"
        );
        assert_eq!(complete(None, 1, took), "1 byte in 56 ms");
        let words = "200 OK, cancelled after 5 bytes in 56 ms";
        assert_eq!(cancelled(Some("200 OK"), 5, took), words);
        assert_eq!(cancelled(None, 5, took), "Cancelled after 56 ms");
        let words = "The body has 2.0 GiB, more than the 64.0 MiB that can be shown";
        assert_eq!(too_large(2 << 30, 64 << 20), words);
    }
}
