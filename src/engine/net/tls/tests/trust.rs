//! Which certificates are trusted, and what is wrong with the others.

use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::version::{TLS12, TLS13};
use rustls::{DigitallySignedStruct, SignatureScheme};

use super::*;
use crate::types::problem::ValidityLimit;

#[test]
fn certificates_that_are_not_to_be_trusted_are_refused_and_shown() {
    let root = Authority::new("root");
    for (identity, chain, problem) in untrusted(&root) {
        let config = Arc::new(identity.server(&[]));
        assert_eq!(refused(&root, &config, HOST, chain), problem);
        accepted(&root, &config, &problem);
    }
}

/// Identities that are not trusted, how many certificates they show, and why they are refused.
fn untrusted(root: &Authority) -> [(Identity, usize, TrustProblem); 13] {
    let old = root.below("old", 1975..1980);
    let unknown = Authority::new("nobody");
    let client_only = {
        let mut params = pki::params("the server", &[HOST], 1975..4000);
        params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
        params
    };
    let many: Vec<String> = (0..9).map(|n| format!("h{n}.test")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let limit = |at, is_own| Some(ValidityLimit { at, is_own });
    let missing = |name: &str| TrustProblem::IssuerMissing(name.to_owned());
    let between = root.below("between", 1975..4000);
    [
        (root.sign(&[HOST], 1975..1980), 1, TrustProblem::Expired(limit(YEAR_1980, true))),
        (root.sign(&[HOST], 3000..4000), 1, TrustProblem::NotValidYet(limit(YEAR_3000, true))),
        (root.sign(&["a.b", "*.c.d"], 1975..4000), 1, wrong_name(HOST, &["a.b", "*.c.d"], 0)),
        (root.sign(&many, 1975..4000), 1, wrong_name(HOST, &many[..5], 4)),
        (root.sign(&[], 1975..4000), 1, wrong_name(HOST, &[], 0)),
        (Identity::self_signed(&[HOST], false), 1, TrustProblem::SelfSigned),
        (Identity::self_signed(&[HOST], true), 1, TrustProblem::Authority { self_signed: true }),
        (unknown.sign(&[HOST], 1975..4000), 1, missing("CN=nobody")),
        (
            unknown.sign(&[HOST], 1975..4000).with(&unknown),
            2,
            TrustProblem::UntrustedAuthority("CN=nobody".to_owned()),
        ),
        (between.sign(&[HOST], 1975..4000), 1, missing("CN=between")),
        (
            old.sign(&[HOST], 1975..4000).with(&old),
            2,
            TrustProblem::Expired(limit(YEAR_1980, false)),
        ),
        (root.sign_params(&client_only), 1, TrustProblem::NotForServers),
        (Identity::of_version_1(), 1, TrustProblem::NotVersion3),
    ]
}

pub(super) fn wrong_name(server: &str, names: &[&str], more: u64) -> TrustProblem {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    TrustProblem::WrongName { server: server.to_owned(), names, more }
}

/// Why it is refused, after checking that the information is as complete as it can be.
pub(super) fn refused(
    root: &Authority,
    config: &Arc<ServerConfig>,
    host: &str,
    chain: usize,
) -> TrustProblem {
    let mut tls = client(&root.client(false), host);
    let mut link = Link::new(config, usize::MAX);
    let error = agree(&mut tls, &mut link).unwrap_err();
    let info = tls.info();
    assert_eq!(info.version.as_deref(), Some("TLS 1.3"));
    assert_eq!(info.chain.len(), chain);
    let Some(Verdict::Refused(why)) = info.verdict else { panic!("{:?}", info.verdict) };
    assert_eq!(problem(&error), &TlsProblem::NotTrusted(why.clone()));
    let target = Destination::Host { host: host.to_owned(), port: 443 }.to_string();
    assert_eq!((error.operation, &error.target), (Operation::Handshake, &target));
    // Again says the same.
    assert_eq!(tls.handshake(&mut link).unwrap_err(), error);
    why
}

fn accepted(root: &Authority, config: &Arc<ServerConfig>, why: &TrustProblem) {
    let common = root.client(true);
    for resumed in [false, true] {
        let mut tls = client(&common, HOST);
        let mut link = Link::new(config, usize::MAX);
        agree(&mut tls, &mut link).unwrap();
        let info = tls.info();
        assert_eq!(info.verdict, Some(Verdict::Accepted(why.clone())));
        assert_eq!(info.resumed, Some(resumed));
        take_ticket(&mut tls, &mut link);
    }
}

#[test]
fn who_accepts_any_certificate_still_wants_proof_of_its_key() {
    let root = Authority::new("root");
    for version in [&TLS12, &TLS13] {
        for shown in [root.sign(&[HOST], 1975..4000), Identity::of_version_1()] {
            let key = Identity::self_signed(&[], false).key;
            let config = Arc::new(Identity { key, ..shown }.server(&[version]));
            for accept_invalid in [false, true] {
                let mut tls = client(&root.client(accept_invalid), HOST);
                let error = agree(&mut tls, &mut Link::new(&config, usize::MAX)).unwrap_err();
                let expected = match tls.info().verdict {
                    Some(Verdict::Refused(why)) => TlsProblem::NotTrusted(why),
                    Some(Verdict::Trusted | Verdict::Accepted(_)) | None => {
                        let key = CertificateKey { algorithm: "EC".to_owned(), bits: Some(256) };
                        TlsProblem::NotProven { key: Some(key) }
                    }
                };
                assert_eq!(problem(&error), &expected);
            }
        }
    }
}

#[test]
fn a_session_is_not_resumed_with_certificates_that_are_no_longer_trusted() {
    let authority = Authority::new("root");
    let config = good(&authority);
    let refuses = Arc::new(AtomicBool::new(false));
    let fickle = Fickle { inner: authority.verifier(), refuses: Arc::clone(&refuses) };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let common = Arc::new(Client::new(provider, Ok(Arc::new(fickle)), false));
    let mut tls = client(&common, HOST);
    let mut link = Link::new(&config, usize::MAX);
    agree(&mut tls, &mut link).unwrap();
    take_ticket(&mut tls, &mut link);

    refuses.store(true, Ordering::Relaxed);
    let mut tls = client(&common, HOST);
    let mut link = Link::new(&config, usize::MAX);
    let error = agree(&mut tls, &mut link).unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::NotTrusted(TrustProblem::Revoked));
    assert_eq!(tls.handshake(&mut link).unwrap_err(), error);
    let info = tls.info();
    assert_eq!((info.resumed, info.chain.len()), (Some(true), 1));
    assert_eq!(info.verdict, Some(Verdict::Refused(TrustProblem::Revoked)));
}

