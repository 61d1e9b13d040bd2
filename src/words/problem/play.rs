//! Why a rule didn't reply, a stream can't be cut into messages, or a step of a play list failed, in words.

use crate::types::LeaveReason;
use crate::types::problem::play::{
    Absence, CutProblem, NoMessage, ReplyProblem, StepProblem, WaitEnd,
};
use crate::words::play::{excerpt, message};
use crate::words::problem::io::io_error;
use crate::words::problem::template;
use crate::words::unit::{bytes, count, exact_duration};

/// Why a rule didn't reply.
pub fn reply(problem: &ReplyProblem) -> String {
    match problem {
        ReplyProblem::Fill(problem) => template::fill(problem),
        ReplyProblem::HalfClosed => half_closed().to_owned(),
        ReplyProblem::NoAddress => no_address().to_owned(),
    }
}

/// Why the bytes of a stream can't be cut into messages any more.
pub fn cut(problem: CutProblem) -> String {
    match problem {
        CutProblem::CutOff { bytes: n } => cut_off(&bytes(n as u64)),
        CutProblem::TooLong { most } => too_long(most >> 20),
        CutProblem::LengthTooLarge { length, most } => length_too_large(length, most >> 20),
        CutProblem::LengthTooSmall { length, width } => {
            length_too_small(length, &bytes(width as u64))
        }
    }
}

/// Why a step of a play list failed.
pub fn step(problem: &StepProblem) -> String {
    match problem {
        StepProblem::Stopped => stopped().to_owned(),
        StepProblem::Fill(problem) => template::fill(problem),
        StepProblem::NotSent { unsent: 1 } => one_byte_not_sent().to_owned(),
        StepProblem::NotSent { unsent } => bytes_not_sent(&bytes(*unsent)),
        StepProblem::SendFailed(error) => io_error(error),
        StepProblem::Nobody => nobody().to_owned(),
        StepProblem::Gone(absence) => self::absence(absence),
        StepProblem::NoMessage(problem) => no_message(problem),
    }
}

/// Why a peer isn't there.
fn absence(absence: &Absence) -> String {
    match absence {
        Absence::NoConnection => no_connection().to_owned(),
        Absence::Failed(error) | Absence::Left(LeaveReason::Failed(error)) => io_error(error),
        Absence::PeerGone => peer_gone().to_owned(),
        Absence::Left(LeaveReason::ClosedByPeer) => closed_by_peer().to_owned(),
        Absence::Left(LeaveReason::ResetByPeer) => reset_by_peer().to_owned(),
        Absence::Left(LeaveReason::ClosedHere) => closed_here().to_owned(),
        Absence::Left(LeaveReason::AbortedHere) => aborted_here().to_owned(),
        Absence::Left(LeaveReason::TimedOut) => timed_out().to_owned(),
        Absence::Left(LeaveReason::Folded) => folded().to_owned(),
    }
}

/// "no message that contains “OK” came within 2 s; 2 other messages came first, the last one “ERR”".
fn no_message(problem: &NoMessage) -> String {
    let expected = message(&problem.expected);
    let mut words = match &problem.end {
        WaitEnd::Timeout(within) => none_within(&expected, &exact_duration(*within)),
        WaitEnd::PeerClosed => none_came(&expected, peer_closed()),
        WaitEnd::Gone(absence) => none_came(&expected, &self::absence(absence)),
        WaitEnd::Cut(problem) => none_came(&expected, &cut(*problem)),
    };
    let others = match problem.others {
        0 => None,
        1 => Some(one_other(&excerpt(&problem.last))),
        n => Some(many_others(&count(n), &excerpt(&problem.last))),
    };
    let unfinished = match problem.unfinished {
        0 => None,
        n => Some(unfinished(&bytes(n as u64))),
    };
    let dropped = match problem.dropped {
        0 => None,
        1 => Some(one_dropped().to_owned()),
        n => Some(many_dropped(&count(n))),
    };
    let error = problem.error.as_ref().map(io_error);
    for more in [others, unfinished, dropped, error].into_iter().flatten() {
        words.push_str("; ");
        words.push_str(&more);
    }
    words
}

