//! What is wrong with a proxy.

use crate::types::inert::inert;
use crate::types::problem::proxy::{ProxyProblem, TunnelProblem};
use crate::words::bytes;

/// Why a text isn't a proxy, in lower case.
pub fn proxy(problem: &ProxyProblem) -> String {
    let words = match problem {
        ProxyProblem::UnknownScheme(scheme) => return unknown_scheme(&inert(scheme)),
        ProxyProblem::Ipv6(text) => return ipv6(&inert(text)),
        ProxyProblem::HostCharacter(c) => return host_character(&c.escape_debug().to_string()),
        ProxyProblem::Port(text) => return port(&inert(text)),
        ProxyProblem::Tls => tls(),
        ProxyProblem::Socks4 => socks4(),
        ProxyProblem::Path => path(),
        ProxyProblem::UserNotUtf8 => user_not_utf8(),
        ProxyProblem::PasswordNotUtf8 => password_not_utf8(),
        ProxyProblem::BracketMissing => bracket_missing(),
        ProxyProblem::AfterBracket => after_bracket(),
        ProxyProblem::HostMissing => host_missing(),
    };
    words.to_owned()
}

/// Why a proxy doesn't connect to a server, as it stands after "could not get through the proxy ..:".
pub fn tunnel(problem: &TunnelProblem) -> String {
    let words = match problem {
        TunnelProblem::Status { status, reason } => return refusal(*status, reason),
        TunnelProblem::EarlyBytes(early) => return early_bytes(&bytes(*early)),
        TunnelProblem::Host(name) => return host(&inert(name)),
        TunnelProblem::NotSocks(byte) => return version(*byte),
        TunnelProblem::Method(selected) => return method(*selected),
        TunnelProblem::Reply(code) => return reply(*code),
        TunnelProblem::AddressType(kind) => return address_type(*kind),
        TunnelProblem::Closed => closed(),
        TunnelProblem::HostTooLong => host_too_long(),
        TunnelProblem::UserTooLong => user_too_long(),
        TunnelProblem::PasswordTooLong => password_too_long(),
        TunnelProblem::LoginWanted => login_wanted(),
        TunnelProblem::NoMethod => no_method(),
        TunnelProblem::LoginRefused => login_refused(),
    };
    words.to_owned()
}

fn refusal(status: u16, reason: &[u8]) -> String {
    let text = answered(status, &inert(&String::from_utf8_lossy(reason)));
    match status {
        407 => authentication_required(text.trim_end()),
        _ => text.trim_end().to_owned(),
    }
}

fn version(byte: u8) -> String {
    match byte {
        b'H' => looks_like_http().to_owned(),
        0 | 4 => speaks_socks4().to_owned(),
        _ => not_socks(byte),
    }
}

/// The codes of RFC 1928, 6.
fn reply(code: u8) -> String {
    let words = match code {
        1 => general_failure(),
        2 => not_allowed(),
        3 => network_unreachable(),
        4 => host_unreachable(),
        5 => connection_refused(),
        6 => ttl_expired(),
        7 => unknown_command(),
        8 => unknown_address_type(),
        _ => return unknown_reply(code),
    };
    with_code(words, code)
}

