//! Files that are read and written: the line that asks for a path, and what came of each.

use crate::types::file::{
    FileAmount, FileContent, FileDisposition, FileNotice, FileState, KeptFile, LoadNotice,
};
use crate::words::{bytes, capitalised, count, io_error, size};

/// How far the work with a file has come.
pub fn notice(notice: &FileNotice) -> String {
    let path = notice.path.display().to_string();
    let content = content(notice.content);
    match &notice.state {
        FileState::Reading => reading(&path),
        FileState::Read(FileAmount::All | FileAmount::Bytes(_)) => read(content, &path),
        FileState::Read(FileAmount::Payloads { new, known: 0 }) => added(&payloads(*new)),
        FileState::Read(FileAmount::Payloads { new, known }) => {
            added_some(&payloads(*new), &count(*known))
        }
        FileState::Writing { .. } => writing(&path),
        FileState::Written(FileAmount::All) => written(content, &path),
        FileState::Written(FileAmount::Bytes(n)) => written(&bytes(*n), &path),
        FileState::Written(FileAmount::Payloads { new, .. }) => written(&payloads(*new), &path),
        FileState::Cancelled => cancelled(&path),
        FileState::Exists => exists(&path),
        FileState::Failed(error) => capitalised(&io_error(error)),
    }
}

/// "2 MiB of 10 MiB".
pub fn progress(done: u64, total: u64) -> String {
    done_of(&size(done), &size(total))
}

/// That a file kept between starts couldn't be used.
pub fn load(notice: &LoadNotice) -> String {
    let error = io_error(&notice.error);
    let error = match &notice.disposition {
        FileDisposition::Renamed(path) => renamed(&error, &path.display().to_string()),
        FileDisposition::Stays => error,
        FileDisposition::NotRenamed(why) => and(&error, &io_error(why)),
    };
    match (notice.file, &notice.disposition) {
        (KeptFile::Settings, _) => settings_not_loaded(&error),
        (KeptFile::Shelf, FileDisposition::Renamed(_)) => shelf_not_loaded(&error),
        (KeptFile::Shelf, FileDisposition::Stays | FileDisposition::NotRenamed(_)) => {
            shelf_not_kept(&error)
        }
    }
}

fn content(content: FileContent) -> &'static str {
    match content {
        FileContent::Rules => rules(),
        FileContent::Play => play_list(),
        FileContent::Payloads => saved_payloads(),
        FileContent::Body => body(),
        FileContent::Response => response(),
    }
}

/// "1 payload".
pub fn payloads(n: u64) -> String {
    if n == 1 { one_payload().to_owned() } else { many_payloads(&count(n)) }
}

messages! {
    reading(path: &str) = "Reading {path}";
    read(what: &str, path: &str) = "{what} read from {path}";
    writing(path: &str) = "Writing {path}";
    written(what: &str, path: &str) = "{what} written to {path}";
    added(what: &str) = "{what} added";
    added_some(what: &str, known: &str) = "{what} added, {known} already there";
    cancelled(path: &str) = "Cancelled, {path} wasn’t written";
    exists(path: &str) = "{path} already exists";
    done_of(done: &str, total: &str) = "{done} of {total}";

    rules = "Rules";
    play_list = "Play list";
    saved_payloads = "Payloads";
    body = "Body";
    response = "Response";
    one_payload = "1 payload";
    many_payloads(count: &str) = "{count} payloads";

    renamed(error: &str, path: &str) = "{error}; the file was set aside as {path}";
    settings_not_loaded(error: &str) = "Settings not loaded: {error}";
    shelf_not_loaded(error: &str) = "Shelf not loaded: {error}";
    shelf_not_kept(error: &str) = "Changes to the shelf won’t be saved: {error}";
    and(one: &str, other: &str) = "{one}; {other}";

    file = "File";
    import_or_export = "Import or export";
    import = "Import";
    export = "Export";
    path_hint = "/path/to/file.toml";
    rules_toggle_hint = "Read the rules from a file, or write them to one";
    rules_path = "Path of the rules";
    rules_import_hint = "Replace these rules with those in the file";
    rules_export_hint = "Write these rules to the file";
    play_toggle_hint = "Read the list from a file, or write it to one that “sockscope play” can play";
    play_path = "Path of the list";
    play_import_hint = "Replace this list with the one in the file";
    play_export_hint = "Write this list to the file";
    replace = "Replace";
    replace_hint = "Overwrite the existing file";
    keep = "Keep";
    keep_hint = "Leave the existing file as it is";
    cancel = "Cancel";
    cancel_hint = "Leave the existing file, if any, as it is";
    dismiss = "Dismiss";
    dismiss_hint = "Hide this line";
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use super::*;
    use crate::types::{IoError, Operation};

    #[test]
    fn each_state_of_a_file_has_words() {
        let missing = || {
            let error = io::Error::from(io::ErrorKind::NotFound);
            IoError::new(Operation::ReadFile, "/tmp/x", &error)
        };
        let payloads = |new, known| FileAmount::Payloads { new, known };
        let table = [
            (FileContent::Rules, FileState::Reading, "Reading /tmp/x"),
            (FileContent::Rules, FileState::Read(FileAmount::All), "Rules read from /tmp/x"),
            (FileContent::Payloads, FileState::Read(payloads(1, 0)), "1 payload added"),
            (
                FileContent::Payloads,
                FileState::Read(payloads(0, 1)),
                "0 payloads added, 1 already there",
            ),
            (FileContent::Play, FileState::Writing { done: 0, total: None }, "Writing /tmp/x"),
            (FileContent::Play, FileState::Written(FileAmount::All), "Play list written to /tmp/x"),
            (
                FileContent::Body,
                FileState::Written(FileAmount::Bytes(5)),
                "5 bytes written to /tmp/x",
            ),
            (
                FileContent::Payloads,
                FileState::Written(payloads(2, 0)),
                "2 payloads written to /tmp/x",
            ),
            (FileContent::Response, FileState::Cancelled, "Cancelled, /tmp/x wasn’t written"),
            (FileContent::Response, FileState::Exists, "/tmp/x already exists"),
        ];
        for (content, state, words) in table {
            let path = PathBuf::from("/tmp/x");
            assert_eq!(notice(&FileNotice { content, path, state }), words);
        }
        let failed = FileNotice {
            content: FileContent::Rules,
            path: PathBuf::from("/tmp/x"),
            state: FileState::Failed(missing()),
        };
        assert!(notice(&failed).starts_with("Could not read /tmp/x: "));
    }
}
