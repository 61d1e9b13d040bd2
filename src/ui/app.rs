//! The window as a whole: the model behind it, what is remembered, and the desk on screen. A pass borrows each for itself.

use std::time::Duration;

use chrono::FixedOffset;
use egui::{Context, Ui};

use crate::playground::{EventReceiver, Playground, Session, Shared};
use crate::store::settings::Store;
use crate::store::shelf::KeptShelf;
use crate::types::{IoError, SessionId, Stamp};
use crate::ui::desk::Desk;
use crate::ui::format::Zone;
use crate::ui::pass::Pass;
use crate::ui::remembered::Remembered;
use crate::ui::theme::switch;
use crate::words;

/// The window as a whole.
#[derive(Debug)]
pub struct App {
    shared: Shared,
    remembered: Remembered,
    shelf: KeptShelf,
    desk: Desk,
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
        let front = sessions.get(settings.front).or_else(|| sessions.first()).map(Session::id);
        let wake = ctx.clone();
        let shared = Shared::start(playground, events, move || {
            wake.request_repaint_after(FRAME);
        })?;
        let wake = ctx.clone();
        let wake = move || wake.request_repaint();
        let kept = path.as_deref().map(KeptShelf::path);
        let (shelf, lost) = KeptShelf::open(kept, wake.clone());
        let mut desk = Desk::new(front.unwrap_or(SessionId(0)));
        notice.iter().chain(&lost).for_each(|notice| desk.notify(words::ui::file::load(notice)));
        switch::apply(ctx, settings.theme);
        let remembered = Remembered::new(settings, path, wake);
        Ok(Self { shared, remembered, shelf, desk, frozen: None })
    }

    /// The model behind the window.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The saved payloads.
    pub fn shelf(&mut self) -> &mut KeptShelf {
        &mut self.shelf
    }

    /// Shows times as at this moment and in this zone, so that a picture is the same at any time and place.
    pub fn freeze(&mut self, now: Stamp, zone: FixedOffset) {
        self.frozen = Some((now, Zone::Fixed(zone)));
    }

    /// The tab in front.
    pub fn front(&self) -> SessionId {
        self.desk.front()
    }

    /// Draws the window and carries out what was asked for.
    fn window_ui(&mut self, ui: &mut Ui) {
        let Self { shared, remembered, shelf, desk, frozen } = self;
        let mut playground = shared.lock();
        let (now, zone) = frozen.unwrap_or_else(|| (playground.now(), Zone::Local));
        let mut pass = Pass::new(&mut remembered.settings, shelf, now, zone);
        pass.interfaces = playground.interfaces();
        let wants_disk = desk.desk_ui(ui, &mut playground, &mut pass);
        if let Some(after) = pass.repaint_after {
            ui.ctx().request_repaint_after(after);
        }
        if let Some(error) = shelf.keep() {
            desk.notify(words::capitalised(&words::io_error(&error)));
        }
        if wants_disk {
            playground.wake();
        }
    }

    /// Writes the settings if they differ from what is on disk.
    fn remember(&mut self, ctx: &Context) {
        let Self { shared, remembered, desk, .. } = self;
        {
            let playground = shared.lock();
            remembered.settings.tabs = playground.tabs();
            let mut sessions = playground.sessions().iter();
            let front = sessions.position(|session| session.id() == desk.front());
            remembered.settings.front = front.unwrap_or(0);
        }
        if let Some(error) = remembered.save_changes(ctx) {
            desk.notify(words::capitalised(&words::io_error(&error)));
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
        self.remembered.save();
    }
}

/// At most sixty frames a second, however many events come.
const FRAME: Duration = Duration::from_millis(16);
