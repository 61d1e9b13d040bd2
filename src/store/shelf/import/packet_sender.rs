//! The packet lists of Packet Sender: its INI file as Qt's `QSettings` writes it, and its JSON export.
//!
//! Source: its `Packet::saveToDB` and `Packet::ExportJSON`, and "INI format" of Qt's `QSettings`. Of a packet its name and
//! bytes are taken; protocol and address become the group.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::form::{PayloadDraft, PayloadMode};
use crate::store::shelf::import::Saved;

/// The packets of a JSON export; `None` if the text is none.
pub(super) fn json(text: &str) -> Option<Vec<Saved>> {
    let packets: Vec<Exported> = serde_json::from_str(text).ok()?;
    // The export has the list backwards.
    packets.into_iter().rev().map(|packet| packet.packet().saved()).collect()
}

/// The packets of an INI file; `None` if the text is none.
pub(super) fn ini(text: &str) -> Option<Vec<Saved>> {
    let mut packets = Packets::default();
    let mut section = String::new();
    for line in text.lines().map(str::trim) {
        let heading = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(heading) = heading {
            section =
                unescaped_key(heading.strip_prefix("%General").map_or(heading, |_| "General"));
        } else if !line.starts_with(';')
            && let Some((key, value)) = line.split_once('=')
        {
            packets.set(&section, &unescaped_key(key.trim()), value.trim());
        }
    }
    packets.found()
}

#[derive(Debug, Deserialize)]
struct Exported {
    name: Option<String>,
    hexstring: String,
    toip: Option<String>,
    port: Option<Value>,
    tcporudp: Option<String>,
}

impl Exported {
    fn packet(self) -> Packet {
        let port = self.port.map(|port| match port {
            Value::String(port) => port,
            other => other.to_string(),
        });
        Packet {
            name: self.name.unwrap_or_default(),
            hex: Some(self.hexstring),
            address: self.toip.unwrap_or_default(),
            port: port.unwrap_or_default(),
            protocol: self.tcporudp.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Default)]
struct Packet {
    name: String,
    hex: Option<String>,
    address: String,
    port: String,
    protocol: String,
}

impl Packet {
    fn saved(self) -> Option<Saved> {
        let payload =
            PayloadDraft { mode: PayloadMode::Hex, hex: self.hex?, ..PayloadDraft::default() };
        let protocol = self.protocol.trim().to_uppercase();
        let (address, port) = (self.address.trim(), self.port.trim());
        let to = match (address.contains(':'), address.is_empty(), matches!(port, "" | "0")) {
            (_, true, true) => String::new(),
            (_, true, false) => format!("*:{port}"),
            (_, false, true) => address.to_owned(),
            (true, false, false) => format!("[{address}]:{port}"),
            (false, false, false) => format!("{address}:{port}"),
        };
        let group = format!("{protocol} {to}");
        Some(if self.name.trim().is_empty() {
            Saved::unnamed(&group, &payload)
        } else {
            Saved::new(&self.name, &group, &payload)
        })
    }
}

/// Packets in the order of the file. A packet's name may hold `/`: the part before it is the section, the rest stands
/// in front of the keys, with `\` for `/`.
#[derive(Debug, Default)]
struct Packets {
    order: Vec<Packet>,
    places: BTreeMap<String, usize>,
}

impl Packets {
    fn set(&mut self, section: &str, key: &str, value: &str) {
        let (rest, field) = key.rsplit_once(['\\', '/']).unwrap_or(("", key));
        let name = [section, rest].into_iter().filter(|part| !part.is_empty());
        let name = name.collect::<Vec<_>>().join("/").replace('\\', "/");
        let next = self.order.len();
        let place = *self.places.entry(name.clone()).or_insert(next);
        if place == next {
            self.order.push(Packet { name, ..Packet::default() });
        }
        let Some(packet) = self.order.get_mut(place) else { return };
        match field {
            "name" => packet.name = unescaped(value),
            "hexString" => packet.hex = Some(unescaped(value)),
            "toIP" => packet.address = unescaped(value),
            "port" => packet.port = unescaped(value),
            "tcpOrUdp" => packet.protocol = unescaped(value),
            _ => {}
        }
    }

    fn found(self) -> Option<Vec<Saved>> {
        let found: Vec<Saved> = self.order.into_iter().filter_map(Packet::saved).collect();
        (!found.is_empty()).then_some(found)
    }
}

/// A key: `%20` is a character of Latin-1, `%U4F60` a unit of UTF-16.
fn unescaped_key(key: &str) -> String {
    let mut units = Units::default();
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('%') {
        units.push(before);
        let digits = match after.strip_prefix('U') {
            Some(wide) => wide.get(..4).map(|digits| (digits, 5)),
            None => after.get(..2).map(|digits| (digits, 2)),
        };
        let unit = digits.and_then(|(digits, len)| {
            Some((u16::from_str_radix(digits, 16).ok()?, after.get(len..)?))
        });
        if let Some((unit, after)) = unit {
            units.0.push(unit);
            rest = after;
        } else {
            units.push("%");
            rest = after;
        }
    }
    units.push(rest);
    units.text()
}

/// A value: perhaps in quotes, with the escapes of C; `\x4f60` is a unit of UTF-16.
fn unescaped(value: &str) -> String {
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let mut units = Units::default();
    let mut rest = quoted.unwrap_or(value);
    while let Some((before, after)) = rest.split_once('\\') {
        units.push(before);
        let Some(letter) = after.chars().next() else {
            rest = after;
            break;
        };
        rest = after.get(letter.len_utf8()..).unwrap_or_default();
        match letter {
            'x' => rest = units.push_number(rest, 16),
            '0'..='7' => rest = units.push_number(after, 8),
            'n' => units.push("\n"),
            'r' => units.push("\r"),
            't' => units.push("\t"),
            other => units.push(other.encode_utf8(&mut [0; 4])),
        }
    }
    units.push(rest);
    let text = units.text();
    match text.strip_prefix("@@") {
        Some(rest) => format!("@{rest}"),
        None => text,
    }
}

/// UTF-16, since that is what the escapes hold.
#[derive(Debug, Default)]
struct Units(Vec<u16>);

impl Units {
    fn push(&mut self, text: &str) {
        self.0.extend(text.encode_utf16());
    }

    /// Takes the digits at the start; the result is what follows them.
    fn push_number<'a>(&mut self, text: &'a str, radix: u32) -> &'a str {
        let end = text.find(|c: char| !c.is_digit(radix)).unwrap_or(text.len());
        let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        self.0.extend(u16::from_str_radix(digits, radix));
        rest
    }

    fn text(&self) -> String {
        String::from_utf16_lossy(&self.0)
    }
}
