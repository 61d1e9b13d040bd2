//! A draft as it is kept in the settings. The fields of a TCP tab, and the address of a UDP peer, are at the top; what only
//! UDP and HTTP have is in an object of its own. Files of earlier versions have every field for every kind, in the same places.

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::form::draft::faults::FaultsDraft;
use crate::form::draft::repeat::RepeatDraft;
use crate::form::draft::{Draft, KindDraft};
use crate::respond::{PlayList, RuleSet};
use crate::types::Kind;

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { specific, rules, faults, repeat, play } = self;
        let specific = kept(specific).map_err(S::Error::custom)?;
        Kept { specific, rules, faults, repeat, play }.serialize(serializer)
    }
}

impl Draft {
    /// As it was kept for a session of this kind. Missing fields take their defaults, and unknown ones are passed over.
    pub fn from_kept(kind: Kind, kept: Value) -> serde_json::Result<Self> {
        let Common { rules, faults, repeat, play } = Common::deserialize(&kept)?;
        let specific = match kind {
            Kind::TcpServer => KindDraft::TcpServer(serde_json::from_value(kept)?),
            Kind::TcpClient => KindDraft::TcpClient(serde_json::from_value(kept)?),
            Kind::UdpPeer => KindDraft::UdpPeer(serde_json::from_value(lifted(kept, UDP))?),
            Kind::HttpFetch => {
                let http = kept.get(HTTP).cloned().unwrap_or_else(|| Map::new().into());
                KindDraft::HttpFetch(serde_json::from_value(http)?)
            }
        };
        Ok(Self { specific, rules, faults, repeat, play })
    }
}

#[derive(Serialize)]
struct Kept<'a> {
    #[serde(flatten)]
    specific: Map<String, Value>,
    rules: &'a RuleSet,
    faults: &'a FaultsDraft,
    repeat: &'a RepeatDraft,
    play: &'a PlayList,
}

/// What every kind has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Common {
    rules: RuleSet,
    faults: FaultsDraft,
    repeat: RepeatDraft,
    play: PlayList,
}

fn kept(draft: &KindDraft) -> serde_json::Result<Map<String, Value>> {
    match draft {
        KindDraft::TcpServer(server) => object(server),
        KindDraft::TcpClient(client) => object(client),
        KindDraft::UdpPeer(udp) => {
            let (top, own) = object(udp)?
                .into_iter()
                .partition::<Map<_, _>, _>(|(name, _)| UDP_AT_TOP.contains(&name.as_str()));
            Ok(with(top, UDP, own))
        }
        KindDraft::HttpFetch(http) => Ok(with(Map::new(), HTTP, object(http)?)),
    }
}

fn object(draft: &impl Serialize) -> serde_json::Result<Map<String, Value>> {
    match serde_json::to_value(draft)? {
        Value::Object(fields) => Ok(fields),
        other => Ok(Map::from_iter([(String::new(), other)])),
    }
}

fn with(mut top: Map<String, Value>, name: &str, own: Map<String, Value>) -> Map<String, Value> {
    top.insert(name.to_owned(), own.into());
    top
}

/// The fields of the object `name` beside those that it is among.
fn lifted(kept: Value, name: &str) -> Value {
    match kept {
        Value::Object(mut top) => {
            if let Some(Value::Object(own)) = top.remove(name) {
                top.extend(own);
            }
            top.into()
        }
        other => other,
    }
}

