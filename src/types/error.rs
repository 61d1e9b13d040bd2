//! Errors in words: which operation, on what, and why, with the errno's name.

use std::fmt;
use std::io;

use crate::types::errno;

/// What was attempted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Look up a host name.
    Resolve,
    /// Create a socket.
    Socket,
    /// Bind a local address.
    Bind,
    /// Listen.
    Listen,
    /// Accept a connection.
    Accept,
    /// Connect.
    Connect,
    /// Receive.
    Receive,
    /// Send.
    Send,
    /// Shut down one direction.
    Shutdown,
    /// Set or read an option.
    SetOption,
    /// Join a multicast group.
    Join,
    /// Leave a multicast group.
    Leave,
    /// Agree on TLS.
    Handshake,
    /// Be let through by a proxy.
    Proxy,
    /// Fetch over HTTP.
    Fetch,
    /// Open or read a file.
    ReadFile,
    /// Create or write a file.
    WriteFile,
    /// Write older bytes of the capture to disk, or read them back.
    Spill,
    /// Start a thread, an event queue: anything else of the system.
    Start,
}

impl Operation {
    /// The verb, as it stands after "could not".
    pub fn verb(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Socket => "create a socket for",
            Self::Bind => "bind",
            Self::Listen => "listen on",
            Self::Accept => "accept a connection on",
            Self::Connect => "connect to",
            Self::Receive => "receive from",
            Self::Send => "send to",
            Self::Shutdown => "shut down",
            Self::SetOption => "set",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Handshake => "agree on TLS with",
            Self::Proxy => "get through the proxy",
            Self::Fetch => "fetch",
            Self::ReadFile => "read",
            Self::WriteFile => "write",
            Self::Spill => "use the spill file in",
            Self::Start => "start",
        }
    }
}

/// What a person can change so that it works next time. What that is called is up to whoever shows it: a switch, a
/// button, an option of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Have the socket file removed that is left over, where nobody listens.
    RemoveStale,
    /// Allow sending to broadcast addresses.
    AllowBroadcast,
}

/// An operation that failed, on what, and why.
///
/// Prints as `could not bind 127.0.0.1:80: permission denied (EACCES) - ports below 1024 need privileges`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IoError {
    /// What was attempted.
    pub operation: Operation,
    /// On what: an address, a path, an option.
    pub target: String,
    /// The system's error number, where there is one.
    pub code: Option<i32>,
    /// Its kind, for decisions.
    pub kind: io::ErrorKind,
    /// The cause in words, lower case, without the errno name.
    pub words: String,
}

impl IoError {
    /// From the system's error.
    pub fn new(operation: Operation, target: impl Into<String>, source: &io::Error) -> Self {
        let code = source.raw_os_error();
        let words = code.and_then(errno::words).map_or_else(|| plain_words(source), str::to_owned);
        Self { operation, target: target.into(), code, kind: source.kind(), words }
    }

    /// From a cause that is no system error.
    pub fn other(
        operation: Operation,
        target: impl Into<String>,
        words: impl Into<String>,
    ) -> Self {
        Self {
            operation,
            target: target.into(),
            code: None,
            kind: io::ErrorKind::Other,
            words: words.into(),
        }
    }

    /// The errno's name, such as `ECONNREFUSED`.
    pub fn name(&self) -> Option<&'static str> {
        self.code.and_then(errno::name)
    }

    /// What a person can change here so that it works, where that is known.
    pub fn remedy(&self) -> Option<Remedy> {
        errno::remedy(self)
    }

    /// The whole sentence, and what to do about it in the words of whoever shows it.
    pub fn advised(&self, advice: fn(Remedy) -> &'static str) -> String {
        match self.remedy() {
            Some(remedy) => format!("{self} - {}", advice(remedy)),
            None => self.to_string(),
        }
    }

    /// The cause: words, errno name in brackets.
    pub fn cause(&self) -> String {
        self.name().map_or_else(|| self.words.clone(), |name| format!("{} ({name})", self.words))
    }
}

impl fmt::Display for IoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.operation.verb(), self.target, self.cause())?;
        match errno::advice(self) {
            Some(advice) => write!(f, " - {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for IoError {}

/// The standard library's text without its "(os error 98)" and with a small first letter.
fn plain_words(source: &io::Error) -> String {
    let text = source.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_operation_target_and_cause() {
        let error = IoError::new(
            Operation::Connect,
            "127.0.0.1:9",
            &io::Error::from_raw_os_error(libc::ECONNREFUSED),
        );
        assert_eq!(
            error.to_string(),
            "could not connect to 127.0.0.1:9: connection refused (ECONNREFUSED) - nothing listens there"
        );
    }

    #[test]
    fn a_privileged_port_gets_advice() {
        let error = IoError::new(
            Operation::Bind,
            "127.0.0.1:80",
            &io::Error::from_raw_os_error(libc::EACCES),
        );
        assert_eq!(
            error.to_string(),
            "could not bind 127.0.0.1:80: permission denied (EACCES) - ports below 1024 need privileges"
        );
    }

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
        for (code, cause) in table {
            let source = io::Error::from_raw_os_error(code);
            assert_eq!(IoError::new(Operation::WriteFile, "x", &source).cause(), cause);
        }
    }

    #[test]
    fn an_unknown_number_keeps_the_systems_words() {
        let error = IoError::new(Operation::Send, "x", &io::Error::other("Out of luck"));
        assert_eq!(error.to_string(), "could not send to x: out of luck");
    }
}
