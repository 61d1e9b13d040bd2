//! What is wrong with the codings of a body.

use crate::types::problem::coding::{CodingDamage, CodingProblem};
use crate::words::{bytes, count};

/// Why the codings of a body can't be taken off, in lower case.
pub fn coding(problem: &CodingProblem) -> String {
    match problem {
        CodingProblem::UnknownContent(name) => unknown_content(&name.escape_ascii().to_string()),
        CodingProblem::UnknownTransfer(name) => unknown_transfer(&name.escape_ascii().to_string()),
        CodingProblem::TooMany(codings) => too_many(&count(*codings as u64)),
        CodingProblem::Damaged { coding, at, damage } => {
            damaged(&count(*at), coding.name(), &self::damage(damage))
        }
        CodingProblem::Truncated { coding, at } => damaged(&count(*at), coding.name(), truncated()),
        CodingProblem::TooLarge { received, most } => too_large(&bytes(*received), &count(*most)),
    }
}

fn damage(damage: &CodingDamage) -> String {
    let words = match damage {
        CodingDamage::FrameHeader(why) => return frame_header(why),
        CodingDamage::Frame(why) => return frame(why),
        CodingDamage::Block(why) => return block(why),
        CodingDamage::Window { needed, most } => return window(&bytes(*needed), &count(*most)),
        CodingDamage::Corrupt => corrupt(),
        CodingDamage::NotGzip => not_gzip(),
        CodingDamage::NotZstd => not_zstd(),
        CodingDamage::Method => method(),
        CodingDamage::ReservedFlags => reserved_flags(),
        CodingDamage::HeaderChecksum => header_checksum(),
        CodingDamage::Checksum => checksum(),
        CodingDamage::Length => length(),
        CodingDamage::Dictionary => dictionary(),
        CodingDamage::ReservedBit => reserved_bit(),
        CodingDamage::BlockTooLarge => block_too_large(),
        CodingDamage::ReservedBlock => reserved_block(),
    };
    words.to_owned()
}

messages! {
    unknown_content(name: &str) = "content coding \"{name}\" is unknown: the body is left as it came";
    unknown_transfer(name: &str) = "transfer coding \"{name}\" can't be decoded";
    too_many(codings: &str) = "{codings} codings on top of each other are too many";
    damaged(at: &str, coding: &str, damage: &str) = "byte {at} of the {coding} data: {damage}";
    truncated = "the data ends too early";
    too_large(received: &str, most: &str) =
        "{received} decode to more than {most}: stopped, as this may be meant to fill memory and disk";
    corrupt = "the data is damaged, or in another format";
    not_gzip = "gzip begins with 1f 8b";
    not_zstd = "a zstd frame begins with 28 b5 2f fd";
    method = "the compression method isn't deflate";
    reserved_flags = "reserved flags are set";
    header_checksum = "the checksum of the header doesn't match";
    checksum = "the checksum doesn't match";
    length = "the length doesn't match";
    dictionary = "a preset dictionary is needed";
    reserved_bit = "a reserved bit of the frame header is set";
    frame_header(why: &str) = "the frame header is damaged ({why})";
    frame(why: &str) = "the frame can't be read ({why})";
    block(why: &str) = "the block before this is damaged ({why})";
    block_too_large = "a block is larger than 128 KiB";
    reserved_block = "a block of the reserved type";
    window(needed: &str, most: &str) = "a window of {needed} is needed, and HTTP allows {most} (RFC 9659)";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::coding::Coding;

    #[test]
    fn every_problem_has_words() {
        let table = [
            (
                CodingProblem::UnknownContent(b"compr\x1b".to_vec()),
                r#"content coding "compr\x1b" is unknown: the body is left as it came"#,
            ),
            (
                CodingProblem::UnknownTransfer(b"compress".to_vec()),
                r#"transfer coding "compress" can't be decoded"#,
            ),
            (CodingProblem::TooMany(6), "6 codings on top of each other are too many"),
            (
                CodingProblem::Truncated { coding: Coding::Brotli, at: 1234 },
                "byte 1,234 of the br data: the data ends too early",
            ),
            (
                CodingProblem::TooLarge { received: 102_057, most: 104_857_600 },
                "102,057 bytes decode to more than 104,857,600: \
                 stopped, as this may be meant to fill memory and disk",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(coding(&problem), words);
        }
    }

    #[test]
    fn every_damage_has_words() {
        let why = || "why".to_owned();
        let table = [
            (CodingDamage::Corrupt, "the data is damaged, or in another format"),
            (CodingDamage::NotGzip, "gzip begins with 1f 8b"),
            (CodingDamage::NotZstd, "a zstd frame begins with 28 b5 2f fd"),
            (CodingDamage::Method, "the compression method isn't deflate"),
            (CodingDamage::ReservedFlags, "reserved flags are set"),
            (CodingDamage::HeaderChecksum, "the checksum of the header doesn't match"),
            (CodingDamage::Checksum, "the checksum doesn't match"),
            (CodingDamage::Length, "the length doesn't match"),
            (CodingDamage::Dictionary, "a preset dictionary is needed"),
            (CodingDamage::ReservedBit, "a reserved bit of the frame header is set"),
            (CodingDamage::FrameHeader(why()), "the frame header is damaged (why)"),
            (CodingDamage::Frame(why()), "the frame can't be read (why)"),
            (CodingDamage::Block(why()), "the block before this is damaged (why)"),
            (CodingDamage::BlockTooLarge, "a block is larger than 128 KiB"),
            (CodingDamage::ReservedBlock, "a block of the reserved type"),
            (
                CodingDamage::Window { needed: 9_437_184, most: 8_388_608 },
                "a window of 9,437,184 bytes is needed, and HTTP allows 8,388,608 (RFC 9659)",
            ),
        ];
        for (damage, words) in table {
            let problem = CodingProblem::Damaged { coding: Coding::Zstd, at: 7, damage };
            assert_eq!(coding(&problem), format!("byte 7 of the zstd data: {words}"));
        }
    }
}
