//! `dump`: the hex dump of a file.

use std::fs::File;
use std::io::{self, Read, Write as _};

use crate::cli::arguments::Dump;
use crate::cli::failure::Failure;
use crate::codec::Dumper;
use crate::types::{IoError, Operation};
use crate::words::cli::failure as words;

/// Prints the dump of a file or of standard input.
pub(super) fn run(arguments: &Dump) -> Result<(), Failure> {
    if arguments.file.as_os_str() == "-" {
        return dump(io::stdin().lock(), words::standard_input());
    }
    let path = arguments.file.display().to_string();
    let file = File::open(&arguments.file)
        .map_err(|error| IoError::new(Operation::ReadFile, &path, &error))?;
    dump(file, &path)
}

fn dump(mut source: impl Read, name: &str) -> Result<(), Failure> {
    let mut dumper = Dumper::new(io::stdout().lock(), 0);
    let mut buffer = vec![0; BLOCK];
    let end = loop {
        match source.read(&mut buffer) {
            Ok(0) => break Ok(()),
            Ok(len) => {
                let bytes = buffer.get(..len).unwrap_or_default();
                dumper.write_all(bytes).map_err(|error| Failure::output(&error))?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(IoError::new(Operation::ReadFile, name, &error)),
        }
    };
    // What was read before an error is shown.
    let finished = dumper.finish().and_then(|mut out| out.flush());
    finished.map_err(|error| Failure::output(&error))?;
    Ok(end?)
}

/// Larger reads were not faster when measured.
const BLOCK: usize = 256 * 1024;
