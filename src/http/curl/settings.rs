//! Parses the options of a command.

use crate::http::curl::options::{Data, Flag, Meaning, Text};
use crate::http::curl::{CurlError, Word, options};
use crate::types::problem::curl::{CurlIgnored, CurlProblem};

/// All options, before the request is put together.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) flags: Vec<Flag>,
    /// In order, since some may occur several times.
    pub(super) texts: Vec<(Text, Word)>,
    pub(super) data: Vec<(Data, Word)>,
    pub(super) ignored: Vec<CurlIgnored>,
}

impl Settings {
    /// Parses the words after `curl`.
    pub(super) fn read(words: &[Word]) -> Result<Self, CurlError> {
        let mut settings = Self::default();
        let mut words = words.iter();
        let mut has_options = true;
        while let Some(word) = words.next() {
            let text = word.bytes.as_slice();
            match text {
                b"--" if has_options => has_options = false,
                [b'-', b'-', ..] if has_options => settings.long(word, &mut words)?,
                [b'-', _, ..] if has_options => settings.short(word, &mut words)?,
                _ => settings.texts.push((Text::Url, word.clone())),
            }
        }
        Ok(settings)
    }

    pub(super) fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Every value of an option.
    pub(super) fn all(&self, text: Text) -> impl Iterator<Item = &Word> {
        self.texts.iter().filter(move |(of, _)| *of == text).map(|(_, word)| word)
    }

    /// The last value of an option, which is the one that counts.
    pub(super) fn last(&self, text: Text) -> Option<&Word> {
        self.all(text).last()
    }

    fn long<'a>(
        &mut self,
        word: &Word,
        words: &mut impl Iterator<Item = &'a Word>,
    ) -> Result<(), CurlError> {
        let option = word.text()?;
        let name = option.strip_prefix("--").unwrap_or(option);
        if let Some(meaning) = options::by_name(name) {
            return self.apply(meaning, option, word, || words.next().cloned());
        }
        match name.strip_prefix("no-").and_then(options::by_name) {
            Some(Meaning::Flag(flag)) => self.flags.retain(|set| *set != flag),
            Some(Meaning::Ignored) => self.ignored.push(CurlIgnored::AsTyped(option.to_owned())),
            _ => return Err(unknown(word, option)),
        }
        Ok(())
    }

    /// Letters after a single dash; the value of the last one follows directly or is the next word.
    fn short<'a>(
        &mut self,
        word: &Word,
        words: &mut impl Iterator<Item = &'a Word>,
    ) -> Result<(), CurlError> {
        let mut rest = word.bytes.get(1..).unwrap_or_default();
        while let [letter, after @ ..] = rest {
            let meaning = options::by_letter(char::from(*letter));
            let shown = String::from_utf8_lossy(rest).chars().next().unwrap_or_default();
            let option = format!("-{shown}");
            let meaning = meaning.ok_or_else(|| unknown(word, &option))?;
            rest = after;
            let takes_value =
                matches!(meaning, Meaning::Text(_) | Meaning::Data(_) | Meaning::IgnoredText);
            if takes_value && !after.is_empty() {
                let value = Word { at: word.at.clone(), bytes: after.to_vec() };
                return self.apply(meaning, &option, word, || Some(value));
            }
            self.apply(meaning, &option, word, || words.next().cloned())?;
        }
        Ok(())
    }

    fn apply(
        &mut self,
        meaning: Meaning,
        option: &str,
        word: &Word,
        value: impl FnOnce() -> Option<Word>,
    ) -> Result<(), CurlError> {
        let value =
            || value().ok_or_else(|| word.error(CurlProblem::ValueMissing(option.to_owned())));
        match meaning {
            Meaning::Flag(flag) => self.flags.push(flag),
            Meaning::Text(text) => self.texts.push((text, value()?)),
            Meaning::Data(data) => self.data.push((data, value()?)),
            Meaning::Ignored => self.ignored.push(CurlIgnored::AsTyped(option.to_owned())),
            Meaning::IgnoredText => {
                let value = value()?;
                let shown = String::from_utf8_lossy(&value.bytes);
                self.ignored.push(CurlIgnored::AsTyped(format!("{option} {shown}")));
            }
            Meaning::Refused(why) => {
                return Err(word.error(CurlProblem::Refused(option.to_owned(), why)));
            }
        }
        Ok(())
    }
}

fn unknown(word: &Word, option: &str) -> CurlError {
    word.error(CurlProblem::UnknownOption(option.to_owned()))
}
