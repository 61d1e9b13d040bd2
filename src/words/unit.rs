//! Counts, sizes and durations.

use std::time::Duration;

use crate::types::ByteOrder;

/// 1234567 as "1,234,567".
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 byte", "1,234 bytes".
pub fn bytes(n: u64) -> String {
    match n {
        1 => one_byte().to_owned(),
        _ => many_bytes(&count(n)),
    }
}

/// "1 datagram", "1,234 datagrams".
pub fn datagrams(n: u64) -> String {
    match n {
        1 => one_datagram().to_owned(),
        _ => many_datagrams(&count(n)),
    }
}

/// A size in at most five characters and a unit: "999 B", "1.2 KiB", "3.4 GiB".
pub fn size(n: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if n < 1024 {
        return format!("{n} B");
    }
    let mut value = n as f64;
    let mut unit = "B";
    for next in UNITS {
        if value < 999.95 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.1} {unit}")
}

/// A limit in the largest unit that divides it: "4 MiB", "1,000 bytes".
pub fn exact_size(n: u64) -> String {
    const UNITS: [(&str, u32); 3] = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    let whole = |(_, shift): &(&str, u32)| n > 0 && n.trailing_zeros() >= *shift;
    match UNITS.into_iter().find(whole) {
        Some((unit, shift)) => format!("{} {unit}", n >> shift),
        None => bytes(n),
    }
}

/// A duration with the unit that fits: "0 s", "850 µs", "1.75 ms", "12 ms", "3.5 s", "2 min", "5 h".
pub fn duration(d: Duration) -> String {
    let micros = d.as_micros();
    let millis = micros.saturating_add(500) / 1_000;
    match micros {
        0 => "0 s".to_owned(),
        1..1_000 => format!("{micros} µs"),
        1_000..9_995 => {
            let digits = format!("{:.2}", micros as f64 / 1_000.0);
            format!("{} ms", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        9_995..999_500 => format!("{millis} ms"),
        999_500..1_000_000 => "1 s".to_owned(),
        1_000_000..60_000_000 if micros.is_multiple_of(1_000_000) => {
            format!("{} s", micros / 1_000_000)
        }
        1_000_000..60_000_000 => format!("{:.1} s", d.as_secs_f64()),
        60_000_000..3_600_000_000 => format!("{} min", d.as_secs() / 60),
        _ => format!("{} h", d.as_secs() / 3_600),
    }
}

/// A duration as it was set, without rounding, in the largest unit of which it is a whole number: "90 s", "1500 ms", "2 h".
pub fn exact_duration(d: Duration) -> String {
    let seconds = d.as_secs();
    match d.subsec_nanos() {
        0 if seconds > 0 && seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        0 if seconds > 0 && seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        0 => format!("{seconds} s"),
        nanos if nanos.is_multiple_of(1_000_000) => format!("{} ms", d.as_millis()),
        nanos if nanos.is_multiple_of(1_000) => format!("{} µs", d.as_micros()),
        _ => format!("{} ns", d.as_nanos()),
    }
}

/// The width of a number that a protocol can have: "1 byte", "8 bytes".
pub fn width(bytes: usize) -> &'static str {
    match bytes {
        1 => one_byte(),
        2 => two_bytes(),
        4 => four_bytes(),
        _ => eight_bytes(),
    }
}

/// The order of a number's bytes.
pub fn byte_order(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Big => big_endian(),
        ByteOrder::Little => little_endian(),
    }
}

/// The first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

messages! {
    one_byte = "1 byte";
    two_bytes = "2 bytes";
    four_bytes = "4 bytes";
    eight_bytes = "8 bytes";
    many_bytes(count: &str) = "{count} bytes";
    one_datagram = "1 datagram";
    big_endian = "Big-endian";
    little_endian = "Little-endian";
    many_datagrams(count: &str) = "{count} datagrams";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_three() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(count(n), text);
        }
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(0), "0 bytes");
    }

    #[test]
    fn a_limit_keeps_its_exact_value() {
        for (n, text) in
            [(0, "0 bytes"), (1_000, "1,000 bytes"), (4 << 20, "4 MiB"), (5 << 29, "2560 MiB")]
        {
            assert_eq!(exact_size(n), text);
        }
    }

    #[test]
    fn sizes_keep_one_decimal() {
        for (n, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1 << 20, "1.0 MiB"),
            (u64::MAX, "16.0 EiB"),
        ] {
            assert_eq!(size(n), text);
        }
    }

    #[test]
    fn durations_take_the_unit_that_fits() {
        let table = [
            (0, "0 s"),
            (850, "850 µs"),
            (1_750, "1.75 ms"),
            (1_999, "2 ms"),
            (2_100, "2.1 ms"),
            (9_994, "9.99 ms"),
            (9_996, "10 ms"),
            (12_000, "12 ms"),
            (56_700, "57 ms"),
            (999_499, "999 ms"),
            (999_500, "1 s"),
            (3_500_000, "3.5 s"),
            (5_000_000, "5 s"),
            (120_000_000, "2 min"),
            (7_200_000_000, "2 h"),
        ];
        for (micros, text) in table {
            assert_eq!(duration(Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn an_exact_duration_is_in_the_largest_unit_that_is_whole() {
        let table = [
            (0, "0 s"),
            (1, "1 ns"),
            (20_000, "20 µs"),
            (20_000_000, "20 ms"),
            (1_500_000_000, "1500 ms"),
            (90_000_000_000, "90 s"),
            (120_000_000_000, "2 min"),
            (7_200_000_000_000, "2 h"),
        ];
        for (nanos, text) in table {
            assert_eq!(exact_duration(Duration::from_nanos(nanos)), text);
        }
    }
}
