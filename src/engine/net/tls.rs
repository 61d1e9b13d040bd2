//! TLS as a client (RFC 8446, RFC 5246) over any stream that does not block.
//!
//! Every call tries the operation first. `WouldBlock` comes only from the stream, so that waiting for the stream is
//! enough then, and only then: bytes that were received already are not announced by the stream again.

mod certificate;
mod client;
mod failure;
mod incoming;
mod key_log;
mod verdict;
mod verifier;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use rustls::crypto::SupportedKxGroup;
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, HandshakeKind, ProtocolVersion};

use crate::types::http::TlsInfo;
use crate::types::problem::{CertificateKey, TlsProblem, TrustProblem};
use crate::types::{Destination, IoError, Operation};
use client::Client;
use incoming::Incoming;
use key_log::KeyLogFile;
use verifier::Judged;

/// How TLS is spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TlsSettings {
    /// Go on with a server whose certificates are not to be trusted; the verdict still tells.
    pub accept_invalid: bool,
    /// Append the session's secrets to this file in the NSS key log format, which Wireshark reads.
    pub key_log: Option<PathBuf>,
}

/// The client's end of a TLS connection.
pub(in crate::engine) struct Tls {
    session: ClientConnection,
    client: Arc<Client>,
    key_log: Option<Arc<KeyLogFile>>,
    /// What was asked for, as text and as certificates have it.
    name: String,
    server: ServerName<'static>,
    /// Host and port, for errors.
    target: String,
    incoming: Incoming,
    judged: Option<Judged>,
    /// Why no more can be read.
    broken: Option<rustls::Error>,
}

impl Tls {
    /// A connection to a host, which is a name or an IP address without brackets; nothing is sent yet. Fails if no
    /// certificate can be for such a name, or if the key log cannot be opened.
    pub(in crate::engine) fn new(
        settings: &TlsSettings,
        host: &str,
        port: u16,
    ) -> Result<Self, IoError> {
        Self::with(client::kept(settings.accept_invalid), settings, host, port)
    }

    fn with(
        client: Arc<Client>,
        settings: &TlsSettings,
        host: &str,
        port: u16,
    ) -> Result<Self, IoError> {
        let target = Destination::Host { host: host.to_owned(), port }.to_string();
        let fail = |problem: TlsProblem| IoError::other(Operation::Handshake, &target, problem);
        let server = server_name(host).map_err(&fail)?;
        let key_log = settings.key_log.as_deref().map(KeyLogFile::open).transpose()?.map(Arc::new);
        let config = client.config(key_log.as_ref()).map_err(&fail)?;
        let session = ClientConnection::new(config, server.clone());
        let session = session.map_err(|error| fail(failure::problem(&error, &[])))?;
        Ok(Self {
            session,
            client,
            key_log,
            name: host.to_owned(),
            server,
            target,
            incoming: Incoming::default(),
            judged: None,
            broken: None,
        })
    }

