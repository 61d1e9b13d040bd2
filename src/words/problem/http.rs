//! Why a fetch failed.

use crate::types::problem::http::{HttpProblem, HttpWarning};
use crate::types::problem::response::{BodyProblem, ResponseProblem};
use crate::words::problem::coding::coding;
use crate::words::problem::proxy::{proxy, tunnel};
use crate::words::problem::request::{redirect, request};
use crate::words::problem::response::{body, response};
use crate::words::{bytes, count, duration};

/// As it stands after "could not fetch ..:".
pub fn http(problem: &HttpProblem) -> String {
    match problem {
        HttpProblem::Idle { limit } => idle(&duration(*limit)),
        HttpProblem::NotDone { limit } => not_done(&duration(*limit)),
        HttpProblem::Request(problem) => request(problem),
        // It says where that was.
        HttpProblem::Response { problem: problem @ ResponseProblem::Ended(_), .. } => {
            response(problem)
        }
        HttpProblem::Response { at, problem } => at_byte(&count(*at), &response(problem)),
        HttpProblem::Coding(problem) => coding(problem),
        HttpProblem::Redirect(problem) => redirect(problem),
        HttpProblem::RestNotRead => rest_not_read().to_owned(),
        HttpProblem::NoResponse => no_response().to_owned(),
        HttpProblem::NoCloseNotify => no_close_notify().to_owned(),
        HttpProblem::Proxy(problem) => proxy(problem),
        HttpProblem::Tunnel(problem) => tunnel(problem),
    }
}

/// What is odd about a fetch.
pub fn warning(warning: &HttpWarning) -> String {
    match warning {
        HttpWarning::SpaceAfterChunkSize => odd_response(body(BodyProblem::SpaceAfterChunkSize)),
        HttpWarning::CodingKept(problem) => odd_response(&coding(problem)),
        HttpWarning::AfterCodedData { bytes: surplus } => after_coded_data(&bytes(*surplus)),
        HttpWarning::AfterResponse { peer, bytes: surplus } => {
            after_response(peer.0, &bytes(*surplus))
        }
    }
}

messages! {
    idle(limit: &str) = "no byte for {limit}";
    not_done(limit: &str) = "not done within {limit}";
    at_byte(at: &str, problem: &str) = "byte {at}: {problem}";
    rest_not_read = "the rest of the response was not read";
    no_response = "the connection was closed without a response";
    no_close_notify = "the connection ended without close_notify: the body may be incomplete";
    odd_response(problem: &str) = "Response: {problem}";
    after_coded_data(surplus: &str) = "{surplus} after the end of the coded body";
    after_response(peer: u32, surplus: &str) = "Peer {peer} sent {surplus} after the end of its response";
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::types::PeerId;
    use crate::types::problem::coding::CodingProblem;
    use crate::types::problem::proxy::{ProxyProblem, TunnelProblem};
    use crate::types::problem::request::{RedirectProblem, RequestProblem};
    use crate::types::problem::response::Ended;

    #[test]
    fn every_problem_has_words() {
        let limit = Duration::from_millis(500);
        let response = |problem| HttpProblem::Response { at: 1234, problem };
        let table = [
            (HttpProblem::Idle { limit }, "no byte for 500 ms"),
            (HttpProblem::NotDone { limit }, "not done within 500 ms"),
            (RequestProblem::Method(String::new()).into(), "the method is missing"),
            (response(ResponseProblem::LengthEmpty), "byte 1,234: Content-Length is empty"),
            (response(ResponseProblem::Ended(Ended::InHead)), "the connection ended within a head"),
            (CodingProblem::TooMany(6).into(), "6 codings on top of each other are too many"),
            (RedirectProblem::TooMany { most: 2 }.into(), "too many redirects: more than 2"),
            (HttpProblem::RestNotRead, "the rest of the response was not read"),
            (HttpProblem::NoResponse, "the connection was closed without a response"),
            (
                HttpProblem::NoCloseNotify,
                "the connection ended without close_notify: the body may be incomplete",
            ),
            (ProxyProblem::HostMissing.into(), "the host of the proxy is missing"),
            (TunnelProblem::Closed.into(), "it closed the connection"),
        ];
        for (problem, words) in table {
            assert_eq!(http(&problem), words);
        }
    }

    #[test]
    fn every_warning_has_words() {
        let unknown = CodingProblem::UnknownContent(b"x".to_vec());
        let table = [
            (HttpWarning::SpaceAfterChunkSize, "Response: white space after the size of a chunk"),
            (
                HttpWarning::CodingKept(unknown),
                "Response: content coding \"x\" is unknown: the body is left as it came",
            ),
            (HttpWarning::AfterCodedData { bytes: 1 }, "1 byte after the end of the coded body"),
            (
                HttpWarning::AfterResponse { peer: PeerId(3), bytes: 1234 },
                "Peer 3 sent 1,234 bytes after the end of its response",
            ),
        ];
        for (odd, words) in table {
            assert_eq!(warning(&odd), words);
        }
    }
}
