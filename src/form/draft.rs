//! What a person has typed but not yet started, as text, and its way into a configuration.

pub(super) mod client;
pub(super) mod faults;
pub(super) mod http;
mod kept;
pub(super) mod options;
pub(super) mod repeat;
pub(super) mod server;
pub(super) mod udp;

use crate::form::config::{Behaviour, Config};
use crate::form::draft::client::ClientDraft;
use crate::form::draft::faults::FaultsDraft;
use crate::form::draft::http::HttpDraft;
use crate::form::draft::options::OptionsDraft;
use crate::form::draft::repeat::RepeatDraft;
use crate::form::draft::server::ServerDraft;
use crate::form::draft::udp::UdpDraft;
use crate::form::payload::PayloadDraft;
use crate::form::payload::filling::Filling;
use crate::form::problem::{Field, Problem};
use crate::respond::{PlayList, RuleSet, Transport};
use crate::types::Kind;

/// The settings of a session, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What only this kind of session has. It decides the kind.
    pub specific: KindDraft,
    /// What is answered to what happens.
    pub rules: RuleSet,
    /// What goes wrong on purpose.
    pub faults: FaultsDraft,
    /// How payloads are sent: in pieces, again and again.
    pub repeat: RepeatDraft,
    /// Steps to be played.
    pub play: PlayList,
}

/// What only one kind of session has, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KindDraft {
    /// A TCP server.
    TcpServer(ServerDraft),
    /// A TCP client.
    TcpClient(ClientDraft),
    /// A UDP peer.
    UdpPeer(UdpDraft),
    /// An HTTP fetch.
    HttpFetch(HttpDraft),
}

impl Draft {
    /// What a new tab of a kind starts with.
    pub fn new(kind: Kind) -> Self {
        KindDraft::new(kind).into()
    }

    /// Which kind of session this is for.
    pub fn kind(&self) -> Kind {
        self.specific.kind()
    }

    /// What this asks for. An HTTP fetch has the payload as its body, and fields in it take their values now.
    pub fn config(&self, payload: &PayloadDraft, filling: &mut Filling) -> Result<Config, Problem> {
        Ok(match &self.specific {
            KindDraft::TcpServer(server) => {
                Config::TcpServer { socket: server.parse()?, behaviour: self.behaviour()? }
            }
            KindDraft::TcpClient(client) => {
                Config::TcpClient { socket: client.parse()?, behaviour: self.behaviour()? }
            }
            KindDraft::UdpPeer(udp) => Config::UdpPeer {
                socket: udp.parse()?,
                behaviour: self.behaviour()?,
                counter: udp.counter.parse()?,
            },
            KindDraft::HttpFetch(http) => Config::HttpFetch(http.fetch(payload, filling)?),
        })
    }

    /// What rules and payloads of the session are for. Messages over a connection close and reset as a stream does.
    pub fn transport(&self) -> Transport {
        match &self.specific {
            KindDraft::UdpPeer(udp) if !udp.seqpacket => Transport::Datagram,
            KindDraft::TcpServer(_)
            | KindDraft::TcpClient(_)
            | KindDraft::UdpPeer(_)
            | KindDraft::HttpFetch(_) => Transport::Stream,
        }
    }

    /// A second server takes a port of its own.
    pub(crate) fn number_port(&mut self, number: u32) {
        let port = match &mut self.specific {
            KindDraft::TcpServer(server) => &mut server.port,
            KindDraft::UdpPeer(udp) => &mut udp.port,
            KindDraft::TcpClient(_) | KindDraft::HttpFetch(_) => return,
        };
        if let Ok(first) = port.parse::<u32>() {
            *port = (first + (number - 1) * 2).min(65_535).to_string();
        }
    }

    /// The options of its TCP sockets, to be edited.
    pub fn tcp_options_mut(&mut self) -> Option<&mut OptionsDraft> {
        match &mut self.specific {
            KindDraft::TcpServer(server) => Some(&mut server.options),
            KindDraft::TcpClient(client) => Some(&mut client.options),
            KindDraft::UdpPeer(_) | KindDraft::HttpFetch(_) => None,
        }
    }

    /// The address that it binds and others reach, as typed.
    pub fn bind(&self) -> Option<&str> {
        match &self.specific {
            KindDraft::TcpServer(server) => Some(&server.bind),
            KindDraft::UdpPeer(udp) => Some(&udp.bind),
            KindDraft::TcpClient(_) | KindDraft::HttpFetch(_) => None,
        }
    }

    /// The entries that the start button is about, to be edited: the first address, and the port.
    pub fn address_mut(&mut self) -> Option<(&mut String, &mut String)> {
        match &mut self.specific {
            KindDraft::TcpServer(server) => Some((&mut server.bind, &mut server.port)),
            KindDraft::TcpClient(client) => Some((&mut client.host, &mut client.port)),
            KindDraft::UdpPeer(udp) => Some((&mut udp.bind, &mut udp.port)),
            KindDraft::HttpFetch(_) => None,
        }
    }

    /// Whether the part that a problem is in is another one there.
    pub(crate) fn differs_from(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::Rules => self.rules != other.rules,
            Field::Faults => self.faults != other.faults,
            Field::Repeat => self.repeat != other.repeat,
            Field::Play => self.play != other.play,
            Field::Options | Field::Timeout(_) | Field::Proxy | Field::Payload => self != other,
            Field::Bind
            | Field::Port
            | Field::Host
            | Field::Remote
            | Field::RemotePort
            | Field::Method
            | Field::Url
            | Field::Header(_) => self.specific.differs_from(&other.specific, field),
        }
    }

    /// What it does by itself.
    fn behaviour(&self) -> Result<Behaviour, Problem> {
        Behaviour::parse(&self.rules, &self.faults)
    }
}

