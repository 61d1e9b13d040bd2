//! A playground whose events are taken in until something is the case, with a deadline.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use sockscope::capture;
use sockscope::capture::Record;
use sockscope::form::{Draft, Payload};
use sockscope::playground::{
    Action, Budget, EventReceiver, Playground, Session, SessionState, drain,
};
use sockscope::types::{Address, Kind, SessionId, Target};

/// Far more than anything here takes, also on a machine under load.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Rig {
    pub(crate) playground: Playground,
    events: EventReceiver,
}

impl Rig {
    pub(crate) fn new(budget: Budget) -> Self {
        let (playground, events) = Playground::new(budget);
        Self { playground, events }
    }

    /// A server that listens on a port that the system picks.
    pub(crate) fn server(&mut self) -> (SessionId, SocketAddr) {
        let id = self.playground.add(Kind::TcpServer);
        "0".clone_into(self.playground.session_mut(id).unwrap().draft.address_mut().unwrap().1);
        self.playground.perform(Action::Start(id));
        let address = self.listening(id);
        (id, address)
    }

    /// Where a server that was started listens.
    pub(crate) fn listening(&mut self, id: SessionId) -> SocketAddr {
        self.until(id, |session| matches!(session.state(), SessionState::Listening(_)));
        match self.session(id).state() {
            SessionState::Listening(address) => address.socket_addr().unwrap(),
            state => panic!("{state:?}"),
        }
    }

    /// A client that is connected.
    pub(crate) fn client(&mut self, server: SocketAddr) -> SessionId {
        let id = self.playground.add(Kind::TcpClient);
        *self.playground.session_mut(id).unwrap().draft.address_mut().unwrap().1 =
            server.port().to_string();
        self.playground.perform(Action::Start(id));
        self.until(id, |session| session.peers().open() == 1);
        id
    }

    /// A UDP peer on a port that the system picks, with what else `edit` puts into its draft.
    pub(crate) fn udp(&mut self, edit: impl FnOnce(&mut Draft)) -> (SessionId, Address) {
        let id = self.playground.add(Kind::UdpPeer);
        let draft = &mut self.playground.session_mut(id).unwrap().draft;
        "0".clone_into(draft.address_mut().unwrap().1);
        edit(draft);
        self.playground.perform(Action::Start(id));
        self.until(id, |session| matches!(session.state(), SessionState::Bound(_)));
        match self.session(id).state() {
            SessionState::Bound(address) => (id, address.clone()),
            state => panic!("{state:?}"),
        }
    }

    pub(crate) fn session(&self, id: SessionId) -> &Session {
        self.playground.session(id).unwrap()
    }

    pub(crate) fn send(&mut self, session: SessionId, bytes: impl Into<Vec<u8>>) {
        let payload = Payload::Bytes(bytes.into().into());
        self.playground.perform(Action::Send { session, to: Target::All.into(), payload });
    }

    /// Stops a session and waits for the end of its worker.
    pub(crate) fn stop(&mut self, id: SessionId) {
        self.playground.perform(Action::Stop(id));
        self.until(id, |session| !session.is_live());
    }

    /// Takes in events until the session is so.
    pub(crate) fn until(&mut self, id: SessionId, is_so: impl Fn(&Session) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self.session(id)) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "not in time: {:?}", self.session(id));
            drain(&mut self.playground, &self.events, Some(left), |_, _| {});
        }
    }

    /// Every byte of a kind that a session has kept, in order.
    pub(crate) fn bytes(&self, id: SessionId, is_wanted: impl Fn(&Record) -> bool) -> Vec<u8> {
        let capture = self.session(id).capture();
        let mut bytes = Vec::new();
        for record in capture.records().filter_map(|number| capture.record(number)) {
            if is_wanted(&record) {
                capture.read(record.offset, record.len as usize, &mut bytes).unwrap();
            }
        }
        bytes
    }

    /// Every note of a session, in order.
    pub(crate) fn notes(&self, id: SessionId) -> Vec<String> {
        let session = self.session(id);
        session.capture().records().filter_map(|number| session.note_text(number)).collect()
    }
}

pub(crate) fn is_received(record: &Record) -> bool {
    record.kind == capture::Kind::Received
}

/// A connection of the test's own.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}
