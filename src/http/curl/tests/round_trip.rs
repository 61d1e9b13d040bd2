//! What is written is read back.

use proptest::option;
use proptest::prelude::*;

use super::*;

#[test]
fn a_command_is_written_for_a_shell() {
    let table = [
        ("curl http://h/", "curl http://h/"),
        ("curl 'http://h/?a&b' -I", "curl 'http://h/?a&b' \\\n  -I"),
        (
            "curl https://h/ -H \"a: it's\" -H 'B;' -k -L -d $'x\\r'",
            "curl https://h/ \\\n  -H 'a: it'\\''s' \\\n  -H 'B;' \\\n  \
             -H 'Content-Type: application/x-www-form-urlencoded' \\\n  --data-raw $'x\\r' \\\n  \
             --http1.1 \\\n  -L \\\n  -k",
        ),
        (
            "curl --unix-socket '/a b' localhost/x --path-as-is -X PUT -T f -m 2.50",
            "curl http://localhost/x \\\n  --unix-socket '/a b' \\\n  -X PUT \\\n  -H Content-Type: \\\n  \
             --data-binary @f \\\n  --max-time 2.5",
        ),
        (
            "printf 'a\\000' | curl h --data-binary @- -H 'Content-Type: b'",
            "printf 'a\\000' | curl http://h \\\n  -H 'Content-Type: b' \\\n  --data-binary @-",
        ),
        (
            "curl -g 'h/[1-2]/../{a}' --path-as-is",
            "curl 'http://h/[1-2]/../{a}' \\\n  --path-as-is \\\n  --globoff",
        ),
    ];
    for (command, expected) in table {
        let written = format(&parsed(command));
        assert_eq!(written, expected, "{command}");
        let ignored = Vec::new();
        assert_eq!(parsed(&written), CurlCommand { ignored, ..parsed(command) });
    }
}

fn urls() -> impl Strategy<Value = Url> {
    r"(http://|https://(me(:p'w)?@)?)(h|\[::1\]|\[fe80::1%25e\])(:8)?(/[a-z.'{}\[\]$ 你]{0,4}){0,3}(\?[a-z&'!;]{0,4})?(#f)?|unix:(/a'b|@n\\xff):(/[a-z.]{0,3}){0,2}"
        .prop_map(|text| Url::parse(&text).unwrap())
}

fn headers() -> impl Strategy<Value = Vec<Header>> {
    let header =
        ("[A-Za-z-]{1,3}|Host|Content-Type|Accept", r#"(\PC{0,4}[a-z'"$`\\^])?|[a-z]\t[a-z]"#);
    prop::collection::vec(header.prop_map(|(name, value)| Header { name, value }), 0..4)
}

fn bodies() -> impl Strategy<Value = CurlBody> {
    prop_oneof![
        Just(CurlBody::None),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(CurlBody::Bytes),
        r#"[a-z'"\\%$@&\r\n]{0,8}"#.prop_map(|text| CurlBody::Bytes(text.into_bytes())),
        any::<String>().prop_map(|text| CurlBody::Bytes(text.into_bytes())),
        "[a-z /'你]{0,5}[a-z]".prop_map(|path| CurlBody::File(path.into())),
    ]
}

prop_compose! {
    fn commands()(
        url in urls(),
        method in "GET|POST|HEAD|PUT|x'y",
        headers in headers(),
        body in bodies(),
        is_old: bool,
        flags: [bool; 3],
        max_redirects in option::of(0_u32..50),
        proxy in option::of("(http|socks5)://([a-z%]:'@)?[a-z]"),
        limits in [option::of(1_u64..5_000_000_000_000), option::of(1_u64..9)],
    ) -> CurlCommand {
        let [accept_compressed, follow, insecure] = flags;
        let [connect_timeout, max_time] = limits.map(|limit| limit.map(Duration::from_nanos));
        let version = if is_old { HttpVersion::Http10 } else { HttpVersion::Http11 };
        CurlCommand {
            url, method, version, headers, body, accept_compressed, follow, max_redirects, insecure,
            proxy, connect_timeout, max_time, ignored: Vec::new(),
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(command in commands()) {
        let written = format(&command);
        prop_assert_eq!(parse(&written), Ok(command), "{}", written);
    }

    #[test]
    fn any_word_is_quoted_for_a_shell(bytes: Vec<u8>) {
        let quoted = shell::quote(&bytes);
        prop_assert!(!quoted.chars().any(|c| c.is_control() && c != '\n'));
        let words = shell::words(&quoted, 0).unwrap().words;
        prop_assert_eq!(words.len(), 1);
        prop_assert_eq!(&words[0].bytes, &bytes);
    }

    #[test]
    fn any_command_is_read_or_pointed_into(
        command in r#"(curl |curl \^)?([a-z'"^\\$&|<\n 你-]|-[A-Za-z:#0-9]|--[a-z]{3,6}| 'http://h'|\\x4|\^"){0,15}"#,
    ) {
        if let Err(error) = parse(&command) {
            prop_assert!(command.get(error.at).is_some());
        }
    }

    #[test]
    fn really_any_text_is_survived(text: String) {
        for command in [format!("curl {text}"), format!("curl ^\"{text}"), format!("curl $'{text}")] {
            if let Err(error) = parse(&command) {
                prop_assert!(command.get(error.at).is_some());
            }
        }
    }
}
