//! What all connections have in common: the trusted roots, and sessions to resume.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;

use crate::engine::net::tls::failure;
use crate::engine::net::tls::key_log::KeyLogFile;
use crate::engine::net::tls::verifier::{Judge, Judged};
use crate::types::problem::{TlsProblem, TrustProblem};

/// A configuration, which takes milliseconds to make, and the judge in it.
pub(super) struct Client {
    /// Or why there is none.
    config: Result<Arc<ClientConfig>, TlsProblem>,
    judge: Arc<Judge>,
}

/// The client that trusts what the system trusts, made on first use.
pub(super) fn kept(accept_invalid: bool) -> Arc<Client> {
    let mut kept = slot(accept_invalid).lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let provider = Arc::new(ring::default_provider());
        let roots = Verifier::new(Arc::clone(&provider));
        let roots = roots.map(|roots| Arc::new(roots) as Arc<dyn ServerCertVerifier>);
        let roots = roots.map_err(|error| TrustProblem::NoRoots(failure::text(&error)));
        Arc::new(Client::new(provider, roots, accept_invalid))
    };
    Arc::clone(kept.get_or_insert_with(make))
}

/// Make a new one next time.
pub(super) fn forget(client: &Arc<Client>) {
    for slot in [&STRICT, &LENIENT] {
        let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
        kept.take_if(|kept| Arc::ptr_eq(kept, client));
    }
}

impl Client {
    /// With the verifier that knows the trusted roots, or why there is none.
    pub(super) fn new(
        provider: Arc<CryptoProvider>,
        roots: Result<Arc<dyn ServerCertVerifier>, TrustProblem>,
        accept_invalid: bool,
    ) -> Self {
        let algorithms = provider.signature_verification_algorithms;
        let judge = Arc::new(Judge::new(roots, algorithms, accept_invalid));
        let versions = ClientConfig::builder_with_provider(provider);
        let config = versions.with_safe_default_protocol_versions().map(|builder| {
            let builder = builder.dangerous();
            let builder = builder.with_custom_certificate_verifier(Arc::clone(&judge) as _);
            let mut config = builder.with_no_client_auth();
            config.alpn_protocols = vec![ALPN.to_vec()];
            Arc::new(config)
        });
        Self { config: config.map_err(|error| failure::problem(&error, &[])), judge }
    }

    /// For one connection. The sessions to resume are shared by all.
    pub(super) fn config(
        &self,
        key_log: Option<&Arc<KeyLogFile>>,
    ) -> Result<Arc<ClientConfig>, TlsProblem> {
        let config = self.config.clone()?;
        Ok(match key_log {
            None => config,
            Some(file) => {
                let mut config = ClientConfig::clone(&config);
                config.key_log = Arc::clone(file) as _;
                Arc::new(config)
            }
        })
    }

    /// Judge the certificates of a session that was resumed.
    pub(super) fn judge(&self, chain: &[CertificateDer<'_>], server: &ServerName<'_>) -> Judged {
        self.judge.judge_again(chain, server)
    }
}

fn slot(accept_invalid: bool) -> &'static Mutex<Option<Arc<Client>>> {
    if accept_invalid { &LENIENT } else { &STRICT }
}

static STRICT: Mutex<Option<Arc<Client>>> = Mutex::new(None);
static LENIENT: Mutex<Option<Arc<Client>>> = Mutex::new(None);
/// The only protocol spoken within (RFC 7301).
const ALPN: &[u8] = b"http/1.1";
