//! The client's half of SOCKS 5 (RFC 1928) with user and password (RFC 1929), without IO.

use std::net::IpAddr;

use crate::engine::http_fetch::UserInfo;
use crate::types::problem::proxy::TunnelProblem;

/// A connection that is asked of a SOCKS 5 proxy. Send what is in [`output`](Self::output), receive at most
/// [`wants`](Self::wants) bytes and feed them, until it is done: then the connection leads to the server, and no byte of
/// it was taken too early.
pub(in crate::engine) struct Socks5 {
    state: State,
    output: Vec<u8>,
    /// What has come of the message that is awaited.
    input: Vec<u8>,
    /// The method selection offered this.
    login: Option<Vec<u8>>,
    /// What to ask for once the proxy knows who asks.
    connect: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The method that the proxy selects (RFC 1928, 3).
    Method,
    /// Whether user and password are right (RFC 1929, 2).
    Login,
    /// Whether the proxy has connected (RFC 1928, 6).
    Reply,
    Done,
}

impl Socks5 {
    /// Ask for a connection to a host, which is a name, sent as such, or an IP address without brackets. The error is
    /// what SOCKS cannot carry.
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
        Ok(Self { state: State::Method, output, input: Vec::new(), login, connect })
    }

    /// What is to be sent now.
    pub(in crate::engine) fn output(&self) -> &[u8] {
        &self.output
    }

    /// So many bytes of the output are sent.
    pub(in crate::engine) fn sent(&mut self, len: usize) {
        self.output.drain(..len.min(self.output.len()));
    }

    /// How many bytes it can take at most; 0 once it is done.
    pub(in crate::engine) fn wants(&self) -> usize {
        self.message_len().saturating_sub(self.input.len())
    }

    /// The connection leads to the server.
    pub(in crate::engine) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Take bytes of the proxy; how many were taken, which is all unless it is done with fewer. The error is
    /// why the proxy refuses or what is wrong with its answer.
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

    /// Of the awaited message, as far as that can be told yet.
    fn message_len(&self) -> usize {
        match self.state {
            State::Method | State::Login => 2,
            State::Reply => reply_len(&self.input),
            State::Done => 0,
        }
    }

    /// As much as can be checked yet: a proxy that refuses may close without the rest.
    fn check(&self) -> Result<(), TunnelProblem> {
        match (self.state, self.input.as_slice()) {
            (State::Method | State::Reply, [version, ..]) if *version != VERSION => {
                Err(TunnelProblem::NotSocks(*version))
            }
            (State::Method, [_, method]) => self.check_method(*method),
            (State::Login, [_, status]) if *status != 0 => Err(TunnelProblem::LoginRefused),
            (State::Reply, [_, code, ..]) if *code != 0 => Err(TunnelProblem::Reply(*code)),
            (State::Reply, [_, _, _, kind, ..]) if !matches!(*kind, IPV4 | NAME | IPV6) => {
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

    /// After a whole message that says yes.
    fn advance(&mut self) {
        let message = std::mem::take(&mut self.input);
        self.state = match (self.state, message.as_slice(), &self.login) {
            (State::Method, [_, USER_AND_PASSWORD], Some(login)) => {
                self.output.extend_from_slice(login);
                State::Login
            }
            (State::Method | State::Login, ..) => {
                self.output.append(&mut self.connect);
                State::Reply
            }
            (State::Reply | State::Done, ..) => State::Done,
        };
    }
}

/// RFC 1929, 2.
fn login(userinfo: &UserInfo) -> Result<Vec<u8>, TunnelProblem> {
    let mut message = vec![LOGIN_VERSION];
    push_short(&userinfo.user, TunnelProblem::UserTooLong, &mut message)?;
    push_short(&userinfo.password, TunnelProblem::PasswordTooLong, &mut message)?;
    Ok(message)
}

/// RFC 1928, 4.
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

/// A text after its length, which is one byte.
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

/// RFC 1928, 6: version, code, zero, type of the address; the address; two bytes of port. What is not known yet counts
/// as little as it can be.
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
