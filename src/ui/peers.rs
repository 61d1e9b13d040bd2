//! The peers panel: every connection of a session, marked ones being the target of what is sent and done.

mod target;
mod view;

use std::time::Duration;

use egui::{Align2, Button, Frame, Grid, Panel, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::playground::{Action, Peer, PeerState, Session, SessionState};
use crate::types::{Kind, Target};
use crate::ui::pass::Pass;
use crate::ui::scroller::Rows;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::kind as kinds;
use crate::words::ui::peers as words;
use crate::words::{bytes, capitalised, count, duration, reason, time};
use target::target_words;
pub use target::why_nobody;
pub use view::PeersView;

/// Draws the heading, the table and the buttons for what is marked.
pub fn peers_ui(ui: &mut Ui, session: &Session, view: &mut PeersView, pass: &mut Pass<'_>) {
    heading_ui(ui, session, view, pass);
    if !session.is_live() && session.peers().is_empty() {
        view.choice.choose(view.choice.all);
    }
    if session.peers().open() > 0 && session.kind().has_connections() {
        let frame = Frame::new();
        let panel = Panel::bottom("peer-buttons").frame(frame).show_separator_line(false);
        panel.show(ui, |ui| buttons_ui(ui, session, view, pass));
    }
    if session.peers().is_empty() {
        empty_ui(ui, session);
    } else {
        table_ui(ui, session, view, pass);
    }
}

fn heading_ui(ui: &mut Ui, session: &Session, view: &mut PeersView, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let peers = session.peers();
    let open = peers.open() as u64;
    let kind = session.kind();
    let count = if kind.has_one_peer() {
        String::new()
    } else if kind.has_connections() {
        words::open(open)
    } else {
        count(open)
    };
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(kinds::peers(kind)));
        ui.label(Text::Small.of(count).color(palette.quiet));
        let gone = (peers.len() - peers.open()) as u64 + peers.folded();
        if gone > 0 {
            let text = Text::Small.of(words::gone(gone));
            let forget = ui.add(Button::new(text.color(palette.quiet)).frame(false));
            if forget.on_hover_text(words::forget_gone()).clicked() {
                view.choice.marked = session.marked_open(&view.choice).into_iter().collect();
                pass.actions.push(Action::ForgetGone(session.id()));
            }
        }
    });
}

fn empty_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of_ui(ui);
    let hint = kinds::no_peers(session.kind());
    ui.label(Text::Body.of(hint).color(palette.quiet));
}

fn table_ui(ui: &mut Ui, session: &Session, view: &mut PeersView, pass: &mut Pass<'_>) {
    let rows = view.scroller.show(ui, words::table(), 0..session.peers().len() as u64, ROW);
    take_clicks(ui, &rows, session, view);
    for (number, rect) in rows.iter() {
        let peer = usize::try_from(number).ok().and_then(|row| session.peers().row(row));
        if let Some(peer) = peer {
            let marked = view.choice.marked.contains(&peer.id);
            let kind = session.kind();
            row_ui(ui, &Row { kind, peer, clip: rows.rect, rect, marked }, pass);
        }
    }
}

/// A click marks one, with Ctrl one more or less, with Shift a range; a click on the only marked one unmarks it.
fn take_clicks(ui: &Ui, rows: &Rows, session: &Session, view: &mut PeersView) {
    let response: &Response = &rows.response;
    let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
    let Some(number) = clicked.and_then(|point| rows.row_at(point)) else {
        return;
    };
    let id = |row: u64| {
        usize::try_from(row).ok().and_then(|row| session.peers().row(row)).map(|peer| peer.id)
    };
    let Some(peer) = id(number) else { return };
    let keys = ui.input(|input| input.modifiers);
    if let (true, Some(anchor)) = (keys.shift, view.anchor) {
        view.choice.marked = (anchor.min(number)..=anchor.max(number)).filter_map(id).collect();
        return;
    }
    view.anchor = Some(number);
    view.choice.all = false;
    let was_marked = view.choice.marked.contains(&peer);
    if !keys.command {
        let only = was_marked && view.choice.marked.len() == 1;
        view.choice.marked.clear();
        if only {
            return;
        }
    }
    if keys.command && was_marked {
        view.choice.marked.remove(&peer);
    } else {
        view.choice.marked.insert(peer);
    }
}

