//! The arguments of `play`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct Play {
    /// The play list (TOML), or - for standard input
    #[arg(value_name = "FILE|-")]
    pub(in crate::cli) file: PathBuf,
    /// Where to connect to, listen or send to, whatever the file says
    ///
    /// A port alone means this machine. If the file has no [session] it is where to connect to over TCP.
    #[arg(long, value_name = "ADDR:PORT")]
    pub(in crate::cli) to: Option<String>,
    /// How the steps are printed
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: PlayFormat,
    /// Print the exchange, too, as the other commands do
    #[arg(long)]
    pub(in crate::cli) show: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum PlayFormat {
    /// A line for each step, and at last how many passed and failed
    #[default]
    Text,
    /// One object a line: opened, step, at last played
    Json,
}

impl PlayFormat {
    pub(in crate::cli) fn is_json(self) -> bool {
        self == Self::Json
    }
}
