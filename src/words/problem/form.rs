//! Problems with what is typed into a form, in words.

use std::time::Duration;

use crate::types::inert::inert;
use crate::types::problem::form::{FormInterval, FormNumber, FormProblem};
use crate::words::exact_duration;
use crate::words::problem::{document, proxy, request, typed, url};

/// What is wrong, as a phrase without a full stop, in lower case.
pub fn form(problem: &FormProblem) -> String {
    let words = match problem {
        FormProblem::NotAnIpAddress(text) => return not_an_ip_address(&inert(text)),
        FormProblem::NotAnIpv6Address(text) => return not_an_ipv6_address(&inert(text)),
        FormProblem::NotAUnixAddress(text) => return not_a_unix_address(&inert(text)),
        FormProblem::UnknownInterface(name) => return unknown_interface(&inert(name)),
        FormProblem::NotAMulticastGroup(text) => return not_a_multicast_group(&inert(text)),
        FormProblem::NotAPort(text) => return not_a_port(&inert(text)),
        FormProblem::Number { number, text, least, most } => {
            return out_of_range(&inert(text), number_name(*number), *least, *most);
        }
        FormProblem::Interval { interval, text, least, most } => {
            return wrong_interval(interval_name(*interval), &inert(text), *least, *most);
        }
        FormProblem::NotARepeatCount(text) => return not_a_repeat_count(&inert(text)),
        FormProblem::NotADuration(text) => return not_a_duration(&inert(text)),
        FormProblem::Payload(problem) => return typed(problem),
        FormProblem::Url(problem) => return url::url(problem),
        FormProblem::Request(problem) => return request::request(problem),
        FormProblem::Proxy(problem) => return proxy::proxy(problem),
        FormProblem::Rules(faults) => return first(faults, document::rule),
        FormProblem::PlayList(faults) => return first(faults, document::play_list),
        FormProblem::NoAddress => no_address(),
        FormProblem::AddressWithScheme => address_with_scheme(),
        FormProblem::Ipv6WithoutBrackets => ipv6_without_brackets(),
        FormProblem::NoPort => no_port(),
        FormProblem::PortZero => port_zero(),
        FormProblem::NoHost => no_host(),
        FormProblem::HostWithScheme => host_with_scheme(),
        FormProblem::HostWithPort => host_with_port(),
        FormProblem::FileRepeated => file_repeated(),
        FormProblem::NoUrl => no_url(),
        FormProblem::NoRawRequest => no_raw_request(),
        FormProblem::RawRequestInFile => raw_request_in_file(),
        FormProblem::RawRequestAsCurl => raw_request_as_curl(),
    };
    words.to_owned()
}

/// Faults are fixed one after the other.
fn first<T>(faults: &[T], words: impl Fn(&T) -> String) -> String {
    faults.first().map_or_else(String::new, words)
}

/// "the read size".
fn number_name(number: FormNumber) -> &'static str {
    match number {
        FormNumber::Backlog => backlog(),
        FormNumber::MaxClients => max_clients(),
        FormNumber::ConnectTimeout => connect_timeout(),
        FormNumber::KeepaliveIdle => keepalive_idle(),
        FormNumber::KeepaliveInterval => keepalive_interval(),
        FormNumber::KeepaliveCount => keepalive_count(),
        FormNumber::Linger => linger(),
        FormNumber::ReceiveBuffer => receive_buffer(),
        FormNumber::SendBuffer => send_buffer(),
        FormNumber::Ttl => ttl(),
        FormNumber::MulticastTtl => multicast_ttl(),
        FormNumber::ReadSize => read_size(),
        FormNumber::CounterOffset => counter_offset(),
        FormNumber::PieceSize => piece_size(),
        FormNumber::ChopPause => chop_pause(),
        FormNumber::Delay => delay(),
        FormNumber::GarbledBytes => garbled_bytes(),
        FormNumber::DroppedDatagrams => dropped_datagrams(),
        FormNumber::CutAfter => cut_after(),
    }
}

/// "the time between payloads".
fn interval_name(interval: FormInterval) -> &'static str {
    match interval {
        FormInterval::Repeat => repeat_interval(),
        FormInterval::PiecePause => piece_pause(),
    }
}

/// "“soon” isn't valid for the time between payloads (100 µs to 24 h, such as 20ms or 2s)".
fn wrong_interval(name: &str, text: &str, least: Duration, most: Duration) -> String {
    interval_out_of_range(text, name, &exact_duration(least), &exact_duration(most))
}

