//! What is wrong with a `curl` command.

use crate::types::inert::inert;
use crate::types::problem::curl::{CurlIgnored, CurlProblem, CurlRefusal};
use crate::words::problem::url::url;

/// Why a command can't become a request, in lower case.
pub fn curl(problem: &CurlProblem) -> String {
    let words = match problem {
        CurlProblem::Url(problem) => return url(problem),
        CurlProblem::ValueMissing(option) => return value_missing(&inert(option)),
        CurlProblem::UnknownOption(option) => return unknown_option(&inert(option)),
        CurlProblem::Refused(option, why) => return refused(&inert(option), refusal(*why)),
        CurlProblem::QuoteMissing(quote) => return quote_missing(*quote),
        CurlProblem::NotCurl => not_curl(),
        CurlProblem::UrlMissing => url_missing(),
        CurlProblem::SeveralUrls => several_urls(),
        CurlProblem::ShellVariable => shell_variable(),
        CurlProblem::ShellSubstitution => shell_substitution(),
        CurlProblem::Ampersand => ampersand(),
        CurlProblem::NotUtf8 => not_utf8(),
        CurlProblem::NoStandardInput => no_standard_input(),
        CurlProblem::FileNameMissing => file_name_missing(),
        CurlProblem::FileUrlEncoded => file_url_encoded(),
        CurlProblem::FileInUrl => file_in_url(),
        CurlProblem::FileAndData => file_and_data(),
        CurlProblem::UploadAndData => upload_and_data(),
        CurlProblem::HeadWithData => head_with_data(),
        CurlProblem::CookieFile => cookie_file(),
        CurlProblem::Seconds => seconds(),
        CurlProblem::Number => number(),
        CurlProblem::TlsOverSocket => tls_over_socket(),
        CurlProblem::SocketName => socket_name(),
    };
    words.to_owned()
}

/// What was passed over, or is done differently.
pub fn ignored(part: &CurlIgnored) -> String {
    match part {
        CurlIgnored::AsTyped(text) => inert(text).into_owned(),
        CurlIgnored::LocationTrusted => location_trusted().to_owned(),
        CurlIgnored::LineBreaks(file) => line_breaks(&inert(file)),
    }
}

fn refusal(why: CurlRefusal) -> &'static str {
    match why {
        CurlRefusal::Multipart => multipart(),
        CurlRefusal::Credentials => credentials(),
        CurlRefusal::ProxyKind => proxy_kind(),
        CurlRefusal::SeveralRequests => several_urls(),
        CurlRefusal::OptionFile => option_file(),
        CurlRefusal::SecondProxy => second_proxy(),
        CurlRefusal::RequestTarget => request_target(),
        CurlRefusal::UrlQuery => url_query(),
        CurlRefusal::Variable => variable(),
    }
}

