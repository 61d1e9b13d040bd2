//! The arguments, and the help that teaches them.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::codec::{Encoding, LineEnding};
use crate::playground::address;
use crate::types::Reply;

use super::output::Format;
use super::payloads::Payloads;

/// A socket playground: listen, connect, send text or hex, and see what came back, byte for byte.
///
/// Without a command the window opens. The commands do the same work without a window.
#[derive(Debug, Parser)]
#[command(name = "sockscope", version, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Listen for TCP connections and print what arrives
    #[command(after_help = TCP_SERVER_EXAMPLES)]
    TcpServer(TcpServer),
    /// Connect over TCP, send, and print what comes back
    ///
    /// What --text, --hex and --file give is sent in their order, then standard input up to its end, unless it is a
    /// terminal. After that the sending side is closed (FIN) and the answer is received: until the peer closes too, or as
    /// long as --wait says. With nothing to send at all the sending side stays open until the peer closes.
    #[command(after_help = TCP_CLIENT_EXAMPLES)]
    TcpClient(TcpClient),
    /// Print the hex dump of a file
    #[command(after_help = DUMP_EXAMPLES)]
    Dump(Dump),
    /// Show a server and a client talking to each other, on this machine only
    #[command(after_help = DEMO_EXAMPLES)]
    Demo,
}

#[derive(Debug, Args)]
pub(super) struct TcpServer {
    /// Where to listen; without an address only this machine can connect, and port 0 picks a free one
    #[arg(value_name = "[ADDR:]PORT", value_parser = listen_address)]
    pub(super) address: Endpoint,
    /// What is answered to what arrives
    #[arg(long, value_enum, default_value_t)]
    pub(super) reply: ReplyName,
    /// End after this time, such as 500ms, 30s, 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(super) lasting: Option<Duration>,
    /// At most so many clients at a time; one more is closed at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) max_clients: Option<u32>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct TcpClient {
    /// Where to connect to; a port alone means this machine
    #[arg(value_name = "HOST:PORT", value_parser = remote_address)]
    pub(super) address: Endpoint,
    #[command(flatten)]
    pub(super) payloads: Payloads,
    /// What is put behind each --text: none, lf, cr, crlf or nul
    #[arg(long, default_value = "none")]
    pub(super) ending: LineEnding,
    /// How long to go on receiving once everything is sent, such as 500ms or 5s; without it, until the peer closes
    ///
    /// If something was given by --text, --hex or --file, a standard input that has not given a byte yet is not waited for.
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(super) wait: Option<Duration>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct Output {
    /// How the exchange is printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The encoding of text: utf-8, gbk, gb18030, big5, shift-jis, euc-kr, latin-1, utf-16le or utf-16be
    #[arg(long, default_value = "utf-8")]
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

/// A host or address, and a port.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) host: String,
    pub(super) port: u16,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum ReplyName {
    /// Nothing
    #[default]
    None,
    /// The same bytes
    Echo,
}

impl From<ReplyName> for Reply {
    fn from(name: ReplyName) -> Self {
        match name {
            ReplyName::None => Self::None,
            ReplyName::Echo => Self::Echo,
        }
    }
}

fn listen_address(text: &str) -> Result<Endpoint, String> {
    let (host, port) = address::split_host_port(text, LOOPBACK)?;
    address::parse_bind(&host, port)?;
    Ok(Endpoint { host, port })
}

fn remote_address(text: &str) -> Result<Endpoint, String> {
    let (host, port) = address::split_host_port(text, LOOPBACK)?;
    address::parse_remote_port(&port.to_string())?;
    Ok(Endpoint { host, port })
}

const LOOPBACK: &str = "127.0.0.1";

const EXAMPLES: &str = "\
Examples:
  sockscope                                    open the window
  sockscope demo                               watch a server and a client talk
  sockscope tcp-server 9000 --reply echo       listen, answer with the same bytes
  sockscope tcp-client 9000 --text hello       connect, send, see the answer
  sockscope dump picture.png                   the bytes of a file

Exit code: 0 for full success, 1 with the reason on standard error, 2 for wrong arguments, and 141, \
as a shell reports SIGPIPE, if whoever read the output has gone.";

const TCP_SERVER_EXAMPLES: &str = "\
Examples:
  sockscope tcp-server 9000                        this machine only
  sockscope tcp-server 0.0.0.0:9000 --reply echo   all machines that reach this one
  sockscope tcp-server [::1]:0 --format json       a free port: the first line says it
  sockscope tcp-server 9000 --for 30s --save-received all.bin
  sockscope tcp-server 9000 --format text --encoding gbk

It ends after --for, or by Ctrl+C or SIGTERM, and prints the totals. The exit code is 0 if it listened and nothing \
was lost.";

const TCP_CLIENT_EXAMPLES: &str = r"Examples:
  sockscope tcp-client localhost:9000 --text hello --ending crlf
  sockscope tcp-client 9000 --text 'GET / HTTP/1.0\r\n\r\n' --format text
  sockscope tcp-client 9000 --hex '01 02 0xff' --file picture.png --wait 2s
  sockscope tcp-client 9000 --text 你好 --encoding gbk --format text
  echo hello | sockscope tcp-client 9000 --format raw
  sockscope tcp-client [::1]:9000 --format json < big.iso

The exit code is 0 if it connected, everything was sent, the peer did not reset, and everything received was printed and saved. Ctrl+C and SIGTERM end it with the totals; then the exit code is 1 if something was unsent.";

const DUMP_EXAMPLES: &str = "\
Examples:
  sockscope dump picture.png
  head -c 100 /dev/urandom | sockscope dump -";

const DEMO_EXAMPLES: &str = "\
Example:
  sockscope demo

Text, hex and Chinese text in GBK go both ways over loopback; each step is explained in one line and shown as a hex \
dump. The exit code is 0 if every byte arrived as it was sent.";