messages! {
    no_address = "type an address, such as 127.0.0.1";
    not_an_ip_address(text: &str) = "“{text}” isn't an IP address";
    not_an_ipv6_address(text: &str) = "“{text}” isn't an IPv6 address";
    not_a_unix_address(text: &str) = "“{text}” isn't the address of a Unix socket, such as unix:/tmp/socket";
    address_with_scheme = "write host:port, without http://";
    ipv6_without_brackets = "write an IPv6 address as [::1]:port";
    unknown_interface(name: &str) = "there is no interface “{name}”";
    not_a_multicast_group(text: &str) = "“{text}” isn't a multicast group, such as 239.1.2.3";
    no_port = "type a port, 0 to 65535";
    not_a_port(text: &str) = "“{text}” isn't a port number (0 to 65535)";
    port_zero = "port 0 can't be connected to";
    no_host = "type a host name or an address";
    host_with_scheme = "type the host alone, without http:// and without a path";
    host_with_port = "type the host alone, the port goes in its own field";

    out_of_range(text: &str, name: &str, least: u32, most: u32) = "“{text}” isn't valid for {name} ({least} to {most})";
    interval_out_of_range(text: &str, name: &str, least: &str, most: &str) = "“{text}” isn't valid for {name} ({least} to {most}, such as 20ms or 2s)";
    not_a_repeat_count(text: &str) = "“{text}” isn't a number of times: type 1 or more, or nothing to repeat until you stop it";
    not_a_duration(text: &str) = "“{text}” isn't a duration, such as 5, 500ms or 2m";

    file_repeated = "a file can't be repeated, only text or hex";
    no_url = "type a URL, such as http://127.0.0.1:8000/";
    no_raw_request = r"type the whole request, such as GET / HTTP/1.1\r\n\r\n";
    raw_request_in_file = "a raw request is typed as text or hex";
    raw_request_as_curl = "a raw request can't be written as a curl command";
}

messages! {
    backlog = "the backlog";
    max_clients = "the number of clients";
    connect_timeout = "the connect timeout";
    keepalive_idle = "the keepalive idle time";
    keepalive_interval = "the keepalive interval";
    keepalive_count = "the keepalive count";
    linger = "the linger time";
    receive_buffer = "SO_RCVBUF";
    send_buffer = "SO_SNDBUF";
    ttl = "the TTL";
    multicast_ttl = "the multicast TTL";
    read_size = "the read size";
    counter_offset = "the counter's offset";
    piece_size = "the bytes of a piece";
    chop_pause = "the pause between pieces in milliseconds";
    delay = "the delay in milliseconds";
    garbled_bytes = "the garble interval in bytes";
    dropped_datagrams = "the drop interval in datagrams";
    cut_after = "the bytes until the end";
    repeat_interval = "the time from one payload to the next";
    piece_pause = "the pause between pieces";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::document::{PlayListFault, RuleFault, RulePart, RulePlace};
    use crate::types::problem::matching::PlayStepProblem;
    use crate::types::problem::proxy::ProxyProblem;
    use crate::types::problem::request::RequestProblem;
    use crate::types::problem::typed::TypedProblem;
    use crate::types::problem::url::UrlProblem;

    #[test]
    fn what_was_typed_is_quoted_and_harmless() {
        let text = || "a\u{1b}".to_owned();
        for problem in [
            FormProblem::NotAnIpAddress(text()),
            FormProblem::NotAnIpv6Address(text()),
            FormProblem::NotAUnixAddress(text()),
            FormProblem::UnknownInterface(text()),
            FormProblem::NotAMulticastGroup(text()),
            FormProblem::NotAPort(text()),
            FormProblem::NotARepeatCount(text()),
            FormProblem::NotADuration(text()),
            FormProblem::Number { number: FormNumber::Ttl, text: text(), least: 1, most: 2 },
        ] {
            let words = form(&problem);
            assert!(words.contains(r"“a\x1b”"), "{words}");
        }
    }

    #[test]
    fn a_number_or_interval_is_named_with_its_range() {
        let number = FormProblem::Number {
            number: FormNumber::ReadSize,
            text: "0".to_owned(),
            least: 1,
            most: 262_144,
        };
        assert_eq!(form(&number), "“0” isn't valid for the read size (1 to 262144)");
        let interval = FormProblem::Interval {
            interval: FormInterval::PiecePause,
            text: String::new(),
            least: Duration::from_micros(100),
            most: Duration::from_hours(24),
        };
        let words =
            "“” isn't valid for the pause between pieces (100 µs to 24 h, such as 20ms or 2s)";
        assert_eq!(form(&interval), words);
    }

    #[test]
    fn a_problem_of_another_kind_keeps_its_words() {
        let step = TypedProblem::from(PlayStepProblem::RepeatsNever);
        let rule = Some(RulePlace { number: 2, name: "Bye".to_owned() });
        let rule = RuleFault { rule, part: RulePart::Step(0), problem: step.clone() };
        let step = PlayListFault { step: Some(2), problem: step };
        let table = [
            (FormProblem::Payload(TypedProblem::NoPath), typed(&TypedProblem::NoPath)),
            (FormProblem::Url(UrlProblem::HostMissing), url::url(&UrlProblem::HostMissing)),
            (
                FormProblem::Request(RequestProblem::ProxyAuthorization),
                request::request(&RequestProblem::ProxyAuthorization),
            ),
            (FormProblem::Proxy(ProxyProblem::Tls), proxy::proxy(&ProxyProblem::Tls)),
            (FormProblem::PlayList(vec![step.clone()]), document::play_list(&step)),
            (FormProblem::Rules(vec![rule.clone(), rule.clone()]), document::rule(&rule)),
        ];
        for (problem, words) in table {
            assert_eq!(form(&problem), words);
        }
    }
}
