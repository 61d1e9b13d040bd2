//! Bodies of responses, and how a fetch ended.

use std::fmt::Display;

messages! {
    cancelled_after(took: impl Display) = "Cancelled after {took}";
    cancelled_response(status: impl Display, bytes: impl Display, took: impl Display) = "{status}, cancelled after {bytes} in {took}";
    fetched(status: impl Display, bytes: impl Display, took: impl Display) = "{status}, {bytes} in {took}";
    fetched_bytes(bytes: impl Display, took: impl Display) = "{bytes} in {took}";
    incomplete(status: impl Display, bytes: impl Display, cause: impl Display) = "{status}, incomplete after {bytes}: {cause}";
    beginning_gone = "The beginning of the body is no longer kept";
    decoder_failed = "The decoder of the body failed";
    too_large_to_show(len: impl Display, most: impl Display) = "The body has {len}, more than the {most} that are looked at";
    not_json = "The body isn't JSON";
    not_a_picture = "The body isn't a PNG, JPEG, GIF or WebP picture";
    not_text(encoding: impl Display) = "The body isn't valid {encoding}";
    picture_damaged(error: impl Display) = "The picture can't be decoded: {error}";
    picture_too_large(width: impl Display, height: impl Display) = "The picture has {width} x {height} pixels, too many to be shown";
}
