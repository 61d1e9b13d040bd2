//! What is to be sent, as given by --text, --hex and --file in any order.

use std::path::PathBuf;

use chrono::Local;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};
use unicode_width::UnicodeWidthStr as _;

use crate::cli::failure::Failure;
use crate::codec::{Encoding, LineEnding, ParseError, show};
use crate::form::{Filling, Payload, PayloadDraft, PayloadMode};
use crate::store::read::check_readable;
use crate::words;
use crate::words::cli::argument;

/// In the order of the command line.
#[derive(Debug)]
pub(super) struct Payloads {
    typed: Vec<Typed>,
    /// Those that are typed may have fields.
    fields: bool,
}

#[derive(Debug, Clone)]
enum Typed {
    Text(String),
    Hex(String),
    File(PathBuf),
}

impl Payloads {
    /// The bytes, or where the first error is, which is also a file that cannot be read, and a field whose value does not
    /// fit.
    pub(super) fn parse(
        self,
        encoding: Encoding,
        ending: LineEnding,
    ) -> Result<Vec<Payload>, Failure> {
        let Self { typed, fields } = self;
        let mut filling = Filling { now: Local::now().fixed_offset(), ..Filling::default() };
        let parse = |typed| match typed {
            Typed::File(path) => {
                check_readable(&path)?;
                Ok(Payload::File(path))
            }
            Typed::Text(text) => {
                let draft =
                    PayloadDraft { text, encoding, ending, fields, ..PayloadDraft::default() };
                read(TEXT, &draft, &mut filling)
            }
            Typed::Hex(hex) => {
                let mode = PayloadMode::Hex;
                let draft = PayloadDraft { mode, hex, fields, ..PayloadDraft::default() };
                read(HEX, &draft, &mut filling)
            }
        };
        typed.into_iter().map(parse).collect()
    }
}

impl Args for Payloads {
    fn augment_args(command: Command) -> Command {
        let option =
            |name, value| Arg::new(name).long(name).value_name(value).action(ArgAction::Append);
        command
            .arg(option(TEXT, "T").allow_hyphen_values(true).help(argument::text_help()))
            .arg(option(HEX, "H").help(argument::hex_help()))
            .arg(option(FILE, "F").value_parser(value_parser!(PathBuf)).help(argument::file_help()))
            .arg(
                Arg::new(NO_FIELDS)
                    .long(NO_FIELDS)
                    .action(ArgAction::SetTrue)
                    .help(argument::no_fields_help()),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Payloads {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut typed: Vec<(usize, Typed)> = Vec::new();
        typed.extend(values(matches, TEXT).map(|(at, text)| (at, Typed::Text(text))));
        typed.extend(values(matches, HEX).map(|(at, hex)| (at, Typed::Hex(hex))));
        typed.extend(values(matches, FILE).map(|(at, path)| (at, Typed::File(path))));
        typed.sort_by_key(|(at, _)| *at);
        let typed = typed.into_iter().map(|(_, typed)| typed).collect();
        Ok(Self { typed, fields: !matches.get_flag(NO_FIELDS) })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of an option, each with its place on the command line.
fn values<T: Clone + Send + Sync + 'static>(
    matches: &ArgMatches,
    name: &str,
) -> impl Iterator<Item = (usize, T)> {
    let places = matches.indices_of(name).into_iter().flatten();
    places.zip(matches.get_many::<T>(name).into_iter().flatten().cloned())
}

/// Fields are tried with the values that they take when this is sent next.
fn read(option: &str, draft: &PayloadDraft, filling: &mut Filling) -> Result<Payload, Failure> {
    let payload = draft.parse().map_err(|error| point(option, draft.typed(), &error))?;
    let unfit =
        |problem| Failure::Usage(argument::in_option(option, &words::problem::fill(&problem)));
    payload.filled(filling).map_err(unfit)?;
    if matches!(payload, Payload::Template(_)) {
        filling.sequence += 1;
    }
    Ok(payload)
}

fn point(option: &str, typed: &str, error: &ParseError) -> Failure {
    let words = words::problem::typed(&error.problem);
    Failure::Usage(argument::in_option(option, &words) + &marked(typed, error))
}

/// The typed text, with a mark under the wrong part.
pub(super) fn marked(typed: &str, error: &ParseError) -> String {
    let before = shown_width(typed.get(..error.at.start).unwrap_or_default());
    let wrong = shown_width(typed.get(error.at.clone()).unwrap_or_default()).max(1);
    let (typed, blank, mark) = (show::inert(typed), " ".repeat(before), "^".repeat(wrong));
    format!("\n\n  {typed}\n  {blank}{mark}")
}

/// In columns of a terminal.
fn shown_width(text: &str) -> usize {
    show::inert(text).width()
}

const TEXT: &str = "text";
const HEX: &str = "hex";
const FILE: &str = "file";
const NO_FIELDS: &str = "no-fields";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_keep_the_order_of_the_command_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        let command = Payloads::augment_args(Command::new("x"));
        let matches = command
            .get_matches_from(["x", "--hex", "00", "--text", "-a", "--file", path, "--hex=01"]);
        let payloads =
            Payloads::from_arg_matches(&matches).unwrap().parse(Encoding::Utf8, LineEnding::Lf);
        let bytes = |bytes: &'static [u8]| Payload::Bytes(bytes.into());
        let expected = [bytes(b"\0"), bytes(b"-a\n"), Payload::File(path.into()), bytes(b"\x01")];
        assert_eq!(payloads.unwrap(), expected);
    }

    #[test]
    fn an_error_is_pointed_at() {
        let table = [
            ("a\n\\q", "\n\n  a\\n\\q\n     ^^"),
            ("你e\u{301}\\q", "\n\n  你e\u{301}\\q\n     ^^"),
        ];
        for (typed, end) in table {
            let payloads = Payloads { typed: vec![Typed::Text(typed.to_owned())], fields: true };
            let Err(Failure::Usage(words)) = payloads.parse(Encoding::Utf8, LineEnding::None)
            else {
                panic!("a wrong escape");
            };
            assert!(words.ends_with(end), "{words}");
        }
    }
}