messages! {
    unknown_scheme(scheme: &str) = "a proxy is http:// or socks5://, not {scheme}://";
    ipv6(text: &str) = "'{text}' isn't an IPv6 address";
    host_character(c: &str) = "a host name can't contain '{c}'";
    port(text: &str) = "a port number is 1 to 65535, not {text}";
    tls = "a proxy that is itself reached over TLS is not supported";
    socks4 = "SOCKS 4 is not supported, only socks5://";
    path = "a proxy has no path, and a / in a password is written %2F";
    user_not_utf8 = "the user of the proxy isn't percent-encoded UTF-8";
    password_not_utf8 = "the password of the proxy isn't percent-encoded UTF-8";
    bracket_missing = "the closing ] of the proxy is missing";
    after_bracket = "only :port can follow the ]";
    host_missing = "the host of the proxy is missing";
    closed = "it closed the connection";
    answered(status: u16, reason: &str) = "it answered {status} {reason}";
    authentication_required(answer: &str) = "{answer}: it requires a valid user and password";
    early_bytes(early: &str) = "it sent {early} before the server was asked anything";
    host(name: &str) = "{name} means nothing to a proxy";
    host_too_long = "the host name is longer than 255 bytes";
    user_too_long = "the user is longer than 255 bytes";
    password_too_long = "the password is longer than 255 bytes";
    looks_like_http = "its answer isn't SOCKS 5 but looks like HTTP: is it an http:// proxy?";
    speaks_socks4 = "it speaks SOCKS 4, not SOCKS 5";
    not_socks(byte: u8) = "its answer isn't SOCKS 5: it begins with the byte {byte:#04x}";
    login_wanted = "it requires a user and a password";
    no_method = "it accepts neither a user and password nor none";
    method(selected: u8) = "it selected method {selected}, which was not offered";
    login_refused = "it doesn't accept the user or the password";
    address_type(kind: u8) = "its reply has an address of the unknown type {kind}";
    general_failure = "general failure";
    not_allowed = "its rules don't allow the connection";
    network_unreachable = "it can't reach the network";
    host_unreachable = "it can't reach the host or doesn't know its name";
    connection_refused = "the server refused the connection";
    ttl_expired = "the connection took too long (TTL expired)";
    unknown_command = "it doesn't know the command CONNECT";
    unknown_address_type = "it doesn't know this type of address";
    with_code(words: &str, code: u8) = "{words} (SOCKS reply {code})";
    unknown_reply(code: u8) = "it refused for an unknown reason (SOCKS reply {code})";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_with_the_text_has_words() {
        let text = |text: &str| text.to_owned();
        let table = [
            (ProxyProblem::HostMissing, "the host of the proxy is missing"),
            (ProxyProblem::Tls, "a proxy that is itself reached over TLS is not supported"),
            (ProxyProblem::Socks4, "SOCKS 4 is not supported, only socks5://"),
            (
                ProxyProblem::UnknownScheme(text("ftp\u{7}")),
                r"a proxy is http:// or socks5://, not ftp\x07://",
            ),
            (ProxyProblem::Path, "a proxy has no path, and a / in a password is written %2F"),
            (ProxyProblem::HostCharacter('\t'), r"a host name can't contain '\t'"),
            (ProxyProblem::Port(text("+5")), "a port number is 1 to 65535, not +5"),
            (ProxyProblem::BracketMissing, "the closing ] of the proxy is missing"),
            (ProxyProblem::AfterBracket, "only :port can follow the ]"),
            (ProxyProblem::Ipv6(text("host")), "'host' isn't an IPv6 address"),
            (ProxyProblem::UserNotUtf8, "the user of the proxy isn't percent-encoded UTF-8"),
            (
                ProxyProblem::PasswordNotUtf8,
                "the password of the proxy isn't percent-encoded UTF-8",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(proxy(&problem), words);
        }
    }

    #[test]
    fn every_answer_of_a_proxy_has_words() {
        let status = |status, reason: &str| TunnelProblem::Status { status, reason: reason.into() };
        let table = [
            (TunnelProblem::Closed, "it closed the connection"),
            (status(502, "Bad Gateway"), "it answered 502 Bad Gateway"),
            (status(502, ""), "it answered 502"),
            (status(407, ""), "it answered 407: it requires a valid user and password"),
            (status(400, "\u{1b}[2J"), r"it answered 400 \x1b[2J"),
            (TunnelProblem::EarlyBytes(1), "it sent 1 byte before the server was asked anything"),
            (TunnelProblem::Host("fe80::1%e".into()), "fe80::1%e means nothing to a proxy"),
            (TunnelProblem::HostTooLong, "the host name is longer than 255 bytes"),
            (TunnelProblem::UserTooLong, "the user is longer than 255 bytes"),
            (TunnelProblem::PasswordTooLong, "the password is longer than 255 bytes"),
            (
                TunnelProblem::NotSocks(b'H'),
                "its answer isn't SOCKS 5 but looks like HTTP: is it an http:// proxy?",
            ),
            (TunnelProblem::NotSocks(4), "it speaks SOCKS 4, not SOCKS 5"),
            (TunnelProblem::NotSocks(7), "its answer isn't SOCKS 5: it begins with the byte 0x07"),
            (TunnelProblem::LoginWanted, "it requires a user and a password"),
            (TunnelProblem::NoMethod, "it accepts neither a user and password nor none"),
            (TunnelProblem::Method(2), "it selected method 2, which was not offered"),
            (TunnelProblem::LoginRefused, "it doesn't accept the user or the password"),
            (TunnelProblem::AddressType(2), "its reply has an address of the unknown type 2"),
            (TunnelProblem::Reply(5), "the server refused the connection (SOCKS reply 5)"),
            (TunnelProblem::Reply(9), "it refused for an unknown reason (SOCKS reply 9)"),
        ];
        for (problem, words) in table {
            assert_eq!(tunnel(&problem), words);
        }
    }

    #[test]
    fn every_reply_of_the_rfc_has_words_of_its_own() {
        let mut all: Vec<String> =
            (0..=9).map(|code| reply(code).replace(char::is_numeric, "")).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 9, "0 and 9 are the unknown ones: {all:?}");
    }
}
