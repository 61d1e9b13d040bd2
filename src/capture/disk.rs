//! The spill file. It has no name, so that nothing is left over even if the program crashes.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Something to write to and read from at a position.
pub(super) trait Disk: fmt::Debug + Send + Sync {
    /// Its directory, for error messages.
    fn place(&self) -> String;

    /// Writes all of `bytes` at `position`.
    fn write(&self, position: u64, bytes: &[u8]) -> io::Result<()>;

    /// Fills `out` from `position`.
    fn read(&self, position: u64, out: &mut [u8]) -> io::Result<()>;
}

/// An unlinked file, made when first written to.
#[derive(Debug)]
pub(super) struct SpillFile {
    directory: PathBuf,
    file: OnceLock<File>,
}

impl SpillFile {
    pub(super) fn new(directory: PathBuf) -> Self {
        Self { directory, file: OnceLock::new() }
    }

    /// A file that is there already.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn over(file: File) -> Self {
        Self { directory: PathBuf::new(), file: file.into() }
    }

    fn open(&self) -> io::Result<&File> {
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let file = tempfile::tempfile_in(&self.directory)?;
        Ok(self.file.get_or_init(|| file))
    }
}

impl Disk for SpillFile {
    fn place(&self) -> String {
        self.directory.display().to_string()
    }

    fn write(&self, position: u64, bytes: &[u8]) -> io::Result<()> {
        write_all_at(self.open()?, position, bytes)
    }

    fn read(&self, position: u64, out: &mut [u8]) -> io::Result<()> {
        read_exact_at(self.open()?, position, out)
    }
}

/// The system's directory for large temporary files: `TMPDIR`, else `/var/tmp`, because `/tmp` is memory on many
/// systems (file-hierarchy(7)); on Windows what `GetTempPath2` says.
pub(super) fn default_directory() -> PathBuf {
    let large = PathBuf::from("/var/tmp");
    if cfg!(unix) && std::env::var_os("TMPDIR").is_none() && large.is_dir() {
        return large;
    }
    tempfile::env::temp_dir()
}

#[cfg(unix)]
fn write_all_at(file: &File, position: u64, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, position)
}

#[cfg(unix)]
fn read_exact_at(file: &File, position: u64, out: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, position)
}

#[cfg(windows)]
fn write_all_at(file: &File, mut position: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, position)?;
        bytes = match bytes.get(count..) {
            Some(rest) if count > 0 => rest,
            _ => return Err(io::ErrorKind::WriteZero.into()),
        };
        position += count as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut position: u64, mut out: &mut [u8]) -> io::Result<()> {
    while !out.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, out, position)?;
        out = match out.get_mut(count..) {
            Some(rest) if count > 0 => rest,
            _ => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
        position += count as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_at_a_position_is_read_there() {
        let disk = SpillFile::new(default_directory());
        disk.write(1_000_000, b"after a hole").unwrap();
        disk.write(0, b"at the start").unwrap();
        let mut out = [0; 12];
        disk.read(0, &mut out).unwrap();
        assert_eq!(&out, b"at the start");
        disk.read(1_000_000, &mut out).unwrap();
        assert_eq!(&out, b"after a hole");
        let error = disk.read(1_000_001, &mut out).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn the_file_has_no_name() {
        let directory = tempfile::tempdir().unwrap();
        let disk = SpillFile::new(directory.path().to_owned());
        disk.write(0, b"x").unwrap();
        if cfg!(unix) {
            assert_eq!(directory.path().read_dir().unwrap().count(), 0);
        }
    }

    #[test]
    fn nothing_is_made_before_the_first_write() {
        let missing = tempfile::tempdir().unwrap().path().join("missing");
        let disk = SpillFile::new(missing);
        let error = disk.write(0, b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
