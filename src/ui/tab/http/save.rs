//! Writing a body, or a whole answer, to a file: the line that asks where to, and those on their way.

use std::path::PathBuf;

use egui::{
    Align, Align2, Frame, Key, Layout, Margin, Panel, Role, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::form::expanded_path;
use crate::playground::{Action, BodyForm, Fetch, FetchNumber, FetchPart, Save, Session};
use crate::types::SessionId;
use crate::types::http::HopOutcome;
use crate::ui::kit::file::{NoticeRequest, notice_ui};
use crate::ui::pass::Pass;
use crate::ui::tab::http::body::{FORMS, form_name};
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_2, Text};
use crate::words::ui::fetch as words;

/// What is to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// The body.
    Body,
    /// The answer as received.
    All,
}

/// The state of the line that asks where to.
#[derive(Debug, Default)]
pub(super) struct SaveView {
    asking: Option<Asking>,
    /// What was answered last, for the next try.
    answered: Option<Asking>,
    /// Where the last one went.
    folder: Option<String>,
    /// The keyboard belongs to the entry, since it has just opened.
    takes_focus: bool,
}

#[derive(Debug, Clone)]
struct Asking {
    fetch: FetchNumber,
    what: What,
    form: BodyForm,
    path: String,
}

impl SaveView {
    /// Asks where to save, suggesting a name.
    pub(super) fn open(&mut self, session: &Session, shown: Option<FetchNumber>, what: What) {
        let fetches = session.fetches();
        let fetch = shown.and_then(|number| fetches.find(number)).or_else(|| fetches.last());
        let Some(fetch) = fetch.filter(|fetch| has(session, fetch, what)) else { return };
        self.takes_focus = true;
        let same = |asked: &&Asking| asked.fetch == fetch.number() && asked.what == what;
        if let Some(again) = self.answered.as_ref().filter(same) {
            self.asking = Some(again.clone());
            return;
        }
        let folder = self.folder.clone().unwrap_or_else(|| "~/".to_owned());
        let name = match what {
            What::Body => fetch.file_name(),
            What::All => format!("{}.http", fetch.file_name()),
        };
        let path = format!("{folder}{name}");
        let form = BodyForm::default();
        self.asking = Some(Asking { fetch: fetch.number(), what, form, path });
    }
}

/// There is something to be saved: an empty body is one only if it is whole.
pub(super) fn has(session: &Session, fetch: &Fetch, what: What) -> bool {
    let Some(answer) = fetch.answer() else { return false };
    match what {
        What::Body => {
            let whole = fetch.outcome() == Some(&HopOutcome::Complete);
            !answer.body_facts().is_empty() || (whole && answer.head().is_some())
        }
        What::All => !answer.response(session.capture()).bytes().is_empty(),
    }
}

/// Draws what is being saved, what came of it for this fetch, and the line that asks where to.
pub(super) fn saves_ui(
    ui: &mut Ui,
    session: &Session,
    shown: Option<FetchNumber>,
    view: &mut SaveView,
    pass: &mut Pass<'_>,
) {
    let is_shown = |save: &&Save| {
        let is_gone = session.fetches().find(save.fetch).is_none();
        save.is_running() || Some(save.fetch) == shown || is_gone
    };
    let lines: Vec<&Save> = session.saves().iter().filter(is_shown).collect();
    let asking = view.asking.as_ref().is_some_and(|asking| Some(asking.fetch) == shown);
    if lines.is_empty() && !asking {
        return;
    }
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.raised).inner_margin(Margin::symmetric(12, 6));
    Panel::top("saves").frame(frame).show(ui, |ui| {
        let newest = lines.len().saturating_sub(LINES);
        for save in lines.into_iter().skip(newest) {
            ui.push_id(save.id.0, |ui| save_ui(ui, session.id(), save, pass));
        }
        if asking {
            asking_ui(ui, session, view, pass);
        }
    });
}

/// A save in a line: how it stands on the left, what can be done about it on the right.
fn save_ui(ui: &mut Ui, session: SessionId, save: &Save, pass: &mut Pass<'_>) {
    let asked = notice_ui(ui, &save.notice).map(|request| match request {
        NoticeRequest::Replace => Action::ReplaceSave(session, save.id),
        NoticeRequest::Cancel => Action::CancelSave(session, save.id),
        NoticeRequest::Dismiss => Action::DismissSave(session, save.id),
    });
    pass.actions.extend(asked);
}

fn asking_ui(ui: &mut Ui, session: &Session, view: &mut SaveView, pass: &mut Pass<'_>) {
    let Some(asking) = &mut view.asking else { return };
    let coded = session.fetches().find(asking.fetch).and_then(Fetch::answer);
    let coded = coded.is_some_and(|hop| hop.body_facts().is_coded());
    let (mut done, mut save) = (false, false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        let label = ui.label(Text::Body.of(words::save_as()));
        if asking.what == What::Body && coded {
            for form in FORMS {
                ui.selectable_value(&mut asking.form, form, form_name(form));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button("×").on_hover_text(words::do_not_save());
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::do_not_save()));
            done |= close.clicked();
            save |= ui.button(words::save()).on_hover_text(words::save_hint()).clicked();
            let size = vec2(ui.available_width(), CONTROL_HEIGHT);
            let edit = TextEdit::singleline(&mut asking.path)
                .font(Text::Mono.style())
                .align(Align2::LEFT_CENTER);
            let entry = ui.add_sized(size, edit).labelled_by(label.id);
            if std::mem::take(&mut view.takes_focus) {
                entry.request_focus();
            }
            let (enter, escape) =
                ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
            save |= entry.lost_focus() && enter;
            done |= entry.lost_focus() && escape;
        });
    });
    if save && !asking.path.trim().is_empty() {
        view.folder = folder(&asking.path);
        pass.actions.push(asking.action(session));
        view.answered = Some(asking.clone());
        done = true;
    }
    if done {
        view.asking = None;
    }
}

impl Asking {
    fn action(&self, session: &Session) -> Action {
        let what = match self.what {
            What::Body => FetchPart::Body(self.form),
            What::All => FetchPart::Response,
        };
        let path: PathBuf = expanded_path(self.path.trim());
        Action::SaveFetch { session: session.id(), fetch: self.fetch, what, path }
    }
}

/// The part of a path that the next one begins with.
fn folder(path: &str) -> Option<String> {
    let end = path.trim().rfind(['/', '\\'])?;
    path.trim().get(..=end).map(str::to_owned)
}

/// Lines of files that were saved.
const LINES: usize = 3;
