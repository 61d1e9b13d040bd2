//! Why a command did not succeed, in words and as an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::codec::show;
use crate::types::{IoError, Operation};

use super::arguments::Arguments;

/// Why a command did not succeed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments are wrong in a way that only shows when they are put together.
    Usage(String),
    /// A sentence.
    Words(String),
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

    /// Says it on standard error.
    pub(super) fn tell(self) -> ExitCode {
        match self {
            Self::Usage(words) => {
                usage(&Arguments::command().error(ErrorKind::ValueValidation, words))
            }
            Self::Words(words) => {
                // There is nobody left to tell if this fails.
                writeln!(io::stderr(), "sockscope: {}", show::inert(&words)).ok();
                ExitCode::FAILURE
            }
            Self::BrokenPipe => ExitCode::from(128 + SIGPIPE),
        }
    }
}

impl From<IoError> for Failure {
    fn from(error: IoError) -> Self {
        Self::Words(error.to_string())
    }
}

/// Wrong arguments, or the help or version that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    error.print().ok();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

const SIGPIPE: u8 = 13;
