//! The log notes of a fetch.

use crate::types::http::{
    HeaderField, HopCause, HopOutcome, HttpFact, ResponseHead, TlsInfo, Verdict,
};
use crate::types::inert::inert;
use crate::words::problem::trust::trust;
use crate::words::problem::{http, response};
use crate::words::{capitalised, io_error};

/// What a fact of a hop says; `None` for what is shown elsewhere.
pub(super) fn fact(fact: &HttpFact) -> Option<String> {
    match fact {
        HttpFact::Began { cause, method, url } => began(*cause, method, url),
        HttpFact::Carried { reused: true, .. } => {
            Some("Over the connection that is open already".to_owned())
        }
        HttpFact::Tls(info) => Some(tls(info)),
        HttpFact::Head(head) => Some(answer(head)),
        HttpFact::Warning(warning) => Some(http::warning(warning)),
        HttpFact::Carried { reused: false, .. }
        | HttpFact::PhaseBegan(_)
        | HttpFact::PhaseEnded(_)
        | HttpFact::Body(_)
        | HttpFact::Chunks(_)
        | HttpFact::Decoded(_)
        | HttpFact::ServerEvent(_)
        | HttpFact::Trailers(_)
        | HttpFact::Ended(_) => None,
    }
}

/// What the end of a fetch says.
pub(super) fn outcome(outcome: &HopOutcome) -> Option<String> {
    match outcome {
        HopOutcome::Complete => None,
        HopOutcome::Incomplete(error) | HopOutcome::Failed(error) => {
            Some(capitalised(&io_error(error)))
        }
        HopOutcome::Cancelled => Some("Cancelled".to_owned()),
    }
}

fn began(cause: HopCause, method: &str, url: &str) -> Option<String> {
    let request =
        if method.is_empty() { format!("Typed bytes to {url}") } else { format!("{method} {url}") };
    let text = match cause {
        HopCause::Asked => request,
        HopCause::Redirected => format!("Redirected: {request}"),
        HopCause::Interim => return None,
        HopCause::Retried => format!("The open connection was gone, again: {request}"),
        HopCause::Tunnel => format!("Asking the proxy for a tunnel to {url}"),
    };
    Some(text)
}

fn answer(head: &ResponseHead) -> String {
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
        return text;
    }
    format!("{text}: {}", problems.join("; "))
}

fn tls(info: &TlsInfo) -> String {
    let agreed = [&info.version, &info.cipher, &info.key_exchange];
    let agreed: Vec<&str> = agreed.into_iter().flatten().map(String::as_str).collect();
    let agreed = if agreed.is_empty() { "TLS".to_owned() } else { agreed.join(", ") };
    match &info.verdict {
        Some(Verdict::Trusted) => format!("{agreed}, the certificate is trusted"),
        Some(Verdict::Accepted(problem)) => {
            format!("{agreed}, the certificate is accepted although {}", trust(problem))
        }
        Some(Verdict::Refused(problem)) => {
            format!("{agreed}, the certificate is refused: {}", trust(problem))
        }
        None => agreed,
    }
}
