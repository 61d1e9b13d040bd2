//! Why the window could not be opened.

messages! {
    no_window(reason: &str) = "{reason}. The commands tcp-server, tcp-client, udp, http, play, dump and demo work without a window: see sockscope --help";
    build_without_window = "This build has no window";
    no_display = "There is no display: neither WAYLAND_DISPLAY nor DISPLAY is set";
    window_failed(cause: &str) = "The window failed: {cause}";
    no_reason = "no reason given";
    panicked_at(reason: &str, place: &str) = "{reason} (at {place})";
}

/// What a panic said, and where it happened if that is known.
pub fn panicked(reason: &str, place: Option<&str>) -> String {
    match place {
        Some(place) => panicked_at(reason, place),
        None => reason.to_owned(),
    }
}
