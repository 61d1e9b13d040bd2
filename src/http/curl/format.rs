//! Writes the command for a request.

use crate::http::Scheme;
use crate::http::curl::shell::{push_octal, quote};
use crate::http::curl::{CurlBody, CurlCommand};
use crate::types::{Destination, HttpVersion, UnixAddress};

pub(super) fn command(command: &CurlCommand) -> String {
    let mut out = Options { out: piped_data(command).unwrap_or_default() };
    out.out.push_str("curl ");
    out.url(command);
    out.method(command);
    for header in &command.headers {
        let line = match header.value.as_str() {
            "" => format!("{};", header.name),
            value => format!("{}: {value}", header.name),
        };
        out.value("-H", line.as_bytes());
    }
    out.body(command);
    out.switches(command);
    out.out
}

/// `printf ... | `, for data that an argument can't hold.
fn piped_data(command: &CurlCommand) -> Option<String> {
    let CurlBody::Bytes(bytes) = &command.body else {
        return None;
    };
    if !bytes.contains(&0) {
        return None;
    }
    let mut out = "printf '".to_owned();
    for &byte in bytes {
        match byte {
            b'%' => out.push_str("%%"),
            b' ' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ => push_octal(byte, &mut out),
        }
    }
    out.push_str("' | ");
    Some(out)
}

/// Here a SOCKS proxy looks up names, which curl does only with this scheme.
fn proxy(url: &str) -> String {
    url.strip_prefix("socks5://").map_or_else(|| url.to_owned(), |rest| format!("socks5h://{rest}"))
}

/// One option per line.
struct Options {
    out: String,
}

impl Options {
    fn flag(&mut self, name: &str) {
        self.out.push_str(" \\\n  ");
        self.out.push_str(name);
    }

    fn value(&mut self, name: &str, value: &[u8]) {
        self.flag(name);
        self.out.push(' ');
        self.out.push_str(&quote(value));
    }

    fn url(&mut self, command: &CurlCommand) {
        let url = &command.url;
        let Destination::Unix(address) = url.destination() else {
            self.out.push_str(&quote(url.exact().as_bytes()));
            self.url_switches(command);
            return;
        };
        self.out.push_str(&quote(url.beside_socket().as_bytes()));
        match address {
            UnixAddress::Abstract(name) => self.value("--abstract-unix-socket", &name),
            UnixAddress::Path(path) => {
                self.value("--unix-socket", path.to_string_lossy().as_bytes());
            }
            UnixAddress::Unnamed => {}
        }
        self.url_switches(command);
    }

    /// Options that keep curl from changing the URL.
    fn url_switches(&mut self, command: &CurlCommand) {
        if command.url.has_dot_segments() {
            self.flag("--path-as-is");
        }
        if command.url.exact().contains(['[', ']', '{', '}']) {
            self.flag("--globoff");
        }
    }

    fn method(&mut self, command: &CurlCommand) {
        let implied = if command.body == CurlBody::None { "GET" } else { "POST" };
        match command.method.as_str() {
            "HEAD" if command.body == CurlBody::None => self.flag("-I"),
            method if method == implied => {}
            method => self.value("-X", method.as_bytes()),
        }
    }

    fn body(&mut self, command: &CurlCommand) {
        if command.body == CurlBody::None {
            return;
        }
        if !command.headers.iter().any(|header| header.is("Content-Type")) {
            // Otherwise curl sends the content type of a form.
            self.value("-H", b"Content-Type:");
        }
        match &command.body {
            CurlBody::Bytes(bytes) if bytes.contains(&0) => self.flag("--data-binary @-"),
            CurlBody::Bytes(bytes) => self.value("--data-raw", bytes),
            CurlBody::File(path) => {
                self.value("--data-binary", format!("@{}", path.display()).as_bytes());
            }
            CurlBody::None => {}
        }
    }

    fn switches(&mut self, command: &CurlCommand) {
        let is_tls = command.url.scheme() == Scheme::Https;
        let version = match command.version {
            HttpVersion::Http10 => Some("--http1.0"),
            // Otherwise curl may negotiate HTTP/2.
            HttpVersion::Http11 => is_tls.then_some("--http1.1"),
        };
        let flags = [
            version,
            command.accept_compressed.then_some("--compressed"),
            command.follow.then_some("-L"),
            command.insecure.then_some("-k"),
        ];
        flags.into_iter().flatten().for_each(|name| self.flag(name));
        let seconds = |limit: std::time::Duration| {
            let text = format!("{}.{:09}", limit.as_secs(), limit.subsec_nanos());
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let values = [
            ("--max-redirs", command.max_redirects.map(|most| most.to_string())),
            ("-x", command.proxy.as_deref().map(proxy)),
            ("--connect-timeout", command.connect_timeout.map(seconds)),
            ("--max-time", command.max_time.map(seconds)),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                self.value(name, value.as_bytes());
            }
        }
    }
}
