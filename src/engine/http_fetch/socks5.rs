//! The client side of SOCKS 5 (RFC 1928) with user and password (RFC 1929), without IO.

use std::net::IpAddr;

use crate::engine::http_fetch::UserInfo;
use crate::types::problem::proxy::TunnelProblem;

/// The state of a handshake with a SOCKS 5 proxy. Send what is in [`output`](Self::output), receive at most
/// [`wants`](Self::wants) bytes and feed them, until it is done: then the connection leads to the server, and none of the server's
/// bytes were consumed.
pub(in crate::engine) struct Socks5 {
    state: Socks5State,
    output: Vec<u8>,
    /// What has arrived of the message being received.
    input: Vec<u8>,
    /// The login message, if user and password were offered.
    login: Option<Vec<u8>>,
    /// The connect request, sent after authentication.
    connect: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Socks5State {
    /// The method that the proxy selects (RFC 1928, 3).
    Method,
    /// Whether user and password are right (RFC 1929, 2).
    Login,
    /// Whether the proxy has connected (RFC 1928, 6).
    Reply,
    Done,
}

impl Socks5 {
    /// Start a handshake to connect to `host`: a name, which the proxy looks up, or an IP address without brackets. Fails if SOCKS
    /// can't express the host or the credentials.
    pub(in crate::engine) fn new(
        host: &str,
        port: u16,
        userinfo: Option<&UserInfo>,
    ) -> Result<Self, TunnelProblem> {
        let login = userinfo.map(login).transpose()?;
        let output = match login {
            Some(_) => vec![VERSION, 2, NO_LOGIN, USER_AND_PASSWORD],
            None => vec![VERSION, 1, NO_LOGIN],
        };
        let connect = connect(host, port)?;
        Ok(Self { state: Socks5State::Method, output, input: Vec::new(), login, connect })
    }

    /// The bytes to send now.
    pub(in crate::engine) fn output(&self) -> &[u8] {
        &self.output
    }

    /// `len` bytes of the output were sent.
    pub(in crate::engine) fn sent(&mut self, len: usize) {
        self.output.drain(..len.min(self.output.len()));
    }

    /// How many bytes to receive at most; 0 once it is done.
    pub(in crate::engine) fn wants(&self) -> usize {
        self.message_len().saturating_sub(self.input.len())
    }

    /// The connection leads to the server.
    pub(in crate::engine) fn is_done(&self) -> bool {
        self.state == Socks5State::Done
    }

    /// Consume bytes from the proxy; returns how many, which is all of them unless the handshake ends before. The error is why the
    /// proxy refuses, or what is wrong with its reply.
    pub(in crate::engine) fn feed(&mut self, bytes: &[u8]) -> Result<usize, TunnelProblem> {
        let mut rest = bytes;
        while let Some((taken, after)) = rest.split_at_checked(self.wants().min(rest.len()))
            && !taken.is_empty()
        {
            self.input.extend_from_slice(taken);
            rest = after;
            self.check()?;
            if self.wants() == 0 {
                self.advance();
            }
        }
        Ok(bytes.len().saturating_sub(rest.len()))
    }

    /// Length of the message being received, as far as it is known yet.
    fn message_len(&self) -> usize {
        match self.state {
            Socks5State::Method | Socks5State::Login => 2,
            Socks5State::Reply => reply_len(&self.input),
            Socks5State::Done => 0,
        }
    }

    /// Check what has arrived so far: a proxy that refuses may close without sending the rest.
    fn check(&self) -> Result<(), TunnelProblem> {
        match (self.state, self.input.as_slice()) {
            (Socks5State::Method | Socks5State::Reply, [version, ..]) if *version != VERSION => {
                Err(TunnelProblem::NotSocks(*version))
            }
            (Socks5State::Method, [_, method]) => self.check_method(*method),
            (Socks5State::Login, [_, status]) if *status != 0 => Err(TunnelProblem::LoginRefused),
            (Socks5State::Reply, [_, code, ..]) if *code != 0 => Err(TunnelProblem::Reply(*code)),
            (Socks5State::Reply, [_, _, _, kind, ..]) if !matches!(*kind, IPV4 | NAME | IPV6) => {
                Err(TunnelProblem::AddressType(*kind))
            }
            _ => Ok(()),
        }
    }

    fn check_method(&self, method: u8) -> Result<(), TunnelProblem> {
        match (method, &self.login) {
            (NO_LOGIN, _) | (USER_AND_PASSWORD, Some(_)) => Ok(()),
            (NO_METHOD, None) => Err(TunnelProblem::LoginWanted),
            (NO_METHOD, Some(_)) => Err(TunnelProblem::NoMethod),
            _ => Err(TunnelProblem::Method(method)),
        }
    }

    /// The message is complete and positive: go to the next step.
    fn advance(&mut self) {
        let message = std::mem::take(&mut self.input);
        self.state = match (self.state, message.as_slice(), &self.login) {
            (Socks5State::Method, [_, USER_AND_PASSWORD], Some(login)) => {
                self.output.extend_from_slice(login);
                Socks5State::Login
            }
            (Socks5State::Method | Socks5State::Login, ..) => {
                self.output.append(&mut self.connect);
                Socks5State::Reply
            }
            (Socks5State::Reply | Socks5State::Done, ..) => Socks5State::Done,
        };
    }
}

/// The login message (RFC 1929, 2).
fn login(userinfo: &UserInfo) -> Result<Vec<u8>, TunnelProblem> {
    let mut message = vec![LOGIN_VERSION];
    push_short(&userinfo.user, TunnelProblem::UserTooLong, &mut message)?;
    push_short(&userinfo.password, TunnelProblem::PasswordTooLong, &mut message)?;
    Ok(message)
}

/// The connect request (RFC 1928, 4).
fn connect(host: &str, port: u16) -> Result<Vec<u8>, TunnelProblem> {
    let mut message = vec![VERSION, CONNECT, 0];
    match host.parse() {
        Ok(IpAddr::V4(address)) => {
            message.push(IPV4);
            message.extend_from_slice(&address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            message.push(IPV6);
            message.extend_from_slice(&address.octets());
        }
        Err(_) if host.is_empty() || host.contains([':', '%']) => {
            return Err(TunnelProblem::Host(host.to_owned()));
        }
        Err(_) => {
            message.push(NAME);
            push_short(host, TunnelProblem::HostTooLong, &mut message)?;
        }
    }
    message.extend_from_slice(&port.to_be_bytes());
    Ok(message)
}

/// Append a text preceded by its length in one byte.
fn push_short(
    text: &str,
    too_long: TunnelProblem,
    message: &mut Vec<u8>,
) -> Result<(), TunnelProblem> {
    let len = u8::try_from(text.len()).ok().ok_or(too_long)?;
    message.push(len);
    message.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Length of the reply (RFC 1928, 6): version, code, zero and address type; the address; two bytes of port. Parts whose length
/// isn't known yet count as their minimum.
fn reply_len(input: &[u8]) -> usize {
    match input {
        [_, _, _, IPV4, ..] => 4 + 4 + 2,
        [_, _, _, IPV6, ..] => 4 + 16 + 2,
        [_, _, _, NAME, len, ..] => 4 + 1 + usize::from(*len) + 2,
        [_, _, _, NAME] => 5,
        _ => 4,
    }
}

const VERSION: u8 = 5;
const LOGIN_VERSION: u8 = 1;
const CONNECT: u8 = 1;
// Methods.
const NO_LOGIN: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const NO_METHOD: u8 = 0xff;
// Types of addresses.
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

#[cfg(test)]
mod tests;
