//! The arguments of `play`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct Play {
    /// The play list (TOML), or - for standard input
    #[arg(value_name = "FILE|-")]
    pub(in crate::cli) file: PathBuf,
    /// Where to connect, listen or send to, instead of the address in the file
    ///
    /// A port alone means this machine. If the file has no [session], this is where to connect over TCP.
    #[arg(long, value_name = "ADDR:PORT")]
    pub(in crate::cli) to: Option<String>,
    /// How to print the steps
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: PlayFormat,
    /// Print the exchange too, as the other commands do
    #[arg(long)]
    pub(in crate::cli) show: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum PlayFormat {
    /// A line for each step, and finally how many passed and failed
    #[default]
    Text,
    /// One object a line: opened, step, and finally played
    Json,
}

impl PlayFormat {
    pub(in crate::cli) fn is_json(self) -> bool {
        self == Self::Json
    }
}
