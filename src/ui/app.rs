//! The window as a whole: which tab is in front, what is remembered, what a command does.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::FixedOffset;
use egui::{CentralPanel, Context, Frame, Panel, ThemePreference, Ui};

use crate::form::PayloadMode;
use crate::playground::{Action, EventReceiver, Playground, Session, Shared};
use crate::store::settings::{Place, Saver, Settings, Store, Theme};
use crate::store::shelf::ShelfKeeper;
use crate::types::{IoError, Kind, SessionId, Stamp};
use crate::ui::closing::ClosingView;
use crate::ui::command::Command;
use crate::ui::format::Zone;
use crate::ui::palette::PaletteView;
use crate::ui::pass::Pass;
use crate::ui::tab::{Middle, TabView};
use crate::ui::theme::{Palette, TAB_STRIP_HEIGHT};
use crate::ui::{composer, notice, tab, tab_strip};
use crate::words;

/// The window as a whole.
#[derive(Debug)]
pub struct App {
    shared: Shared,
    settings: Settings,
    saver: Option<Saver>,
    shelf: ShelfKeeper,
    on_disk: Settings,
    views: BTreeMap<SessionId, TabView>,
    front: SessionId,
    notice: Option<String>,
    palette: PaletteView,
    closing: ClosingView,
    frozen: Option<(Stamp, Zone)>,
}

impl App {
    /// Restores the remembered tabs and starts taking in events.
    pub fn new(
        ctx: &Context,
        mut playground: Playground,
        events: EventReceiver,
        store: Store,
    ) -> Result<Self, IoError> {
        crate::ui::install(ctx);
        let Store { path, settings, notice } = store;
        playground.restore(&settings.tabs);
        let sessions = playground.sessions();
        let front = sessions
            .get(settings.front)
            .or_else(|| sessions.first())
            .map_or(SessionId(0), Session::id);
        let wake = ctx.clone();
        let shared = Shared::start(playground, events, move || {
            wake.request_repaint_after(FRAME);
        })?;
        let wake = ctx.clone();
        let kept = path.as_deref().map(ShelfKeeper::path);
        let (shelf, lost) = ShelfKeeper::open(kept, move || wake.request_repaint())?;
        let notices: Vec<String> = notice.into_iter().chain(lost).collect();
        let notice = (!notices.is_empty()).then(|| notices.join("\n"));
        let saver = path.map(Saver::start).transpose()?;
        apply_theme(ctx, settings.theme);
        let on_disk = settings.clone();
        let views = BTreeMap::new();
        Ok(Self {
            shared,
            settings,
            saver,
            shelf,
            on_disk,
            views,
            front,
            notice,
            palette: PaletteView::default(),
            closing: ClosingView::default(),
            frozen: None,
        })
    }

    /// The model behind the window.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The saved payloads.
    pub fn shelf(&mut self) -> &mut ShelfKeeper {
        &mut self.shelf
    }

    /// Shows times as at this moment and in this zone, so that a picture is the same at any time and place.
    pub fn freeze(&mut self, now: Stamp, zone: FixedOffset) {
        self.frozen = Some((now, Zone::Fixed(zone)));
    }

    /// The tab in front.
    pub fn front(&self) -> SessionId {
        self.front
    }

