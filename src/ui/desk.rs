//! What is on screen: the tabs and their views, which of them is in front, and what lies over them. Commands and actions that
//! widgets gave are carried out here after the last of them.

use std::collections::BTreeMap;

use egui::{CentralPanel, Context, Frame, Panel, Ui};

use crate::form::PayloadMode;
use crate::playground::{Action, Playground, Session};
use crate::types::{Kind, SessionId};
use crate::ui::closing::ClosingView;
use crate::ui::command::{Command, WindowCommand};
use crate::ui::palette::PaletteView;
use crate::ui::pass::Pass;
use crate::ui::tab::TabView;
use crate::ui::theme::{Palette, TAB_STRIP_HEIGHT, switch};
use crate::ui::{notice, tab, tab_strip};

/// What is on screen.
#[derive(Debug)]
pub struct Desk {
    views: BTreeMap<SessionId, TabView>,
    front: SessionId,
    notice: Option<String>,
    palette: PaletteView,
    closing: ClosingView,
}

impl Desk {
    /// With this tab in front.
    pub fn new(front: SessionId) -> Self {
        Self {
            views: BTreeMap::new(),
            front,
            notice: None,
            palette: PaletteView::default(),
            closing: ClosingView::default(),
        }
    }

    /// The tab in front.
    pub fn front(&self) -> SessionId {
        self.front
    }

    /// Shows this under the tab strip until it is closed.
    pub fn notify(&mut self, text: String) {
        match &mut self.notice {
            Some(shown) if shown.contains(&text) => {}
            Some(shown) => {
                shown.push('\n');
                shown.push_str(&text);
            }
            None => self.notice = Some(text),
        }
    }

    /// Draws everything and carries out what was asked for; `true` if bytes are to be fetched from disk, or decoded.
    pub fn desk_ui(
        &mut self,
        ui: &mut Ui,
        playground: &mut Playground,
        pass: &mut Pass<'_>,
    ) -> bool {
        let kind = playground.session(self.front).map_or(Kind::TcpServer, Session::kind);
        pass.commands.extend(Command::pressed(ui.ctx(), kind));
        take_dropped_file(ui.ctx(), playground, self.front);
        self.palette.palette_ui(ui, kind, pass);
        self.strip_ui(ui, playground, pass);
        notice::notice_ui(ui, &mut self.notice);
        let wants_disk = self.front_ui(ui, playground, pass);
        if let Some(id) = self.closing.closing_ui(ui, playground) {
            playground.perform(Action::Remove(id));
        }
        self.carry_out_all(ui.ctx(), playground, pass);
        self.keep_front(playground);
        wants_disk
    }

    fn strip_ui(&mut self, ui: &mut Ui, playground: &Playground, pass: &mut Pass<'_>) {
        let frame = Frame::new().fill(Palette::of_ui(ui).window);
        Panel::top("tabs")
            .exact_size(TAB_STRIP_HEIGHT)
            .frame(frame)
            .show_separator_line(false)
            .show(ui, |ui| {
                tab_strip::tab_strip_ui(ui, playground, &mut self.front, pass);
            });
    }

    fn front_ui(&mut self, ui: &mut Ui, playground: &mut Playground, pass: &mut Pass<'_>) -> bool {
        let Some(session) = playground.session_mut(self.front) else {
            CentralPanel::default().show(ui, |_| {});
            return false;
        };
        let view = self.views.entry(self.front).or_default();
        ui.push_id(self.front.0, |ui| tab::tab_ui(ui, session, view, pass)).inner
    }

    /// Commands first: what they ask of the model joins the actions. What they did is drawn in the next pass.
    fn carry_out_all(&mut self, ctx: &Context, playground: &mut Playground, pass: &mut Pass<'_>) {
        if !pass.commands.is_empty() {
            ctx.request_repaint();
        }
        while let Some(command) = pass.commands.pop_front() {
            self.carry_out(ctx, command, playground, pass);
        }
        for action in pass.actions.drain(..) {
            if !self.asks_first(&action, playground) {
                self.perform(action, playground);
            }
        }
    }

    fn carry_out(
        &mut self,
        ctx: &Context,
        command: Command,
        playground: &mut Playground,
        pass: &mut Pass<'_>,
    ) {
        match command {
            Command::New(kind) => pass.actions.push(Action::Add(kind)),
            Command::Window(command) => self.carry_out_here(ctx, command, playground, pass),
            Command::Tab(command) => {
                if let Some(session) = playground.session_mut(self.front) {
                    let view = self.views.entry(self.front).or_default();
                    tab::carry_out(ctx, command, session, view, pass);
                }
            }
        }
    }

    fn carry_out_here(
        &mut self,
        ctx: &Context,
        command: WindowCommand,
        playground: &Playground,
        pass: &mut Pass<'_>,
    ) {
        match command {
            WindowCommand::CloseTab => pass.actions.push(Action::Remove(self.front)),
            WindowCommand::NextTab => self.front = neighbour(playground, self.front, 1),
            WindowCommand::PreviousTab => self.front = neighbour(playground, self.front, -1),
            WindowCommand::SwitchTheme => {
                pass.settings.theme = switch::next(ctx, pass.settings.theme);
                switch::apply(ctx, pass.settings.theme);
            }
            WindowCommand::TryIt => pass.actions.push(Action::TryIt),
            WindowCommand::Palette => self.palette.open(),
        }
    }

    /// A tab goes without a question only if nothing is lost with it.
    fn asks_first(&mut self, action: &Action, playground: &Playground) -> bool {
        let Action::Remove(id) = action else { return false };
        playground.session(*id).is_some_and(|session| self.closing.ask(session))
    }

    /// A tab that was added comes to the front. So does the server of a demonstration, unless one of its two tabs is there.
    fn perform(&mut self, action: Action, playground: &mut Playground) {
        let adds = matches!(action, Action::Add(_));
        let reads_on = matches!(action, Action::TryIt) && !self.shows_connections(playground);
        playground.perform(action);
        if adds || reads_on {
            let newest = playground.sessions().iter().filter(|s| adds || s.kind().accepts());
            self.front = newest.map(Session::id).max().unwrap_or(self.front);
        }
    }

    fn shows_connections(&self, playground: &Playground) -> bool {
        playground.session(self.front).is_some_and(|session| session.kind().has_connections())
    }

    /// The tab in front may have gone: its neighbour takes its place. Views of tabs that are gone go too.
    fn keep_front(&mut self, playground: &mut Playground) {
        self.views.retain(|id, _| playground.session(*id).is_some());
        if playground.sessions().is_empty() {
            playground.perform(Action::Add(Kind::TcpServer));
        }
        if playground.session(self.front).is_none() {
            let ids = playground.sessions().iter().map(Session::id);
            let before = ids.clone().filter(|id| *id < self.front).max();
            self.front = before.or_else(|| ids.min()).unwrap_or(self.front);
        }
    }
}

/// A file dropped on the window becomes the payload.
fn take_dropped_file(ctx: &Context, playground: &mut Playground, front: SessionId) {
    let dropped =
        ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
    if let Some((path, session)) = dropped.zip(playground.session_mut(front)) {
        session.payload.mode = PayloadMode::File;
        session.payload.file = path.to_string_lossy().into_owned();
    }
}

fn neighbour(playground: &Playground, front: SessionId, step: isize) -> SessionId {
    let sessions = playground.sessions();
    let at = sessions.iter().position(|session| session.id() == front).unwrap_or(0);
    let next = (at + sessions.len()).saturating_add_signed(step) % sessions.len().max(1);
    sessions.get(next).map_or(front, Session::id)
}
