//! The options of `curl` (curl(1)), and what each means here.

use crate::types::problem::curl::CurlRefusal;

/// What an option does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It switches something on.
    Flag(Flag),
    /// It has a value.
    Text(Text),
    /// It has data of the body as its value.
    Data(Data),
    /// It has no value, and is ignored.
    Ignored,
    /// It has a value, and is ignored.
    IgnoredText,
    /// It would change the request in a way that isn't possible here; this is why.
    Refused(CurlRefusal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Compressed,
    Get,
    Head,
    Http10,
    Http11,
    Insecure,
    Location,
    LocationTrusted,
    PathAsIs,
    /// Options for what Sockscope does anyway.
    Granted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    AbstractSocket,
    Bearer,
    ConnectTimeout,
    Cookie,
    Header,
    MaxRedirects,
    MaxTime,
    Method,
    Proxy,
    ProxyUser,
    Range,
    Referer,
    Socks5,
    UnixSocket,
    Upload,
    Url,
    User,
    UserAgent,
}

/// How the value of a data option becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    /// `@file` without its line breaks.
    Ascii,
    /// The value verbatim, including `@`.
    Raw,
    /// `@file` with its line breaks.
    Binary,
    UrlEncode,
    Json,
}

/// Finds an option by the name after `--`.
pub(super) fn by_name(name: &str) -> Option<Meaning> {
    OPTIONS.iter().find(|(long, _, _)| *long == name).map(|(_, _, meaning)| *meaning)
}

/// Finds an option by the letter after `-`.
pub(super) fn by_letter(letter: char) -> Option<Meaning> {
    let has_letter = |short: &&str| short.chars().eq([letter]);
    OPTIONS.iter().find(|(_, short, _)| has_letter(short)).map(|(_, _, meaning)| *meaning)
}

use Meaning::{Ignored, IgnoredText, Refused};

const MULTIPART: Meaning = Refused(CurlRefusal::Multipart);
const CREDENTIALS: Meaning = Refused(CurlRefusal::Credentials);
const OTHER_PROXY: Meaning = Refused(CurlRefusal::ProxyKind);
const SEVERAL: Meaning = Refused(CurlRefusal::SeveralRequests);

