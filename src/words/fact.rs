//! What happened, in words: the rows of a log. Every fact is decided upon here, and no fact has words anywhere else.

use std::net::SocketAddr;
use std::time::Duration;

use crate::types::inert::inert;
use crate::types::{
    Address, Cut, Direction, Fact, Kind, LeaveReason, Membership, NotSent, Note, Notice, Remark,
    Remedy,
};
use crate::words::problem::template;
use crate::words::{
    acting, bytes, capitalised, count, datagrams, duration, fetching, io_error, io_error_with,
};

/// What a note says in a session of this kind. `advice` says what to do about an error.
pub fn note(kind: Kind, note: &Note<'_>, advice: fn(Remedy) -> &'static str) -> String {
    match note {
        Note::Fact(fact) => self::fact(kind, fact, advice).unwrap_or_default(),
        Note::Ruled { rule, act } => acting::ruled(kind, rule.as_ref(), act),
        Note::Remark(remark) => self::remark(remark),
    }
}

/// What a fact says in a session of this kind; `None` for bytes, which are shown themselves, and for what only moves a
/// progress or a state. `advice` says what to do about an error.
pub fn fact(kind: Kind, fact: &Fact, advice: fn(Remedy) -> &'static str) -> Option<String> {
    Some(match fact {
        Fact::Opened { local, .. } if kind.accepts() => listening_on(local),
        Fact::Opened { local, .. } => bound_to(local),
        Fact::ListenStopped => listen_stopped().to_owned(),
        Fact::Resolved { host, addresses, took } => resolved(host, addresses, *took),
        Fact::Connecting { remote } => connecting_to(remote),
        Fact::HearsOnly { remote } => hears_only(remote),
        Fact::ConnectFailed { error, .. } => capitalised(&io_error(error)),
        Fact::Retrying { after, attempt } => retrying(&duration(*after), *attempt),
        Fact::Joined { local, remote, .. } => connected(local, remote),
        Fact::HalfClosed { direction: Direction::Received, .. } => half_closed_by_peer().to_owned(),
        Fact::HalfClosed { direction: Direction::Sent, .. } => half_closed_here().to_owned(),
        Fact::Paused { paused: true, .. } => reading_paused().to_owned(),
        Fact::Paused { paused: false, .. } => reading_resumed().to_owned(),
        Fact::OptionsChanged { .. } => options_changed().to_owned(),
        Fact::Left { reason: why, .. } => capitalised(&reason(why)),
        Fact::Membership { membership, joined: true } => group_joined(membership),
        Fact::Membership { membership, joined: false } => group_left(membership),
        Fact::KernelDropped { total } => kernel_dropped(&count(*total)),
        Fact::QueueLost { datagrams: 1, bytes: lost } => one_lost(&bytes(*lost)),
        Fact::QueueLost { datagrams: n, bytes: lost } => queue_lost(&datagrams(*n), &bytes(*lost)),
        Fact::Failed { error, .. } => capitalised(&io_error_with(error, advice)),
        Fact::Ruled { act, .. } => acting::ruled(kind, None, act),
        Fact::Repeated { tally, .. } => acting::repeated(tally),
        Fact::Play { fact, .. } => acting::play(fact),
        Fact::Http { fact, .. } => return fetching::fact(fact),
        Fact::FetchDone(outcome) => return fetching::outcome(outcome),
        Fact::Notice(notice) => self::notice(notice),
        Fact::Resolving { .. }
        | Fact::Received { .. }
        | Fact::Sent { .. }
        | Fact::FileOpened { .. }
        | Fact::SendDone { .. }
        | Fact::Closed => return None,
    })
}