    /// Draws the window and carries out what was asked for.
    fn window_ui(&mut self, ui: &mut Ui) {
        let shared = self.shared.clone();
        let mut playground = shared.lock();
        let (now, zone) = self.frozen.unwrap_or_else(|| (playground.now(), Zone::Local));
        let mut settings = std::mem::take(&mut self.settings);
        let mut keeper = std::mem::take(&mut self.shelf);
        let mut pass = Pass::new(&mut settings, &mut keeper, now, zone);
        pass.interfaces = playground.interfaces();
        let kind = playground.session(self.front).map_or(Kind::TcpServer, Session::kind);
        pass.commands = Command::pressed(ui.ctx(), kind);
        take_dropped_file(ui.ctx(), &mut playground, self.front);
        self.palette.palette_ui(ui, kind, &mut pass);
        self.strip_ui(ui, &playground, &mut pass);
        notice::notice_ui(ui, &mut self.notice);
        let wants_disk = self.front_ui(ui, &mut playground, &mut pass);
        if let Some(id) = self.closing.closing_ui(ui, &playground) {
            playground.perform(Action::Remove(id));
        }
        self.carry_out(ui.ctx(), &mut playground, &mut pass);
        if let Some(after) = pass.repaint_after {
            ui.ctx().request_repaint_after(after);
        }
        if let Some(error) = keeper.keep() {
            self.notice = Some(words::capitalised(&error.to_string()));
        }
        self.shelf = keeper;
        self.settings = settings;
        if wants_disk {
            playground.nudge();
        }
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

    fn carry_out(&mut self, ctx: &Context, playground: &mut Playground, pass: &mut Pass<'_>) {
        for command in std::mem::take(&mut pass.commands) {
            self.command(ctx, command, playground, pass);
        }
        for action in std::mem::take(&mut pass.actions) {
            if self.asks_first(&action, playground) {
                continue;
            }
            let adds = matches!(action, Action::Add(_));
            let reads_on = matches!(action, Action::TryIt) && !self.shows_tcp(playground);
            playground.perform(action);
            if adds || reads_on {
                let newest =
                    playground.sessions().iter().filter(|s| adds || s.kind() == Kind::TcpServer);
                self.front = newest.map(Session::id).max().unwrap_or(self.front);
            }
        }
        self.keep_front(playground);
    }

    /// A tab goes without a question only if nothing is lost with it.
    fn asks_first(&mut self, action: &Action, playground: &Playground) -> bool {
        let Action::Remove(id) = action else { return false };
        playground.session(*id).is_some_and(|session| self.closing.ask(session))
    }

    fn shows_tcp(&self, playground: &Playground) -> bool {
        let kind = playground.session(self.front).map(Session::kind);
        matches!(kind, Some(Kind::TcpServer | Kind::TcpClient))
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

    fn command(
        &mut self,
        ctx: &Context,
        command: Command,
        playground: &Playground,
        pass: &mut Pass<'_>,
    ) {
        let front = self.front;
        let view = self.views.entry(front).or_default();
        match command {
            Command::StartStop => {
                let live = playground.session(front).is_some_and(Session::is_live);
                pass.actions.push(if live { Action::Stop(front) } else { Action::Start(front) });
            }
            // The tab saw these in this pass already.
            Command::Send
            | Command::ShowWire
            | Command::ShowHeaders
            | Command::ShowBody
            | Command::ShowChunks
            | Command::ShowSteps
            | Command::SaveBody
            | Command::SaveAll
            | Command::PasteCurl
            | Command::CopyCurl
            | Command::TypeText
            | Command::TypeHex
            | Command::TakeFile
            | Command::SaveToShelf
            | Command::ShowShelf
            | Command::Repeat => {}
            Command::FocusPayload => {
                ctx.memory_mut(|memory| memory.request_focus(composer::editor_id()));
            }
            Command::ClearLog => pass.actions.push(Action::Clear(front)),
            Command::ShowLog => view.middle.show(Middle::Log),
            Command::ShowStream => view.middle.show(Middle::Stream),
            Command::ShowText => view.middle.show(Middle::Text),
            Command::ShowReplies => view.middle.show(Middle::Replies),
            Command::ShowPlay => view.middle.show(Middle::Play),
            Command::NewServer => pass.actions.push(Action::Add(Kind::TcpServer)),
            Command::NewClient => pass.actions.push(Action::Add(Kind::TcpClient)),
            Command::NewUdp => pass.actions.push(Action::Add(Kind::UdpPeer)),
            Command::NewFetch => pass.actions.push(Action::Add(Kind::HttpFetch)),
            Command::CloseTab => pass.actions.push(Action::Remove(front)),
            Command::NextTab => self.front = neighbour(playground, front, 1),
            Command::PreviousTab => self.front = neighbour(playground, front, -1),
            Command::SwitchTheme => {
                pass.settings.theme = next_theme(ctx, pass.settings.theme);
                apply_theme(ctx, pass.settings.theme);
            }
            Command::TryIt => pass.actions.push(Action::TryIt),
            Command::Palette => self.palette.open(),
        }
    }

    /// Writes the settings if they differ from what is on disk.
    fn remember(&mut self, ctx: &Context) {
        {
            let playground = self.shared.lock();
            self.settings.tabs = playground.tabs();
            let ids: Vec<SessionId> = playground.sessions().iter().map(Session::id).collect();
            self.settings.front = ids.iter().position(|id| *id == self.front).unwrap_or(0);
        }
        self.settings.window = place(ctx).or(self.settings.window);
        let Some(saver) = &self.saver else { return };
        if self.settings != self.on_disk {
            saver.save(self.settings.clone());
            self.on_disk = self.settings.clone();
        }
        if let Some(error) = saver.error() {
            self.notice = Some(words::capitalised(&error.to_string()));
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
        let idle = ui.input(|input| input.events.is_empty() && !input.pointer.any_down());
        if !idle || ui.input(|input| input.viewport().close_requested()) {
            self.remember(ui.ctx());
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Some(saver) = &self.saver {
            saver.save(self.settings.clone());
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

/// From what is on screen to the other, then back to the system's choice.
fn next_theme(ctx: &Context, theme: Theme) -> Theme {
    let system_is_dark = ctx.system_theme() != Some(egui::Theme::Light);
    match (theme, system_is_dark) {
        (Theme::System, true) | (Theme::Dark, false) => Theme::Light,
        (Theme::System, false) | (Theme::Light, true) => Theme::Dark,
        (Theme::Dark, true) | (Theme::Light, false) => Theme::System,
    }
}

fn apply_theme(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
    });
}

fn place(ctx: &Context) -> Option<Place> {
    ctx.input(|input| {
        let viewport = input.viewport();
        let inner = viewport.inner_rect?;
        let outer = viewport.outer_rect;
        Some(Place {
            x: outer.map(|rect| rect.min.x),
            y: outer.map(|rect| rect.min.y),
            width: inner.width(),
            height: inner.height(),
            maximized: viewport.maximized.unwrap_or(false),
        })
    })
}

/// At most sixty frames a second, however many events come.
const FRAME: Duration = Duration::from_millis(16);
