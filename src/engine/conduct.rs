//! What a worker does by itself: answers, and faults.

use std::sync::Arc;

use crate::respond::Rules;
use crate::types::Faults;

/// What a worker does by itself. Nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Conduct {
    /// What is answered to what happens.
    pub rules: Arc<Rules>,
    /// What goes wrong on purpose.
    pub faults: Faults,
}