impl KindDraft {
    /// What a new tab of a kind starts with.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::TcpServer => Self::TcpServer(ServerDraft::default()),
            Kind::TcpClient => Self::TcpClient(ClientDraft::default()),
            Kind::UdpPeer => Self::UdpPeer(UdpDraft::default()),
            Kind::HttpFetch => Self::HttpFetch(HttpDraft::default()),
        }
    }

    /// Which kind of session this is for.
    pub fn kind(&self) -> Kind {
        match self {
            Self::TcpServer(_) => Kind::TcpServer,
            Self::TcpClient(_) => Kind::TcpClient,
            Self::UdpPeer(_) => Kind::UdpPeer,
            Self::HttpFetch(_) => Kind::HttpFetch,
        }
    }

    fn differs_from(&self, other: &Self, field: Field) -> bool {
        match (self, other) {
            (Self::TcpServer(server), Self::TcpServer(other)) => server.differs_from(other, field),
            (Self::TcpClient(client), Self::TcpClient(other)) => client.differs_from(other, field),
            (Self::UdpPeer(udp), Self::UdpPeer(other)) => udp.differs_from(other, field),
            (Self::HttpFetch(http), Self::HttpFetch(other)) => http.differs_from(other, field),
            (
                Self::TcpServer(_) | Self::TcpClient(_) | Self::UdpPeer(_) | Self::HttpFetch(_),
                _,
            ) => true,
        }
    }
}

impl From<KindDraft> for Draft {
    /// Nothing is done by itself.
    fn from(specific: KindDraft) -> Self {
        Self {
            specific,
            rules: RuleSet::default(),
            faults: FaultsDraft::default(),
            repeat: RepeatDraft::default(),
            play: PlayList::default(),
        }
    }
}

/// One kind of draft, for what concerns only that kind.
impl Draft {
    /// What is typed for a TCP server, if it is one.
    pub fn server(&self) -> Option<&ServerDraft> {
        if let KindDraft::TcpServer(server) = &self.specific { Some(server) } else { None }
    }

    /// The same, to be edited.
    pub fn server_mut(&mut self) -> Option<&mut ServerDraft> {
        if let KindDraft::TcpServer(server) = &mut self.specific { Some(server) } else { None }
    }

    /// What is typed for a TCP client, if it is one.
    pub fn client(&self) -> Option<&ClientDraft> {
        if let KindDraft::TcpClient(client) = &self.specific { Some(client) } else { None }
    }

    /// The same, to be edited.
    pub fn client_mut(&mut self) -> Option<&mut ClientDraft> {
        if let KindDraft::TcpClient(client) = &mut self.specific { Some(client) } else { None }
    }

    /// What is typed for a UDP peer, if it is one.
    pub fn udp(&self) -> Option<&UdpDraft> {
        if let KindDraft::UdpPeer(udp) = &self.specific { Some(udp) } else { None }
    }

    /// The same, to be edited.
    pub fn udp_mut(&mut self) -> Option<&mut UdpDraft> {
        if let KindDraft::UdpPeer(udp) = &mut self.specific { Some(udp) } else { None }
    }

    /// What is typed for an HTTP fetch, if it is one.
    pub fn http(&self) -> Option<&HttpDraft> {
        if let KindDraft::HttpFetch(http) = &self.specific { Some(http) } else { None }
    }

    /// The same, to be edited.
    pub fn http_mut(&mut self) -> Option<&mut HttpDraft> {
        if let KindDraft::HttpFetch(http) = &mut self.specific { Some(http) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(draft: &Draft) -> Result<Config, Problem> {
        draft.config(&PayloadDraft::default(), &mut Filling::default())
    }

    #[test]
    fn a_fresh_draft_can_be_started() {
        for kind in Kind::ALL {
            let draft = Draft::new(kind);
            assert_eq!(draft.kind(), kind);
            assert_eq!(started(&draft).unwrap().kind(), kind);
        }
        let server = ServerDraft::default().parse().unwrap();
        assert_eq!((server.bind.to_string().as_str(), server.backlog), ("127.0.0.1:9000", 1024));
        let client = ClientDraft::default().parse().unwrap();
        assert_eq!((client.to.to_string().as_str(), client.bind), ("127.0.0.1:9000", None));
    }

    #[test]
    fn a_problem_names_its_field() {
        let server = ServerDraft { port: "http".to_owned(), ..ServerDraft::default() };
        assert_eq!(server.parse().unwrap_err().field, Field::Port);
        let client = ClientDraft { host: " ".to_owned(), ..ClientDraft::default() };
        assert_eq!(client.parse().unwrap_err().field, Field::Host);
    }

    #[test]
    fn a_client_may_bind_a_port_alone() {
        let client = ClientDraft { bind_port: "5000".to_owned(), ..ClientDraft::default() };
        assert_eq!(client.parse().unwrap().bind.unwrap().to_string(), "0.0.0.0:5000");
    }

    #[test]
    fn a_second_server_takes_a_port_of_its_own() {
        let port = |kind| {
            let mut draft = Draft::new(kind);
            draft.number_port(2);
            draft.server().map(|server| server.port.clone())
        };
        assert_eq!(port(Kind::TcpServer), Some("9002".to_owned()));
        assert_eq!(port(Kind::TcpClient), None);
    }
}
