//! Names that are good and names that are meant badly.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;

fn named(url: &str, disposition: &[u8]) -> String {
    let field = HeaderField {
        name: Bytes::from_static(b"content-Disposition"),
        value: Bytes::copy_from_slice(disposition),
        problems: Vec::new(),
    };
    file_name(&Url::parse(url).unwrap(), &[field])
}

#[test]
fn the_disposition_names_the_file() {
    let table: [(&[u8], &str); 22] = [
        (b"attachment; filename=a.txt", "a.txt"),
        (b"attachment;FILENAME = \"a b.txt\" ; x=y", "a b.txt"),
        (b"inline; filename=\"a;b=c\\\"d.txt\"", "a;b=c_d.txt"),
        (b"attachment; filename=a b.txt", "a b.txt"),
        (b"attachment; x; filename=a", "a"),
        (b"attachment; filename*=UTF-8''%e4%bd%a0%20.txt", "你 .txt"),
        (b"attachment; filename=a; filename*=utf-8'en'b", "b"),
        (b"attachment; filename*=iso-8859-1''%e9", "é"),
        (b"attachment; filename*=koi8-r''%e9; filename=a", "a"),
        (b"attachment; filename*=UTF-8''%ff; filename=a", "a"),
        (b"attachment; filename*=broken; filename=a", "a"),
        ("attachment; filename=\"你.txt\"".as_bytes(), "你.txt"),
        (b"attachment; filename=\"\xe9.txt\"", "é.txt"),
        (b"attachment; filename=\"a%20b\"", "a%20b"),
        (b"attachment; filename=\"open", "open"),
        (b"attachment; filename=\"\"", "page"),
        (b"attachment; filename=", "page"),
        (b"attachment; filename=\"..\"", "page"),
        (b"attachment", "page"),
        (b"", "page"),
        (b";;;=;a=;=b", "page"),
        (b"filename=a", "page"),
    ];
    for (disposition, expected) in table {
        assert_eq!(named("http://h/dir/page?x=/y", disposition), expected);
    }
}

#[test]
fn else_the_last_segment_names_it() {
    let table = [
        ("http://h/a/b.tar.gz", "b.tar.gz"),
        ("http://h/a/%E4%BD%A0%2F..%2fx", "x"),
        ("http://h/a/", "body"),
        ("http://h", "body"),
        ("http://h/..", "body"),
        ("http://h/%00%0a", "body"),
        ("http://h/a%ff", "aÿ"),
        ("unix:/run/x.sock:/v1/info", "info"),
    ];
    for (url, expected) in table {
        assert_eq!(file_name(&Url::parse(url).unwrap(), &[]), expected, "{url}");
    }
}

#[test]
fn a_name_cannot_leave_its_folder_or_deceive() {
    let table = [
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        (r"C:\Windows\x.exe", "x.exe"),
        (r"..\x", "x"),
        ("C:x", "C_x"),
        (".bashrc", "bashrc"),
        ("...", "page"),
        ("a. . ", "a"),
        ("a<b>|?*", "a_b____"),
        ("fdp\u{202e}txt.exe", "fdptxt.exe"),
        ("a\u{200b}\r\n\u{1b}[2Jb", "a[2Jb"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("lpt³", "_lpt³"),
        ("com10", "com10"),
        ("console", "console"),
        ("conin$", "_conin$"),
        ("nul .txt", "_nul .txt"),
    ];
    for (name, expected) in table {
        let field = format!("attachment; filename=\"{}\"", name.replace('\\', r"\\"));
        assert_eq!(named("http://h/page", field.as_bytes()), expected, "{name}");
    }
}

#[test]
fn a_long_name_is_cut_before_its_extension() {
    let table = [
        (format!("{}.txt", "a".repeat(300)), format!("{}.txt", "a".repeat(196))),
        (format!("{}.txt", "你".repeat(100)), format!("{}.txt", "你".repeat(65))),
        (format!("a.{}", "b".repeat(300)), format!("a.{}", "b".repeat(198))),
        ("a".repeat(200), "a".repeat(200)),
        (format!("{}.{}", "a".repeat(199), "b".repeat(30)), "a".repeat(199)),
    ];
    for (name, expected) in table {
        assert_eq!(named("http://h", format!("x; filename={name}").as_bytes()), expected);
    }
}

proptest! {
    #[test]
    fn any_name_is_safe(name: String, prefix in "(filename\\*?=(UTF-8'')?\"?)?") {
        let name = named("http://h", format!("x; {prefix}{name}").as_bytes());
        prop_assert!(!name.is_empty() && name.len() <= 200);
        prop_assert!(!name.starts_with('.') && !name.ends_with(['.', ' ']));
        prop_assert!(!name.contains(['/', '\\', ':', '\0']) && !name.chars().any(char::is_control));
    }

    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        prop_assert!(!named("http://h", &[b"x; filename=", &*bytes].concat()).is_empty());
    }
}
