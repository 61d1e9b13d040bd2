//! The commands: a session of the playground, driven from the command line and printed, without a window.
//!
//! | exit code | means |
//! |---|---|
//! | 0 | full success: connected, listened or bound, everything sent, everything received was printed and saved |
//! | 1 | anything less; the reason is a sentence on standard error |
//! | 2 | wrong arguments, or an unreadable play list |
//! | 22 | `http --fail`: the answer is whole, and its status 400 or more |
//! | 141 | nobody reads the output any more, as a shell reports it of a filter (128 + `SIGPIPE`); no message |
//!
//! Everything goes through [`crate::playground`]: a command fills in a draft, starts it, and takes in events on the main
//! thread. Beside it there are only the session's worker, the thread of the signals and, where it is sent, one that reads
//! standard input.

mod arguments;
mod client;
mod demo;
mod dump;
mod failure;
mod http;
mod input;
mod output;
mod payloads;
mod play;
mod rules;
mod run;
mod save;
mod server;
mod stop;
mod udp;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use arguments::{Arguments, Command};

/// Carries out the command that the arguments name, the program's name being the first of them.
/// `None` if they name none: then the window is meant.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return Some(failure::usage(&error)),
    };
    let command = arguments.command?;
    let name = command.name();
    let result = match command {
        Command::TcpServer(server) => server::run(&server),
        Command::TcpClient(client) => client::run(client),
        Command::Udp(udp) => udp::run(udp),
        Command::Http(http) => http::run(&http),
        Command::Play(play) => play::run(&play),
        Command::Dump(dump) => dump::run(&dump),
        Command::Demo => demo::run(),
    };
    Some(
        result.map_or_else(
            |failure| failure.report(Arguments::command(), name),
            |()| ExitCode::SUCCESS,
        ),
    )
}
