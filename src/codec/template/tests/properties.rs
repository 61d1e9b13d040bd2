//! What holds for all payloads.

use proptest::prelude::*;

use super::*;
use crate::codec::checksum::Checksum;
use crate::codec::template::strftime::Format;
use crate::types::ByteOrder;
use crate::types::field::FieldGroup;

/// Something like a payload: words, fields right and wrong, braces and escapes.
fn typed() -> impl Strategy<Value = String> {
    let fields = catalogue(Scope::Reply).into_iter().map(|help| help.insert).collect::<Vec<_>>();
    let piece = prop_oneof![
        2 => prop::sample::select(fields),
        1 => r"\{(seq|len|now|crc32|random|upper|time|capture)(:[a-z0-9%:-]{0,8}){0,3}\}",
        1 => r"\{\{|\{|\}|\\u\{[0-9a-f]{0,7}\}|\\.|\\",
        2 => "[a-f0-9 ]{0,6}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn survives(text: &str, parsed: Result<Template, ParseError>) -> Result<(), TestCaseError> {
    match parsed {
        Ok(template) => {
            render(&template, 7).ok();
        }
        Err(error) => {
            let at = text.get(error.at.clone());
            prop_assert!(at.is_some_and(|part| !part.is_empty()), "{:?} {:?}", text, error);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gives_bytes_or_points_into_the_text(text in typed(), number in 0_usize..9) {
        for scope in [Scope::Payload, Scope::Reply] {
            survives(&text, Template::text(&text, Encoding::ALL[number], scope))?;
            survives(&text, Template::hex(&text, scope))?;
        }
    }

    #[test]
    fn a_text_without_braces_is_what_its_escapes_say(text in r"([^{]|\\[rnt0\\]|\\x[0-9a-f]{2}){0,20}", number in 0_usize..9) {
        let encoding = Encoding::ALL[number];
        let parsed = Template::text(&text, encoding, Scope::Reply);
        let fixed = parsed.map(|template| template.as_fixed().unwrap().to_vec());
        prop_assert_eq!(fixed, escape::parse(&text, encoding));
    }

    #[test]
    fn doubled_braces_are_the_text(text in "[ -\\[\\]-~]{0,20}") {
        let doubled = text.replace('{', "{{");
        let parsed = Template::text(&doubled, Encoding::Utf8, Scope::Payload).unwrap();
        prop_assert_eq!(parsed.as_fixed().unwrap(), text.as_bytes());
    }

    #[test]
    fn any_format_is_written_or_refused(format in r"(%[-_0#:.369]{0,3}[A-Za-z%]|.){0,8}", seconds: i32) {
        let at = DateTime::from_timestamp(seconds.into(), 89_000_000).unwrap();
        if let Ok(format) = Format::parse(&format) {
            prop_assert!(format.write(at.fixed_offset()).is_ok());
        }
        answer("{strftime:message}", Encoding::Utf8, format.as_bytes(), 0).unwrap();
    }

    #[test]
    fn any_message_can_be_answered(message: Vec<u8>, number in 0_usize..9, round: u64) {
        let encoding = Encoding::ALL[number];
        for template in ["{upper:message}{lower:frame}", "{chargen:3}{peer}{count}", "{message}{crc32}"] {
            prop_assert!(answer(template, encoding, &message, round).is_ok());
        }
        answer("{strftime:message}", encoding, &message, round).ok();
    }

    #[test]
    fn lengths_and_checksums_are_of_what_is_sent(before in "[a-z]{0,20}", after in "[a-z]{0,20}", number in 0_usize..113) {
        let checksum = Checksum::all().nth(number).unwrap();
        let typed = format!("{before}{{len:u32be}}{{len:u32le:rest}}{after}{{{}:be}}", checksum.name());
        let bytes = text(&typed, 0);
        let (start, sum) = bytes.split_at(bytes.len() - checksum.size());
        prop_assert_eq!(sum, checksum.compute(start, ByteOrder::Big));
        let number = |at: usize| bytes[at..at + 4].first_chunk().copied().unwrap();
        prop_assert_eq!(u32::from_be_bytes(number(before.len())) as usize, bytes.len());
        prop_assert_eq!(
            u32::from_le_bytes(number(before.len() + 4)) as usize,
            bytes.len() - before.len() - 8
        );
    }

    #[test]
    fn a_counter_is_its_start_and_so_many_steps(
        start: u64,
        step: i8,
        sequence: u64,
        size in prop::sample::select(vec![1_usize, 2, 3, 4, 8]),
        is_little: bool,
    ) {
        let most = u64::MAX >> (64 - 8 * size);
        let start = start & most;
        let value = start.wrapping_add_signed(i64::from(step).wrapping_mul(sequence.cast_signed()));
        let mut expected = (value & most).to_be_bytes()[8 - size..].to_vec();
        let order = match (size, is_little) {
            (1, _) => "",
            (_, false) => "be",
            (_, true) => "le",
        };
        if is_little {
            expected.reverse();
        }
        let bits = 8 * size;
        prop_assert_eq!(text(&format!("{{seq:u{bits}{order}:{start}:{step}}}"), sequence), expected);
        let digits = text(&format!("{{seq:dec:{start}:{step}}} {{seq:hex:{start}:{step}}}"), sequence);
        prop_assert_eq!(digits, format!("{value} {value:x}").into_bytes());
    }

    #[test]
    fn a_time_is_that_of_the_clock(seconds: u32, millis in 0_u32..1000) {
        let now = DateTime::from_timestamp(seconds.into(), millis * 1_000_000).unwrap().fixed_offset();
        let random = &mut fastrand::Rng::new();
        let mut values = Values { now, sequence: 0, random, exchange: None };
        let typed = "{time:unix} {time:unix_ms} {now:%s} {time:u32be}{time:u64le}";
        let template = Template::text(typed, Encoding::Utf8, Scope::Payload).unwrap();
        let in_text = format!("{seconds} {} {seconds} ", u64::from(seconds) * 1000 + u64::from(millis));
        let seconds = (seconds.to_be_bytes(), u64::from(seconds).to_le_bytes());
        let expected = [in_text.as_bytes(), &seconds.0, &seconds.1].concat();
        prop_assert_eq!(template.render(&mut values).unwrap(), expected);
    }

    #[test]
    fn so_many_bytes_are_random(count in 1_usize..5000) {
        prop_assert_eq!(text(&format!("{{random:{count}}}"), 0).len(), count);
    }

    #[test]
    fn appending_is_the_same_as_typing_on(
        pieces in prop::collection::vec(
            prop::sample::select(catalogue(Scope::Payload).into_iter().map(|h| h.insert).chain(["a".to_owned(), String::new()]).collect::<Vec<_>>()),
            0..6,
        ),
    ) {
        let parse = |text: &str| Template::text(text, Encoding::Utf8, Scope::Payload).unwrap();
        let mut appended = parse("");
        for piece in &pieces {
            appended.append(&parse(piece));
        }
        prop_assert_eq!(appended, parse(&pieces.concat()));
    }
}

#[test]
fn everything_in_the_list_can_be_used_as_it_is() {
    for scope in [Scope::Payload, Scope::Reply] {
        let list = catalogue(scope);
        assert!(list.len() > 125);
        for help in list {
            Template::text(&help.insert, Encoding::Utf8, scope).unwrap();
            Template::hex(&help.insert, scope).unwrap();
            if scope == Scope::Reply {
                let bytes = answer(&help.insert, Encoding::Utf8, b"%H", 0).unwrap();
                assert!(!bytes.is_empty(), "{}", help.insert);
            }
        }
    }
    assert!(catalogue(Scope::Payload).iter().all(|help| help.group != FieldGroup::Message));
}
