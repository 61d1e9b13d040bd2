//! Why an operation on a socket failed.

use crate::types::inert::inert;
use crate::types::problem::NetProblem;
use crate::words::{count, duration};

/// As it stands after "could not connect to ..:".
pub fn net(problem: &NetProblem) -> String {
    match problem {
        NetProblem::TooLong { len, most: Some(most) } => longer_than(&count(*len), &count(*most)),
        NetProblem::TooLong { len, most: None } => too_long(&count(*len)),
        NetProblem::NoAnswer { within } => no_answer(&duration(*within)),
        NetProblem::NobodyListens { remote } => nobody_listens(&inert(remote)),
        NetProblem::NoAddress => no_address().to_owned(),
        NetProblem::StaleSocketFile => stale_socket_file().to_owned(),
        NetProblem::NotASocket => not_a_socket().to_owned(),
    }
}

messages! {
    longer_than(len: &str, most: &str) = "message too long ({len} > {most})";
    too_long(len: &str) = "message too long ({len})";
    no_answer(within: &str) = "no answer within {within}";
    nobody_listens(remote: &str) = "connection refused: nothing listens on {remote}";
    no_address = "no address found";
    stale_socket_file = "its socket file is left over, nobody listens there";
    not_a_socket = "there is already a file that isn't a socket";
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_problem_of_a_socket_has_words() {
        let table = [
            (
                NetProblem::TooLong { len: 65_508, most: Some(65_507) },
                "message too long (65,508 > 65,507)",
            ),
            (NetProblem::TooLong { len: 999, most: None }, "message too long (999)"),
            (
                NetProblem::NoAnswer { within: Duration::from_millis(150) },
                "no answer within 150 ms",
            ),
            (
                NetProblem::NobodyListens { remote: "127.0.0.1:9".to_owned() },
                "connection refused: nothing listens on 127.0.0.1:9",
            ),
            (NetProblem::NoAddress, "no address found"),
            (NetProblem::StaleSocketFile, "its socket file is left over, nobody listens there"),
            (NetProblem::NotASocket, "there is already a file that isn't a socket"),
        ];
        for (problem, words) in table {
            assert_eq!(net(&problem), words);
        }
    }
}
