//! What is remembered between starts: one small JSON file, written whole and renamed.

mod saver;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::Error as _;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::codec::Encoding;
use crate::form::Draft;
use crate::form::{PayloadDraft, PayloadMode};
use crate::store::new_file::{set_aside, write_kept};
use crate::store::read::read_text;
use crate::types::file::{FileDisposition, KeptFile, LoadNotice};
use crate::types::problem::FileProblem;
use crate::types::{IoError, Kind, Operation};

pub use saver::Saver;

/// What is remembered between starts. Unknown fields are passed over and missing ones take their default, so that older and
/// newer files work.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Dark, light, or as the system.
    pub theme: Theme,
    /// The tabs, from left to right; empty at first start.
    #[serde(deserialize_with = "tabs")]
    pub tabs: Vec<Tab>,
    /// The tab in front, counted from 0.
    pub front: usize,
    /// The window's place.
    pub window: Option<Place>,
    /// How the shelf of saved payloads is shown.
    pub shelf: ShelfPanel,
    /// Payloads sent, newest last.
    pub history: Vec<Entry>,
}

/// Settings read at the start, where they are kept, and what is to be said about them.
#[derive(Debug, Default)]
pub struct Store {
    /// Where they are kept, if anywhere.
    pub path: Option<PathBuf>,
    /// The settings.
    pub settings: Settings,
    /// That they could not be read.
    pub notice: Option<LoadNotice>,
}

impl Store {
    /// Reads the settings, if they are kept anywhere.
    pub fn open(path: Option<PathBuf>) -> Self {
        let (settings, notice) = path.as_deref().map(Settings::load).unwrap_or_default();
        Self { path, settings, notice }
    }
}

/// Dark, light, or as the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// A tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// The number in its name.
    pub number: u32,
    /// Its settings as typed, which decide its kind.
    pub draft: Draft,
    /// Its payload as typed.
    pub payload: PayloadDraft,
    /// The encoding of its text view.
    pub encoding: Encoding,
}

impl Serialize for Tab {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { number, draft, payload, encoding } = self;
        let mut tab = serializer.serialize_struct("Tab", 5)?;
        tab.serialize_field("kind", &draft.kind())?;
        tab.serialize_field("number", number)?;
        tab.serialize_field("draft", draft)?;
        tab.serialize_field("payload", payload)?;
        tab.serialize_field("encoding", encoding)?;
        tab.end()
    }
}

/// How the shelf of saved payloads is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShelfPanel {
    /// It is on screen.
    pub open: bool,
    /// Groups that show only their heading.
    pub folded: BTreeSet<String>,
}

/// The window's place on the screen, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Outer left edge, where the system tells.
    pub x: Option<f32>,
    /// Outer top edge, where the system tells.
    pub y: Option<f32>,
    /// Inner width.
    pub width: f32,
    /// Inner height.
    pub height: f32,
    /// It filled the screen.
    #[serde(default)]
    pub maximized: bool,
}

/// A payload that was sent, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// How it was typed.
    pub mode: PayloadMode,
    /// What was typed.
    pub text: String,
}

impl Settings {
    /// Payloads that the history keeps.
    pub const HISTORY: usize = 200;

    /// Where the file lives on this platform; `None` where there is no home directory.
    pub fn path() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "sockscope")
            .map(|dirs| dirs.config_dir().join("settings.json"))
    }

    /// Reads the file. A missing one gives the defaults; one that cannot be read is renamed, and the second value says so.
    pub fn load(path: &Path) -> (Self, Option<LoadNotice>) {
        let read = read_text(path, LARGEST).and_then(|text| {
            serde_json::from_str(&text).map_err(|error| {
                let problem = FileProblem::Content(error.to_string());
                IoError::other(Operation::ReadFile, path.to_string_lossy(), problem)
            })
        });
        match read {
            Ok(settings) => (settings, None),
            Err(error) if error.kind == io::ErrorKind::NotFound => (Self::default(), None),
            Err(error) => {
                let renamed = set_aside(path, [path.with_extension("json.corrupt")]);
                let disposition =
                    renamed.map_or_else(FileDisposition::NotRenamed, FileDisposition::Renamed);
                (Self::default(), Some(LoadNotice { file: KeptFile::Settings, error, disposition }))
            }
        }
    }

    /// Writes a temporary file next to the old one and renames it, so that a full disk or a crash leaves the old one intact.
    pub fn save(&self, path: &Path) -> Result<(), IoError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| {
            let problem = FileProblem::Content(error.to_string());
            IoError::other(Operation::WriteFile, path.to_string_lossy(), problem)
        })?;
        write_kept(path, &text)
    }

    /// Adds a payload to the history; one that is there already moves to the end.
    pub fn remember(&mut self, entry: Entry) {
        self.history.retain(|old| *old != entry);
        self.history.push(entry);
        let over = self.history.len().saturating_sub(Self::HISTORY);
        self.history.drain(..over);
    }
}

