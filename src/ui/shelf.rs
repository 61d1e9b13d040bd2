//! The shelf: a panel of saved payloads above the composer's right end. A click puts one into the composer, its arrow or
//! a digit sends it.

mod edit;
mod files;
mod list;
mod row;

use egui::{
    Align, Align2, Color32, Frame, Key, Label, Layout, Margin, Modifiers, Panel, Popup, Role,
    TextEdit, Ui, WidgetInfo, vec2,
};

use crate::playground::Session;
use crate::store::settings::Entry;
use crate::store::shelf::{ItemId, LastChange, Saved};
use crate::types::inert::inert;
use crate::ui::command::ShelfCommand;
use crate::ui::pass::Pass;
use crate::ui::peers::{PeersView, why_nobody};
use crate::ui::send;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words;
use crate::words::ui::shelf as labels;
use edit::Editing;
use files::FilesView;
use list::Shown;

/// The panel's own state.
#[derive(Debug, Default)]
pub struct ShelfView {
    search: String,
    shown: Shown,
    editing: Option<Editing>,
    /// The row that is dragged.
    dragged: Option<ItemId>,
    files: FilesView,
    /// Why nothing was sent.
    refused: Option<String>,
}

/// What a click or a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ShelfRequest {
    Send(ItemId),
    Load(ItemId),
    Edit(ItemId),
    Replace(ItemId),
    Remove(ItemId),
    Up(ItemId),
    Down(ItemId),
}

/// Draws the panel while it is open, and takes its keys.
pub fn shelf_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut ShelfView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    if !pass.settings.shelf.open {
        view.dragged = None;
        return;
    }
    let frame = Frame::new().fill(Palette::of_ui(ui).panel).inner_margin(Margin::symmetric(12, 8));
    let (width, most) = if ui.available_width() < NARROW { (SMALL, SMALL) } else { (WIDTH, 420.0) };
    let panel = Panel::right("shelf").frame(frame).default_size(width).size_range(200.0..=most);
    let mut request = None;
    panel.show(ui, |ui| {
        heading_ui(ui, view, pass);
        files::files_ui(ui, &mut view.files, pass);
        footer_ui(ui, view, pass);
        if pass.shelf.shelf.items().is_empty() {
            return empty_ui(ui);
        }
        search_ui(ui, &mut view.search);
        ui.add_space(SPACE_1);
        request = list::list_ui(ui, view, pass);
    });
    let request = request.or_else(|| pressed(ui, view));
    if let Some(request) = request {
        apply(request, session, view, peers, pass);
    }
}

/// Opens or closes the panel, or keeps what is typed, under a name that can be typed over at once.
pub fn carry_out(
    command: ShelfCommand,
    session: &Session,
    view: &mut ShelfView,
    pass: &mut Pass<'_>,
) {
    match command {
        ShelfCommand::Toggle => pass.settings.shelf.open = !pass.settings.shelf.open,
        ShelfCommand::Save if session.payload.typed().is_empty() => {}
        ShelfCommand::Save => {
            let id = pass.shelf.shelf.add(Saved::unnamed("", &session.payload));
            pass.settings.shelf.open = true;
            view.search.clear();
            view.edit(id, pass);
        }
    }
}

impl ShelfView {
    fn edit(&mut self, id: ItemId, pass: &Pass<'_>) {
        self.editing = pass.shelf.shelf.find(id).map(Editing::of);
        self.shown.reveal(id);
    }
}

fn heading_ui(ui: &mut Ui, view: &mut ShelfView, pass: &Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let count = pass.shelf.shelf.items().len();
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(labels::shelf()));
        if count > 0 {
            ui.label(Text::Small.of(words::count(count as u64)).color(palette.quiet));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_1;
            view.files.buttons_ui(ui, count > 0);
        });
    });
    ui.add_space(SPACE_1);
}

fn search_ui(ui: &mut Ui, search: &mut String) {
    let edit = TextEdit::singleline(search).hint_text(labels::search()).align(Align2::LEFT_CENTER);
    let entry = ui.add_sized(vec2(ui.available_width(), CONTROL_HEIGHT), edit);
    entry.widget_info(|| WidgetInfo {
        label: Some(labels::search_name().to_owned()),
        ..WidgetInfo::text_edit(true, &search, &search, labels::search())
    });
    if entry.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        search.clear();
    }
}

fn empty_ui(ui: &mut Ui) {
    let quiet = Palette::of_ui(ui).quiet;
    ui.add_space(SPACE_3);
    for hint in [labels::empty_hint(), labels::empty_save_hint(), labels::empty_import_hint()] {
        ui.add(Label::new(Text::Body.of(hint).color(quiet)).wrap());
        ui.add_space(SPACE_2);
    }
}