/// A row to be drawn.
struct Row<'a> {
    kind: Kind,
    peer: &'a Peer,
    /// Of the table, beyond which nothing is drawn.
    clip: Rect,
    rect: Rect,
    marked: bool,
}

fn row_ui(ui: &Ui, row: &Row<'_>, pass: &mut Pass<'_>) {
    let Row { kind, peer, clip, rect, marked } = *row;
    let state = &state_words(kind, peer, pass);
    let palette = Palette::of_ui(ui);
    let painter = ui.painter_at(clip);
    if marked {
        painter.rect_filled(rect, crate::ui::theme::CORNER, palette.selection);
    }
    let silent = kind.has_datagrams() && peer.heard.is_none();
    let (dot, colour) = if peer.is_open() && silent {
        (palette.faint, palette.text)
    } else if peer.is_open() {
        (palette.positive, palette.text)
    } else {
        (palette.faint, palette.quiet)
    };
    painter.circle_filled(rect.min + vec2(SPACE_2 + 3.0, 12.0), 3.0, dot);
    let address = format!("#{} {}", peer.id.0, peer.remote);
    let counts = words::traffic(peer.reads, peer.received, peer.writes, peer.sent);
    let room = rect.width() - (SPACE_2 + SPACE_3 + 3.0);
    let fits = |text: &str, style: Text| {
        painter.layout_no_wrap(text.to_owned(), style.font(), colour).size().x <= room
    };
    let shown = if fits(&counts, Text::Small) {
        counts.clone()
    } else {
        words::sizes(peer.received, peer.sent)
    };
    let lines = [
        (4.0, address.as_str(), Text::MonoSmall, colour),
        (20.0, state, Text::Small, palette.quiet),
        (34.0, &shown, Text::Small, palette.quiet),
    ];
    for (y, text, style, colour) in lines {
        let at = rect.min + vec2(SPACE_2 + SPACE_3 + 3.0, y);
        let text = fitting(text, |text| fits(text, style));
        painter.text(at, Align2::LEFT_TOP, text, style.font(), colour);
    }
    let name = words::row(&address, state, &bytes(peer.received), &bytes(peer.sent));
    let id = ui.scope_id().with(("peer", peer.id.0));
    let row = ui.interact(rect.intersect(clip), id, Sense::hover());
    row.widget_info(|| WidgetInfo::selected(Role::ListItem, true, marked, &name));
    if row.hovered() {
        let (local, since) = (peer.local.to_string(), pass.zone.date(peer.joined));
        row.on_hover_text(words::since(&local, &address, &since, &counts));
    }
}

/// The text, or its start and end around "…", as much as fits.
fn fitting(text: &str, fits: impl Fn(&str) -> bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let kept = |kept: usize| -> String {
        let (start, end) = (kept / 2, kept - kept / 2);
        let first = letters.iter().take(start);
        let last = letters.iter().skip(letters.len() - end);
        first.chain(&['…']).chain(last).collect()
    };
    if fits(text) {
        return text.to_owned();
    }
    (1..letters.len()).rev().map(kept).find(|text| fits(text)).unwrap_or_else(|| "…".to_owned())
}

