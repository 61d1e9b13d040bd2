//! The question before a tab goes with what runs or is recorded in it.

use egui::{Button, Frame, Id, Margin, Modal, Role, Ui, WidgetInfo, vec2};

use crate::playground::{Playground, Session};
use crate::types::SessionId;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_2, SPACE_3, Text};
use crate::words::ui::window as words;

/// Which tab is about to be closed.
#[derive(Debug, Default)]
pub struct ClosingView {
    asked: Option<SessionId>,
    /// The keyboard is in it already.
    is_focused: bool,
}

impl ClosingView {
    /// Asks about this tab, if there is anything to ask about; `false` if it can go at once.
    pub fn ask(&mut self, session: &Session) -> bool {
        if question(session).is_none() {
            return false;
        }
        *self = Self { asked: Some(session.id()), is_focused: false };
        true
    }

    /// Draws the question while it is open; gives the tab to be closed.
    pub fn closing_ui(&mut self, ui: &Ui, playground: &Playground) -> Option<SessionId> {
        let session = playground.session(self.asked?);
        let Some((id, question)) = session.and_then(|s| Some((s.id(), question(s)?))) else {
            return self.asked.take();
        };
        let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
        let modal = Modal::new(Id::unique("closing")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_max_width(420.0);
            ui.label(Text::Body.of(question));
            ui.add_space(SPACE_3);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_2;
                self.buttons_ui(ui)
            })
            .inner
        });
        let closes = modal.inner == Some(true);
        if modal.inner.is_some() || modal.should_close() {
            self.asked = None;
        }
        closes.then_some(id)
    }

    /// What was pressed: whether to close.
    fn buttons_ui(&mut self, ui: &mut Ui) -> Option<bool> {
        let palette = Palette::of_ui(ui);
        let size = vec2(96.0, CONTROL_HEIGHT + 4.0);
        let text = Text::Strong.of(words::close()).color(palette.on_accent);
        let close = ui.add(Button::new(text).fill(palette.accent_fill).min_size(size));
        let keep = ui.add(Button::new(words::keep()).min_size(size));
        keep.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::keep_name()));
        if !std::mem::replace(&mut self.is_focused, true) {
            close.request_focus();
        }
        if close.clicked() {
            return Some(true);
        }
        keep.clicked().then_some(false)
    }
}

/// `None` if nothing would be lost.
fn question(session: &Session) -> Option<String> {
    let kept = session.capture().bytes();
    let bytes = kept.end - kept.start;
    if !session.is_live() && bytes == 0 {
        return None;
    }
    let open = if session.kind().has_connections() { session.peers().open() as u64 } else { 0 };
    Some(words::question(&session.name(), &words::loss(open, bytes)))
}