messages! {
    not_curl = "the command doesn't begin with curl";
    url_missing = "the URL is missing";
    several_urls = "this is a single request: give one URL";
    value_missing(option: &str) = "{option} needs a value";
    unknown_option(option: &str) = "{option} isn't a known curl option";
    refused(option: &str, why: &str) = "{option}: {why}";
    quote_missing(quote: char) = "the closing {quote} is missing";
    shell_variable = "only a shell can expand this: type its value instead";
    shell_substitution = "only a shell can run `...`: type its output instead";
    ampersand = "an unquoted & ends the command: put the URL in quotes";
    not_utf8 = "this isn't UTF-8";
    no_standard_input = "standard input isn't available: give the data or a file";
    file_name_missing = "the name of the file is missing";
    file_url_encoded = "the content of a file can't be URL-encoded here";
    file_in_url = "the content of a file can't be put in the URL here";
    file_and_data = "a file and other data can't be combined here";
    upload_and_data = "an upload can't be combined with other data";
    head_with_data = "-I and data can't be combined: set the method with -X";
    cookie_file = "cookie files are not read: give the cookies as name=value";
    seconds = "this isn't a number of seconds";
    number = "this isn't a number";
    tls_over_socket = "TLS over a Unix socket is not supported";
    socket_name = "a URL can't name this socket";
    multipart = "multipart forms are not supported: give the body as data";
    credentials = "only basic authentication and bearer tokens are supported";
    proxy_kind = "only HTTP and SOCKS5 proxies are supported";
    option_file = "option files are not read";
    second_proxy = "only one proxy is supported";
    request_target = "use raw mode to send any target";
    url_query = "put it in the URL";
    variable = "variables are not supported: type the value instead";
    location_trusted = "--location-trusted (as --location)";
    line_breaks(file: &str) = "-d {file} (its line breaks are kept)";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::url::UrlProblem;

    #[test]
    fn every_problem_has_words() {
        let text = |text: &str| text.to_owned();
        let table = [
            (CurlProblem::NotCurl, "the command doesn't begin with curl"),
            (CurlProblem::UrlMissing, "the URL is missing"),
            (CurlProblem::SeveralUrls, "this is a single request: give one URL"),
            (CurlProblem::Url(UrlProblem::HostMissing), "the host is missing"),
            (CurlProblem::ValueMissing(text("-H")), "-H needs a value"),
            (CurlProblem::UnknownOption(text("-\u{7}")), r"-\x07 isn't a known curl option"),
            (CurlProblem::QuoteMissing('\''), "the closing ' is missing"),
            (CurlProblem::ShellVariable, "only a shell can expand this: type its value instead"),
            (CurlProblem::ShellSubstitution, "only a shell can run `...`: type its output instead"),
            (CurlProblem::Ampersand, "an unquoted & ends the command: put the URL in quotes"),
            (CurlProblem::NotUtf8, "this isn't UTF-8"),
            (
                CurlProblem::NoStandardInput,
                "standard input isn't available: give the data or a file",
            ),
            (CurlProblem::FileNameMissing, "the name of the file is missing"),
            (CurlProblem::FileUrlEncoded, "the content of a file can't be URL-encoded here"),
            (CurlProblem::FileInUrl, "the content of a file can't be put in the URL here"),
            (CurlProblem::FileAndData, "a file and other data can't be combined here"),
            (CurlProblem::UploadAndData, "an upload can't be combined with other data"),
            (CurlProblem::HeadWithData, "-I and data can't be combined: set the method with -X"),
            (CurlProblem::CookieFile, "cookie files are not read: give the cookies as name=value"),
            (CurlProblem::Seconds, "this isn't a number of seconds"),
            (CurlProblem::Number, "this isn't a number"),
            (CurlProblem::TlsOverSocket, "TLS over a Unix socket is not supported"),
            (CurlProblem::SocketName, "a URL can't name this socket"),
        ];
        for (problem, words) in table {
            assert_eq!(curl(&problem), words);
        }
    }

    #[test]
    fn every_refusal_has_words() {
        let table = [
            (CurlRefusal::Multipart, "multipart forms are not supported: give the body as data"),
            (CurlRefusal::Credentials, "only basic authentication and bearer tokens are supported"),
            (CurlRefusal::ProxyKind, "only HTTP and SOCKS5 proxies are supported"),
            (CurlRefusal::SeveralRequests, "this is a single request: give one URL"),
            (CurlRefusal::OptionFile, "option files are not read"),
            (CurlRefusal::SecondProxy, "only one proxy is supported"),
            (CurlRefusal::RequestTarget, "use raw mode to send any target"),
            (CurlRefusal::UrlQuery, "put it in the URL"),
            (CurlRefusal::Variable, "variables are not supported: type the value instead"),
        ];
        for (why, words) in table {
            let problem = CurlProblem::Refused("-x".to_owned(), why);
            assert_eq!(curl(&problem), format!("-x: {words}"));
        }
    }

    #[test]
    fn what_is_ignored_is_shown_as_typed_or_explained() {
        let table = [
            (CurlIgnored::AsTyped("-o a\u{1b}".to_owned()), r"-o a\x1b"),
            (CurlIgnored::LocationTrusted, "--location-trusted (as --location)"),
            (CurlIgnored::LineBreaks("@x".to_owned()), "-d @x (its line breaks are kept)"),
        ];
        for (part, words) in table {
            assert_eq!(ignored(&part), words);
        }
    }
}
