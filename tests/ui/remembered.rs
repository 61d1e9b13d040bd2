//! What is remembered between starts.

use std::fs;

use sockscope::store::settings::Settings;

use crate::rig::Window;

#[test]
fn tabs_addresses_and_drafts_come_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    let mut window = Window::with_settings(Some(path.clone()));
    window.click("TCP client");
    window.enter("Host", "example.test");
    window.enter("Payload", "half a thought");
    drop(window);

    let window = Window::with_settings(Some(path));
    window.front(|session| {
        assert_eq!(session.name(), "TCP client");
        assert_eq!(session.draft.client().unwrap().host, "example.test");
        assert_eq!(session.payload.text, "half a thought");
    });
}

#[test]
fn a_corrupt_file_is_set_aside_with_a_notice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    fs::write(&path, "}{").expect("it is written");
    let mut window = Window::with_settings(Some(path.clone()));
    assert!(window.shows("Settings not loaded: could not read "));
    assert_eq!(fs::read_to_string(path.with_extension("json.corrupt")).expect("it is kept"), "}{");
    window.click("Close the notice");
    assert!(!window.shows("Settings not loaded: could not read "));
}

#[test]
fn the_theme_is_switched_and_remembered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    let mut window = Window::with_settings(Some(path.clone()));
    window.click("Theme: system");
    window.click("TCP client");
    drop(window);
    let (settings, _) = Settings::load(&path);
    assert_ne!(settings.theme, sockscope::store::settings::Theme::System);
}
