//! What is wrong with a URL.

use crate::types::inert::inert;
use crate::types::problem::url::{HostProblem, UrlProblem};

/// Why a URL isn't valid, in lower case.
pub fn url(problem: &UrlProblem) -> String {
    match problem {
        UrlProblem::ControlCharacter(c) => control_character(&c.escape_debug().to_string()),
        UrlProblem::UnknownScheme(scheme) => unknown_scheme(scheme),
        UrlProblem::SlashesMissing(scheme) => slashes_missing(scheme),
        UrlProblem::UserinfoNotUtf8 => userinfo_not_utf8().to_owned(),
        UrlProblem::HostMissing => host_missing().to_owned(),
        UrlProblem::Host(name, problem) => host(&inert(name), &host_problem(*problem)),
        UrlProblem::Ipv6WithoutBrackets(address) => ipv6_without_brackets(address),
        UrlProblem::BracketMissing => bracket_missing().to_owned(),
        UrlProblem::Ipv6(text) => ipv6(&inert(text)),
        UrlProblem::Zone => zone().to_owned(),
        UrlProblem::AfterBracket => after_bracket().to_owned(),
        UrlProblem::Port(text) => port(&inert(text)),
        UrlProblem::PortTooLarge => port_too_large().to_owned(),
        UrlProblem::SocketMissing => socket_missing().to_owned(),
        UrlProblem::SocketName(name) => socket_name(&inert(name)),
        UrlProblem::SocketUnnamed => socket_unnamed().to_owned(),
        UrlProblem::SocketAmbiguous => socket_ambiguous().to_owned(),
        UrlProblem::RedirectScheme => redirect_scheme().to_owned(),
    }
}

fn host_problem(problem: HostProblem) -> String {
    match problem {
        HostProblem::NotUtf8 => not_utf8().to_owned(),
        HostProblem::Character(byte) => character(&byte.escape_ascii().to_string()),
        HostProblem::Idna => idna().to_owned(),
    }
}

messages! {
    control_character(c: &str) = "a URL can't contain {c}";
    unknown_scheme(scheme: &str) = "{scheme} is not http, https or unix";
    slashes_missing(scheme: &str) = "{scheme}: must be followed by //";
    userinfo_not_utf8 = "user and password are not UTF-8";
    host_missing = "the host is missing";
    host(name: &str, why: &str) = "'{name}' isn't a host name: {why}";
    ipv6_without_brackets(address: &str) = "an IPv6 address goes in brackets: [{address}]";
    bracket_missing = "the closing ] is missing";
    ipv6(text: &str) = "'{text}' isn't an IPv6 address";
    zone = "a zone is the name or number of an interface, such as %eth0";
    after_bracket = "only :port or the path can follow the ]";
    port(text: &str) = "'{text}' isn't a port number";
    port_too_large = "a port number is at most 65535";
    socket_missing = "the path of the socket is missing";
    socket_name(name: &str) = "'{name}' isn't the name of a Unix socket";
    socket_unnamed = "can't connect to a socket without a name";
    socket_ambiguous = "a URL can't name a socket that contains ':/'";
    redirect_scheme = "a redirect can only lead to http or https";
    not_utf8 = "it isn't UTF-8";
    character(c: &str) = "it contains '{c}'";
    idna = "IDNA doesn't allow it";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words() {
        let text = |text: &str| text.to_owned();
        let table = [
            (UrlProblem::ControlCharacter('\r'), r"a URL can't contain \r"),
            (UrlProblem::ControlCharacter('\0'), r"a URL can't contain \0"),
            (UrlProblem::UnknownScheme(text("ftp")), "ftp is not http, https or unix"),
            (UrlProblem::SlashesMissing(text("http")), "http: must be followed by //"),
            (UrlProblem::UserinfoNotUtf8, "user and password are not UTF-8"),
            (UrlProblem::HostMissing, "the host is missing"),
            (
                UrlProblem::Host(text("a%2fb"), HostProblem::Character(b'/')),
                "'a%2fb' isn't a host name: it contains '/'",
            ),
            (
                UrlProblem::Host(text("a%ff"), HostProblem::NotUtf8),
                "'a%ff' isn't a host name: it isn't UTF-8",
            ),
            (
                UrlProblem::Host(text("\u{202e}你"), HostProblem::Idna),
                r"'\u{202e}你' isn't a host name: IDNA doesn't allow it",
            ),
            (
                UrlProblem::Ipv6WithoutBrackets(text("::1")),
                "an IPv6 address goes in brackets: [::1]",
            ),
            (UrlProblem::BracketMissing, "the closing ] is missing"),
            (UrlProblem::Ipv6(text("::g")), "'::g' isn't an IPv6 address"),
            (UrlProblem::Zone, "a zone is the name or number of an interface, such as %eth0"),
            (UrlProblem::AfterBracket, "only :port or the path can follow the ]"),
            (UrlProblem::Port(text("+1")), "'+1' isn't a port number"),
            (UrlProblem::PortTooLarge, "a port number is at most 65535"),
            (UrlProblem::SocketMissing, "the path of the socket is missing"),
            (UrlProblem::SocketName(text(r"@\q")), r"'@\q' isn't the name of a Unix socket"),
            (UrlProblem::SocketUnnamed, "can't connect to a socket without a name"),
            (UrlProblem::SocketAmbiguous, "a URL can't name a socket that contains ':/'"),
            (UrlProblem::RedirectScheme, "a redirect can only lead to http or https"),
        ];
        for (problem, words) in table {
            assert_eq!(url(&problem), words);
        }
    }
}
