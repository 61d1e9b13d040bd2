//! The speed of the hex dump: 256 MiB into a sink, against `xxd` on the same file if it is installed.
//!
//! Run with `cargo bench --bench dump`. Fails below [`LEAST`] times the speed of `xxd`.

#![expect(clippy::print_stdout, reason = "the figures are its output")]

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sockscope::codec::Dumper;

fn main() -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(&mixed_bytes())?;
    let own = best(|| dump(file.path()))?;
    report("sockscope", own);
    let reference = best(|| {
        let status = Command::new("xxd").arg(file.path()).stdout(Stdio::null()).status()?;
        assert!(status.success(), "xxd failed");
        Ok(())
    });
    match reference {
        Ok(reference) => {
            report("xxd", reference);
            let ratio = reference.as_secs_f64() / own.as_secs_f64();
            println!("ratio      {ratio:.1}, at least {LEAST}");
            assert!(ratio >= LEAST, "the dump has become slow");
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => println!("xxd is not installed"),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Dumps as the command does.
fn dump(path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut portion = vec![0; 256 * 1024];
    let mut dumper = Dumper::new(io::sink(), 0);
    loop {
        let len = file.read(&mut portion)?;
        if len == 0 {
            return dumper.finish().map(drop);
        }
        dumper.write_all(portion.get(..len).unwrap_or_default())?;
    }
}

/// Every byte value, in no order that helps a branch predictor.
fn mixed_bytes() -> Vec<u8> {
    (0..SIZE).map(|number| number.wrapping_mul(0x9e37_79b9).to_be_bytes()[0]).collect()
}

fn best(mut run: impl FnMut() -> io::Result<()>) -> io::Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

fn report(name: &str, time: Duration) {
    let rate = f64::from(SIZE) / f64::from(1 << 20) / time.as_secs_f64();
    println!("{name:10} {time:8.3?} {rate:6.0} MiB/s");
}

const SIZE: u32 = 256 << 20;

const LEAST: f64 = 5.0;
