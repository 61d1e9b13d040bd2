//! Kinds of session, and what each of them is and can do.

use serde::{Deserialize, Serialize};

/// Declares the kinds, so that none is missing in [`Kind::ALL`].
macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident,)+) => {
        /// Which kind of socket a session works with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])+ $kind,)+
        }

        impl Kind {
            /// In the order of the tabs at first start.
            pub const ALL: [Self; [$(Self::$kind),+].len()] = [$(Self::$kind),+];
        }
    };
}

kinds! {
    /// Listens and accepts TCP connections.
    TcpServer,
    /// Makes a TCP connection.
    TcpClient,
    /// Sends and receives datagrams.
    UdpPeer,
    /// Sends one HTTP request.
    HttpFetch,
}

/// What a kind of session is and can do. Everything that depends on the kind alone is decided here; what a person reads about
/// a kind stands in `words::kind`, and what is typed for it in its draft.
#[derive(Debug, PartialEq, Eq)]
pub struct KindTraits {
    /// What starting it opens.
    pub opens: Opens,
    /// What it sends and receives.
    pub carries: Carries,
    /// Who can be at the other end.
    pub peers: Peers,
    /// It has rules, faults, repeated payloads and a play list.
    pub automates: bool,
    /// Fields such as `{seq:u32be}` take their values in a new payload; else braces are what they are.
    pub payload_has_fields: bool,
    /// Its views, in the order of their buttons.
    pub views: &'static [View],
    /// The view that a new tab shows.
    pub first_view: View,
}

/// What starting a session opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// A socket that accepts connections.
    Listener,
    /// A connection.
    Connection,
    /// A socket that is bound and needs no connection.
    Socket,
    /// A request; the connection is a means to it.
    Request,
}

/// What a session sends and receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// A stream of bytes.
    Stream,
    /// Datagrams, each for itself.
    Datagrams,
    /// A request and its response.
    Exchange,
}

/// Who can be at the other end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// Clients, any number of them.
    Clients,
    /// The one server.
    Server,
    /// Whoever sends here, and whoever is sent to.
    Correspondents,
    /// The servers of a URL and of its redirects, which nobody sends to by hand.
    Origins,
}

/// A way to look at a session, or a form of it that takes the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// A row for each record, with the bytes of one of them below.
    Log,
    /// All bytes as one hex dump.
    Stream,
    /// All bytes as text.
    Text,
    /// The rules.
    Replies,
    /// The play list.
    PlayList,
    /// Both directions of a fetch as they were on the wire.
    Wire,
    /// The heads of its responses.
    Headers,
    /// The body of its response.
    Body,
    /// The chunks or server-sent events of its body.
    Chunks,
    /// What happened, step by step, over all fetches.
    Steps,
}

impl Kind {
    /// What it is and can do.
    pub const fn traits(self) -> &'static KindTraits {
        match self {
            Self::TcpServer => &TCP_SERVER,
            Self::TcpClient => &TCP_CLIENT,
            Self::UdpPeer => &UDP_PEER,
            Self::HttpFetch => &HTTP_FETCH,
        }
    }

    /// It accepts connections.
    pub fn accepts(self) -> bool {
        self.traits().opens == Opens::Listener
    }

    /// It makes one connection.
    pub fn connects(self) -> bool {
        self.traits().opens == Opens::Connection
    }

    /// Its peers are connections, which come and go.
    pub fn has_connections(self) -> bool {
        match self.traits().opens {
            Opens::Listener | Opens::Connection => true,
            Opens::Socket | Opens::Request => false,
        }
    }

    /// It has at most one peer at a time.
    pub fn has_one_peer(self) -> bool {
        self.traits().peers == Peers::Server
    }

    /// It sends and receives datagrams.
    pub fn has_datagrams(self) -> bool {
        self.traits().carries == Carries::Datagrams
    }

    /// It sends and receives streams of bytes.
    pub fn has_streams(self) -> bool {
        self.traits().carries == Carries::Stream
    }

    /// It sends a request and receives its response.
    pub fn is_fetch(self) -> bool {
        self.traits().carries == Carries::Exchange
    }

    /// It has rules, faults, repeated payloads and a play list.
    pub fn automates(self) -> bool {
        self.traits().automates
    }

    /// It can be looked at in this way.
    pub fn has_view(self, view: View) -> bool {
        self.traits().views.contains(&view)
    }
}

const TCP_SERVER: KindTraits = KindTraits {
    opens: Opens::Listener,
    carries: Carries::Stream,
    peers: Peers::Clients,
    automates: true,
    payload_has_fields: true,
    views: OF_MESSAGES,
    first_view: View::Log,
};

const TCP_CLIENT: KindTraits = KindTraits {
    opens: Opens::Connection,
    carries: Carries::Stream,
    peers: Peers::Server,
    automates: true,
    payload_has_fields: true,
    views: OF_MESSAGES,
    first_view: View::Log,
};

const UDP_PEER: KindTraits = KindTraits {
    opens: Opens::Socket,
    carries: Carries::Datagrams,
    peers: Peers::Correspondents,
    automates: true,
    payload_has_fields: true,
    views: OF_MESSAGES,
    first_view: View::Log,
};

const HTTP_FETCH: KindTraits = KindTraits {
    opens: Opens::Request,
    carries: Carries::Exchange,
    peers: Peers::Origins,
    automates: false,
    payload_has_fields: false,
    views: &[View::Wire, View::Headers, View::Body, View::Chunks, View::Steps],
    first_view: View::Body,
};

const OF_MESSAGES: &[View] = &[View::Log, View::Stream, View::Text, View::Replies, View::PlayList];
