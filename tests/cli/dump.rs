//! `dump`.

use std::fs;

use super::program::{leave_after_a_line, start, start_with_input};

#[test]
fn a_file_and_standard_input_are_dumped() {
    let expected = "\
00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21 0d 0a 00  |Hello, world!...|
00000010  1b 5b 32 4a ff                                    |.[2J.|
";
    let bytes = b"Hello, world!\r\n\0\x1b[2J\xff";
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    assert_eq!(start(&["dump", file.path().to_str().unwrap()]).finish().text(), expected);
    assert_eq!(start_with_input(&["dump", "-"], bytes).finish().text(), expected);
    assert_eq!(start(&["dump", "-"]).finish().text(), "");
}

#[test]
fn every_byte_of_a_large_file_is_dumped() {
    let bytes: Vec<u8> = (0..3_000_001_u32).map(|n| (n % 251) as u8).collect();
    let text = start_with_input(&["dump", "-"], bytes.clone()).finish().text();
    let row = |row: &str| -> Vec<u8> {
        let (columns, _) = row.split_once('|').unwrap();
        columns
            .split_whitespace()
            .skip(1)
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect()
    };
    assert!(text.lines().flat_map(row).eq(bytes));
}

#[test]
fn what_cannot_be_read_is_exit_code_1_in_words() {
    let table = [
        (
            "/no/such/file",
            "sockscope: could not read /no/such/file: no such file or directory (ENOENT)\n",
        ),
        ("/", "sockscope: could not read /: is a directory (EISDIR)\n"),
    ];
    for (path, words) in table {
        let outcome = start(&["dump", path]).finish();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
    }
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(10 << 20).unwrap();
    let (code, stderr) = leave_after_a_line(&["dump", file.path().to_str().unwrap()], |_| {});
    assert_eq!((code, stderr.as_str()), (Some(141), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_exit_code_1_in_words() {
    use super::program::command;

    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = command(&["dump", env!("CARGO_MANIFEST_PATH")]);
    let output = child.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let words = "sockscope: could not write standard output: no space left on device (ENOSPC)\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), words);
}
