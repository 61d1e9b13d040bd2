//! What assistive tools need beyond what egui's own widgets tell.

use egui::{Rect, accesskit};

/// A place on screen as accessibility trees have it.
pub fn bounds(rect: Rect) -> accesskit::Rect {
    let Rect { min, max } = rect;
    accesskit::Rect { x0: min.x.into(), y0: min.y.into(), x1: max.x.into(), y1: max.y.into() }
}
