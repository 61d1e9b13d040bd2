//! Names of the views of a tab.

use crate::types::View;

/// What its button says.
pub fn name(view: View) -> &'static str {
    match view {
        View::Log | View::Steps => log(),
        View::Stream => stream(),
        View::Text => text(),
        View::Replies => replies(),
        View::PlayList => play_list(),
        View::Wire => wire(),
        View::Headers => headers(),
        View::Body => body(),
        View::Chunks => chunks(),
    }
}

messages! {
    log = "Log";
    stream = "Stream";
    text = "As text";
    replies = "Replies";
    play_list = "Play list";
    wire = "Wire";
    headers = "Headers";
    body = "Body";
    chunks = "Chunks";
}
