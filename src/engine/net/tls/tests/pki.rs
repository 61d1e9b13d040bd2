//! Certificates of every kind, made on the spot.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::ServerConfig;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{RootCertStore, SupportedProtocolVersion};

use crate::engine::net::tls::client::Client;

/// Signs certificates.
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// What a server shows, and the key to it.
pub(crate) struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params(name, &[], 1975..4000);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// One below this one.
    pub(crate) fn below(&self, name: &str, years: std::ops::Range<i32>) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params(name, &[], years);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    pub(crate) fn sign(&self, names: &[&str], years: std::ops::Range<i32>) -> Identity {
        self.sign_params(&params("the server", names, years))
    }

    pub(crate) fn sign_params(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity::new(certificate.der().clone(), &key)
    }

    pub(crate) fn der(&self) -> CertificateDer<'static> {
        self.certificate.der().clone()
    }

    /// The client that trusts this authority alone.
    pub(crate) fn client(&self, accept_invalid: bool) -> Arc<Client> {
        let provider = Arc::new(ring::default_provider());
        Arc::new(Client::new(provider, Ok(self.verifier()), accept_invalid))
    }

    pub(crate) fn verifier(&self) -> Arc<dyn ServerCertVerifier> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der()).unwrap();
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider);
        verifier.build().unwrap()
    }
}

impl Identity {
    fn new(certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        Self { chain: vec![certificate], key: key.into() }
    }

    pub(crate) fn self_signed(names: &[&str], is_ca: bool) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params("myself", names, 1975..4000);
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        Self::new(params.self_signed(&key).unwrap().der().clone(), &key)
    }

    /// As made by hand with old tools: X.509 of version 1.
    pub(crate) fn of_version_1() -> Self {
        let Self { chain, key } = Self::self_signed(&[], false);
        let mut der = chain[0].to_vec();
        let version_3 = [0xa0, 3, 2, 1, 2];
        let at = der.windows(5).position(|bytes| bytes == version_3).unwrap();
        der[at + 4] = 0;
        Self { chain: vec![der.into()], key }
    }

    pub(crate) fn with(mut self, authority: &Authority) -> Self {
        self.chain.push(authority.der());
        self
    }

    /// The server's settings, for these versions, or all if there are none.
    pub(crate) fn server(self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let versions = if versions.is_empty() { rustls::ALL_VERSIONS } else { versions };
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_protocol_versions(versions).unwrap().with_no_client_auth();
        let key = ring::sign::any_supported_type(&self.key).unwrap();
        // Not `with_single_cert`, which wants a good certificate.
        let shown = SingleCertAndKey::from(CertifiedKey::new(self.chain, key));
        let mut config = config.with_cert_resolver(Arc::new(shown));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

/// Valid from the first day of the first year to that of the last.
pub(crate) fn params(name: &str, names: &[&str], years: std::ops::Range<i32>) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(years.start, 1, 1);
    params.not_after = date_time_ymd(years.end, 1, 1);
    params
}
