//! Two ways of doing the same, in turns: a noisy machine disturbs both alike, and the ratio stands.

use std::io;

/// What each way measured in the median of the rounds.
pub(crate) struct Medians<T> {
    /// The bare loop.
    pub(crate) reference: T,
    /// The engine.
    pub(crate) engine: T,
}

/// Run both ways in turns.
pub(crate) fn measure<T: Ord + Copy + Default>(
    rounds: usize,
    mut reference: impl FnMut() -> io::Result<T>,
    mut engine: impl FnMut() -> io::Result<T>,
) -> io::Result<Medians<T>> {
    let mut measured = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        measured.0.push(reference()?);
        measured.1.push(engine()?);
    }
    Ok(Medians { reference: median(measured.0), engine: median(measured.1) })
}

fn median<T: Ord + Copy + Default>(mut measured: Vec<T>) -> T {
    measured.sort_unstable();
    measured.get(measured.len() / 2).copied().unwrap_or_default()
}
