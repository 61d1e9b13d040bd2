//! What is wrong with a request, and with where a redirect leads.

use crate::types::inert::inert;
use crate::types::problem::request::{RedirectProblem, RequestProblem};
use crate::words::count;
use crate::words::problem::url::url;

/// Why a request can't be sent, in lower case.
pub fn request(problem: &RequestProblem) -> String {
    match problem {
        RequestProblem::Method(method) if method.is_empty() => method_missing().to_owned(),
        RequestProblem::Method(text) => method(&inert(text)),
        RequestProblem::HeaderName { name, .. } if name.is_empty() => {
            header_name_missing().to_owned()
        }
        RequestProblem::HeaderName { name, .. } => header_name(&inert(name)),
        RequestProblem::HeaderValue { name, .. } => header_value(name),
        RequestProblem::ProxyAuthorization => proxy_authorization().to_owned(),
    }
}

/// Why a redirect isn't followed, in lower case.
pub fn redirect(problem: &RedirectProblem) -> String {
    match problem {
        RedirectProblem::Location { location: to, is_cut, problem } => {
            let dots = if *is_cut { "..." } else { "" };
            location(&to.escape_ascii().to_string(), dots, &url(problem))
        }
        RedirectProblem::Ambiguous => ambiguous().to_owned(),
        RedirectProblem::TooMany { most } => too_many(&count((*most).into())),
    }
}

messages! {
    method_missing = "the method is missing";
    method(text: &str) = "'{text}' isn't a method: only letters, digits and !#$%&'*+-.^_`|~";
    header_name_missing = "the name of a header is missing";
    header_name(name: &str) = "'{name}' isn't a header name: only letters, digits and !#$%&'*+-.^_`|~";
    header_value(name: &str) = "the value of {name} contains a CR, LF or NUL: only raw mode can send that";
    proxy_authorization = "the authorization for the proxy contains a CR, LF or NUL";
    location(to: &str, dots: &str, why: &str) = "can't follow Location '{to}{dots}': {why}";
    ambiguous = "the response has several Location fields that differ";
    too_many(most: &str) = "too many redirects: more than {most}";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::url::UrlProblem;

    #[test]
    fn every_problem_of_a_request_has_words() {
        let text = |text: &str| text.to_owned();
        let allowed = "only letters, digits and !#$%&'*+-.^_`|~";
        let table = [
            (RequestProblem::Method(String::new()), text("the method is missing")),
            (
                RequestProblem::Method(text("GET\r\nX:")),
                format!(r"'GET\r\nX:' isn't a method: {allowed}"),
            ),
            (
                RequestProblem::HeaderName { index: 0, name: String::new() },
                text("the name of a header is missing"),
            ),
            (
                RequestProblem::HeaderName { index: 0, name: text("Ä") },
                format!("'Ä' isn't a header name: {allowed}"),
            ),
            (
                RequestProblem::HeaderValue { index: 1, name: text("X-Y") },
                text("the value of X-Y contains a CR, LF or NUL: only raw mode can send that"),
            ),
            (
                RequestProblem::ProxyAuthorization,
                text("the authorization for the proxy contains a CR, LF or NUL"),
            ),
        ];
        for (problem, words) in table {
            assert_eq!(request(&problem), words);
        }
    }

    #[test]
    fn every_problem_of_a_redirect_has_words() {
        let location = |location: &str, is_cut| RedirectProblem::Location {
            location: location.into(),
            is_cut,
            problem: UrlProblem::RedirectScheme,
        };
        let table = [
            (
                location("unix:/run/docker.sock:/\t", false),
                r"can't follow Location 'unix:/run/docker.sock:/\t': a redirect can only lead to http or https",
            ),
            (
                location("x:aa", true),
                "can't follow Location 'x:aa...': a redirect can only lead to http or https",
            ),
            (RedirectProblem::Ambiguous, "the response has several Location fields that differ"),
            (RedirectProblem::TooMany { most: 20 }, "too many redirects: more than 20"),
        ];
        for (problem, words) in table {
            assert_eq!(redirect(&problem), words);
        }
    }
}
