//! Ctrl+C and SIGTERM.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::failure::Failure;
use crate::words::cli::failure as words;

/// Whether the program was asked to end.
#[derive(Debug)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on Ctrl+C, SIGTERM and SIGHUP no longer kill the program; `wake` is called instead, on another thread.
    pub(super) fn listen(wake: impl Fn() + Send + 'static) -> Result<Self, Failure> {
        let asked = Arc::new(AtomicBool::new(false));
        let handler = {
            let asked = Arc::clone(&asked);
            move || {
                asked.store(true, Ordering::Release);
                wake();
            }
        };
        let failed = |error: ctrlc::Error| Failure::Words(words::no_signals(&error.to_string()));
        ctrlc::set_handler(handler).map_err(failed)?;
        Ok(Self(asked))
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
