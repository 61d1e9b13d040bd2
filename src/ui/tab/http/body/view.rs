//! The state of the body view.

use crate::codec::Encoding;
use crate::playground::{BodyForm, Excerpt, FetchNumber, Session};
use crate::ui::bytes_pane::BytesPane;
use crate::ui::tab::http::body::picture::PictureView;
use crate::ui::tab::http::body::pretty::PrettyView;
use crate::ui::text_pane::TextPaneView;
use crate::words::ui::response as words;

/// How a body is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Pretty,
    Picture,
    Hex,
}

/// The body view's own state.
#[derive(Debug)]
pub(in crate::ui::tab::http) struct BodyView {
    pub(super) of: Option<FetchNumber>,
    pub(super) form: BodyForm,
    /// What was chosen; nothing leaves it to the body.
    pub(super) look: Option<Look>,
    /// The encoding that was chosen; nothing leaves it to the body.
    pub(super) encoding: Option<Encoding>,
    pub(super) hex: BytesPane,
    pub(super) text: TextPaneView,
    pub(super) pretty: PrettyView,
    pub(super) picture: PictureView,
}

impl Default for BodyView {
    fn default() -> Self {
        Self {
            of: None,
            form: BodyForm::default(),
            look: None,
            encoding: None,
            hex: BytesPane::of_records(),
            text: TextPaneView::at_start(),
            pretty: PrettyView::default(),
            picture: PictureView::default(),
        }
    }
}

/// The bytes of the body in a form.
pub(super) fn body(session: &Session, shown: FetchNumber, form: BodyForm) -> Option<Excerpt<'_>> {
    session.fetches().find(shown)?.body(form, session.capture())
}

/// How a form of a body is called.
pub(in crate::ui::tab::http) fn form_name(form: BodyForm) -> &'static str {
    match form {
        BodyForm::Raw => words::raw(),
        BodyForm::Unchunked => words::unchunked(),
        BodyForm::Decoded => words::decoded(),
    }
}

/// The forms of a body.
pub(in crate::ui::tab::http) const FORMS: [BodyForm; 3] =
    [BodyForm::Raw, BodyForm::Unchunked, BodyForm::Decoded];
