//! The tabs as they are remembered between starts.

use crate::playground::{Playground, Session};
use crate::store::settings::Tab;
use crate::types::Kind;

impl Playground {
    /// Opens the remembered tabs, or one of each kind at first start.
    pub fn restore(&mut self, tabs: &[Tab]) {
        for tab in tabs {
            let id = self.add(tab.draft.kind());
            if let Some(session) = self.session_mut(id) {
                session.restore(tab);
            }
        }
        if tabs.is_empty() {
            for kind in Kind::ALL {
                self.add(kind);
            }
        }
    }

    /// The tabs as they are to be remembered.
    pub fn tabs(&self) -> Vec<Tab> {
        self.sessions().iter().map(Session::tab).collect()
    }
}
