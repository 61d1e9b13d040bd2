//! The `sockscope` program: a command if one is named, else the window.

use std::io::{self, Write as _};
use std::process::ExitCode;

use sockscope::words::start as words;
use sockscope::{cli, playground};

fn main() -> ExitCode {
    // With the old limit there is room for fewer connections, and a server says so when it is reached.
    playground::raise_descriptor_limit().ok();
    if let Some(code) = cli::run(std::env::args_os()) {
        return code;
    }
    match window::open() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // There is nobody left to tell if this fails.
            writeln!(io::stderr(), "sockscope: {}", words::no_window(&reason)).ok();
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "gui"))]
mod window {
    //! A build without the window.

    pub(crate) fn open() -> Result<(), String> {
        Err(sockscope::words::start::build_without_window().to_owned())
    }
}

#[cfg(feature = "gui")]
mod window {
    //! The window, whose failure to open is a sentence.

    use std::panic;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;

    use sockscope::words::start as words;

    /// Opens the window and returns when it is closed.
    pub(crate) fn open() -> Result<(), String> {
        if !has_display() {
            return Err(words::no_display().to_owned());
        }
        let last_panic = remember_panics();
        // A missing library is a panic of winit (libxkbcommon-x11), not an error.
        let outcome = panic::catch_unwind(sockscope::ui::run).unwrap_or_else(|_| {
            let reason = last_panic.lock().unwrap_or_else(PoisonError::into_inner);
            Err(reason.clone())
        });
        outcome.map_err(|reason| words::window_failed(cause(&reason)))
    }

    /// Without the place in winit's source, `os error at /.../mod.rs:788: `, and the full stop.
    fn cause(reason: &str) -> &str {
        let behind_place = reason.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
        behind_place.map_or(reason, |(_, cause)| cause).trim_end_matches('.')
    }

    /// Everywhere but on Linux and its like there is one.
    fn has_display() -> bool {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_optional = cfg!(all(unix, not(target_os = "macos")));
        !is_optional || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(is_set)
    }

    /// From now on a panic of this thread prints nothing; its message is left in the returned cell.
    fn remember_panics() -> Arc<Mutex<String>> {
        let last = Arc::new(Mutex::default());
        let remembered = Arc::clone(&last);
        let this = thread::current().id();
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() != this {
                return usual(panic);
            }
            let reason = panic.payload_as_str().unwrap_or_else(|| words::no_reason());
            let place = panic.location().map(ToString::to_string);
            let reason = words::panicked(reason, place.as_deref());
            *remembered.lock().unwrap_or_else(PoisonError::into_inner) = reason;
        }));
        last
    }
}
