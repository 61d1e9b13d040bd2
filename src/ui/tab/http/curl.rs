//! Requests as `curl` commands: pasted into the form, copied from it.

use egui::{Button, Context, Event, Role, Ui, ViewportCommand, WidgetInfo};

use crate::playground::Session;
use crate::ui::command::{Command, FetchCommand, Menu};
use crate::ui::composer::shown_filling;
use crate::ui::pass::Pass;
use crate::ui::tab::http::view::{HttpView, url_id};
use crate::words::capitalised;
use crate::words::problem;
use crate::words::ui::fetch as words;

/// Draws the small menu.
pub(super) fn menu_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let menu = ui.menu_button(words::curl(), |ui| {
        for command in Command::in_menu(Menu::Curl, session.kind()) {
            let is_paste = command == FetchCommand::PasteCurl.into();
            let button = Button::new(command.text(session.kind()));
            let mut button = ui.add_enabled(!(is_paste && session.is_live()), button);
            if is_paste {
                button = button.on_hover_text(words::paste_curl_hint());
            }
            if button.clicked() {
                pass.give(command);
            }
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::curl()));
    menu.response.on_hover_text(words::curl_hint());
}

/// Asks for what is on the clipboard; it comes into the URL.
pub(super) fn paste(ctx: &Context) {
    ctx.memory_mut(|memory| memory.request_focus(url_id()));
    ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
}

/// Puts the request on the clipboard; gives what is to be said about it.
pub(super) fn copy(
    ctx: &Context,
    session: &Session,
    pass: &Pass<'_>,
) -> Option<Result<String, String>> {
    let mut filling = shown_filling(session, pass);
    match session.draft.http()?.as_curl(&session.payload, &mut filling) {
        Ok(command) => {
            ctx.copy_text(command);
            None
        }
        Err(problem) => Some(Err(capitalised(&problem::form(&problem.reason)))),
    }
}

/// A curl command that is being pasted into the URL fills the whole form instead.
pub(super) fn take_pasted(ui: &Ui, session: &mut Session, view: &mut HttpView) {
    let pasted = ui.input_mut(|input| {
        let is_curl = |event: &Event| matches!(event, Event::Paste(text) if is_curl(text));
        let at = input.events.iter().position(is_curl)?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    });
    if let Some(command) = pasted {
        view.pasted = Some(fill(session, &command));
        session.review_problem();
    }
}

fn fill(session: &mut Session, command: &str) -> Result<String, String> {
    let Some(draft) = session.draft.http_mut() else { return Ok(String::new()) };
    let pasted = draft.paste_curl(&mut session.payload, command);
    let ignored = pasted.map_err(|error| capitalised(&problem::curl::curl(&error.problem)))?;
    let ignored: Vec<String> = ignored.iter().map(problem::curl::ignored).collect();
    Ok(match ignored.as_slice() {
        [] => String::new(),
        ignored => words::ignored_options(&ignored.join(", ")),
    })
}

fn is_curl(text: &str) -> bool {
    let mut parts = text.split_whitespace();
    let first =
        parts.next().map(|part| if part == "$" { parts.next().unwrap_or("") } else { part });
    matches!(first, Some("curl" | "curl.exe"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curl_command_is_told_from_a_url() {
        for (text, is) in [
            ("curl http://localhost/", true),
            ("  $ curl -X POST x", true),
            ("curl.exe x", true),
            ("http://curl.se/", false),
            ("curly", false),
            ("", false),
        ] {
            assert_eq!(is_curl(text), is, "{text:?}");
        }
    }
}
