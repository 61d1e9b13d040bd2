//! What the time of a fetch was spent on, as a table.

use std::io::{self, Write};
use std::time::Duration;

use crate::codec::show;
use crate::playground::Fetch;
use crate::words::cli::output as words;

/// A line for each hop, and below it one for each phase: from when, since the fetch began, and how long.
pub(super) fn print(out: &mut impl Write, fetch: &Fetch) -> io::Result<()> {
    let start = fetch.began().mono_ns;
    let nanos = |from: u64, to: u64| Duration::from_nanos(to.saturating_sub(from));
    for hop in fetch.hops() {
        let status = hop.head().map_or_else(String::new, |head| format!("{} ", head.status));
        let url = show::inert(hop.url());
        writeln!(out, "{}. {status}{} {url}", hop.id().0, hop.method())?;
        for span in hop.phases() {
            let end = span.ended_ns.unwrap_or(span.began_ns);
            let at = nanos(start, span.began_ns);
            let took = nanos(span.began_ns, end);
            writeln!(out, "{}", words::phase(span.phase, at, took))?;
        }
    }
    let Some(ended) = fetch.ended() else { return Ok(()) };
    writeln!(out, "{}", words::all_phases(nanos(start, ended.mono_ns)))
}
