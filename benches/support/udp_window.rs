//! The real window while datagrams come in: what its passes cost its thread, and how long a click takes to have its
//! effect. Everything but painting.

use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use eframe::{App as _, Frame};
use egui::accesskit::{self, Node, TreeUpdate};
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Role, pos2, vec2};
use sockscope::playground::{Budget, Playground, Session, SessionState};
use sockscope::store::settings::Store;
use sockscope::ui::App;

use super::{RATE, account, sender};

pub(crate) fn report() -> io::Result<()> {
    println!("the window at {RATE} datagrams a second");
    let mut window = Window::new()?;
    window.click("UDP peer")?;
    window.front(|session| {
        if let Some((_, port)) = session.draft.address_mut() {
            "0".clone_into(port);
        }
    });
    window.click("Bind")?;
    window.until("Bound to ")?;
    let bound = window.front(|session| match session.state() {
        SessionState::Bound(local) => local.socket_addr(),
        _ => None,
    });
    let address = bound.ok_or_else(|| io::Error::other("it is bound"))?;
    window.front(|session| {
        if let Some((_, port)) = session.draft.address_mut() {
            *port = address.port().to_string();
        }
    });
    passes(&mut window, address)?;
    clicks(&mut window, address)
}

/// The median of all passes while the datagrams come, sixty a second.
fn passes(window: &mut Window, address: SocketAddr) -> io::Result<()> {
    let count = RATE * 10;
    window.ctx.disable_accesskit();
    let mut sender = sender(address, count, RATE)?;
    let mut times = Vec::new();
    while window.front(|session| account(session).iter().sum::<u64>()) < count {
        let start = Instant::now();
        let output = window.pass(Vec::new());
        let primitives = window.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed();
        assert!(!primitives.is_empty(), "nothing was drawn");
        times.push(took);
        thread::sleep(FRAME.saturating_sub(took));
    }
    sender.wait()?;
    window.ctx.enable_accesskit();
    let [kept, ..] = window.front(|session| account(session));
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("  {} passes, median {median:.2?}, kept {kept} of {count}", times.len());
    assert!(median <= MOST_PASS, "a pass has become slow");
    Ok(())
}

/// Close the socket and bind it again, by clicks, until the state in words says so.
fn clicks(window: &mut Window, address: SocketAddr) -> io::Result<()> {
    let mut sender = sender(address, RATE * 60, RATE)?;
    let mut times = Vec::new();
    for (button, effect) in [("Close", "Stopped"), ("Bind", "Bound to ")].repeat(CLICKS) {
        thread::sleep(FRAME * 10);
        let start = Instant::now();
        window.click(button)?;
        window.until(effect)?;
        times.push(start.elapsed());
    }
    sender.kill()?;
    sender.wait()?;
    let worst = times.iter().max().copied().unwrap_or_default();
    println!("  {} clicks, slowest {worst:.2?}", times.len());
    assert!(worst <= MOST_CLICK, "a click takes too long");
    Ok(())
}

struct Window {
    ctx: Context,
    app: App,
    /// What was on screen last, for assistive tools.
    shown: Vec<Node>,
}

impl Window {
    fn new() -> io::Result<Self> {
        let ctx = Context::default();
        ctx.enable_accesskit();
        let (playground, events) = Playground::new(Budget::default());
        let app = App::new(&ctx, playground, events, Store::open(None))
            .map_err(|error| io::Error::other(sockscope::words::io_error(&error)))?;
        Ok(Self { ctx, app, shown: Vec::new() })
    }

    fn pass(&mut self, events: Vec<Event>) -> egui::FullOutput {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1200.0, 760.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let (app, mut frame) = (&mut self.app, Frame::_new_kittest());
        let mut output = self.ctx.run_ui(input, |ui| app.ui(ui, &mut frame));
        output.textures_delta.clear();
        if let Some(TreeUpdate { nodes, .. }) = output.platform_output.accesskit_update.take() {
            self.shown = nodes.into_iter().map(|(_, node)| node).collect();
        }
        output
    }

    /// Press and let go.
    fn click(&mut self, name: &str) -> io::Result<()> {
        self.pass(Vec::new());
        let button = self
            .shown
            .iter()
            .find(|node| node.role() == Role::Button && node.label() == Some(name));
        let bounds = button.and_then(Node::bounds).ok_or_else(|| io::Error::other("no button"))?;
        let pos = centre(bounds);
        self.pass(vec![Event::PointerMoved(pos)]);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.pass(vec![Event::PointerButton { pos, button, pressed, modifiers }]);
        }
        Ok(())
    }

    /// Draw until a text is on screen.
    fn until(&mut self, text: &str) -> io::Result<()> {
        let start = Instant::now();
        while !self.shown.iter().any(|node| says(node, text)) {
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("never came: {text}")));
            }
            self.pass(Vec::new());
        }
        Ok(())
    }

    #[expect(clippy::expect_used, reason = "there is always a tab")]
    fn front<T>(&self, read: impl FnOnce(&mut Session) -> T) -> T {
        let mut playground = self.app.shared().lock();
        read(playground.session_mut(self.app.front()).expect("a tab is in front"))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
fn centre(rect: accesskit::Rect) -> Pos2 {
    let middle = |a, b| f64::midpoint(a, b) as f32;
    pos2(middle(rect.x0, rect.x1), middle(rect.y0, rect.y1))
}

fn says(node: &Node, text: &str) -> bool {
    [node.label(), node.value()].into_iter().flatten().any(|shown| shown.starts_with(text))
}

const FRAME: Duration = Duration::from_millis(16);
const CLICKS: usize = 10;
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_PASS: Duration = Duration::from_millis(2);
const MOST_CLICK: Duration = Duration::from_millis(100);
