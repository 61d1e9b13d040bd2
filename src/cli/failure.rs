//! Why a command did not succeed, in words and as an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::cli::arguments::Arguments;
use crate::codec::show;
use crate::types::{IoError, Operation, Remedy};

/// Why a command did not succeed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments are wrong in a way that only shows when they are put together.
    Usage(String),
    /// A sentence.
    Words(String),
    /// An answer that was asked to count as a failure, in a sentence.
    Status(String),
    /// Whoever read the output has gone.
    BrokenPipe,
}

impl Failure {
    /// Writing to standard output failed.
    pub(super) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => IoError::new(Operation::WriteFile, "standard output", error).into(),
        }
    }

    /// Says it on standard error, with the usage of this subcommand if that is where the mistake is.
    pub(super) fn tell(self, subcommand: &str) -> ExitCode {
        match self {
            Self::Usage(words) => {
                let mut program = Arguments::command();
                program.build();
                let kind = ErrorKind::ValueValidation;
                usage(&match program.find_subcommand_mut(subcommand) {
                    Some(command) => command.error(kind, words),
                    None => program.error(kind, words),
                })
            }
            Self::Words(words) => {
                say(&words);
                ExitCode::FAILURE
            }
            Self::Status(words) => {
                say(&words);
                ExitCode::from(BAD_STATUS)
            }
            Self::BrokenPipe => ExitCode::from(128 + SIGPIPE),
        }
    }
}

impl From<IoError> for Failure {
    fn from(error: IoError) -> Self {
        Self::Words(error.advised(advice))
    }
}

/// What to do about an error: which option.
pub(super) fn advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::RemoveStale => "--remove-stale removes it",
        Remedy::AllowBroadcast => "--broadcast allows it",
    }
}

/// There is nobody left to tell if this fails.
fn say(words: &str) {
    writeln!(io::stderr(), "sockscope: {}", show::inert(words)).ok();
}

/// Wrong arguments, or the help or version that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    error.print().ok();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

const SIGPIPE: u8 = 13;
/// As with curl.
const BAD_STATUS: u8 = 22;
