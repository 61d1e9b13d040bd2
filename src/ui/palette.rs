//! The command palette: every command by name.

use egui::{Align2, Area, Button, Frame, Id, Key, Modifiers, Order, TextEdit, Ui, vec2};

use crate::types::Kind;
use crate::ui::command::Command;
use crate::ui::pass::Pass;
use crate::ui::theme::{SPACE_1, Text};
use crate::words::ui::window as words;

/// The palette's own state; closed unless a query is there.
#[derive(Debug, Default)]
pub struct PaletteView {
    query: Option<String>,
    chosen: usize,
}

impl PaletteView {
    /// Opens it with an empty query.
    pub fn open(&mut self) {
        self.query = Some(String::new());
        self.chosen = 0;
    }

    /// Draws it while it is open, and gives the command that was chosen.
    pub fn palette_ui(&mut self, ui: &Ui, kind: Kind, pass: &mut Pass<'_>) {
        let Some(mut query) = self.query.take() else {
            return;
        };
        let found = matching(&query, kind);
        let keys = [Key::Escape, Key::Enter, Key::ArrowDown, Key::ArrowUp];
        let [escape, enter, down, up] =
            keys.map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
        let last = found.len().saturating_sub(1);
        self.chosen = (self.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
        let mut given = found.get(self.chosen).copied().filter(|_| enter);
        let area = Area::new(Id::unique("palette"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(360.0);
                let changed = query_ui(ui, &mut query);
                if changed {
                    self.chosen = 0;
                }
                ui.add_space(SPACE_1);
                given = given.or_else(|| self.list_ui(ui, &found, kind));
            });
        });
        let outside =
            ui.input(|input| input.pointer.any_click()) && !shown.response.contains_pointer();
        if !(escape || outside || given.is_some()) {
            self.query = Some(query);
        }
        pass.commands.extend(given);
    }

    fn list_ui(&self, ui: &mut Ui, found: &[Command], kind: Kind) -> Option<Command> {
        let mut given = None;
        for (place, command) in found.iter().enumerate() {
            let mut button = Button::selectable(place == self.chosen, command.text(kind))
                .min_size(vec2(352.0, 24.0));
            if let Some(shortcut) = command.shortcut() {
                button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
            }
            if ui.add(button).clicked() {
                given = Some(*command);
            }
        }
        if found.is_empty() {
            ui.label(Text::Body.of(words::no_command()));
        }
        given
    }
}

fn query_ui(ui: &mut Ui, query: &mut String) -> bool {
    let edit =
        TextEdit::singleline(query).hint_text(words::palette_hint()).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo {
        label: Some(words::palette_name().to_owned()),
        ..egui::WidgetInfo::text_edit(true, &query, &query, words::palette_hint())
    });
    response.request_focus();
    response.changed()
}

/// The commands for a tab of this kind whose words hold the letters of the query in their order.
fn matching(query: &str, kind: Kind) -> Vec<Command> {
    let holds = |command: &Command| {
        let mut letters = command.text(kind).chars().flat_map(char::to_lowercase);
        query
            .chars()
            .flat_map(char::to_lowercase)
            .all(|wanted| letters.any(|letter| letter == wanted))
    };
    Command::in_palette(kind).filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::command::{FetchCommand, SessionCommand};

    #[test]
    fn commands_are_found_by_their_letters() {
        let matching = |query| matching(query, Kind::TcpServer);
        assert_eq!(matching("nwtcps"), [Command::New(Kind::TcpServer)]);
        assert_eq!(matching("clear"), [SessionCommand::ClearLog.into()]);
        assert_eq!(matching("xyzzy"), []);
        assert_eq!(matching("wire"), [], "a server has no such view");
        assert_eq!(matching("udp"), [Command::New(Kind::UdpPeer)]);
    }

    #[test]
    fn a_fetch_has_names_of_its_own() {
        let matching = |query| matching(query, Kind::HttpFetch);
        assert_eq!(matching("fetch or"), [SessionCommand::StartStop.into()]);
        assert_eq!(matching("clear"), [SessionCommand::ClearLog.into()]);
        assert_eq!(matching("pastec"), [FetchCommand::PasteCurl.into()]);
        assert_eq!(matching("copy"), [FetchCommand::CopyCurl.into()]);
        assert_eq!(matching("payload"), []);
    }
}
