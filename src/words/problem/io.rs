//! Errors of operations in words: which operation, on what, and why, with the errno's name.

use std::borrow::Cow;

use crate::types::error::Cause;
use crate::types::inert::inert;
use crate::types::{IoError, Operation, Remedy, errno};
use crate::words::problem::{self, file, http, net, template, tls};

/// The whole sentence: `could not bind 127.0.0.1:80: permission denied (EACCES) - ports below 1024 need privileges`.
pub fn io_error(error: &IoError) -> String {
    let verb = verb(error.operation);
    let text = could_not(verb, &inert(&error.target), &cause(error));
    match hint(error) {
        Some(hint) => advised(&text, hint),
        None => text,
    }
}

/// The whole sentence, and what to do about it in the words of whoever shows it.
pub fn io_error_with(error: &IoError, advice: fn(Remedy) -> &'static str) -> String {
    let text = io_error(error);
    match error.remedy() {
        Some(remedy) => advised(&text, advice(remedy)),
        None => text,
    }
}

/// The cause: words, errno name in brackets.
pub fn cause(error: &IoError) -> String {
    let words = reason(error);
    match error.name() {
        Some(name) => named(&words, name),
        None => words.into_owned(),
    }
}

/// The cause without the errno's name.
fn reason(error: &IoError) -> Cow<'static, str> {
    match &error.cause {
        Cause::System => number(error.code.unwrap_or_default()),
        Cause::Text(text) => Cow::Owned(inert(text).into_owned()),
        Cause::Net(problem) => Cow::Owned(net::net(problem)),
        Cause::Tls(problem) => Cow::Owned(tls::tls(problem)),
        Cause::Http(problem) => Cow::Owned(http::http(problem)),
        Cause::File(problem) => Cow::Owned(file::file(problem)),
        Cause::Fill(problem) => Cow::Owned(template::fill(problem)),
    }
}

/// An error number in plain words, those of the system if it isn't in our table.
fn number(code: i32) -> Cow<'static, str> {
    let words = errno::name(code).and_then(problem::errno::errno);
    words.map_or_else(|| Cow::Owned(errno::system_words(code)), Cow::Borrowed)
}

/// The verb, as it stands after "could not".
fn verb(operation: Operation) -> &'static str {
    match operation {
        Operation::Resolve => "resolve",
        Operation::Socket => "create a socket for",
        Operation::Bind => "bind",
        Operation::Listen => "listen on",
        Operation::Accept => "accept a connection on",
        Operation::Connect => "connect to",
        Operation::Receive => "receive from",
        Operation::Send => "send to",
        Operation::Shutdown => "shut down",
        Operation::SetOption => "set",
        Operation::Join => "join",
        Operation::Leave => "leave",
        Operation::Handshake => "complete the TLS handshake with",
        Operation::Proxy => "get through the proxy",
        Operation::Fetch => "fetch",
        Operation::ReadFile => "read",
        Operation::WriteFile => "write",
        Operation::Spill => "use the spill file in",
        Operation::Spawn => "start the thread",
        Operation::Poll => "wait for the sockets of",
        Operation::Start => "start",
    }
}

/// What a person can do about it, where that is known and the cause doesn't say it.
fn hint(error: &IoError) -> Option<&'static str> {
    if error.cause != Cause::System {
        return None;
    }
    let is_unix = error.target.starts_with("unix:");
    match (error.operation, error.name()?) {
        (Operation::Bind, "EACCES") if !is_unix => Some(privileged_port()),
        (Operation::Bind | Operation::Listen, "EADDRINUSE") => Some(port_taken()),
        (Operation::Bind, "EADDRNOTAVAIL") => Some(foreign_address()),
        (Operation::Connect, "ECONNREFUSED") => Some(nobody_listens()),
        (Operation::Join, "ENODEV") => Some(pick_an_interface()),
        (Operation::Bind | Operation::Connect, "EINVAL") if error.target.starts_with("[fe80:") => {
            Some(link_local())
        }
        (Operation::Accept | Operation::Socket, "EMFILE") => Some(descriptor_limit()),
        _ => None,
    }
}

messages! {
    could_not(verb: &str, target: &str, cause: &str) = "could not {verb} {target}: {cause}";
    advised(text: &str, advice: &str) = "{text} - {advice}";
    named(text: &str, name: &str) = "{text} ({name})";
    privileged_port = "ports below 1024 need privileges";
    port_taken = "another program or tab listens there";
    foreign_address = "no interface of this machine has that address";
    nobody_listens = "nothing listens there";
    pick_an_interface = "pick an interface";
    link_local = "a link-local address needs its interface, such as fe80::1%eth0";
    descriptor_limit = "raise the limit with ulimit -n";
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn of(operation: Operation, target: &str, code: i32) -> IoError {
        IoError::new(operation, target, &io::Error::from_raw_os_error(code))
    }

    #[cfg(unix)]
    #[test]
    fn an_error_names_operation_target_and_cause() {
        assert_eq!(
            io_error(&of(Operation::Connect, "127.0.0.1:9", libc::ECONNREFUSED)),
            "could not connect to 127.0.0.1:9: connection refused (ECONNREFUSED) - nothing listens there"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_privileged_port_gets_advice() {
        assert_eq!(
            io_error(&of(Operation::Bind, "127.0.0.1:80", libc::EACCES)),
            "could not bind 127.0.0.1:80: permission denied (EACCES) - ports below 1024 need privileges"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_files_and_sockets_can_say_has_a_name() {
        let table = [
            (libc::EROFS, "read-only file system (EROFS)"),
            (libc::EDQUOT, "disk quota exceeded (EDQUOT)"),
            (libc::ELOOP, "too many levels of symbolic links (ELOOP)"),
            (libc::ETXTBSY, "text file busy (ETXTBSY)"),
            (libc::ESHUTDOWN, "cannot send after shutdown (ESHUTDOWN)"),
            (libc::EPROTO, "protocol error (EPROTO)"),
        ];
        for (code, words) in table {
            assert_eq!(cause(&of(Operation::WriteFile, "x", code)), words);
        }
    }

    #[test]
    fn an_unknown_number_keeps_the_systems_words() {
        let error = IoError::new(Operation::Send, "x", &io::Error::other("Out of luck"));
        assert_eq!(io_error(&error), "could not send to x: out of luck");
        let unheard = of(Operation::Send, "x", 4000);
        assert_eq!(io_error(&unheard), "could not send to x: unknown error 4000");
    }

    #[test]
    fn a_target_cannot_move_the_cursor() {
        let error = IoError::other(Operation::ReadFile, "a\u{1b}[2J", "no\nsuch");
        assert_eq!(io_error(&error), r"could not read a\x1b[2J: no\nsuch");
    }
}
