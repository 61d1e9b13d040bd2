//! The fields to pick from.

use crate::codec::checksum::{Checksum, Endian};
use crate::codec::template::values::Scope;

/// A field to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldHelp {
    /// Under which it is listed.
    pub group: &'static str,
    /// As it is typed, braces and all.
    pub insert: String,
    /// What it becomes.
    pub words: String,
}

/// Every field of a scope, group by group, with usual options; all of them can be used as they are.
pub fn catalogue(scope: Scope) -> Vec<FieldHelp> {
    let help = |(group, insert, words): &(&'static str, &str, &str)| FieldHelp {
        group,
        insert: (*insert).to_owned(),
        words: (*words).to_owned(),
    };
    let reply = REPLY.iter().filter(|_| scope == Scope::Reply);
    reply.chain(PAYLOAD).map(help).chain(Checksum::all().map(checksum)).collect()
}

fn checksum(checksum: Checksum) -> FieldHelp {
    let name = checksum.name();
    let words = match name {
        "sum8" => "the sum of all bytes before it, 1 byte".to_owned(),
        "xor8" => "exclusive or of all bytes before it, 1 byte; :HEX as in NMEA 0183".to_owned(),
        "lrc" => "makes the sum of all bytes before it 0, 1 byte (Modbus ASCII)".to_owned(),
        "inet" => "internet checksum of IP, UDP and TCP, 2 bytes".to_owned(),
        _ => {
            let order = match (checksum.size(), checksum.endian()) {
                (1, _) => "",
                (_, Endian::Big) => ", high byte first",
                (_, Endian::Little) => ", low byte first",
            };
            let bytes = if checksum.size() == 1 { "byte" } else { "bytes" };
            format!("{} bits in {} {bytes}{order}", checksum.bits(), checksum.size())
        }
    };
    let group = if name.starts_with("crc-") { "CRC" } else { "Sums" };
    FieldHelp { group, insert: format!("{{{}}}", name.replacen("crc-", "crc", 1)), words }
}

const REPLY: &[(&str, &str, &str)] = &[
    ("Message", "{message}", "the message, without line ending, delimiter or length"),
    ("Message", "{frame}", "the message as it came"),
    ("Message", "{capture:1}", "a group of the pattern that matched; 0 is the whole match"),
    ("Message", "{upper:message}", "the message in capital letters"),
    ("Message", "{lower:message}", "the message in small letters"),
    ("Message", "{peer}", "the address of the other end"),
    ("Message", "{count}", "how many messages came from it"),
    ("Message", "{strftime:message}", "the time in the format that the message is"),
    ("Message", "{chargen}", "95 lines of 72 characters, going on each time (RFC 864)"),
];

const PAYLOAD: &[(&str, &str, &str)] = &[
    ("Counter", "{seq:u32be}", "0, 1, 2 … in 4 bytes, high byte first"),
    ("Counter", "{seq:u16le}", "the same in 2 bytes, low byte first"),
    ("Counter", "{seq:u8}", "the same in one byte: 0 follows 255"),
    ("Counter", "{seq:dec}", "the same in digits"),
    ("Counter", "{seq:hex}", "the same in hex digits"),
    ("Counter", "{seq:u32be:100:10}", "begins with 100 and goes up by 10"),
    ("Length", "{len:u16be}", "length of the whole payload in 2 bytes, high byte first"),
    ("Length", "{len:u16le:rest}", "length of what follows, low byte first"),
    ("Length", "{len:u8:rest}", "length of what follows in one byte"),
    ("Length", "{len:u32be:rest}", "length of what follows in 4 bytes, high byte first"),
    ("Time", "{now:%Y-%m-%d %H:%M:%S}", "local date and time"),
    ("Time", "{now:%H:%M:%S%.3f}", "local time to the millisecond"),
    ("Time", "{now:%a, %d %b %Y %T %z}", "local date as in mail (RFC 5322)"),
    ("Time", "{time:unix}", "seconds since 1970 in digits"),
    ("Time", "{time:unix_ms}", "milliseconds since 1970 in digits"),
    ("Time", "{time:u32be}", "seconds since 1970 in 4 bytes, high byte first"),
    ("Random", "{random:8}", "8 random bytes, others each time"),
];
