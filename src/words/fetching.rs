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
        HttpFact::Carried { reused: true, .. } => Some(reused().to_owned()),
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
        HopOutcome::Cancelled => Some(cancelled().to_owned()),
    }
}

fn began(cause: HopCause, method: &str, url: &str) -> Option<String> {
    let request = if method.is_empty() { typed_bytes(url) } else { format!("{method} {url}") };
    let text = match cause {
        HopCause::Asked => request,
        HopCause::Redirected => redirected(&request),
        HopCause::Interim => return None,
        HopCause::Retried => retried(&request),
        HopCause::Tunnel => tunnel(url),
    };
    Some(text)
}

fn answer(head: &ResponseHead) -> String {
    let mut text = answered(head.status);
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
    let agreed = if agreed.is_empty() { tls_alone().to_owned() } else { agreed.join(", ") };
    match &info.verdict {
        Some(Verdict::Trusted) => trusted(&agreed),
        Some(Verdict::Accepted(problem)) => accepted(&agreed, &trust(problem)),
        Some(Verdict::Refused(problem)) => refused(&agreed, &trust(problem)),
        None => agreed,
    }
}

messages! {
    reused = "Over the connection that is open already";
    cancelled = "Cancelled";
    typed_bytes(url: &str) = "Typed bytes to {url}";
    redirected(request: &str) = "Redirected: {request}";
    retried(request: &str) = "The open connection was gone, again: {request}";
    tunnel(url: &str) = "Asking the proxy for a tunnel to {url}";
    answered(status: u16) = "Answer {status}";
    tls_alone = "TLS";
    trusted(agreed: &str) = "{agreed}, the certificate is trusted";
    accepted(agreed: &str, problem: &str) = "{agreed}, the certificate is accepted although {problem}";
    refused(agreed: &str, problem: &str) = "{agreed}, the certificate is refused: {problem}";
}