fn first() -> u32 {
    1
}

fn tabs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Tab>, D::Error> {
    let kept = Vec::<KeptTab>::deserialize(deserializer)?;
    kept.into_iter().map(KeptTab::read).collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// A tab as it was written. How the rest is read depends on the kind.
#[derive(Deserialize)]
struct KeptTab {
    kind: Kind,
    #[serde(default = "first")]
    number: u32,
    #[serde(default = "empty")]
    draft: Value,
    payload: Option<Value>,
    #[serde(default)]
    encoding: Encoding,
}

impl KeptTab {
    fn read(self) -> serde_json::Result<Tab> {
        let Self { kind, number, draft, payload, encoding } = self;
        let draft = Draft::from_kept(kind, draft)?;
        let payload = match payload {
            None => PayloadDraft::new(kind),
            Some(payload) if kind.traits().payload_has_fields => serde_json::from_value(payload)?,
            // Older files say nothing of fields: the braces of a request stay what they are.
            Some(payload) => PayloadDraft::of_request(payload)?,
        };
        Ok(Tab { number, draft, payload, encoding })
    }
}

fn empty() -> Value {
    Map::new().into()
}

/// More than any payloads in tabs make of it.
const LARGEST: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn filled() -> Settings {
        let tab = |kind| Tab {
            number: 1,
            draft: Draft::new(kind),
            payload: PayloadDraft::new(kind),
            encoding: Encoding::default(),
        };
        let mut settings = Settings {
            tabs: Kind::ALL.map(tab).into(),
            theme: Theme::Dark,
            front: 1,
            ..Settings::default()
        };
        settings.remember(Entry { mode: PayloadMode::Hex, text: "48 69".to_owned() });
        settings
    }

    #[test]
    fn settings_survive_the_way_to_disk_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.json");
        let settings = filled();
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path), (settings, None));
    }

    #[test]
    fn a_corrupt_file_is_set_aside_with_a_notice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "{\"theme\": \"dar").unwrap();
        let (settings, notice) = Settings::load(&path);
        assert_eq!(settings, Settings::default());
        let aside = folder.path().join("settings.json.corrupt");
        assert_eq!(notice.unwrap().disposition, FileDisposition::Renamed(aside.clone()));
        assert_eq!(fs::read_to_string(aside).unwrap(), "{\"theme\": \"dar");
        assert!(!path.exists());
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::create_dir(&path).unwrap();
        let error = filled().save(&path).unwrap_err();
        assert_eq!(error.operation, Operation::WriteFile);
        assert!(path.is_dir());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no half-written file stays behind"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_them() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        filled().save(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_of_another_version_keeps_what_is_known() {
        let settings: Settings = serde_json::from_str(
            r#"{"theme":"light","colour_of_the_sky":7,"tabs":[{"kind":"tcp-client"}]}"#,
        )
        .unwrap();
        assert_eq!(settings.theme, Theme::Light);
        assert_eq!(settings.tabs.len(), 1);
    }

    #[test]
    fn braces_of_a_request_kept_by_an_older_version_are_what_they_are() {
        let old = r#"{"tabs":[
            {"kind":"http-fetch","payload":{"text":"{id}"},"draft":{"http":{"other_payload":{"text":"{id}"}}}},
            {"kind":"http-fetch"},
            {"kind":"http-fetch","payload":{"fields":true}},
            {"kind":"tcp-client","payload":{"text":"{id}"}},
            {"kind":"tcp-client","payload":{"fields":false}},
            {"kind":"tcp-client"}
        ]}"#;
        let settings: Settings = serde_json::from_str(old).unwrap();
        let fields: Vec<bool> = settings.tabs.iter().map(|tab| tab.payload.fields).collect();
        assert_eq!(fields, [false, false, true, true, false, true]);
        let tab = &settings.tabs[0];
        assert_eq!(tab.payload.text, "{id}");
        assert!(!tab.draft.http().unwrap().other_payload.fields);
    }

    #[test]
    fn the_history_keeps_the_newest_once() {
        let mut settings = Settings::default();
        for n in 0..Settings::HISTORY + 5 {
            settings.remember(Entry { mode: PayloadMode::Text, text: n.to_string() });
        }
        settings.remember(Entry { mode: PayloadMode::Text, text: "10".to_owned() });
        assert_eq!(settings.history.len(), Settings::HISTORY);
        assert_eq!(settings.history.last().unwrap().text, "10");
        assert_eq!(settings.history.iter().filter(|entry| entry.text == "10").count(), 1);
    }
}
