//! What a certificate says (RFC 5280).

use std::net::{Ipv4Addr, Ipv6Addr};

use bytes::Bytes;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::oid_registry as oid;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name};

use crate::types::http::{Certificate, CertificateInfo};
use crate::types::problem::CertificateKey;

/// A certificate and what it says, if it can be read.
pub(super) fn certificate(der: &[u8]) -> Certificate {
    let info = match X509Certificate::from_der(der) {
        Ok((_, certificate)) => Ok(read(&certificate)),
        Err(error) => Err(error.to_string()),
    };
    Certificate { info, der: Bytes::copy_from_slice(der) }
}

/// The public key itself (`subjectPublicKey`), if the certificate can be read.
pub(super) fn public_key(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.public_key().subject_public_key.data.to_vec())
}

fn read(certificate: &X509Certificate<'_>) -> CertificateInfo {
    let validity = certificate.validity();
    CertificateInfo {
        subject: distinguished(certificate.subject()),
        issuer: distinguished(certificate.issuer()),
        names: names(certificate),
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
        serial: serial(certificate.raw_serial()),
        key: key(certificate.public_key()),
    }
}

fn distinguished(name: &X509Name<'_>) -> String {
    one_line(&name.to_string())
}

/// The host names and addresses of the `subjectAltName` extension; nothing else of a certificate counts (RFC 9110, 4.3.4).
fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let text = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some(one_line(name)),
        GeneralName::IPAddress(address) => address_text(address),
        _ => None,
    };
    extension.value.general_names.iter().filter_map(text).collect()
}

fn address_text(octets: &[u8]) -> Option<String> {
    let v4 = octets.try_into().map(|octets: [u8; 4]| Ipv4Addr::from(octets).to_string());
    let v6 = || octets.try_into().map(|octets: [u8; 16]| Ipv6Addr::from(octets).to_string());
    v4.or_else(|_| v6()).ok()
}

/// In pairs of digits as openssl(1) prints them, without the zero byte that keeps a number positive.
fn serial(bytes: &[u8]) -> String {
    let digits = match bytes {
        [0, rest @ ..] if !rest.is_empty() => rest,
        _ => bytes,
    };
    let digits: Vec<String> = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.join(":")
}

fn key(info: &SubjectPublicKeyInfo<'_>) -> CertificateKey {
    let bits = match info.parsed() {
        Ok(PublicKey::EC(point)) => curve_bits(info).unwrap_or_else(|| point.key_size()),
        Ok(key) => key.key_size(),
        Err(_) => 0,
    };
    let algorithm = &info.algorithm.algorithm;
    let registry = x509_parser::objects::oid_registry();
    let algorithm = match algorithm {
        _ if *algorithm == oid::OID_PKCS1_RSAENCRYPTION => "RSA".to_owned(),
        _ if *algorithm == oid::OID_KEY_TYPE_EC_PUBLIC_KEY => "EC".to_owned(),
        _ if *algorithm == oid::OID_SIG_ED25519 => "Ed25519".to_owned(),
        _ if *algorithm == oid::OID_SIG_ED448 => "Ed448".to_owned(),
        _ if *algorithm == oid::OID_KEY_TYPE_DSA => "DSA".to_owned(),
        _ => registry
            .get(algorithm)
            .map_or_else(|| algorithm.to_id_string(), |entry| entry.description().to_owned()),
    };
    CertificateKey { algorithm, bits: u32::try_from(bits).ok().filter(|bits| *bits > 0) }
}

/// Of a curve that is known by name.
fn curve_bits(info: &SubjectPublicKeyInfo<'_>) -> Option<usize> {
    let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
    let known =
        [(oid::OID_EC_P256, 256), (oid::OID_NIST_EC_P384, 384), (oid::OID_NIST_EC_P521, 521)];
    known.iter().find(|(oid, _)| *oid == curve).map(|(_, bits)| *bits)
}

