//! The arguments and their help.

use crate::types::Address;

mod address;
mod automation;
mod http;
mod play;
#[cfg(test)]
mod tests;
mod udp;

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::cli::output::Format;
use crate::cli::payloads::Payloads;
use crate::codec::{Encoding, LineEnding, ParseError};
use crate::types::Destination;
use crate::words;
use crate::words::cli::help;

pub(super) use address::{Local, listen, local, remote};
pub(super) use automation::{Repeat, Replies};
pub(super) use http::{FetchFormat, Http};
pub(super) use play::Play;
pub(super) use udp::{Socket, Udp};

/// A socket playground: listen, connect, send text or hex, and see what came back, byte for byte.
///
/// Without a command, the window opens. The commands do the same work without a window.
#[derive(Debug, Parser)]
#[command(name = "sockscope", version, after_help = help::program())]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Listen for TCP connections and print what arrives
    #[command(after_help = help::tcp_server())]
    TcpServer(TcpServer),
    /// Connect over TCP, send, and print what comes back
    ///
    /// --text, --hex and --file are sent in order, then standard input up to its end, unless it is a terminal. Then the
    /// sending side is closed (FIN) and the answer is received, until the peer closes too or --wait is over. With nothing to
    /// send, the sending side stays open until the peer closes.
    ///
    /// With --reply or --rules, the sending side stays open too, until the peer has closed and everything is answered.
    #[command(after_help = help::tcp_client())]
    TcpClient(TcpClient),
    /// Send and receive UDP datagrams, and print them
    ///
    /// Each --text, --hex and --file is one datagram, sent to --to in order. If there are none, standard input is sent unless
    /// it is a terminal: one datagram for each read, of at most 65,507 bytes, as with nc -u. Once everything is sent, answers
    /// are received until nothing has come for 1 s, or until --for is over. With nothing to send, datagrams are received until
    /// Ctrl+C or until --for is over.
    #[command(after_help = help::udp())]
    Udp(Udp),
    /// Fetch over HTTP, and print the body
    ///
    /// The body goes to standard output byte for byte, with content codings removed; on a terminal, characters that aren't
    /// visible are escaped. Options that curl has too have the same names.
    #[command(after_help = help::http())]
    Http(Box<Http>),
    /// Play a list of steps - send, wait, expect, repeat - and report whether each passed
    ///
    /// In the file, [session] is what to open, and each [[step]] is what to do. On a server, the list is played with the first
    /// client; on a UDP socket without an address to send to, with the first sender.
    #[command(after_help = help::play())]
    Play(Play),
    /// Print the hex dump of a file
    #[command(after_help = help::dump())]
    Dump(Dump),
    /// Show a server and a client talking to each other, on this machine only
    #[command(after_help = help::demo())]
    Demo,
}

impl Command {
    /// As it is typed.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::TcpServer(_) => "tcp-server",
            Self::TcpClient(_) => "tcp-client",
            Self::Udp(_) => "udp",
            Self::Http(_) => "http",
            Self::Play(_) => "play",
            Self::Dump(_) => "dump",
            Self::Demo => "demo",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct TcpServer {
    /// Where to listen; without an address only this machine can connect, and port 0 picks a free one
    ///
    /// unix:PATH is a Unix socket, on Linux also unix:@NAME, which has no file.
    #[arg(value_name = "[ADDR:]PORT", value_parser = address::listen)]
    pub(super) address: Address,
    /// Remove a leftover socket file on which nothing listens
    #[arg(long)]
    pub(super) remove_stale: bool,
    #[command(flatten)]
    pub(super) replies: Replies,
    /// End after this time, such as 500ms, 30s, 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(super) lasting: Option<Duration>,
    /// The most clients at a time; another one is closed at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) max_clients: Option<u32>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct TcpClient {
    /// Where to connect to; a port alone means this machine, unix:PATH a Unix socket
    #[arg(value_name = "HOST:PORT", value_parser = address::remote)]
    pub(super) address: Destination,
    #[command(flatten)]
    pub(super) payloads: Payloads,
    /// What to append to each --text: none, lf, cr, crlf or nul
    #[arg(long, default_value = "none", value_parser = name::<LineEnding>)]
    pub(super) ending: LineEnding,
    #[command(flatten)]
    pub(super) repeat: Repeat,
    /// Send in pieces of this many bytes, with a pause after each, such as 1/20ms
    #[arg(long, value_name = "BYTES/DURATION", value_parser = automation::pace)]
    pub(super) pace: Option<crate::types::Pace>,
    #[command(flatten)]
    pub(super) replies: Replies,
    /// How long to go on receiving once everything is sent, such as 500ms or 5s; without it, until the peer closes
    ///
    /// With --text, --hex or --file, standard input isn't waited for if nothing has come from it yet.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(super) wait: Option<Duration>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct Output {
    /// How to print the exchange
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The encoding of text: utf-8, gbk, gb18030, big5, shift-jis, euc-kr, latin-1, utf-16le or utf-16be
    #[arg(long, default_value = "utf-8", value_parser = name::<Encoding>)]
    pub(super) encoding: Encoding,
    /// Append the received bytes to FILE, exactly and as they arrive
    #[arg(long, value_name = "FILE")]
    pub(super) save_received: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Dump {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
}

/// Such as `500ms`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = |_| words::cli::argument::not_a_duration(text);
    humantime::parse_duration(text).map_err(wrong)
}

/// A name of one of the codec's choices.
fn name<T: FromStr<Err = ParseError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: ParseError| words::problem::typed(&error.problem))
}