    /// Go on with the handshake as far as possible; whether it is done. If not, call again when the stream can be read,
    /// or written if [`wants_write`](Self::wants_write).
    pub(in crate::engine) fn handshake(
        &mut self,
        io: &mut (impl Read + Write),
    ) -> Result<bool, IoError> {
        match self.shake_hands(io) {
            Ok(()) => Ok(true),
            Err(Stop::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(stop) => Err(self.refused(stop)),
        }
    }

    /// Take received bytes, as many as are here. 0 says that the peer has closed the connection (`close_notify`); if it
    /// just ended, the error's kind is `UnexpectedEof`.
    pub(in crate::engine) fn read(
        &mut self,
        io: &mut (impl Read + Write),
        space: &mut [u8],
    ) -> io::Result<usize> {
        let mut len = 0;
        while let Some(rest) = space.get_mut(len..).filter(|rest| !rest.is_empty()) {
            match self.session.reader().read(rest) {
                Ok(0) => break,
                Ok(more) => len += more,
                // An error comes again.
                Err(_) if len > 0 && !self.has_more() => break,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.receive(io)?,
                Err(error) => return Err(without_close_notify(error)),
            }
        }
        Ok(len)
    }

    /// Whether the connection is open and the peer has said nothing unasked, so that it can carry another exchange. Takes
    /// what TLS itself has to say, such as tickets.
    pub(in crate::engine) fn is_quiet(&mut self, io: &mut (impl Read + Write)) -> bool {
        let heard = self.read(io, &mut [0]);
        heard.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Hand over bytes to send; how many were taken. They may still wait here: see [`flush`](Self::flush).
    pub(in crate::engine) fn write(
        &mut self,
        io: &mut impl Write,
        bytes: &[u8],
    ) -> io::Result<usize> {
        self.flush(io)?;
        let taken = self.session.writer().write(bytes)?;
        match self.flush(io) {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => Err(error),
            _ => Ok(taken),
        }
    }

    /// Send everything that waits here.
    pub(in crate::engine) fn flush(&mut self, io: &mut impl Write) -> io::Result<()> {
        while self.session.wants_write() {
            match self.session.write_tls(io) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether something waits here to be sent.
    pub(in crate::engine) fn wants_write(&self) -> bool {
        self.session.wants_write()
    }

    /// Tell the peer that nothing more is sent, once. What cannot be sent at once waits for [`flush`](Self::flush).
    pub(in crate::engine) fn send_close_notify(&mut self, io: &mut impl Write) -> io::Result<()> {
        self.session.send_close_notify();
        self.flush(io)
    }

    /// What is known so far; also right after a handshake that was refused.
    pub(in crate::engine) fn info(&self) -> TlsInfo {
        let session = &self.session;
        let cipher = session.negotiated_cipher_suite().map(|cipher| cipher.suite());
        let group = session.negotiated_key_exchange_group().map(SupportedKxGroup::name);
        let alpn = session.alpn_protocol().map(|name| name.escape_ascii().to_string());
        let (chain, verdict) = match self.judged.clone() {
            Some(Judged { chain, verdict }) => (chain, Some(verdict)),
            None => (Vec::new(), None),
        };
        TlsInfo {
            server_name: self.name.clone(),
            version: session.protocol_version().map(version),
            cipher: cipher.map(|cipher| format!("{cipher:?}")),
            key_exchange: group.map(|group| format!("{group:?}")),
            alpn,
            resumed: session.handshake_kind().map(|kind| kind == HandshakeKind::Resumed),
            chain,
            verdict,
        }
    }

    /// Why lines are missing in the key log, if any are.
    pub(in crate::engine) fn key_log_error(&self) -> Option<IoError> {
        self.key_log.as_ref()?.error()
    }
}

/// Why a handshake does not go on.
enum Stop {
    Io(io::Error),
    Tls(rustls::Error),
    /// A resumed session whose certificates are no longer trusted.
    Distrusted(TrustProblem),
    /// The peer has closed the connection.
    Closed,
}

impl Tls {
    fn shake_hands(&mut self, io: &mut (impl Read + Write)) -> Result<(), Stop> {
        loop {
            if let Some(error) = &self.broken {
                return Err(Stop::Tls(error.clone()));
            }
            if let Err(error) = self.flush(io) {
                return Err(self.reason(error, io));
            }
            if !self.session.is_handshaking() {
                return self.judge_resumed();
            }
            self.take_flight(io)?;
        }
    }

    /// Take a part of what the server says.
    fn take_flight(&mut self, io: &mut (impl Read + Write)) -> Result<(), Stop> {
        if self.incoming.is_empty() && self.incoming.fill(io).map_err(Stop::Io)? == 0 {
            return Err(Stop::Closed);
        }
        match self.digest() {
            Ok(0) => Err(Stop::Closed),
            Ok(_) => Ok(()),
            Err(error) => {
                self.flush(io).ok();
                Err(Stop::Tls(error))
            }
        }
    }

    /// Why the stream takes nothing more: a server may say so in an alert and close, which makes writing fail first.
    fn reason(&mut self, error: io::Error, io: &mut (impl Read + Write)) -> Stop {
        while error.kind() != io::ErrorKind::WouldBlock {
            match self.take_flight(io) {
                Ok(()) => {}
                Err(Stop::Tls(error)) => return Stop::Tls(error),
                Err(_) => break,
            }
        }
        Stop::Io(error)
    }

    /// A resumed session comes without certificates: judge those of the first one again, they may have expired since.
    fn judge_resumed(&mut self) -> Result<(), Stop> {
        let judged = self.judged.get_or_insert_with(|| {
            let chain = self.session.peer_certificates().unwrap_or_default();
            self.client.judge(chain, &self.server)
        });
        match judged.refusal() {
            None => Ok(()),
            Some(problem) => Err(Stop::Distrusted(problem.clone())),
        }
    }

    fn refused(&self, stop: Stop) -> IoError {
        let other = |problem| IoError::other(Operation::Handshake, &self.target, problem);
        match stop {
            Stop::Io(error) => IoError::new(Operation::Handshake, &self.target, &error),
            Stop::Closed => other(failure::closed(self.incoming.start())),
            Stop::Tls(error) => other(self.refusal().unwrap_or_else(|| self.failure(&error))),
            Stop::Distrusted(problem) => {
                client::forget(&self.client);
                other(TlsProblem::NotTrusted(problem))
            }
        }
    }

    /// What went wrong but for the verdict on the certificates.
    fn failure(&self, error: &rustls::Error) -> TlsProblem {
        match error {
            rustls::Error::InvalidCertificate(_) => TlsProblem::NotProven { key: self.key() },
            rustls::Error::AlertReceived(alert) => TlsProblem::Alert {
                number: u8::from(*alert),
                cipher_chosen: self.session.negotiated_cipher_suite().is_some(),
            },
            other => failure::problem(other, self.incoming.start()),
        }
    }

    /// The key of the server's own certificate.
    fn key(&self) -> Option<CertificateKey> {
        let own = self.judged.as_ref()?.chain.first()?;
        Some(own.info.as_ref().ok()?.key.clone())
    }

    /// Why the certificates were refused, if they were. The next connection reads anew which roots the system trusts.
    fn refusal(&self) -> Option<TlsProblem> {
        let problem = self.judged.as_ref()?.refusal()?;
        client::forget(&self.client);
        Some(TlsProblem::NotTrusted(problem.clone()))
    }

    /// Whether there may be more without asking the stream.
    fn has_more(&self) -> bool {
        !self.incoming.is_empty() && self.broken.is_none()
    }

    /// Receive and decrypt some more; only what was received already if there is any.
    fn receive(&mut self, io: &mut (impl Read + Write)) -> io::Result<()> {
        if let Some(error) = &self.broken {
            return Err(io::Error::other(failure::problem(error, &[])));
        }
        if self.incoming.is_empty() && self.incoming.fill(io)? == 0 {
            // An empty read says that the stream has ended.
            return self.session.read_tls(&mut io::empty()).map(drop);
        }
        self.digest().ok();
        // An alert or an answer to a change of keys; what cannot be sent now goes with the next write.
        self.flush(io).ok();
        Ok(())
    }

    /// Hand what was received to TLS, about one record; how many bytes it took.
    fn digest(&mut self) -> Result<usize, rustls::Error> {
        let taken = self.incoming.hand_to(&mut self.session);
        let outcome = taken.and_then(|taken| {
            let (outcome, judged) = verifier::listen(|| self.session.process_new_packets());
            self.judged = judged.or_else(|| self.judged.take());
            outcome.map(|_| taken)
        });
        if let Err(error) = &outcome {
            self.broken = Some(error.clone());
        }
        outcome
    }
}

/// As certificates have it. The scope of an IPv6 address is known to this machine only.
fn server_name(host: &str) -> Result<ServerName<'static>, TlsProblem> {
    let name = host.split_once('%').map_or(host, |(address, _scope)| address);
    let name = ServerName::try_from(name.to_owned());
    name.map_err(|_invalid| TlsProblem::ServerName)
}

fn without_close_notify(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            io::Error::new(io::ErrorKind::UnexpectedEof, TlsProblem::NoCloseNotify)
        }
        _ => error,
    }
}

fn version(version: ProtocolVersion) -> String {
    match version {
        ProtocolVersion::TLSv1_2 => "TLS 1.2".to_owned(),
        ProtocolVersion::TLSv1_3 => "TLS 1.3".to_owned(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests;