/// Why nothing was sent, or what can be taken back.
fn footer_ui(ui: &mut Ui, view: &mut ShelfView, pass: &mut Pass<'_>) {
    let undo = pass.shelf.shelf.last_change().map(last_change);
    if view.refused.is_none() && undo.is_none() {
        return;
    }
    let palette = Palette::of_ui(ui);
    let panel = Panel::bottom("shelf footer")
        .frame(Frame::new().inner_margin(Margin { top: 6, ..Margin::ZERO }));
    panel.show(ui, |ui| {
        if let Some(refused) = view.refused.clone()
            && line_ui(ui, (&refused, palette.danger), &[FooterButton::Close]).is_some()
        {
            view.refused = None;
        }
        let shelf = &mut pass.shelf.shelf;
        match undo.and_then(|undo| {
            line_ui(ui, (&undo, palette.quiet), &[FooterButton::Forget, FooterButton::Undo])
        }) {
            Some(FooterButton::Undo) => shelf.undo(),
            Some(FooterButton::Forget | FooterButton::Close) => shelf.forget_undo(),
            None => {}
        }
    });
}

/// What can be clicked behind a line of the footer.
#[derive(Debug, Clone, Copy)]
enum FooterButton {
    /// Take the line away.
    Close,
    /// Keep the change, and take the line away.
    Forget,
    /// Take the change back.
    Undo,
}

impl FooterButton {
    fn face(self) -> &'static str {
        match self {
            Self::Close | Self::Forget => "×",
            Self::Undo => labels::undo(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Close => labels::close_message(),
            Self::Forget => labels::keep_change(),
            Self::Undo => labels::undo(),
        }
    }
}

fn last_change(change: LastChange<'_>) -> String {
    match change {
        LastChange::Removed(name) => labels::deleted(&inert(name)),
        LastChange::Replaced(name) => labels::replaced(&inert(name)),
        LastChange::Imported(payloads) => labels::imported(payloads),
    }
}

/// A line of text, cut where it does not fit, and on the right, from right to left, what can be done about it; the
/// button that was clicked.
fn line_ui(
    ui: &mut Ui,
    (text, colour): (&str, Color32),
    buttons: &[FooterButton],
) -> Option<FooterButton> {
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_1;
            for button in buttons {
                let name = button.name();
                let response = ui.button(Text::Small.of(button.face()));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
                if response.on_hover_text(name).clicked() {
                    clicked = Some(*button);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let label = Label::new(Text::Small.of(text).color(colour)).truncate();
                ui.add(label).on_hover_text(text);
            });
        });
    });
    clicked
}

/// The digits 1 to 9 send what they stand before, while nobody types.
fn pressed(ui: &Ui, view: &ShelfView) -> Option<ShelfRequest> {
    let busy = ui.ctx().text_edit_focused()
        || Popup::is_any_open(ui.ctx())
        || ui.memory(|memory| memory.top_modal_layer().is_some());
    if busy {
        return None;
    }
    let digits = ui.input_mut(|input| DIGITS.map(|key| input.consume_key(Modifiers::NONE, key)));
    let place = digits.into_iter().position(|pressed| pressed)?;
    view.shown.numbered(place).map(ShelfRequest::Send)
}

fn apply(
    request: ShelfRequest,
    session: &mut Session,
    view: &mut ShelfView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    let shelf = &mut pass.shelf.shelf;
    match request {
        ShelfRequest::Send(id) => send_item(id, session, view, peers, pass),
        ShelfRequest::Load(id) => {
            if let Some(item) = shelf.find(id) {
                item.saved().put_into(&mut session.payload);
            }
        }
        ShelfRequest::Edit(id) => view.edit(id, pass),
        ShelfRequest::Replace(id) => shelf.replace(id, &session.payload),
        ShelfRequest::Remove(id) => shelf.remove(id),
        ShelfRequest::Up(id) => {
            shelf.up(id);
            view.shown.reveal(id);
        }
        ShelfRequest::Down(id) => {
            shelf.down(id);
            view.shown.reveal(id);
        }
    }
}

fn send_item(
    id: ItemId,
    session: &Session,
    view: &mut ShelfView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    let Some(item) = pass.shelf.shelf.find(id) else { return };
    let saved = item.saved().clone();
    let why_not = session.addressee(&peers.choice).err();
    view.refused = why_not.map(|why| labels::nobody_to_send_to(why_nobody(why)));
    if view.refused.is_some() {
        return;
    }
    match saved.payload.parse() {
        Ok(payload) => {
            send::to_next(session, payload, peers, pass);
            let text = saved.payload.typed().to_owned();
            pass.settings.remember(Entry { mode: saved.payload.mode, text });
        }
        Err(error) => {
            let message = words::capitalised(&words::problem::typed(&error.problem));
            view.refused = Some(labels::not_sent(&inert(&saved.name), &message));
        }
    }
}

/// Its width, and that in a narrow window.
const WIDTH: f32 = 256.0;
const SMALL: f32 = 216.0;
const NARROW: f32 = 1_000.0;
const DIGITS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];
