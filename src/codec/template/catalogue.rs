//! The fields to pick from.

use crate::codec::checksum::Checksum;
use crate::codec::template::values::Scope;
use crate::types::field::{FieldGroup, FieldMeaning};

/// A field to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldHelp {
    /// Under which it is listed.
    pub group: FieldGroup,
    /// As it is typed, braces and all.
    pub insert: String,
    /// What it becomes.
    pub meaning: FieldMeaning,
}

/// Every field of a scope, group by group, with usual options; all of them can be used as they are.
pub fn catalogue(scope: Scope) -> Vec<FieldHelp> {
    let help = |(group, insert, meaning): &(FieldGroup, &str, FieldMeaning)| FieldHelp {
        group: *group,
        insert: (*insert).to_owned(),
        meaning: *meaning,
    };
    let reply = REPLY.iter().filter(|_| scope == Scope::Reply);
    reply.chain(PAYLOAD).map(help).chain(Checksum::all().map(checksum)).collect()
}

fn checksum(checksum: Checksum) -> FieldHelp {
    let name = checksum.name();
    let (group, meaning) = match name {
        "sum8" => (FieldGroup::Sums, FieldMeaning::Sum8),
        "xor8" => (FieldGroup::Sums, FieldMeaning::Xor8),
        "lrc" => (FieldGroup::Sums, FieldMeaning::Lrc),
        "inet" => (FieldGroup::Sums, FieldMeaning::Internet),
        _ => {
            let bytes = u8::try_from(checksum.size()).unwrap_or(u8::MAX);
            let order = checksum.byte_order();
            (FieldGroup::Crc, FieldMeaning::Crc { bits: checksum.bits(), bytes, order })
        }
    };
    FieldHelp { group, insert: format!("{{{}}}", name.replacen("crc-", "crc", 1)), meaning }
}

const REPLY: &[(FieldGroup, &str, FieldMeaning)] = &[
    (FieldGroup::Message, "{message}", FieldMeaning::Message),
    (FieldGroup::Message, "{frame}", FieldMeaning::Frame),
    (FieldGroup::Message, "{capture:1}", FieldMeaning::Capture),
    (FieldGroup::Message, "{upper:message}", FieldMeaning::Upper),
    (FieldGroup::Message, "{lower:message}", FieldMeaning::Lower),
    (FieldGroup::Message, "{peer}", FieldMeaning::Peer),
    (FieldGroup::Message, "{count}", FieldMeaning::Count),
    (FieldGroup::Message, "{strftime:message}", FieldMeaning::RequestedTime),
    (FieldGroup::Message, "{chargen}", FieldMeaning::Chargen),
];

const PAYLOAD: &[(FieldGroup, &str, FieldMeaning)] = &[
    (FieldGroup::Counter, "{seq:u32be}", FieldMeaning::Counter),
    (FieldGroup::Counter, "{seq:u16le}", FieldMeaning::CounterLittle),
    (FieldGroup::Counter, "{seq:u8}", FieldMeaning::CounterByte),
    (FieldGroup::Counter, "{seq:dec}", FieldMeaning::CounterDecimal),
    (FieldGroup::Counter, "{seq:hex}", FieldMeaning::CounterHex),
    (FieldGroup::Counter, "{seq:u32be:100:10}", FieldMeaning::CounterInSteps),
    (FieldGroup::Length, "{len:u16be}", FieldMeaning::Length),
    (FieldGroup::Length, "{len:u16le:rest}", FieldMeaning::RestLengthLittle),
    (FieldGroup::Length, "{len:u8:rest}", FieldMeaning::RestLengthByte),
    (FieldGroup::Length, "{len:u32be:rest}", FieldMeaning::RestLength),
    (FieldGroup::Time, "{now:%Y-%m-%d %H:%M:%S}", FieldMeaning::LocalTime),
    (FieldGroup::Time, "{now:%H:%M:%S%.3f}", FieldMeaning::LocalMillis),
    (FieldGroup::Time, "{now:%a, %d %b %Y %T %z}", FieldMeaning::MailDate),
    (FieldGroup::Time, "{time:unix}", FieldMeaning::UnixTime),
    (FieldGroup::Time, "{time:unix_ms}", FieldMeaning::UnixMillis),
    (FieldGroup::Time, "{time:u32be}", FieldMeaning::UnixBinary),
    (FieldGroup::Random, "{random:8}", FieldMeaning::Random),
];