const UDP: &str = "udp";
const HTTP: &str = "http";
const UDP_AT_TOP: [&str; 4] = ["bind", "port", "dual_stack", "replace_stale"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{ClientDraft, CounterDraft, HttpDraft, OptionsDraft, ServerDraft, UdpDraft};
    use crate::types::options::ReadSize;

    /// As version 0.1 wrote it for every kind.
    const OLD: &str = r#"{
        "bind": "127.0.0.5", "port": "8123", "bind_port": "77", "host": "example.test", "backlog": "5", "max_clients": "6",
        "dual_stack": false, "connect_timeout": "7", "reconnect": true, "close_on_peer_fin": false, "replace_stale": true,
        "rules": {"name": "Mine", "framing": {"text": "50ms"}, "rule": [{"name": "Echo", "when": "any", "then": [{"reply": "{frame}"}]}]},
        "faults": {"delay": "41", "chop_bytes": "1", "chop_every": "20", "garble": "100", "drop": "10", "cut_after": "100",
            "cut_of": "sent", "cut_resets": true},
        "repeat": {"every": "3s", "times": "", "paces": false, "pace_bytes": "1", "pace_every": "20ms"},
        "play": {"name": "List", "framing": "read", "step": []},
        "options": {"nodelay": false, "keepalive": false, "keepalive_idle": "60", "keepalive_interval": "10", "keepalive_count": "5",
            "linger": false, "linger_seconds": "0", "receive_buffer": "", "send_buffer": "", "ttl": "9", "read_size": "262144"},
        "udp": {"remote": "10.0.0.1", "remote_port": "53", "connect": true, "seqpacket": false, "broadcast": false,
            "reuse_address": false, "reuse_port": false, "receive_buffer": "4096", "send_buffer": "", "ttl": "", "multicast_ttl": "",
            "multicast_loopback": true, "interface": "", "group": "239.1.2.3", "source": "",
            "counter": {"on": true, "offset": "4", "width": "four", "order": "big"}},
        "http": {"method": "PUT", "url": "http://example.test/x", "headers": [{"name": "Accept", "value": "*/*", "on": true}],
            "follow_redirects": true, "accept_compressed": true, "keep_alive": true, "version": "1.1", "raw": false,
            "other_payload": {"mode": "text", "text": "x", "fields": false}, "connect_timeout": "11", "idle_timeout": "60",
            "total_timeout": "", "proxy": "", "use_environment": false, "key_log": ""}
    }"#;

    fn old(kind: Kind) -> Draft {
        Draft::from_kept(kind, serde_json::from_str(OLD).unwrap()).unwrap()
    }

    #[test]
    fn what_an_earlier_version_kept_is_read_without_loss() {
        let options = OptionsDraft {
            ttl: "9".to_owned(),
            read_size: u32::from(ReadSize::MAX).to_string(),
            ..OptionsDraft::default()
        };
        let server = ServerDraft {
            bind: "127.0.0.5".to_owned(),
            port: "8123".to_owned(),
            backlog: "5".to_owned(),
            max_clients: "6".to_owned(),
            dual_stack: false,
            close_on_peer_fin: false,
            replace_stale: true,
            options: options.clone(),
        };
        let client = ClientDraft {
            host: "example.test".to_owned(),
            port: "8123".to_owned(),
            bind: "127.0.0.5".to_owned(),
            bind_port: "77".to_owned(),
            connect_timeout: "7".to_owned(),
            reconnect: true,
            close_on_peer_fin: false,
            options,
        };
        let udp = UdpDraft {
            bind: "127.0.0.5".to_owned(),
            port: "8123".to_owned(),
            dual_stack: false,
            replace_stale: true,
            remote: "10.0.0.1".to_owned(),
            remote_port: "53".to_owned(),
            connect: true,
            receive_buffer: "4096".to_owned(),
            group: "239.1.2.3".to_owned(),
            counter: CounterDraft { on: true, offset: "4".to_owned(), ..CounterDraft::default() },
            ..UdpDraft::default()
        };
        assert_eq!(old(Kind::TcpServer).specific, KindDraft::TcpServer(server));
        assert_eq!(old(Kind::TcpClient).specific, KindDraft::TcpClient(client));
        assert_eq!(old(Kind::UdpPeer).specific, KindDraft::UdpPeer(udp));
        let fetch = old(Kind::HttpFetch);
        let HttpDraft { method, url, connect_timeout, headers, other_payload, .. } =
            fetch.http().unwrap();
        assert_eq!((method.as_str(), url.as_str()), ("PUT", "http://example.test/x"));
        assert_eq!((connect_timeout.as_str(), headers.len()), ("11", 1));
        assert_eq!(other_payload.text, "x");
        for draft in Kind::ALL.map(old) {
            assert_eq!((draft.rules.name.as_str(), draft.rules.rules.len()), ("Mine", 1));
            assert_eq!((draft.faults.delay.as_str(), draft.repeat.every.as_str()), ("41", "3s"));
            assert_eq!(draft.play.name, "List");
        }
    }

    #[test]
    fn every_kind_survives_the_way_to_disk_and_back_with_only_its_own_fields() {
        for kind in Kind::ALL {
            let draft = old(kind);
            let kept = serde_json::to_value(&draft).unwrap();
            assert_eq!(kept.get(UDP).is_some(), draft.udp().is_some());
            assert_eq!(kept.get(HTTP).is_some(), draft.http().is_some());
            assert_eq!(kept.get("host").is_some(), draft.client().is_some());
            assert_eq!(Draft::from_kept(kind, kept).unwrap(), draft);
        }
    }

    #[test]
    fn what_is_missing_takes_its_default() {
        for kind in Kind::ALL {
            let kept = Value::Object(Map::new());
            assert_eq!(Draft::from_kept(kind, kept).unwrap(), Draft::new(kind));
        }
    }
}
