//! The real window in a harness, woken by what its threads report.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use egui::{Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use socket2::{Domain, Socket, Type};
use sockscope::playground::{Budget, Playground, Session};
use sockscope::store::settings::Store;
use sockscope::ui::App;

/// Nothing on loopback takes longer, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The real window, and a signal for each wish to be drawn again.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, App>,
    wakes: Receiver<()>,
}

impl Window {
    /// A first start.
    pub(crate) fn new() -> Self {
        Self::with_settings(None)
    }

    /// A start with settings kept at this path.
    pub(crate) fn with_settings(path: Option<PathBuf>) -> Self {
        let (wake, wakes) = bounded(1);
        let harness = Harness::builder().with_size(vec2(1200.0, 760.0)).build_eframe(|context| {
            let (playground, events) = Playground::new(Budget::default());
            let app = App::new(&context.egui_ctx, playground, events, Store::open(path))
                .expect("threads start");
            context.egui_ctx.set_request_repaint_callback(move |_| {
                wake.try_send(()).ok();
            });
            app
        });
        let mut window = Self { harness, wakes };
        window.harness.run_steps(3);
        window
    }

    /// Draws the window whenever it asks for it, until the condition holds.
    pub(crate) fn until<T>(
        &mut self,
        what: &str,
        mut condition: impl FnMut(&mut Self) -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.harness.step();
            if let Some(found) = condition(self) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never came: {what}; the window shows {:#?}", self.texts());
            self.wakes.recv_timeout(left).ok();
        }
    }

    /// Draws until a label, or the name of a row, holds this text; gives all of it.
    pub(crate) fn until_text(&mut self, text: &str) -> String {
        self.until(text, |window| window.texts().into_iter().find(|shown| shown.contains(text)))
    }

    /// Every accessible name and value on screen.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        collect(&self.harness.root(), &mut texts);
        texts
    }

    /// The state in words is on screen.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.texts().iter().any(|shown| shown.contains(text))
    }

    /// Clicks a button or toggle by name.
    pub(crate) fn click(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::Button, name).click();
        self.harness.run_steps(2);
    }

    /// Presses a button as assistive tools do, wherever it is scrolled to.
    pub(crate) fn press(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::Button, name).click_accesskit();
        self.harness.run_steps(2);
    }

    /// Types into an entry, in place of what it held.
    pub(crate) fn enter(&mut self, name: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, name).focus();
        self.harness.step();
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.harness.step();
        self.harness.get_by_role_and_label(Role::TextInput, name).type_text(text);
        self.harness.run_steps(2);
    }

    /// Reads something of the session in front.
    pub(crate) fn front<T>(&self, read: impl FnOnce(&mut Session) -> T) -> T {
        let app = self.harness.state();
        let mut playground = app.shared().lock();
        read(playground.session_mut(app.front()).expect("a tab is in front"))
    }

    /// Starts a server in the tab in front on a port that the system picks; gives its address.
    pub(crate) fn listen(&mut self) -> SocketAddr {
        self.enter("Port", "0");
        self.click("Start listening");
        let words = self.until_text("Listening on ");
        let address = words.rsplit(' ').next().unwrap_or_default();
        address.parse().expect("an address follows")
    }

    /// A server as above, and a plain socket connected to it.
    pub(crate) fn listen_and_join(&mut self) -> TcpStream {
        let stream = connect(self.listen());
        self.until_text("1 open");
        stream
    }

    /// Connects the client tab to a plain socket of ours.
    pub(crate) fn connect(&mut self) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
        let port = listener.local_addr().expect("it is bound").port();
        self.click("TCP client");
        self.enter("Port", &port.to_string());
        self.click("Connect");
        let (stream, _) = listener.accept().expect("the window connects");
        self.until_text("Connected to ");
        with_patience(stream)
    }
}

/// A listener whose backlog is full: further SYNs are dropped.
pub(crate) struct BlackHole {
    listener: Socket,
    /// They fill the backlog.
    _waiting: Vec<Socket>,
}

impl BlackHole {
    pub(crate) fn new() -> Self {
        let socket = || Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let listener = socket();
        listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("loopback has ports");
        listener.listen(0).expect("it listens");
        let address = listener.local_addr().expect("it is bound");
        let waiting = (0..4).map(|_| {
            let client = socket();
            client.set_nonblocking(true).expect("a switch");
            client.connect(&address).err();
            client
        });
        Self { _waiting: waiting.collect(), listener }
    }

    pub(crate) fn port(&self) -> u16 {
        let address = self.listener.local_addr().ok().and_then(|address| address.as_socket());
        address.expect("it is bound").port()
    }
}

fn collect(node: &Node<'_>, texts: &mut Vec<String>) {
    let shown = node.accesskit_node();
    texts.extend(shown.label());
    texts.extend(shown.value());
    for child in node.children() {
        collect(&child, texts);
    }
}

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    with_patience(TcpStream::connect(address).expect("it listens"))
}

fn with_patience(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream
}

pub(crate) fn read_exactly(stream: &mut TcpStream, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    stream.read_exact(&mut bytes).expect("the bytes come");
    bytes
}

pub(crate) fn write(stream: &mut TcpStream, bytes: &[u8]) {
    stream.write_all(bytes).expect("the window reads");
}
