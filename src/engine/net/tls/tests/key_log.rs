//! The file of secrets.

use std::fs;
use std::path::Path;

use rustls::version::{TLS12, TLS13};

use super::*;

#[test]
fn secrets_are_appended_to_the_key_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(&path, "# kept\n").unwrap();
    let authority = Authority::new("root");
    for version in [&TLS12, &TLS13] {
        let config = Arc::new(authority.sign(&[HOST], 1975..4000).server(&[version]));
        let mut tls = with_key_log(&authority, &path).unwrap();
        agree(&mut tls, &mut Link::new(&config, usize::MAX)).unwrap();
        assert_eq!(tls.key_log_error(), None);
    }
    let text = fs::read_to_string(&path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("# kept"));
    let mut labels: Vec<&str> = lines
        .map(|line| {
            let [label, random, secret] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            assert_eq!(random.len(), 64);
            assert!([64, 96].contains(&secret.len()), "{line}");
            assert!([random, secret].concat().bytes().all(|b| b.is_ascii_hexdigit()));
            label
        })
        .collect();
    labels.sort_unstable();
    let expected = [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "CLIENT_RANDOM",
        "CLIENT_TRAFFIC_SECRET_0",
        "EXPORTER_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_TRAFFIC_SECRET_0",
    ];
    assert_eq!(labels, expected);
}

#[test]
fn a_key_log_that_cannot_be_opened_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no").join("such");
    let error = with_key_log(&Authority::new("root"), &path).err().unwrap();
    assert_eq!(error.operation, Operation::WriteFile);
    assert_eq!(error.target, path.display().to_string());
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_log_on_a_full_disk_is_told_and_the_connection_goes_on() {
    let authority = Authority::new("root");
    let mut tls = with_key_log(&authority, Path::new("/dev/full")).unwrap();
    agree(&mut tls, &mut Link::new(&good(&authority), usize::MAX)).unwrap();
    let error = tls.key_log_error().unwrap();
    assert_eq!((error.operation, error.name()), (Operation::WriteFile, Some("ENOSPC")));
}

fn with_key_log(authority: &Authority, path: &Path) -> Result<Tls, IoError> {
    let settings = TlsSettings { key_log: Some(path.to_owned()), ..TlsSettings::default() };
    Tls::with(authority.client(false), &settings, HOST, 443)
}
