//! Why a command did not succeed, as a sentence and an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::codec::show;
use crate::form::Problem;
use crate::types::{IoError, Operation};
use crate::words::cli::failure as words;
use crate::words::io_error_with;
use crate::words::problem::form;

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
            _ => IoError::new(Operation::WriteFile, words::standard_output(), error).into(),
        }
    }

    /// Reports it on standard error, with the usage of this subcommand of the program if the arguments are wrong.
    pub(super) fn report(self, mut program: clap::Command, subcommand: &str) -> ExitCode {
        match self {
            Self::Usage(words) => {
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

impl From<Problem> for Failure {
    /// What was given on the command line can't be started.
    fn from(problem: Problem) -> Self {
        Self::Usage(form(&problem.reason))
    }
}

impl From<IoError> for Failure {
    fn from(error: IoError) -> Self {
        Self::Words(io_error_with(&error, words::advice))
    }
}

/// If this fails, nobody is left to report that to.
fn say(reason: &str) {
    writeln!(io::stderr(), "{}", words::line(&show::inert(reason))).ok();
}

/// Wrong arguments, or the help or version that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    error.print().ok();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

const SIGPIPE: u8 = 13;
/// As with curl.
const BAD_STATUS: u8 = 22;