/// Trusts until it does not.
#[derive(Debug)]
struct Fickle {
    inner: Arc<dyn ServerCertVerifier>,
    refuses: Arc<AtomicBool>,
}

impl ServerCertVerifier for Fickle {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.refuses.load(Ordering::Relaxed) {
            return Err(rustls::CertificateError::Revoked.into());
        }
        self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

#[test]
fn without_trusted_roots_the_certificate_is_shown_and_refused() {
    let authority = Authority::new("root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let no_roots = TrustProblem::NoRoots("no list".to_owned());
    let common = Client::new(provider, Err(no_roots.clone()), false);
    let mut tls = client(&Arc::new(common), HOST);
    let error = agree(&mut tls, &mut Link::new(&good(&authority), usize::MAX)).unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::NotTrusted(no_roots));
    assert_eq!(tls.info().chain.len(), 1);
}

#[test]
fn the_client_of_the_system_is_kept_until_it_refuses() {
    let (strict, lenient) = (client::kept(false), client::kept(true));
    assert!(!Arc::ptr_eq(&strict, &lenient));
    assert!(Arc::ptr_eq(&lenient, &client::kept(true)));
    let mut tls = Tls::new(&TlsSettings::default(), HOST, 443).unwrap();
    let config = good(&Authority::new("nobody"));
    agree(&mut tls, &mut Link::new(&config, usize::MAX)).unwrap_err();
    assert!(!Arc::ptr_eq(&tls.client, &client::kept(false)));
}

/// The first second of 1980, since the Unix epoch.
const YEAR_1980: i64 = 315_532_800;
/// The first second of 3000, since the Unix epoch.
const YEAR_3000: i64 = 32_503_680_000;