/// What a certificate says is not to be trusted yet: characters that do not print are escaped.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' | '\\' => line.push(c),
            _ => line.extend(c.escape_debug()),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SerialNumber};
    use rcgen::{PKCS_ECDSA_P384_SHA384, PKCS_ED25519, SignatureAlgorithm, date_time_ymd};

    use super::*;

    fn made(algorithm: &'static SignatureAlgorithm, names: &[&str]) -> CertificateInfo {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CountryName, "DE");
        params.distinguished_name.push(DnType::OrganizationName, "Äcme \"1\"\nCN=bank\u{202e}");
        params.distinguished_name.push(DnType::CommonName, "你好");
        params.serial_number = Some(SerialNumber::from_slice(&[0x80, 0, 0x0a]));
        params.not_before = date_time_ymd(1970, 1, 2);
        params.not_after = date_time_ymd(2050, 1, 1);
        let key = KeyPair::generate_for(algorithm).unwrap();
        certificate(params.self_signed(&key).unwrap().der()).info.unwrap()
    }

    fn key(algorithm: &str, bits: Option<u32>) -> CertificateKey {
        CertificateKey { algorithm: algorithm.to_owned(), bits }
    }

    #[test]
    fn what_a_certificate_says_stays_on_one_line() {
        let names = ["a.b", "*.c.d", "127.0.0.1", "2001:db8::1"];
        let info = made(&PKCS_ECDSA_P384_SHA384, &names);
        assert_eq!(info.subject, "C=DE, O=Äcme \"1\"\\nCN=bank\\u{202e}, CN=你好");
        assert_eq!(info.issuer, info.subject);
        assert_eq!(info.names, names);
        assert_eq!((info.not_before, info.not_after), (86_400, 2_524_608_000));
        assert_eq!(info.serial, "80:00:0a");
        assert_eq!(info.key, key("EC", Some(384)));
        assert_eq!(made(&PKCS_ED25519, &[]).key, key("Ed25519", None));
        assert_eq!(made(&PKCS_ED25519, &[]).names, [""; 0]);
    }

    #[test]
    fn an_rsa_certificate_of_version_1_is_read_too() {
        let der = STANDARD.decode(RSA).unwrap();
        let certificate = certificate(&der);
        assert_eq!(certificate.der, der);
        let info = certificate.info.unwrap();
        assert_eq!((info.subject.as_str(), info.issuer.as_str()), ("CN=r", "CN=r"));
        assert_eq!((info.serial.as_str(), info.key), ("ff", key("RSA", Some(1024))));
        assert_eq!(public_key(&der).unwrap().len(), 140);
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        for der in [&b""[..], b"garbage", &[0x30, 0x82]] {
            let certificate = certificate(der);
            assert!(certificate.info.is_err_and(|why| !why.is_empty()));
            assert_eq!(certificate.der, der);
            assert_eq!(public_key(der), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(at in 0_usize..395, byte: u8, len in 0_usize..396) {
            let mut der = STANDARD.decode(RSA).unwrap();
            der[at] = byte;
            der.truncate(len);
            prop_assert_eq!(certificate(&der).der, der);
        }
    }

    /// Made by `openssl req -x509 -newkey rsa:1024 -subj /CN=r -set_serial 255` without extensions.
    const RSA: &str = "\
        MIIBhzCB8QICAP8wDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBcjAeFw0yNjExMjExNDAzMzVaFw0yNjEyMDExND\
        AzMzVaMAwxCjAIBgNVBAMMAXIwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAO+4PLLcFxTfctxAWVispjLh4t3Z\
        V0o661HuRMucibqBbLmjLXh9D2Bu7VHkL2d0GwpyWuCA35YS14FGgaZOEPfk4od0NuAx0lnT7XLYR2KoKMlDJsYJFl\
        kN6QsM7TqsojGMVYqHKjJj1rKxQn5P3KHmF4P7jXqLGrUClDC9jOP3AgMBAAEwDQYJKoZIhvcNAQELBQADgYEACASH\
        E9NPwAnMqdJiObu5MVJhOfxn5gADxMoeIln3LKxY52wQ/z+o22jwlSCny4cFwIt/aQ6iVliqjGcAsGgTI6f31fPQgU\
        vaxxXfDCH1y5gNCCU2T6GQlWHS21XWuX9pTqwNtZc7PQlQO1nLscmisRqjQTDZnMTgErE4uD/2frg=";
}
