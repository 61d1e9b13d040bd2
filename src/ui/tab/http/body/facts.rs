//! What is known of the body on screen.

use crate::codec::{Encoding, show};
use crate::playground::{BodyForm, Fetch, FetchNumber, Session};
use crate::types::http::HopOutcome;
use crate::ui::tab::http::body::guess;
use crate::ui::tab::http::body::view::{BodyView, Look};
use crate::words::capitalised;
use crate::words::ui::response as words;

/// What is known of the body on screen.
pub(super) struct Facts {
    pub(super) look: Look,
    /// Those that make sense.
    pub(super) looks: Vec<Look>,
    /// It came with a content coding.
    pub(super) coded: bool,
    /// It came in chunks.
    pub(super) chunked: bool,
    pub(super) encoding: Encoding,
    /// Why this encoding, in words.
    pub(super) why: String,
    /// Nothing of it has come.
    pub(super) is_empty: bool,
    /// That it is not whole or not there, and why; empty if there is nothing to say.
    pub(super) state: String,
}

impl Facts {
    /// `None` if nothing was asked yet.
    pub(super) fn of(session: &Session, shown: FetchNumber, view: &BodyView) -> Option<Self> {
        let fetch = session.fetches().find(shown)?;
        let hop = fetch.answer()?;
        let guess = guess::looks(hop, fetch.body(BodyForm::Decoded, session.capture()));
        let wanted = view.look.filter(|look| guess.contains(look));
        let (encoding, why) = charset(fetch, session);
        let facts = hop.body_facts();
        Some(Self {
            look: wanted.or_else(|| guess.first().copied()).unwrap_or(Look::Hex),
            looks: [Look::Pretty, Look::Picture, Look::Text, Look::Hex]
                .into_iter()
                .filter(|look| guess.contains(look))
                .collect(),
            coded: facts.is_coded(),
            chunked: facts.chunks_seen() > 0,
            encoding,
            why,
            is_empty: facts.is_empty(),
            state: state(fetch, facts.is_empty()),
        })
    }

    /// Without content codings the decoded form is the one with the chunks taken off.
    pub(super) fn form(&self, form: BodyForm) -> BodyForm {
        if form == BodyForm::Decoded && !self.coded { BodyForm::Unchunked } else { form }
    }
}

/// What is to be said of a body that is not whole, or not there.
fn state(fetch: &Fetch, is_empty: bool) -> String {
    match fetch.outcome() {
        None if is_empty => words::no_body_yet().to_owned(),
        Some(HopOutcome::Complete) if is_empty => words::empty_body().to_owned(),
        None | Some(HopOutcome::Complete) => String::new(),
        Some(HopOutcome::Cancelled) if is_empty => words::cancelled_before_body().to_owned(),
        Some(HopOutcome::Failed(error) | HopOutcome::Incomplete(error)) if is_empty => {
            capitalised(&crate::words::io_error(error))
        }
        Some(_) => words::incomplete().to_owned(),
    }
}

/// The encoding that the body asks for, and why.
fn charset(fetch: &Fetch, session: &Session) -> (Encoding, String) {
    let Some(charset) = fetch.charset(session.capture()) else {
        return (Encoding::Utf8, String::new());
    };
    let known =
        charset.declared.as_deref().is_none_or(|label| Encoding::for_label(label).is_some());
    let evidence = words::evidence(charset.evidence);
    let why = match charset.declared {
        Some(label) if !known => words::unknown_charset(evidence, &show::inert(&label)),
        Some(_) | None => evidence.to_owned(),
    };
    (charset.encoding, why)
}
