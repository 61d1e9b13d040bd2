//! TCP socket options as typed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::form::number::{number, optional};
use crate::form::problem::{Field, Problem};
use crate::types::problem::{FormNumber, FormProblem};
use crate::types::{Keepalive, ReadSize, TcpOptions};

/// Socket options as typed; an empty text leaves the system's default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionsDraft {
    /// `TCP_NODELAY`.
    pub nodelay: bool,
    /// `SO_KEEPALIVE`.
    pub keepalive: bool,
    /// `TCP_KEEPIDLE` in seconds.
    pub keepalive_idle: String,
    /// `TCP_KEEPINTVL` in seconds.
    pub keepalive_interval: String,
    /// `TCP_KEEPCNT`.
    pub keepalive_count: String,
    /// `SO_LINGER`.
    pub linger: bool,
    /// `SO_LINGER` in seconds.
    pub linger_seconds: String,
    /// `SO_RCVBUF` in bytes.
    pub receive_buffer: String,
    /// `SO_SNDBUF` in bytes.
    pub send_buffer: String,
    /// `IP_TTL`.
    pub ttl: String,
    /// The most that one read takes, in bytes.
    pub read_size: String,
}

impl Default for OptionsDraft {
    fn default() -> Self {
        let keepalive = Keepalive::default();
        Self {
            nodelay: false,
            keepalive: false,
            keepalive_idle: keepalive.idle.as_secs().to_string(),
            keepalive_interval: keepalive.interval.as_secs().to_string(),
            keepalive_count: keepalive.count.to_string(),
            linger: false,
            linger_seconds: "0".to_owned(),
            receive_buffer: String::new(),
            send_buffer: String::new(),
            ttl: String::new(),
            read_size: u32::from(ReadSize::MAX).to_string(),
        }
    }
}

impl OptionsDraft {
    /// The options that this asks for.
    pub fn parse(&self) -> Result<TcpOptions, Problem> {
        self.try_parse().map_err(Problem::on(Field::Options))
    }

    fn try_parse(&self) -> Result<TcpOptions, FormProblem> {
        let seconds =
            |text, what| number(text, what, 1..=32_767).map(|s| Duration::from_secs(s.into()));
        let keepalive = if self.keepalive {
            Some(Keepalive {
                idle: seconds(&self.keepalive_idle, FormNumber::KeepaliveIdle)?,
                interval: seconds(&self.keepalive_interval, FormNumber::KeepaliveInterval)?,
                count: number(&self.keepalive_count, FormNumber::KeepaliveCount, 1..=127)?,
            })
        } else {
            None
        };
        let linger = if self.linger {
            Some(Duration::from_secs(
                number(&self.linger_seconds, FormNumber::Linger, 0..=65_535)?.into(),
            ))
        } else {
            None
        };
        Ok(TcpOptions {
            nodelay: self.nodelay,
            keepalive,
            linger,
            receive_buffer: optional(&self.receive_buffer, FormNumber::ReceiveBuffer, 1..=1 << 30)?,
            send_buffer: optional(&self.send_buffer, FormNumber::SendBuffer, 1..=1 << 30)?,
            ttl: optional(&self.ttl, FormNumber::Ttl, 1..=255)?
                .and_then(|ttl| u8::try_from(ttl).ok()),
            read_size: self.read_size()?,
        })
    }

    fn read_size(&self) -> Result<ReadSize, FormProblem> {
        let bytes = number(&self.read_size, FormNumber::ReadSize, 1..=ReadSize::MAX.into())?;
        Ok(ReadSize::new(bytes).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_out_of_range_is_named_with_its_range() {
        let options = OptionsDraft { read_size: "0".to_owned(), ..OptionsDraft::default() };
        let reason = FormProblem::Number {
            number: FormNumber::ReadSize,
            text: "0".to_owned(),
            least: 1,
            most: 262_144,
        };
        assert_eq!(options.parse(), Err(Problem { field: Field::Options, reason }));
    }
}
