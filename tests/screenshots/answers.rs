//! A server that answers by itself: a classic program, edited, and faults.

use sockscope::codec::Typed;
use sockscope::respond::{Matcher, Preset, Rule, Step, Transport, When};
use sockscope::types::{Fact, Kind, PeerId};
use sockscope::ui::App;

use super::story::{Teller, address, options};

/// The rules of a device: a greeting, commands with a pattern, an error if asked for.
pub(crate) fn device(app: &App, is_wrong: bool) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::TcpServer);
    let local = address("127.0.0.1:9000");
    teller.tell(0, Fact::Opened { local: local.into(), options: options() });
    for (at, peer, remote) in [(4_204_518, 1, "127.0.0.1:51502"), (9_871_204, 2, "127.0.0.1:51514")]
    {
        teller.join(at, peer, local, address(remote));
        teller.sent(at + 210, peer, b"Hello, type exit to leave\r\n");
    }
    teller.received(12_310_442, 1, b"set speed=80\r\n");
    teller.sent(12_310_613, 1, b"OK speed is 80\r\n");
    teller.tell(14_000_000, Fact::Paused { peer: PeerId(2), paused: false });
    let pattern = if is_wrong { r"set (\w+)=(\d+" } else { r"set (\w+)=(\d+)" };
    let set = Rule {
        name: "Set a value".to_owned(),
        when: When::Message(Matcher::Regex(pattern.to_owned())),
        then: vec![
            Step::Wait(std::time::Duration::from_millis(20)),
            Step::Reply(Typed::text(r"OK {capture:1} is {capture:2}\r\n")),
            Step::Stop,
        ],
        ..Rule::default()
    };
    let status = Rule {
        name: "Status".to_owned(),
        when: When::Message(Matcher::StartsWith(Typed::Hex("05".to_owned()))),
        then: vec![Step::Reply(Typed::Hex("06 {count} {crc16/modbus}".to_owned())), Step::Stop],
        off: true,
    };
    let session = teller.session();
    session.draft.rules = Preset::Greeting.rule_set(Transport::Stream);
    let rules = &mut session.draft.rules.rules;
    rules.insert(2, set);
    rules.insert(3, status);
    let faults = &mut session.draft.faults;
    faults.delays = true;
    faults.garbles = true;
}
