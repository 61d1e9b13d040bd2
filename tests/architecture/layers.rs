//! The layers, lowest first: what of the crate each may use, and what of the world it must not know.

/// A module of the crate's root.
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    pub(crate) may_use: &'static [&'static str],
    pub(crate) must_not_know: &'static [World],
}

/// What lies outside the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum World {
    Sockets,
    Threads,
    Clocks,
    Window,
}

use World::{Clocks, Sockets, Threads, Window};

/// Everything outside: for modules that only compute.
const PURE: &[World] = &[Sockets, Threads, Clocks, Window];

pub(crate) const LAYERS: &[Layer] = &[
    Layer { name: "types", may_use: &[], must_not_know: PURE },
    Layer { name: "words", may_use: &["types"], must_not_know: PURE },
    Layer { name: "codec", may_use: &["types"], must_not_know: PURE },
    Layer { name: "http", may_use: &["types"], must_not_know: PURE },
    Layer { name: "respond", may_use: &["types", "codec"], must_not_know: PURE },
    Layer { name: "capture", may_use: &["types", "codec"], must_not_know: PURE },
    Layer {
        name: "engine",
        may_use: &["types", "codec", "http", "respond"],
        must_not_know: &[Window],
    },
    Layer {
        name: "form",
        may_use: &["types", "codec", "http", "respond", "engine"],
        must_not_know: PURE,
    },
    Layer {
        name: "store",
        may_use: &["types", "codec", "http", "respond", "capture", "engine", "form"],
        must_not_know: &[Sockets, Clocks, Window],
    },
    Layer {
        name: "playground",
        may_use: &[
            "types", "words", "codec", "http", "respond", "capture", "engine", "form", "store",
        ],
        must_not_know: &[Sockets, Clocks, Window],
    },
    Layer {
        name: "ui",
        may_use: &[
            "types",
            "words",
            "codec",
            "http",
            "respond",
            "capture",
            "form",
            "store",
            "playground",
        ],
        must_not_know: &[Sockets, Threads, Clocks],
    },
    Layer {
        name: "cli",
        may_use: &[
            "types",
            "words",
            "codec",
            "http",
            "respond",
            "capture",
            "form",
            "store",
            "playground",
        ],
        must_not_know: &[Window],
    },
];

impl World {
    /// Whether `path` leads there.
    pub(crate) fn holds(self, path: &[String]) -> bool {
        match self {
            Self::Clocks => CLOCKS.iter().any(|clock| ends(path, clock)),
            Self::Sockets => SOCKETS.iter().any(|item| reaches(path, item)),
            Self::Threads => reaches(path, &["std", "thread"]),
            Self::Window => WINDOW.iter().any(|library| reaches(path, &[library])),
        }
    }

    /// Tests may use these even where the module itself may not.
    pub(crate) fn is_free_in_tests(self) -> bool {
        self != Self::Window
    }
}

/// Whether `path` is `item`, something in it, or a glob that brings it in.
fn reaches(path: &[String], item: &[&str]) -> bool {
    let known = match path {
        [module @ .., last] if last == "*" => module,
        _ => path,
    };
    let is_glob = known.len() < path.len();
    known.iter().zip(item).all(|(a, b)| a == b) && (is_glob || known.len() >= item.len())
}

fn ends(path: &[String], item: &[&str]) -> bool {
    path.len() >= item.len() && path.iter().rev().zip(item.iter().rev()).all(|(a, b)| a == b)
}

/// A name lookup waits for the network too.
const SOCKETS: &[&[&str]] = &[
    &["std", "net", "TcpStream"],
    &["std", "net", "TcpListener"],
    &["std", "net", "UdpSocket"],
    &["std", "net", "ToSocketAddrs"],
    &["std", "os", "unix", "net"],
    &["mio"],
    &["socket2"],
];

/// The ends of paths, since these types come by several ways. `.elapsed()` asks the clock as `now` does.
const CLOCKS: &[&[&str]] = &[
    &["Instant", "elapsed"],
    &["Instant", "now"],
    &["SystemTime", "now"],
    &["Local", "now"],
    &["Utc", "now"],
    &[".elapsed"],
];

const WINDOW: &[&str] = &["eframe", "egui", "egui_extras", "emath", "epaint", "ecolor", "winit"];
