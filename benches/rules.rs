//! The cost of 1,000 rules: messages go through a conversation, compared with trying one matcher after the other. The goal is
//! at most 20 us per message. Regular expressions without a literal word have no index and are tried one after the other.
//!
//! `cargo bench --no-default-features --bench rules`

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::DateTime;
use sockscope::codec::Typed;
use sockscope::respond::{Context, Conversation, Matcher, Rule, RuleSet, Step, Test, When};
use sockscope::types::{Address, RuleTag};

fn main() {
    let mixes: [(&str, Mix); 9] = [
        ("a mix of all matchers", mixed),
        ("exact", |n| Matcher::Exact(word(n))),
        ("starts with", |n| Matcher::StartsWith(word(n))),
        ("ends with", |n| Matcher::EndsWith(word(n))),
        ("contains", |n| Matcher::Contains(word(n))),
        ("hex masks of one length", |n| Matcher::Mask(mask(n))),
        ("expressions with words", |n| Matcher::Regex(format!(r"^(\w+) item-{n:04}=(\d+);"))),
        ("expressions without words", |n| Matcher::Regex(wordless(n))),
        ("1,000 contains and 1,000 expressions", |n| match n % 2 {
            0 => Matcher::Contains(word(n)),
            _ => Matcher::Regex(format!(r"item-{n:04}=(\d+)|^[a-z]+-{n}$")),
        }),
    ];
    println!("microseconds a message of 64 bytes: {RULES} rules, and one by one");
    for (name, mix) in mixes {
        let rules = if name.starts_with("1,000") { 2 * RULES } else { RULES };
        let matchers: Vec<Matcher> = (0..rules).map(mix).collect();
        let through = converse(&matchers);
        let linear = one_by_one(&matchers);
        println!("{name:40} {through:8.2} {linear:8.2}");
    }
    println!("{:40} {:8.3}", "echo alone", converse(&[Matcher::Any]));
}

type Mix = fn(usize) -> Matcher;

fn mixed(n: usize) -> Matcher {
    match n % 6 {
        0 => Matcher::Exact(word(n)),
        1 => Matcher::StartsWith(word(n)),
        2 => Matcher::EndsWith(word(n)),
        3 => Matcher::Contains(word(n)),
        4 => Matcher::Mask(mask(n)),
        _ => Matcher::Regex(format!(r"^(\w+) item-{n:04}=(\d+);")),
    }
}

fn word(n: usize) -> Typed {
    Typed::text(format!("item-{n:04}"))
}

fn mask(n: usize) -> String {
    let head = format!("{n:04}").into_bytes();
    let digits = head.iter().fold(String::new(), |text, digit| text + &format!("{digit:02x} "));
    digits + &"?? ".repeat(LEN - 4)
}

fn wordless(n: usize) -> String {
    let (a, b) = (n % 40 + 1, n / 40 + 1);
    match n % 4 {
        0 => format!(r"^\d{{{a}}}[a-f]{{{b}}}$"),
        1 => format!(r"^[a-z]{{{a}}}\s+\d{{{b}}}$"),
        2 => format!(r"\d{{{a},}}\W[A-Z]{{{b}}}"),
        _ => format!(r"^(\S+)\s(\S{{{a}}})\s\d{{{b},}}$"),
    }
}

/// Different messages, of which one in ten matches some rules.
fn messages() -> Vec<Bytes> {
    let mut random = fastrand::Rng::with_seed(5);
    let mut message = |n: usize| {
        let value = random.u32(..);
        let item = if n.is_multiple_of(10) { random.usize(..RULES) } else { 7_000 };
        let text = format!("set item-{item:04}={value}; {:016x} {:016x}", random.u64(..), n);
        let padded: Vec<u8> = text.bytes().chain([b' '; LEN]).take(LEN).collect();
        Bytes::from(padded)
    };
    (0..MESSAGES).map(&mut message).collect()
}

/// Microseconds per message.
fn converse(matchers: &[Matcher]) -> f64 {
    let rule = |matcher: &Matcher| {
        Rule::new("", When::Message(matcher.clone()), vec![Step::reply("{frame}")])
    };
    let set = RuleSet { rules: matchers.iter().map(rule).collect(), ..RuleSet::default() };
    let rules = Arc::new(set.compile(|_| RuleTag(0)).unwrap_or_default());
    let start = Instant::now();
    let mut conversation = Conversation::new(rules, start);
    let peer = Address::Ip(([127, 0, 0, 1], 9).into());
    let mut random = fastrand::Rng::with_seed(1);
    let mut context =
        Context { now: start, wall: DateTime::UNIX_EPOCH.into(), peer: &peer, random: &mut random };
    measure(|message| {
        // A worker reads the clock for each read.
        context.now += Duration::from_nanos(1);
        conversation.received(message, context.now);
        std::iter::from_fn(|| conversation.next(&mut context)).count()
    })
}

/// Microseconds per message.
fn one_by_one(matchers: &[Matcher]) -> f64 {
    let tests: Vec<Test> = matchers.iter().filter_map(|matcher| matcher.compile().ok()).collect();
    measure(|message| tests.iter().filter(|test| test.matches(message).is_some()).count())
}

/// The best of some rounds over all messages.
fn measure(mut answer: impl FnMut(&Bytes) -> usize) -> f64 {
    let messages = messages();
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for message in &messages {
            black_box(answer(message));
        }
        best = best.min(start.elapsed());
    }
    best.as_secs_f64() * 1e6 / messages.len() as f64
}

const RULES: usize = 1_000;
const LEN: usize = 64;
const MESSAGES: usize = 500;
const ROUNDS: usize = 3;
