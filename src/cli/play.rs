//! `play`: plays a list of steps and reports whether each passed.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use crate::cli::arguments::{Local, Output, Play, Socket, listen, local, remote};
use crate::cli::failure::Failure;
use crate::cli::output::Format;
use crate::cli::run::{Run, ended_badly};
use crate::codec::Encoding;
use crate::form::{Behaviour, Config, TcpClientConfig, TcpServerConfig, compiled_play};
use crate::playground::Session;
use crate::respond::{PlayFile, PlayKind, PlaySession, RuleSet};
use crate::store::read::{WRITTEN_BY_HAND, read_text_from, read_text_waiting};
use crate::types::problem::FormProblem;
use crate::types::{Address, Destination, Recipients, StepOutcome, Target};
use crate::words;
use crate::words::cli::{argument, failure};

/// Plays the list of a file.
pub(super) fn run(arguments: &Play) -> Result<(), Failure> {
    let PlayFile { session, list } = read(&arguments.file)?;
    let stage = Stage::of(session, arguments.to.as_deref())?;
    let output = Output {
        format: if arguments.format.is_json() { Format::Json } else { Format::Text },
        encoding: Encoding::default(),
        save_received: None,
    };
    let plan = compiled_play(&list)?;
    let to = stage.recipients();
    let mut run = Run::start(stage.config()?, &output)?;
    if !arguments.show {
        run.hide_exchange();
    }
    run.play(to, plan);
    while run.is_live() {
        run.turn(None);
        if !run.is_ending() && (run.is_asked_to_stop() || verdict(&run).is_some()) {
            run.end();
        }
    }
    run.finish(judge)
}

/// The session that the list is played on.
enum Stage {
    Client { to: Destination, bind: Option<SocketAddr> },
    Server(Address),
    Datagrams(Socket),
}

impl Stage {
    /// `to` takes the place of the address that the file names, if it names one.
    fn of(session: Option<PlaySession>, to: Option<&str>) -> Result<Self, Failure> {
        let Some(session) = session.or_else(|| to.map(client)) else {
            return usage(argument::play_needs_to());
        };
        let PlaySession { kind, address, bind } = session;
        let bind = bind.as_deref().map(local).transpose().map_err(Failure::Usage)?;
        let address = to.map(str::to_owned).or(address);
        let remote = || address.as_deref().map(remote).transpose().map_err(Failure::Usage);
        match kind {
            PlayKind::TcpServer if bind.is_some() => usage(argument::server_has_no_bind()),
            PlayKind::TcpServer => match address.as_deref().map(listen) {
                Some(address) => address.map(Self::Server).map_err(Failure::Usage),
                None => usage(argument::needs_listen_address()),
            },
            PlayKind::TcpClient => match remote()? {
                Some(to) => Ok(Self::Client { to, bind: bind.map(connect_from).transpose()? }),
                None => usage(argument::needs_remote_address()),
            },
            PlayKind::Udp if address.is_none() && bind.is_none() => {
                usage(argument::needs_send_address())
            }
            PlayKind::Udp => Ok(Self::Datagrams(Socket::plain(bind, remote()?))),
        }
    }

    fn recipients(&self) -> Recipients {
        match self {
            Self::Datagrams(Socket { to: Some(to), .. }) => Recipients::Address(to.clone()),
            _ => Recipients::Peers(Target::All),
        }
    }

    /// A list may send when the peer sends no more, and it ends by itself.
    fn config(&self) -> Result<Config, Failure> {
        let close_on_peer_fin = false;
        let behaviour = Behaviour::of(&RuleSet::default())?;
        Ok(match self {
            Self::Server(address) => {
                let rest = TcpServerConfig::new(address.clone());
                let socket = TcpServerConfig { close_on_peer_fin, ..rest };
                Config::TcpServer { socket, behaviour }
            }
            Self::Datagrams(socket) => {
                Config::UdpPeer { socket: socket.config(), behaviour, counter: None }
            }
            Self::Client { to, bind } => {
                let rest = TcpClientConfig::new(to.clone());
                let socket = TcpClientConfig { bind: *bind, close_on_peer_fin, ..rest };
                Config::TcpClient { socket, behaviour }
            }
        })
    }
}

/// Where a client connects from: a port alone is of any address.
fn connect_from(bind: Local) -> Result<SocketAddr, Failure> {
    match bind {
        Local::Port(port) => Ok((Ipv4Addr::UNSPECIFIED, port).into()),
        Local::Address(Address::Ip(address)) => Ok(address),
        Local::Address(Address::Unix(address)) => {
            let problem = FormProblem::NotAnIpAddress(address.to_string());
            Err(Failure::Usage(words::problem::form(&problem)))
        }
    }
}

fn client(to: &str) -> PlaySession {
    PlaySession { kind: PlayKind::TcpClient, address: Some(to.to_owned()), bind: None }
}

fn read(path: &Path) -> Result<PlayFile, Failure> {
    let (text, name) = if path.as_os_str() == "-" {
        let name = failure::standard_input();
        (read_text_from(io::stdin().lock(), name, WRITTEN_BY_HAND), name.to_owned())
    } else {
        (read_text_waiting(path, WRITTEN_BY_HAND), path.display().to_string())
    };
    let text = text?;
    let wrong = |words: String| Failure::Usage(argument::in_file(&name, &words));
    let file =
        PlayFile::from_toml(&text).map_err(|problem| wrong(words::problem::document(&problem)))?;
    if file.list.steps.is_empty() {
        return Err(wrong(argument::no_step().to_owned()));
    }
    Ok(file)
}

fn usage<T>(words: &str) -> Result<T, Failure> {
    Err(Failure::Usage(words.to_owned()))
}

fn verdict(run: &Run) -> Option<bool> {
    run.session()?.play()?.verdict
}

fn judge(session: &Session) -> Result<(), Failure> {
    let Some(play) = session.play() else {
        return Err(ended_badly(session));
    };
    if play.verdict == Some(true) {
        return Ok(());
    }
    let failed = play.steps.iter().zip(1..).find_map(|(outcome, step)| match outcome {
        Some(StepOutcome::Failed(problem)) => {
            Some(failure::step_failed(step, &words::problem::step(problem)))
        }
        Some(StepOutcome::Passed) | None => None,
    });
    Err(failed.map_or_else(|| ended_badly(session), Failure::Words))
}