/// Name, letter, meaning.
const OPTIONS: &[(&str, &str, Meaning)] = &[
    ("compressed", "", Meaning::Flag(Flag::Compressed)),
    ("get", "G", Meaning::Flag(Flag::Get)),
    ("head", "I", Meaning::Flag(Flag::Head)),
    ("http1.0", "0", Meaning::Flag(Flag::Http10)),
    ("http1.1", "", Meaning::Flag(Flag::Http11)),
    ("insecure", "k", Meaning::Flag(Flag::Insecure)),
    ("location", "L", Meaning::Flag(Flag::Location)),
    ("path-as-is", "", Meaning::Flag(Flag::PathAsIs)),
    ("basic", "", Meaning::Flag(Flag::Granted)),
    ("globoff", "g", Meaning::Flag(Flag::Granted)),
    ("abstract-unix-socket", "", Meaning::Text(Text::AbstractSocket)),
    ("connect-timeout", "", Meaning::Text(Text::ConnectTimeout)),
    ("cookie", "b", Meaning::Text(Text::Cookie)),
    ("header", "H", Meaning::Text(Text::Header)),
    ("max-redirs", "", Meaning::Text(Text::MaxRedirects)),
    ("max-time", "m", Meaning::Text(Text::MaxTime)),
    ("oauth2-bearer", "", Meaning::Text(Text::Bearer)),
    ("proxy", "x", Meaning::Text(Text::Proxy)),
    ("proxy-user", "U", Meaning::Text(Text::ProxyUser)),
    ("range", "r", Meaning::Text(Text::Range)),
    ("referer", "e", Meaning::Text(Text::Referer)),
    ("request", "X", Meaning::Text(Text::Method)),
    ("socks5", "", Meaning::Text(Text::Socks5)),
    ("socks5-hostname", "", Meaning::Text(Text::Socks5)),
    ("unix-socket", "", Meaning::Text(Text::UnixSocket)),
    ("upload-file", "T", Meaning::Text(Text::Upload)),
    ("url", "", Meaning::Text(Text::Url)),
    ("user", "u", Meaning::Text(Text::User)),
    ("user-agent", "A", Meaning::Text(Text::UserAgent)),
    ("data", "d", Meaning::Data(Data::Ascii)),
    ("data-ascii", "", Meaning::Data(Data::Ascii)),
    ("data-binary", "", Meaning::Data(Data::Binary)),
    ("data-raw", "", Meaning::Data(Data::Raw)),
    ("data-urlencode", "", Meaning::Data(Data::UrlEncode)),
    ("json", "", Meaning::Data(Data::Json)),
    ("anyauth", "", CREDENTIALS),
    ("aws-sigv4", "", CREDENTIALS),
    ("config", "K", Refused(CurlRefusal::OptionFile)),
    ("digest", "", CREDENTIALS),
    ("form", "F", MULTIPART),
    ("form-string", "", MULTIPART),
    ("negotiate", "", CREDENTIALS),
    ("next", ":", SEVERAL),
    ("ntlm", "", CREDENTIALS),
    ("preproxy", "", Refused(CurlRefusal::SecondProxy)),
    ("proxy1.0", "", OTHER_PROXY),
    ("request-target", "", Refused(CurlRefusal::RequestTarget)),
    ("socks4", "", OTHER_PROXY),
    ("socks4a", "", OTHER_PROXY),
    ("url-query", "", Refused(CurlRefusal::UrlQuery)),
    ("variable", "", Refused(CurlRefusal::Variable)),
    ("create-dirs", "", Ignored),
    ("disable", "q", Ignored),
    ("fail", "f", Ignored),
    ("fail-early", "", Ignored),
    ("fail-with-body", "", Ignored),
    ("http0.9", "", Ignored),
    ("http2", "", Ignored),
    ("http2-prior-knowledge", "", Ignored),
    ("http3", "", Ignored),
    ("http3-only", "", Ignored),
    ("ignore-content-length", "", Ignored),
    ("include", "i", Ignored),
    ("ipv4", "4", Ignored),
    ("ipv6", "6", Ignored),
    ("junk-session-cookies", "j", Ignored),
    ("keepalive", "", Ignored),
    ("location-trusted", "", Meaning::Flag(Flag::LocationTrusted)),
    ("no-buffer", "N", Ignored),
    ("no-progress-meter", "", Ignored),
    ("parallel", "Z", Ignored),
    ("post301", "", Ignored),
    ("post302", "", Ignored),
    ("post303", "", Ignored),
    ("progress-bar", "#", Ignored),
    ("proxy-basic", "", Meaning::Flag(Flag::Granted)),
    ("proxy-insecure", "", Ignored),
    ("proxytunnel", "p", Ignored),
    ("raw", "", Ignored),
    ("remote-header-name", "J", Ignored),
    ("remote-name", "O", Ignored),
    ("remote-name-all", "", Ignored),
    ("remote-time", "R", Ignored),
    ("retry-all-errors", "", Ignored),
    ("retry-connrefused", "", Ignored),
    ("show-error", "S", Ignored),
    ("show-headers", "", Ignored),
    ("silent", "s", Ignored),
    ("ssl", "", Ignored),
    ("ssl-no-revoke", "", Ignored),
    ("ssl-reqd", "", Ignored),
    ("styled-output", "", Ignored),
    ("tcp-fastopen", "", Ignored),
    ("tcp-nodelay", "", Ignored),
    ("tlsv1", "1", Ignored),
    ("tlsv1.0", "", Ignored),
    ("tlsv1.1", "", Ignored),
    ("tlsv1.2", "", Ignored),
    ("tlsv1.3", "", Ignored),
    ("tr-encoding", "", Ignored),
    ("trace-ids", "", Ignored),
    ("trace-time", "", Ignored),
    ("verbose", "v", Ignored),
    ("alt-svc", "", IgnoredText),
    ("cacert", "", IgnoredText),
    ("capath", "", IgnoredText),
    ("cert", "E", IgnoredText),
    ("cert-type", "", IgnoredText),
    ("ciphers", "", IgnoredText),
    ("connect-to", "", IgnoredText),
    ("continue-at", "C", IgnoredText),
    ("cookie-jar", "c", IgnoredText),
    ("curves", "", IgnoredText),
    ("dns-servers", "", IgnoredText),
    ("doh-url", "", IgnoredText),
    ("dump-header", "D", IgnoredText),
    ("expect100-timeout", "", IgnoredText),
    ("happy-eyeballs-timeout-ms", "", IgnoredText),
    ("hsts", "", IgnoredText),
    ("interface", "", IgnoredText),
    ("keepalive-time", "", IgnoredText),
    ("key", "", IgnoredText),
    ("key-type", "", IgnoredText),
    ("limit-rate", "", IgnoredText),
    ("local-port", "", IgnoredText),
    ("max-filesize", "", IgnoredText),
    ("noproxy", "", IgnoredText),
    ("output", "o", IgnoredText),
    ("output-dir", "", IgnoredText),
    ("pass", "", IgnoredText),
    ("pinnedpubkey", "", IgnoredText),
    ("proto", "", IgnoredText),
    ("proto-default", "", IgnoredText),
    ("proto-redir", "", IgnoredText),
    ("proxy-header", "", IgnoredText),
    ("rate", "", IgnoredText),
    ("resolve", "", IgnoredText),
    ("retry", "", IgnoredText),
    ("retry-delay", "", IgnoredText),
    ("retry-max-time", "", IgnoredText),
    ("speed-limit", "Y", IgnoredText),
    ("speed-time", "y", IgnoredText),
    ("stderr", "", IgnoredText),
    ("time-cond", "z", IgnoredText),
    ("tls-max", "", IgnoredText),
    ("tls13-ciphers", "", IgnoredText),
    ("trace", "", IgnoredText),
    ("trace-ascii", "", IgnoredText),
    ("trace-config", "", IgnoredText),
    ("write-out", "w", IgnoredText),
];
