//! `tcp-server`: listens until it is stopped.

use std::time::Instant;

use crate::cli::arguments::TcpServer;
use crate::cli::failure::Failure;
use crate::cli::run::{Run, ended_badly};
use crate::form::{Behaviour, Config, TcpServerConfig};
use crate::playground::{Session, SessionState};
use crate::respond::Transport;

/// Listens until the time is over or a signal comes.
pub(super) fn run(arguments: &TcpServer) -> Result<(), Failure> {
    let rules = arguments.replies.rule_set(Transport::Stream)?;
    let socket = TcpServerConfig {
        replace_stale: arguments.remove_stale,
        max_clients: arguments.max_clients.map(|most| most as usize),
        ..TcpServerConfig::new(arguments.address.clone())
    };
    let config = Config::TcpServer { socket, behaviour: Behaviour::of(&rules)? };
    let mut run = Run::start(config, &arguments.output)?;
    let deadline = arguments.lasting.and_then(|lasting| Instant::now().checked_add(lasting));
    while run.is_live() {
        run.turn(deadline);
        let is_over = deadline.is_some_and(|at| at <= Instant::now());
        if is_over || run.is_asked_to_stop() {
            run.end();
        }
    }
    let was_ended = run.is_ending();
    run.finish(|session| judge(session, was_ended))
}

fn judge(session: &Session, was_ended: bool) -> Result<(), Failure> {
    match session.state() {
        SessionState::Idle if was_ended => Ok(()),
        _ => Err(ended_badly(session)),
    }
}
