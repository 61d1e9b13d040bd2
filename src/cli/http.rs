//! `http`: one fetch, its body on standard output or in a file.
//!
//! The body is written as it arrives and then given up, so that one of any length takes little memory.

mod screen;
mod sink;
mod timing;

use crate::cli::arguments::Http;
use crate::cli::failure::Failure;
use crate::cli::stop::Stop;
use crate::form::{Config, Filling, HttpDraft, PayloadDraft};
use crate::playground;
use crate::playground::{Action, Budget, Limits, Playground, Session, SessionState, Summary};
use crate::types::Kind;
use crate::types::http::HopOutcome;
use crate::words::cli::failure as words;
use screen::Screen;

/// Fetches, and prints what is asked for.
pub(super) fn run(arguments: &Http) -> Result<(), Failure> {
    if let Some(problem) = arguments.problem() {
        return Err(Failure::Usage(problem));
    }
    let (mut playground, events) = Playground::new(BUDGET);
    let stop = Stop::listen(playground.waker())?;
    let id = playground.add(Kind::HttpFetch);
    let (mut http, mut payload) = (HttpDraft::default(), PayloadDraft::new(Kind::HttpFetch));
    arguments.fill(&mut http, &mut payload);
    let config = http.fetch(&payload, &mut Filling::local(playground.now(), 0))?;
    let mut screen = Screen::new(arguments)?;
    playground.start(id, Config::HttpFetch(config));
    let mut result = Ok(());
    while playground.session(id).is_some_and(Session::is_live) {
        playground::drain(&mut playground, &events, None, |playground, event| {
            if let Some(session) = playground.session(id).filter(|_| result.is_ok()) {
                result = screen.see(session, event);
            }
        });
        if result.is_ok() {
            result = screen.flush();
        }
        if result.is_err() || stop.is_asked() {
            playground.perform(Action::Stop(id));
        }
    }
    let now = playground.now();
    let Some(session) = playground.session(id) else { return Ok(()) };
    result.and_then(|()| screen.close(session, now)).and_then(|()| judge(arguments, session))?;
    screen.place()
}

/// Success is a whole, well-formed answer.
fn judge(arguments: &Http, session: &Session) -> Result<(), Failure> {
    let Some(Summary { outcome, status, .. }) = summary(session) else {
        return Err(crate::cli::run::ended_badly(session));
    };
    match (outcome, status) {
        (HopOutcome::Incomplete(error) | HopOutcome::Failed(error), _) => Err(error.clone().into()),
        (HopOutcome::Cancelled, _) => Err(Failure::Words(words::cancelled().to_owned())),
        (HopOutcome::Complete, Some((400.., _))) if arguments.fail => {
            let status = summary(session).and_then(Summary::status_words).unwrap_or_default();
            Err(Failure::Status(words::status(&status)))
        }
        (HopOutcome::Complete, _) => Ok(()),
    }
}

fn summary(session: &Session) -> Option<&Summary> {
    match session.state() {
        SessionState::Fetched(summary) => Some(summary),
        _ => None,
    }
}

/// What was written is not looked at again: a little of it is kept, and nothing goes to disk.
const BUDGET: Budget =
    Budget { memory: 8 << 20, queue: 16 << 20, session: Limits { disk: 0, records: 10_000 } };
