//! The log notes of a fetch.

use crate::types::http::{
    HeaderField, HopCause, HopOutcome, HttpFact, ResponseHead, TlsInfo, Verdict,
};
use crate::types::inert::inert;
use crate::types::{Level, Operation};
use crate::words::problem::{http, response};
use crate::words::{capitalised, io_error};

/// The log note that a fact of a hop leaves.
pub(super) fn note(fact: &HttpFact) -> Option<(Level, String)> {
    match fact {
        HttpFact::Began { cause, method, url } => began(*cause, method, url),
        HttpFact::Carried { reused: true, .. } => {
            Some((Level::Info, "Over the connection that is open already".to_owned()))
        }
        HttpFact::Tls(info) => Some(tls(info)),
        HttpFact::Head(head) => Some(answer(head)),
        HttpFact::Warning(warning) => Some((Level::Warning, http::warning(warning))),
        _ => None,
    }
}

/// The log note that the end of a fetch leaves.
pub(super) fn outcome(outcome: &HopOutcome) -> Option<(Level, String)> {
    match outcome {
        HopOutcome::Complete => None,
        // Each attempt that failed has a row already.
        HopOutcome::Failed(error) if error.operation == Operation::Connect => None,
        HopOutcome::Incomplete(error) | HopOutcome::Failed(error) => {
            Some((Level::Error, capitalised(&io_error(error))))
        }
        HopOutcome::Cancelled => Some((Level::Info, "Cancelled".to_owned())),
    }
}

fn began(cause: HopCause, method: &str, url: &str) -> Option<(Level, String)> {
    let request =
        if method.is_empty() { format!("Typed bytes to {url}") } else { format!("{method} {url}") };
    let text = match cause {
        HopCause::Asked => request,
        HopCause::Redirected => format!("Redirected: {request}"),
        HopCause::Interim => return None,
        HopCause::Retried => format!("The open connection was gone, again: {request}"),
        HopCause::Tunnel => format!("Asking the proxy for a tunnel to {url}"),
    };
    Some((Level::Info, text))
}

fn answer(head: &ResponseHead) -> (Level, String) {
    let mut text = format!("Answer {}", head.status);
    if !head.reason.is_empty() {
        text.push(' ');
        text.push_str(&inert(&String::from_utf8_lossy(&head.reason)));
    }
    let fields = head.fields.iter().filter_map(|HeaderField { name, problems, .. }| {
        let name = String::from_utf8_lossy(name);
        response::field(problems).map(|words| format!("{}: {words}", inert(&name)))
    });
    let own = head.problems.iter().map(|problem| response::head(*problem).to_owned());
    let problems: Vec<String> = own.chain(fields).collect();
    if problems.is_empty() {
        return (Level::Info, text);
    }
    (Level::Warning, format!("{text}: {}", problems.join("; ")))
}

fn tls(info: &TlsInfo) -> (Level, String) {
    let agreed = [&info.version, &info.cipher, &info.key_exchange];
    let agreed: Vec<&str> = agreed.into_iter().flatten().map(String::as_str).collect();
    let agreed = if agreed.is_empty() { "TLS".to_owned() } else { agreed.join(", ") };
    match &info.verdict {
        Some(Verdict::Trusted) => (Level::Info, format!("{agreed}, the certificate is trusted")),
        Some(Verdict::Accepted(why)) => {
            (Level::Warning, format!("{agreed}, the certificate is accepted although {why}"))
        }
        Some(Verdict::Refused(why)) => {
            (Level::Error, format!("{agreed}, the certificate is refused: {why}"))
        }
        None => (Level::Info, agreed),
    }
}
