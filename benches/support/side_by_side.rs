//! Two ways of doing the same, in turns: a noisy machine disturbs both alike, and the ratio stands.

use std::io;
use std::time::Duration;

/// How long each way took in the median of the rounds.
pub(crate) struct Medians {
    /// The bare loop.
    pub(crate) reference: Duration,
    /// The engine.
    pub(crate) engine: Duration,
}

/// Run both ways in turns.
pub(crate) fn measure(
    rounds: usize,
    mut reference: impl FnMut() -> io::Result<Duration>,
    mut engine: impl FnMut() -> io::Result<Duration>,
) -> io::Result<Medians> {
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        times.0.push(reference()?);
        times.1.push(engine()?);
    }
    Ok(Medians { reference: median(times.0), engine: median(times.1) })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
