//! The way of a request from a `curl` command into the form, and back.

use std::time::Duration;

use crate::form::draft::http::{HeaderRow, HttpDraft, parse_payload, some};
use crate::form::payload::filling::{Filled, Filling};
use crate::form::payload::{PayloadDraft, PayloadMode};
use crate::form::problem::{Field, Problem};
use crate::http::curl::{CurlBody, CurlCommand, CurlError};
use crate::http::{Header, curl};
use crate::types::problem::FormProblem;
use crate::types::problem::curl::CurlIgnored;

impl HttpDraft {
    /// Fills itself and the payload from a `curl` command; gives what of it has no meaning here, as typed. Nothing changes if
    /// the command cannot be read.
    pub fn paste_curl(
        &mut self,
        payload: &mut PayloadDraft,
        command: &str,
    ) -> Result<Vec<CurlIgnored>, CurlError> {
        let command = curl::parse(command)?;
        let fresh = Self::default();
        let is_typed = |row: &HeaderRow| command.headers.iter().any(|typed| typed.is(&row.name));
        let typed = command.headers.iter().map(|typed| HeaderRow::new(&typed.name, &typed.value));
        let own = fresh.headers.into_iter().filter(|row| !is_typed(row));
        let seconds = |limit: Option<Duration>, default: String| {
            limit.map_or(default, |limit| limit.as_secs_f64().to_string())
        };
        let raw_request = if self.raw { &mut *payload } else { &mut self.other_payload };
        let other_payload = std::mem::take(raw_request);
        *self = Self {
            method: command.method,
            url: command.url.exact(),
            headers: own.chain(typed).collect(),
            follow_redirects: command.follow,
            accept_compressed: command.accept_compressed,
            keep_alive: true,
            version: command.version,
            raw: false,
            other_payload,
            connect_timeout: seconds(command.connect_timeout, fresh.connect_timeout),
            total_timeout: seconds(command.max_time, fresh.total_timeout),
            proxy: command.proxy.unwrap_or_default(),
            accept_invalid_certificates: command.insecure,
            idle_timeout: fresh.idle_timeout,
            use_environment: self.use_environment,
            key_log: std::mem::take(&mut self.key_log),
        };
        *payload = typed_body(command.body);
        Ok(command.ignored)
    }

    /// The request as a `curl` command, quoted for a POSIX shell. Fields of the payload take their values now.
    pub fn as_curl(
        &self,
        payload: &PayloadDraft,
        filling: &mut Filling,
    ) -> Result<String, Problem> {
        if self.raw {
            return Err(Problem { field: Field::Url, reason: FormProblem::RawRequestAsCurl });
        }
        let timeouts = self.timeouts()?;
        let mut headers: Vec<Header> =
            self.sent().map(|(_, row)| Header::new(&row.name, &row.value)).collect();
        if !self.keep_alive && !headers.iter().any(|header| header.is("Connection")) {
            headers.push(Header::new("Connection", "close"));
        }
        Ok(curl::format(&CurlCommand {
            url: self.parse_url()?,
            method: self.method.trim().to_owned(),
            version: self.version,
            headers,
            body: match parse_payload(payload, filling)? {
                None => CurlBody::None,
                Some(Filled::Bytes(bytes)) => CurlBody::Bytes(bytes.to_vec()),
                Some(Filled::File(path)) => CurlBody::File(path),
            },
            accept_compressed: self.accept_compressed,
            follow: self.follow_redirects,
            max_redirects: None,
            insecure: self.accept_invalid_certificates,
            proxy: some(&self.proxy).map(str::to_owned),
            connect_timeout: Some(timeouts.connect),
            max_time: timeouts.total,
            ignored: Vec::new(),
        }))
    }
}

fn typed_body(body: CurlBody) -> PayloadDraft {
    match body {
        CurlBody::None => PayloadDraft::without_fields(),
        CurlBody::Bytes(bytes) => PayloadDraft::of(&bytes),
        CurlBody::File(path) => {
            let file = path.to_string_lossy().into_owned();
            PayloadDraft { mode: PayloadMode::File, file, ..PayloadDraft::without_fields() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paste(command: &str) -> (HttpDraft, PayloadDraft) {
        let (mut draft, mut payload) = (HttpDraft::default(), PayloadDraft::default());
        draft.paste_curl(&mut payload, command).unwrap();
        (draft, payload)
    }

    fn bytes(payload: &PayloadDraft) -> Vec<u8> {
        match payload.filled(&mut Filling::default()).unwrap() {
            Filled::Bytes(bytes) => bytes.to_vec(),
            Filled::File(path) => panic!("{path:?}"),
        }
    }

    #[test]
    fn a_command_fills_the_form() {
        let (draft, payload) = paste(
            "curl -X PUT 'http://example.com/a?b' -H 'x-A: 1' -H 'accept: text/html' --compressed -k \
             --connect-timeout 2.5 -d '{\n\"a\": \"\\n\"}'",
        );
        assert_eq!((draft.method.as_str(), draft.url.as_str()), ("PUT", "http://example.com/a?b"));
        let names: Vec<&str> = draft.headers.iter().map(|row| row.name.as_str()).collect();
        assert!(names.starts_with(&["User-Agent", "x-A", "accept"]), "{names:?}");
        assert!(draft.accept_compressed && draft.accept_invalid_certificates);
        assert!(!draft.follow_redirects, "curl follows none by itself");
        assert_eq!(draft.connect_timeout, "2.5");
        assert!(payload.multiline);
        assert_eq!(bytes(&payload), b"{\n\"a\": \"\\n\"}");
    }

    #[test]
    fn a_body_that_is_no_text_becomes_hex() {
        let (_, payload) = paste("curl http://x/ --data-binary $'\\xff\\x00'");
        assert_eq!(payload.mode, PayloadMode::Hex);
    }

    #[test]
    fn a_command_that_cannot_be_read_changes_nothing() {
        let (mut draft, mut payload) = (HttpDraft::default(), PayloadDraft::default());
        assert!(draft.paste_curl(&mut payload, "wget http://x/").is_err());
        assert_eq!((draft, payload), (HttpDraft::default(), PayloadDraft::default()));
    }

    #[test]
    fn a_request_comes_back_from_its_own_command() {
        let draft = HttpDraft {
            method: "POST".to_owned(),
            url: "http://example.com/it's".to_owned(),
            total_timeout: "7".to_owned(),
            proxy: "socks5://127.0.0.1:1080".to_owned(),
            ..HttpDraft::default()
        };
        let payload = PayloadDraft { text: "a=1\\r\\n\\x00".to_owned(), ..PayloadDraft::default() };
        let (read, body) = paste(&draft.as_curl(&payload, &mut Filling::default()).unwrap());
        assert_eq!(read, draft);
        assert_eq!(bytes(&body), b"a=1\r\n\0");
    }
}
