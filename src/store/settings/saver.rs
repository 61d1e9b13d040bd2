//! Writes the settings on a thread of its own, so that a slow disk never holds up the window.

use std::path::PathBuf;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::store::settings::Settings;
use crate::types::{IoError, Operation};

/// Writes settings in the background; when several wait, only the newest is written.
#[derive(Debug)]
pub struct Saver {
    inbox: Option<Sender<Settings>>,
    /// The other end of the inbox, to take out what a newer one replaces.
    waiting: Receiver<Settings>,
    errors: Receiver<IoError>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    /// Starts the thread.
    pub fn start(path: PathBuf) -> Result<Self, IoError> {
        let (inbox, waiting) = bounded::<Settings>(1);
        let (report, errors) = bounded(1);
        let work = waiting.clone();
        let thread = thread::Builder::new()
            .name("settings".to_owned())
            .spawn(move || {
                for settings in work {
                    if let Err(error) = settings.save(&path) {
                        report.try_send(error).ok();
                    }
                }
            })
            .map_err(|error| IoError::new(Operation::Start, "the settings thread", &error))?;
        Ok(Self { inbox: Some(inbox), waiting, errors, thread: Some(thread) })
    }

    /// Writes these soon.
    pub fn save(&self, settings: Settings) {
        let Some(inbox) = &self.inbox else { return };
        self.waiting.try_recv().ok();
        inbox.try_send(settings).ok();
    }

    /// What went wrong since the last call.
    pub fn error(&self) -> Option<IoError> {
        self.errors.try_recv().ok()
    }
}

/// Waits until what was asked for is written: the window is gone by then.
impl Drop for Saver {
    fn drop(&mut self) {
        self.inbox = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::settings::Theme;

    #[test]
    fn the_newest_settings_are_on_disk_when_the_saver_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let saver = Saver::start(path.clone()).unwrap();
        for front in 0..50 {
            saver.save(Settings { front, theme: Theme::Light, ..Settings::default() });
        }
        drop(saver);
        assert_eq!(Settings::load(&path).0.front, 49);
    }

    #[test]
    fn what_goes_wrong_can_be_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::create_dir(&path).unwrap();
        let saver = Saver::start(path).unwrap();
        saver.save(Settings::default());
        let error = saver.errors.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert_eq!(error.operation, Operation::WriteFile);
    }
}
