//! Where the next payload goes, beside Send: always said, and chosen from a menu where there is a choice.

use egui::{Button, Direction, Layout, Role, Ui, WidgetInfo, vec2};

use crate::playground::Session;
use crate::types::Peers;
use crate::ui::peers::PeersView;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, Text};
use crate::words::ui::composer as texts;

/// Draws the words where there is a choice; a click on them opens the menu.
pub(super) fn target_ui(ui: &mut Ui, session: &Session, peers: &mut PeersView) {
    let is_choice = match session.kind().traits().peers {
        Peers::Correspondents => session.is_live(),
        Peers::Clients => session.peers().open() > 0,
        Peers::Server | Peers::Origins => false,
    };
    if !is_choice {
        return;
    }
    let text = peers.next_words(session);
    let shown = elided(&text);
    let colour = Palette::of_ui(ui).quiet;
    let words = ui.painter().layout_no_wrap(shown.clone(), Text::Small.font(), colour);
    let size = vec2(words.size().x + 2.0 * ui.spacing().button_padding.x, CONTROL_HEIGHT + 4.0);
    let filled = Layout::centered_and_justified(Direction::TopDown);
    let menu = ui.allocate_ui_with_layout(size, filled, |ui| {
        ui.menu_button(Text::Small.of(shown).color(colour), |ui| choices_ui(ui, session, peers))
    });
    let response = menu.inner.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    response.on_hover_text(text);
}

fn choices_ui(ui: &mut Ui, session: &Session, peers: &mut PeersView) {
    let udp = session.kind().has_datagrams();
    if udp && ui.add(Button::new(texts::remote_address())).clicked() {
        peers.choice.choose(false);
    }
    let all = texts::all_peers(session.peers().open() as u64);
    if ui.add_enabled(session.peers().open() > 0, Button::new(all)).clicked() {
        peers.choice.choose(true);
    }
}

/// A path or a name can be long; the editor needs the room.
fn elided(text: &str) -> String {
    let len = text.chars().count();
    if len <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST / 2).collect();
    let end: String = text.chars().skip(len - MOST / 2 + 1).collect();
    format!("{start}…{end}")
}

/// Characters that are shown.
const MOST: usize = 36;