/// Why a connection is gone, as a phrase: "closed by peer".
pub fn reason(reason: &LeaveReason) -> String {
    match reason {
        LeaveReason::ClosedByPeer => closed_by_peer().to_owned(),
        LeaveReason::ResetByPeer => reset_by_peer().to_owned(),
        LeaveReason::ClosedHere => closed_here().to_owned(),
        LeaveReason::AbortedHere => aborted_here().to_owned(),
        LeaveReason::TimedOut => timed_out().to_owned(),
        LeaveReason::Folded => folded().to_owned(),
        LeaveReason::Failed(error) => io_error(error),
    }
}

/// What a session says of itself.
fn remark(remark: &Remark) -> String {
    match remark {
        Remark::NotSent(why) => not_sent(&why_not_sent(why)),
        Remark::Unsent { bytes: n } => unsent(&bytes(*n)),
        Remark::NotPlayed => not_played().to_owned(),
        Remark::SocketClosed => socket_closed().to_owned(),
        Remark::StoppedListening => stopped_listening().to_owned(),
        Remark::Cancelled => cancelled().to_owned(),
    }
}

fn why_not_sent(why: &NotSent) -> String {
    match why {
        NotSent::NotBound => not_bound().to_owned(),
        NotSent::NoConnection => no_connection().to_owned(),
        NotSent::SelectedGone => selected_gone().to_owned(),
        NotSent::NoRecipient => no_recipient().to_owned(),
        NotSent::PeerGone => peer_gone().to_owned(),
        NotSent::Empty => payload_empty().to_owned(),
        NotSent::Unfilled(problem) => template::fill(problem),
    }
}

/// Something out of the ordinary.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::ClientRefused { remote, most: 1 } => only_one_client(remote),
        Notice::ClientRefused { remote, most } => too_many_clients(remote, &count(*most as u64)),
        Notice::AcceptingAgain => accepting_again().to_owned(),
        Notice::ClientAborted => client_aborted().to_owned(),
        Notice::CutByFault { remote, cut, bytes: n } => cut_by_fault(remote, *cut, *n),
        Notice::DroppedByFault { remote, bytes: n } => dropped_by_fault(&bytes(*n), remote),
        Notice::NoRecipientLeft => no_recipient_left().to_owned(),
        Notice::RepliesBehind { remote } => replies_behind(remote),
        Notice::WorkerFailed { message: Some(message) } => worker_failed(&inert(message)),
        Notice::WorkerFailed { message: None } => worker_failed_silently().to_owned(),
    }
}

fn cut_by_fault(remote: &Address, cut: Cut, n: u64) -> String {
    let bytes = bytes(n);
    match (cut.resets, cut.of) {
        (true, Direction::Received) => reset_after_received(remote, &bytes),
        (true, Direction::Sent) => reset_after_sent(remote, &bytes),
        (false, Direction::Received) => closed_after_received(remote, &bytes),
        (false, Direction::Sent) => closed_after_sent(remote, &bytes),
    }
}

fn resolved(host: &str, addresses: &[SocketAddr], took: Duration) -> String {
    let list: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    host_is(&inert(host), &list.join(", "), &duration(took))
}

messages! {
    listening_on(local: &Address) = "Listening on {local}";
    bound_to(local: &Address) = "Bound to {local}";
    listen_stopped = "Stopped listening, connections stay open";
    host_is(host: &str, addresses: &str, took: &str) = "{host} is {addresses} ({took})";
    connecting_to(remote: &Address) = "Connecting to {remote}";
    hears_only(remote: &Address) = "Hears only {remote}";
    retrying(after: &str, attempt: u32) = "Trying again in {after}, attempt {attempt}";
    connected(local: &Address, remote: &Address) = "Connected {local} with {remote}";
    half_closed_by_peer = "Half-closed by peer (FIN received), it sends no more";
    half_closed_here = "Half-closed here (FIN sent), we send no more";
    reading_paused = "Reading paused";
    reading_resumed = "Reading resumed";
    options_changed = "Socket options changed";
    group_joined(membership: &Membership) = "Joined {membership}";
    group_left(membership: &Membership) = "Left {membership}";
    kernel_dropped(total: &str) = "{total} datagrams dropped by the kernel in all, the receive buffer was full";
    one_lost(bytes: &str) = "A datagram ({bytes}) came too fast and was lost";
    queue_lost(datagrams: &str, bytes: &str) = "{datagrams} ({bytes}) came too fast and were lost";
}

