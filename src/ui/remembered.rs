//! What the window remembers between starts.

use std::path::PathBuf;

use egui::Context;

use crate::store::settings::{Place, Saver, Settings};
use crate::types::IoError;

/// The settings, and their way to disk.
#[derive(Debug)]
pub struct Remembered {
    /// As they are now.
    pub settings: Settings,
    on_disk: Settings,
    saver: Option<Saver>,
}

impl Remembered {
    /// The settings as they were read. Without a path they are forgotten at the end. `wake` is called when they are written,
    /// or can't be.
    pub fn new(
        settings: Settings,
        path: Option<PathBuf>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let saver = path.map(|path| Saver::new(path, wake));
        Self { on_disk: settings.clone(), settings, saver }
    }

    /// Notes where the window is, and writes the settings if they differ from what is on disk. What went wrong is that of an
    /// earlier time: this waits for no disk.
    pub fn save_changes(&mut self, ctx: &Context) -> Option<IoError> {
        self.settings.window = place(ctx).or(self.settings.window);
        let saver = self.saver.as_ref()?;
        if self.settings != self.on_disk {
            saver.save(self.settings.clone());
            self.on_disk = self.settings.clone();
        }
        saver.error()
    }

    /// Writes the settings for the last time.
    pub fn save(&self) {
        if let Some(saver) = &self.saver {
            saver.save(self.settings.clone());
        }
    }
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
