//! The body of an answer: as text, indented, as a picture or in hex, with its codings on or off.

mod choices;
mod copy;
mod facts;
mod guess;
mod panes;
mod picture;
mod pretty;
mod view;

use egui::{Frame, Margin, Panel, Ui};

use crate::playground::{FetchNumber, PreviewKind, Session};
use facts::Facts;
use view::Look;
pub(super) use view::{BodyView, FORMS, form_name};

/// Draws the body of a fetch; `true` if some of it has to come from disk, or is not worked out yet.
pub(super) fn body_ui(
    ui: &mut Ui,
    session: &mut Session,
    shown: FetchNumber,
    view: &mut BodyView,
) -> bool {
    if view.of != Some(shown) {
        // What was chosen by hand holds for the next fetch too.
        let (form, look, encoding) = (view.form, view.look, view.encoding);
        *view = BodyView { of: Some(shown), form, look, encoding, ..BodyView::default() };
    }
    let Some(facts) = Facts::of(session, shown, view) else { return false };
    let frame = Frame::new().inner_margin(Margin { bottom: 6, ..Margin::symmetric(12, 0) });
    let bar = Panel::top("body").frame(frame).show_separator_line(false);
    let copy = bar.show(ui, |ui| choices::choices_ui(ui, view, &facts)).inner;
    if copy {
        copy::copy(ui.ctx(), session, shown, view, &facts);
    }
    let encoding = view.encoding.unwrap_or(facts.encoding);
    if facts.is_empty {
        pretty::hint_ui(ui, &facts.state);
        return false;
    }
    if facts.look != Look::Text {
        session.body_text.unwatch();
    }
    match facts.look {
        Look::Text => panes::text_ui(ui, session, shown, view, encoding),
        Look::Hex => panes::hex_ui(ui, session, shown, view, encoding),
        Look::Pretty => {
            session.preview.watch(shown, PreviewKind::Json(encoding));
            pretty::pretty_ui(ui, session, &mut view.pretty)
        }
        Look::Picture => {
            session.preview.watch(shown, PreviewKind::Picture);
            picture::picture_ui(ui, session, &mut view.picture)
        }
    }
}
