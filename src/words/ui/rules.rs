//! The rules of a session.

/// Where the first error is, and what it means; `rule` is counted from 0, `None` is the framing.
pub fn error(rule: Option<usize>, is_live: bool) -> String {
    let place = rule.map_or_else(|| framing().to_owned(), |rule| in_rule(rule + 1));
    if is_live { still_active(&place) } else { fix_first(&place) }
}

messages! {
    framing = "framing";
    in_rule(number: usize) = "rule {number}";
    still_active(place: &str) = "Error in {place}: the last valid rules stay active";
    fix_first(place: &str) = "Error in {place}: fix it before you start";
}
