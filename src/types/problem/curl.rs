//! What can be wrong with a `curl` command.

use serde::{Deserialize, Serialize};

use crate::types::problem::url::UrlProblem;

/// Why a `curl` command cannot become a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurlProblem {
    /// It does not begin with `curl`.
    NotCurl,
    /// There is no URL.
    UrlMissing,
    /// There is more than one URL.
    SeveralUrls,
    /// The URL is not valid.
    Url(UrlProblem),
    /// This option needs a value.
    ValueMissing(String),
    /// This is not an option that is known here.
    UnknownOption(String),
    /// This option cannot be followed here.
    Refused(String, CurlRefusal),
    /// This quotation mark has no counterpart.
    QuoteMissing(char),
    /// A variable or `$(...)`, which needs a shell.
    ShellVariable,
    /// A command in backquotes, which needs a shell.
    ShellSubstitution,
    /// An `&` outside of quotes, which ends the command.
    Ampersand,
    /// An argument is not UTF-8.
    NotUtf8,
    /// Data from the standard input.
    NoStandardInput,
    /// The name of a file is missing.
    FileNameMissing,
    /// The content of a file, to be URL-encoded.
    FileUrlEncoded,
    /// The content of a file, to be put into the URL.
    FileInUrl,
    /// A file and other data.
    FileAndData,
    /// A file to upload and other data.
    UploadAndData,
    /// `-I` and data.
    HeadWithData,
    /// Cookies from a file.
    CookieFile,
    /// This is not a number of seconds.
    Seconds,
    /// This is not a number.
    Number,
    /// `https` over a Unix socket.
    TlsOverSocket,
    /// A URL cannot name this Unix socket.
    SocketName,
}

/// Why an option of `curl` cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurlRefusal {
    /// It makes a multipart form.
    Multipart,
    /// It needs a way to authenticate other than basic authentication or a bearer token.
    Credentials,
    /// It needs another kind of proxy.
    ProxyKind,
    /// It begins another request.
    SeveralRequests,
    /// It reads options from a file.
    OptionFile,
    /// It adds a second proxy.
    SecondProxy,
    /// It changes the request target.
    RequestTarget,
    /// It adds to the query of the URL.
    UrlQuery,
    /// It sets a variable.
    Variable,
}

/// A part of a `curl` command that is passed over, or done differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurlIgnored {
    /// Passed over: as it was typed.
    AsTyped(String),
    /// `--location-trusted` acts as `--location`.
    LocationTrusted,
    /// `-d` with this value, a file: its line breaks are kept.
    LineBreaks(String),
}
