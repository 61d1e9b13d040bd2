//! Writes the settings on another thread, so that a slow disk never blocks the window.

use std::path::PathBuf;

use crate::store::errand::KeptFile;
use crate::store::settings::Settings;
use crate::types::IoError;

/// Writes settings in the background; if several wait, only the newest is written. Dropping it waits a bounded time for that.
#[derive(Debug)]
pub struct Saver {
    path: PathBuf,
    file: KeptFile<()>,
}

impl Saver {
    /// Writes to this path. `wake` is called when settings were written, or could not be.
    pub fn new(path: PathBuf, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { path, file: KeptFile::new(wake) }
    }

    /// Has these settings written.
    pub fn save(&self, settings: Settings) {
        let path = self.path.clone();
        self.file.write(move || settings.save(&path));
    }

    /// The last error since the last call.
    pub fn error(&self) -> Option<IoError> {
        std::iter::from_fn(|| self.file.outcome()).filter_map(Result::err).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::settings::Theme;
    use crate::types::Operation;

    #[test]
    fn the_newest_settings_are_on_disk_when_the_saver_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let saver = Saver::new(path.clone(), || ());
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
        let (wake, woken) = crossbeam_channel::bounded(1);
        let saver = Saver::new(path, move || wake.send(()).unwrap());
        saver.save(Settings::default());
        woken.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert_eq!(saver.error().unwrap().operation, Operation::WriteFile);
    }
}
