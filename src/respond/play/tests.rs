//! The player, the file and the checks of play lists.

mod files;
mod playing;
mod problems;
mod rig;

use std::time::Duration;

use super::*;

fn send(text: &str) -> PlayStep {
    PlayStep::Send { payload: Typed::text(text), pace: None }
}

fn wait(millis: u64) -> PlayStep {
    PlayStep::Wait(Duration::from_millis(millis))
}

fn expect(matcher: Matcher, millis: u64) -> PlayStep {
    PlayStep::Expect { matcher, within: Duration::from_millis(millis) }
}

fn exactly(text: &str, millis: u64) -> PlayStep {
    expect(Matcher::Exact(Typed::text(text)), millis)
}

fn repeat(from: u32, times: u32) -> PlayStep {
    PlayStep::Repeat { from, times }
}

fn list(framing: Framing, steps: &[PlayStep]) -> PlayList {
    PlayList { name: "test".to_owned(), framing, steps: steps.to_vec() }
}