messages! {
    note_loading = "(a note on disk, not loaded yet)";
    note_dropped = "(a note that is no longer kept)";
    note_damaged = "(a note that can't be read)";
    note_of_version(version: u8) = "(a note of another version of Sockscope, {version})";
}

messages! {
    closed_by_peer = "closed by peer";
    reset_by_peer = "reset by peer (ECONNRESET)";
    closed_here = "closed here";
    aborted_here = "aborted here (RST sent)";
    timed_out = "timed out (ETIMEDOUT)";
    folded = "folded away, the peer table was full";
}

messages! {
    not_sent(why: &str) = "Nothing was sent, {why}";
    not_bound = "the socket is not bound";
    no_connection = "there is no connection";
    selected_gone = "the selected peers are gone";
    no_recipient = "there is no remote address and no selected peer";
    peer_gone = "the peer is gone";
    payload_empty = "the payload is empty";
    unsent(bytes: &str) = "{bytes} of a payload were not sent";
    not_played = "The list was not played, nothing is open";
    socket_closed = "Closed";
    stopped_listening = "Stopped listening";
    cancelled = "Cancelled";
}

messages! {
    only_one_client(remote: &Address) = "{remote} was closed: at most 1 connection";
    too_many_clients(remote: &Address, most: &str) = "{remote} was closed: at most {most} connections";
    accepting_again = "Accepting connections again";
    client_aborted = "A connection was aborted before it was accepted (ECONNABORTED)";
    reset_after_received(remote: &Address, bytes: &str) = "Fault: {remote} was reset after {bytes} received";
    reset_after_sent(remote: &Address, bytes: &str) = "Fault: {remote} was reset after {bytes} sent";
    closed_after_received(remote: &Address, bytes: &str) = "Fault: {remote} was closed after {bytes} received";
    closed_after_sent(remote: &Address, bytes: &str) = "Fault: {remote} was closed after {bytes} sent";
    dropped_by_fault(bytes: &str, remote: &Address) = "Fault: a datagram of {bytes} to {remote} was dropped";
    no_recipient_left = "A repeated payload has no recipient left";
    replies_behind(remote: &Address) = "{remote} sends more than the rules can answer: until they have caught up nothing is answered";
    worker_failed(message: &str) = "The worker of this session failed: {message}";
    worker_failed_silently = "The worker of this session failed without giving a reason";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::advice;

    #[test]
    fn only_a_socket_for_datagrams_hears_only_one() {
        let remote: Address = "unix:/tmp/x".parse().unwrap();
        let words = |happened| fact(Kind::UdpPeer, &happened, advice).unwrap();
        let connecting = Fact::Connecting { remote: remote.clone() };
        assert_eq!(words(connecting), "Connecting to unix:/tmp/x");
        assert_eq!(words(Fact::HearsOnly { remote }), "Hears only unix:/tmp/x");
    }

    #[test]
    fn what_a_fault_did_is_counted() {
        let remote: Address = "127.0.0.1:9".parse().unwrap();
        let cut = |of, resets, bytes| {
            let cut = Cut { after: bytes, of, resets };
            notice(&Notice::CutByFault { remote: remote.clone(), cut, bytes })
        };
        let table = [
            (cut(Direction::Sent, true, 1), "Fault: 127.0.0.1:9 was reset after 1 byte sent"),
            (
                cut(Direction::Received, false, 2_000),
                "Fault: 127.0.0.1:9 was closed after 2,000 bytes received",
            ),
        ];
        for (words, expected) in table {
            assert_eq!(words, expected);
        }
    }
}
