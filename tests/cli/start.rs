//! Help, wrong arguments, no display, the demo.

use std::process::Stdio;

use super::program::{Program, command, start};

#[test]
fn without_a_display_the_commands_are_named() {
    let outcome = start(&[]).finish();
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.stdout, b"");
    assert_eq!(outcome.stderr.lines().count(), 1, "{}", outcome.stderr);
    for word in ["window", "tcp-server", "tcp-client", "udp", "dump", "demo", "sockscope --help"] {
        assert!(outcome.stderr.contains(word), "{}", outcome.stderr);
    }
}

#[test]
#[cfg(feature = "gui")]
fn a_display_that_is_not_there_is_a_sentence() {
    let outcome = Program::new(command(&[]).env("DISPLAY", ":4711").stdin(Stdio::null())).finish();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("sockscope --help"), "{}", outcome.stderr);
}

#[test]
fn help_shows_examples() {
    for arguments in [
        &["--help"][..],
        &["tcp-server", "--help"],
        &["tcp-client", "--help"],
        &["udp", "--help"],
        &["dump", "--help"],
        &["demo", "--help"],
    ] {
        let text = start(arguments).finish().text();
        assert!(text.contains("Example"), "{text}");
        assert!(text.contains("\n  sockscope "), "{text}");
    }
}

#[test]
fn wrong_arguments_are_exit_code_2() {
    let table: [(&[&str], &str); 22] = [
        (&["tcp-serve"], "unrecognized subcommand"),
        (&["tcp-server"], "[ADDR:]PORT"),
        (&["tcp-server", "70000"], "“70000” isn't a port number (0 to 65535)"),
        (&["tcp-server", "example.com:80"], "“example.com” isn't an IP address"),
        (&["tcp-server", "0", "--for", "soon"], "soon isn't a duration, such as 500ms, 5s, 2m"),
        (&["tcp-server", "0", "--max-clients", "0"], "0 is not in"),
        (&["tcp-client", "localhost:0"], "port 0 can't be connected to"),
        (&["tcp-client", "9", "--hex", "0g"], "--hex: “g” is not a hex digit\n\n  0g\n   ^\n"),
        (&["tcp-client", "9", "--text", r"ab\q"], "\n  ab\\q\n    ^^\n"),
        (&["tcp-client", "9", "--text", "你é", "--encoding", "big5"], "(U+00E9)"),
        (&["tcp-client", "9", "--ending", "eol"], "one of None, LF, CR, CRLF, NUL"),
        (&["tcp-server", "unix:(unnamed)"], "unix:(unnamed) isn't an address"),
        (&["udp", "--bind", "example.com:80"], "“example.com” isn't an IP address"),
        (&["udp", "--to", "localhost:0"], "port 0 can't be connected to"),
        (&["udp", "--text", "hi"], "--to is needed: where to send that"),
        (&["udp", "--connect"], "--to <HOST:PORT>"),
        (&["udp", "--join", "10.0.0.1"], "“10.0.0.1” isn't a multicast group"),
        (&["udp", "--join", "239.1.2.3%nowhere0"], "there is no interface “nowhere0”"),
        (&["udp", "--to", "9", "--kind", "seqpacket"], "works over a Unix socket"),
        (&["tcp-client", "9", "--hex", "0g"], "Usage: sockscope tcp-client [OPTIONS] <HOST:PORT>"),
        (&["udp", "--text", "hi"], "Usage: sockscope udp [OPTIONS]"),
        (&["dump"], "FILE|-"),
    ];
    for (arguments, words) in table {
        let outcome = start(arguments).finish();
        assert_eq!((outcome.code, outcome.stdout.as_slice()), (Some(2), &b""[..]), "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn the_demo_shows_text_hex_and_gbk_both_ways() {
    let text = Program::new(command(&["demo"]).stdin(Stdio::null())).finish().text();
    assert!(text.starts_with("A server listens"), "{text}");
    let rows = [
        "00000000  48 65 6c 6c 6f 2c 20 73  65 72 76 65 72 21 0d 0a  |Hello, server!..|\n",
        "00000000  48 65 6c 6c 6f 2c 20 63  6c 69 65 6e 74 21 0d 0a  |Hello, client!..|\n",
        "00000000  00 01 02 7f 80 fe ff de  ad be ef                 |...........|\n",
        "00000000  ca fe                                             |..|\n",
        "00000000  c4 e3 ba c3 a3 ac b7 fe  ce f1 c6 f7 0d 0a        |..............|\nGBK: 你好，服务器\\r\\n\n",
        "00000000  c4 e3 ba c3 a3 ac bf cd  bb a7 b6 cb 0d 0a        |..............|\nGBK: 你好，客户端\\r\\n\n",
    ];
    let places: Vec<Option<usize>> = rows.iter().map(|row| text.find(row)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
    assert!(text.ends_with(
        "Done: 41 bytes to the server and 32 bytes to the client arrived as they were sent.\n"
    ));
}
