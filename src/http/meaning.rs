//! What a head means: where its body ends, which codings are decoded, where it redirects to. It is decided only here and passed
//! on with the head.

use crate::http::coding::codings;
use crate::http::framing::{Asked, closes_connection, is_tunnel};
use crate::types::coding::Coding;
use crate::types::http::{
    BodyCodings, BodyFraming, HeadMeaning, HeaderField, Redirect, ResponseHead,
};
use crate::types::problem::coding::CodingProblem;

/// The meaning of a 1xx head.
pub(super) fn of_interim() -> HeadMeaning {
    HeadMeaning { is_interim: true, ..HeadMeaning::default() }
}

/// The meaning of the final head.
pub(super) fn of_final(
    asked: Asked,
    head: &ResponseHead,
    framing: BodyFraming,
    redirect: Redirect,
) -> HeadMeaning {
    let has_body = framing.known_len() != Some(0);
    HeadMeaning {
        is_interim: false,
        framing,
        codings: if has_body {
            body_codings(codings(&head.fields))
        } else {
            BodyCodings::default()
        },
        is_event_stream: has_body && is_event_stream(&head.fields),
        redirect,
        is_tunnel: is_tunnel(asked, head.status),
        ends_upload: head.status >= 400 || closes_connection(&head.fields),
    }
}

/// What becomes of the codings. A body with an unknown content coding can still be shown and saved as received. With an unknown
/// transfer coding, what was received isn't the body at all.
fn body_codings(codings: Result<Vec<Coding>, CodingProblem>) -> BodyCodings {
    match codings {
        Ok(codings) => BodyCodings::TakenOff(codings),
        Err(problem @ CodingProblem::UnknownContent(_)) => BodyCodings::Kept(problem),
        Err(problem) => BodyCodings::Failed(problem),
    }
}

/// Whether the body is a `text/event-stream` (WHATWG HTML, 9.2).
fn is_event_stream(fields: &[HeaderField]) -> bool {
    fields.iter().any(|field| {
        let media_type = field.value.split(|byte| *byte == b';').next().unwrap_or_default();
        field.name.eq_ignore_ascii_case(b"content-type")
            && media_type.trim_ascii().eq_ignore_ascii_case(b"text/event-stream")
    })
}

#[cfg(test)]
mod tests;
