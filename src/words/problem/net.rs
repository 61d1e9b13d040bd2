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
        NetProblem::PeerGone => peer_gone().to_owned(),
        NetProblem::PacketsNeedUnix => packets_need_unix().to_owned(),
        NetProblem::UnixUnavailable => unix_unavailable().to_owned(),
        NetProblem::AbstractUnavailable => abstract_unavailable().to_owned(),
        NetProblem::PathTooLong { len, most } => path_too_long(*len, *most),
        NetProblem::NameTooLong { len, most } => name_too_long(*len, *most),
        NetProblem::Unnamed => unnamed().to_owned(),
        NetProblem::FamilyMismatch => family_mismatch().to_owned(),
        NetProblem::GroupOnUnix => group_on_unix().to_owned(),
        NetProblem::NotMulticast => not_multicast().to_owned(),
        NetProblem::GroupIsV6 => group_is_v6().to_owned(),
        NetProblem::GroupIsV4 => group_is_v4().to_owned(),
        NetProblem::SourceNeedsV4 => source_needs_v4().to_owned(),
        NetProblem::InterfaceWithoutV4 => interface_without_v4().to_owned(),
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
    peer_gone = "the peer was folded away meanwhile";
    packets_need_unix = "only Unix sockets keep messages apart in order";
    unix_unavailable = "Unix sockets work on Linux and macOS only";
    abstract_unavailable = "sockets without a file exist on Linux only";
    path_too_long(len: usize, most: usize) = "the path of a socket has at most {most} bytes, this one has {len}";
    name_too_long(len: usize, most: usize) = "the name of a socket has at most {most} bytes, this one has {len}";
    unnamed = "the socket has no name";
    family_mismatch = "no address of the family of this socket";
    group_on_unix = "a Unix socket has no groups";
    not_multicast = "not a multicast address (224.0.0.0 to 239.255.255.255, or ff00::/8)";
    group_is_v6 = "the socket is bound to an IPv4 address, the group is IPv6";
    group_is_v4 = "the socket is bound to an IPv6 address, the group is IPv4";
    source_needs_v4 = "a sender can be chosen for IPv4 groups only";
    interface_without_v4 = "that interface has no IPv4 address";
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