/// Age and state: "3 min, half-closed by peer", "Reset by peer after 2.5 s".
fn state_words(kind: Kind, peer: &Peer, pass: &mut Pass<'_>) -> String {
    if let PeerState::Left { reason: why, at } = &peer.state {
        let lasted = Duration::from_nanos(at.mono_ns.saturating_sub(peer.joined.mono_ns));
        let reason = capitalised(&reason(why));
        let short = reason.split(" (").next().unwrap_or_default();
        return words::left(short, &duration(lasted));
    }
    if kind.has_datagrams() {
        return peer.heard.map_or_else(
            || words::never_seen().to_owned(),
            |at| words::last_seen(&pass.zone.clock(at)),
        );
    }
    let (age, next) = time::age(peer.joined, pass.now);
    pass.repaint_in(Duration::from_secs(next));
    let half_closed = match peer.state {
        PeerState::PeerClosed => Some(words::half_closed_by_peer()),
        PeerState::HalfClosed => Some(words::half_closed_here()),
        PeerState::Open | PeerState::Left { .. } => None,
    };
    let paused = peer.paused.then(words::paused);
    let parts: Vec<&str> =
        [Some(age.as_str()), half_closed, paused].into_iter().flatten().collect();
    parts.join(", ")
}

fn buttons_ui(ui: &mut Ui, session: &Session, view: &PeersView, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let id = session.id();
    let target = session.target(&view.choice);
    ui.add_space(SPACE_2);
    if !session.kind().has_one_peer() {
        let applies_to = words::applies_to(&target_words(session, &target));
        ui.label(Text::Small.of(applies_to).color(palette.quiet));
    }
    let paused = any_paused(session, &target);
    let pause = if paused {
        (words::resume(), words::resume_hint())
    } else {
        (words::pause(), words::pause_hint())
    };
    let to = target.clone();
    let has_target = !session.peers().targeted(&target).is_empty();
    let buttons = [
        (words::close(), words::close_hint(), Action::Disconnect(id, target.clone())),
        (words::half_close(), words::half_close_hint(), Action::HalfClose(id, target.clone())),
        (words::abort(), words::abort_hint(), Action::Abort(id, target)),
        (pause.0, pause.1, Action::Pause { session: id, to, paused: !paused }),
    ];
    ui.add_enabled_ui(has_target, |ui| actions_ui(ui, buttons, pass));
    stop_accepting_ui(ui, session, pass);
    ui.add_space(SPACE_2);
}

/// Four buttons, two by two.
fn actions_ui(ui: &mut Ui, buttons: [(&str, &str, Action); 4], pass: &mut Pass<'_>) {
    let width = (ui.available_width() - SPACE_1) / 2.0;
    Grid::new("peer-buttons").num_columns(2).spacing(vec2(SPACE_1, SPACE_1)).show(ui, |ui| {
        for (place, (name, hint, action)) in buttons.into_iter().enumerate() {
            let button =
                ui.add_sized(vec2(width, CONTROL_HEIGHT), Button::new(Text::Small.of(name)));
            if button.on_hover_text(hint).clicked() {
                pass.actions.push(action);
            }
            if place % 2 == 1 {
                ui.end_row();
            }
        }
    });
}

/// A server can stop listening and keep what it has.
fn stop_accepting_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    if !matches!(session.state(), SessionState::Listening(_)) {
        return;
    }
    let size = vec2(ui.available_width(), CONTROL_HEIGHT);
    let button = ui.add_sized(size, Button::new(Text::Small.of(words::stop_accepting())));
    if button.on_hover_text(words::stop_accepting_hint()).clicked() {
        pass.actions.push(Action::StopListening(session.id()));
    }
}

fn any_paused(session: &Session, target: &Target) -> bool {
    let few = session.peers().targeted(target);
    few.iter().take(100).any(|id| session.peers().find(*id).is_some_and(|peer| peer.paused))
}

const ROW: f32 = 52.0;

#[cfg(test)]
mod tests {
    use crate::ui::peers::fitting;

    #[test]
    fn what_is_cut_keeps_its_start_and_end() {
        let fit = |most: usize| fitting("127.0.100.193:36240", |text| text.chars().count() <= most);
        assert_eq!(fit(19), "127.0.100.193:36240");
        assert_eq!(fit(12), "127.0…:36240");
        assert_eq!(fit(0), "…");
    }
}
