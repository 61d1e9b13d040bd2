//! Why a command did not succeed.

use crate::types::{LeaveReason, Remedy};
use crate::words::{bytes, count, datagrams, reason};

/// What to do about an error: which option.
pub fn advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::RemoveStale => remove_stale(),
        Remedy::AllowBroadcast => allow_broadcast(),
    }
}

/// "the connection was lost: reset by peer (ECONNRESET), 5 bytes were not sent".
pub fn lost(why: &LeaveReason, unsent: u64) -> String {
    match unsent {
        0 => connection_lost(&reason(why)),
        _ => connection_lost_unsent(&reason(why), &bytes(unsent)),
    }
}

/// "5 datagrams came too fast: the kernel dropped 3, 2 were lost here".
pub fn too_fast(dropped_by_kernel: u64, lost_here: u64) -> String {
    let all = datagrams(dropped_by_kernel.saturating_add(lost_here));
    came_too_fast(&all, &count(dropped_by_kernel), &count(lost_here))
}

/// "5 bytes are no longer kept in the record", and why.
pub fn not_kept(dropped: u64, cause: Option<&str>) -> String {
    match cause {
        Some(cause) => not_kept_because(&bytes(dropped), cause),
        None => no_longer_kept(&bytes(dropped)),
    }
}

messages! {
    line(words: &str) = "sockscope: {words}";
    remove_stale = "--remove-stale removes it";
    allow_broadcast = "--broadcast allows it";

    standard_input = "standard input";
    standard_output = "standard output";
    input_thread = "the thread for standard input";
    no_signals(error: &str) = "could not listen for Ctrl+C: {error}";

    ended_early = "ended before everything was sent";
    not_connected = "ended before it was connected";
    ended(state: &str) = "the session ended: {state}";
    connection_lost(reason: &str) = "the connection was lost: {reason}";
    connection_lost_unsent(reason: &str, unsent: &str) = "the connection was lost: {reason}, {unsent} were not sent";
    came_too_fast(all: &str, kernel: &str, here: &str) = "{all} came too fast: the kernel dropped {kernel}, {here} were lost here";
    no_longer_kept(dropped: &str) = "{dropped} are no longer kept in the record";
    not_kept_because(dropped: &str, cause: &str) = "{dropped} are no longer kept in the record: {cause}";
    step_failed(step: u32, problem: &str) = "step {step} failed: {problem}";
    cancelled = "cancelled";
    status(status: &str) = "the response is {status}";
}