messages! {
    half_closed = "the connection is half-closed, nothing more can be sent";
    no_address = "the sender has no address to reply to";

    cut_off(bytes: &str) = "the last message was cut off after {bytes}";
    too_long(most: usize) = "a message is longer than {most} MiB";
    length_too_large(length: u64, most: usize) = "a length of {length} bytes is more than {most} MiB";
    length_too_small(length: u64, width: &str) = "a length of {length} doesn't count its own {width}";

    stopped = "stopped";
    one_byte_not_sent = "1 byte was not sent";
    bytes_not_sent(bytes: &str) = "{bytes} were not sent";
    nobody = "there is nobody to send to";

    no_connection = "there is no connection";
    peer_gone = "the peer is gone";
    closed_by_peer = "the connection was closed by the peer";
    reset_by_peer = "the connection was reset by the peer (ECONNRESET)";
    closed_here = "the connection was closed here";
    aborted_here = "the connection was aborted here";
    timed_out = "the connection timed out (ETIMEDOUT)";
    folded = "the peer was folded away";

    none_within(message: &str, within: &str) = "no {message} came within {within}";
    none_came(message: &str, why: &str) = "no {message} came, {why}";
    peer_closed = "the peer sends no more (FIN received)";
    one_other(last: &str) = "another message came first: {last}";
    many_others(count: &str, last: &str) = "{count} other messages came first, the last one {last}";
    unfinished(bytes: &str) = "{bytes} of an incomplete message came";
    one_dropped = "an older message was not kept";
    many_dropped(count: &str) = "{count} older messages were not kept";
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use super::*;
    use crate::types::play::{Excerpt, ExpectedMessage};
    use crate::types::problem::template::FillProblem;
    use crate::types::{IoError, Operation};

    fn refused() -> IoError {
        let source = io::ErrorKind::ConnectionRefused.into();
        IoError::new(Operation::Connect, "127.0.0.1:9", &source)
    }

    #[test]
    fn why_a_rule_did_not_reply_reads_as_a_phrase() {
        let table = [
            (ReplyProblem::Fill(FillProblem::NoMessage), "there is no message to answer"),
            (ReplyProblem::HalfClosed, "the connection is half-closed, nothing more can be sent"),
            (ReplyProblem::NoAddress, "the sender has no address to reply to"),
        ];
        for (problem, words) in table {
            assert_eq!(reply(&problem), words);
        }
    }

    #[test]
    fn why_messages_end_reads_as_a_phrase() {
        let most = 16 << 20;
        let table = [
            (CutProblem::CutOff { bytes: 1 }, "the last message was cut off after 1 byte"),
            (CutProblem::TooLong { most }, "a message is longer than 16 MiB"),
            (
                CutProblem::LengthTooLarge { length: 99, most },
                "a length of 99 bytes is more than 16 MiB",
            ),
            (
                CutProblem::LengthTooSmall { length: 1, width: 2 },
                "a length of 1 doesn't count its own 2 bytes",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(cut(problem), words);
        }
    }

    #[test]
    fn why_a_step_failed_reads_as_a_phrase() {
        let gone = |reason| StepProblem::Gone(Absence::Left(reason));
        let error = "could not connect to 127.0.0.1:9: ";
        let table = [
            (StepProblem::Stopped, "stopped"),
            (StepProblem::Fill(FillProblem::NoGroup(1)), "the pattern that matched has no group 1"),
            (StepProblem::NotSent { unsent: 1 }, "1 byte was not sent"),
            (StepProblem::NotSent { unsent: 1_000 }, "1,000 bytes were not sent"),
            (StepProblem::Nobody, "there is nobody to send to"),
            (StepProblem::Gone(Absence::NoConnection), "there is no connection"),
            (StepProblem::Gone(Absence::PeerGone), "the peer is gone"),
            (gone(LeaveReason::ClosedByPeer), "the connection was closed by the peer"),
            (gone(LeaveReason::ResetByPeer), "the connection was reset by the peer (ECONNRESET)"),
            (gone(LeaveReason::ClosedHere), "the connection was closed here"),
            (gone(LeaveReason::AbortedHere), "the connection was aborted here"),
            (gone(LeaveReason::TimedOut), "the connection timed out (ETIMEDOUT)"),
            (gone(LeaveReason::Folded), "the peer was folded away"),
        ];
        for (problem, words) in table {
            assert_eq!(step(&problem), words);
        }
        for problem in [
            StepProblem::SendFailed(refused()),
            StepProblem::Gone(Absence::Failed(refused())),
            gone(LeaveReason::Failed(refused())),
        ] {
            assert!(step(&problem).starts_with(error), "{}", step(&problem));
        }
    }

    #[test]
    fn a_message_that_did_not_come_reads_as_a_sentence() {
        let ok = Excerpt { text: "OK".to_owned(), ..Excerpt::default() };
        let last = Excerpt { text: "ERR".to_owned(), ..Excerpt::default() };
        let plain = NoMessage {
            expected: ExpectedMessage::Contains(ok),
            end: WaitEnd::Timeout(Duration::from_secs(2)),
            others: 0,
            last,
            unfinished: 0,
            dropped: 0,
            error: None,
        };
        let words = |problem| step(&StepProblem::NoMessage(Box::new(problem)));
        let start = "no message that contains “OK” came";
        assert_eq!(words(plain.clone()), format!("{start} within 2 s"));
        let all = NoMessage {
            end: WaitEnd::PeerClosed,
            others: 2,
            unfinished: 1,
            dropped: 2,
            ..plain.clone()
        };
        assert_eq!(
            words(all),
            format!(
                "{start}, the peer sends no more (FIN received); 2 other messages came first, the last one “ERR”; \
                 1 byte of an incomplete message came; 2 older messages were not kept"
            )
        );
        let one = NoMessage {
            end: WaitEnd::Gone(Absence::PeerGone),
            others: 1,
            dropped: 1,
            ..plain.clone()
        };
        assert_eq!(
            words(one),
            format!(
                "{start}, the peer is gone; another message came first: “ERR”; an older message was not kept"
            )
        );
        let end = WaitEnd::Cut(CutProblem::CutOff { bytes: 5 });
        let failed = words(NoMessage { end, error: Some(refused()), ..plain });
        let expected = format!("{start}, the last message was cut off after 5 bytes; could not");
        assert!(failed.starts_with(&expected), "{failed}");
    }
}
