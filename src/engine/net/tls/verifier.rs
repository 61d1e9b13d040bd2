//! Judges a server's certificates as the system does, and remembers what it saw and thought of it.

use std::cell::RefCell;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{self, WebPkiSupportedAlgorithms};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use crate::engine::net::tls::{certificate, verdict};
use crate::types::http::{Certificate, Verdict};
use crate::types::problem::TrustProblem;

/// A server's certificates and what came of verifying them.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) chain: Vec<Certificate>,
    pub(super) verdict: Verdict,
}

/// The verifier of all connections of a client. One for all, since sessions are resumed only with the verifier that saw
/// their certificates.
#[derive(Debug)]
pub(super) struct Judge {
    /// Which roots are trusted, or why none are.
    roots: Result<Arc<dyn ServerCertVerifier>, TrustProblem>,
    algorithms: WebPkiSupportedAlgorithms,
    accept_invalid: bool,
}

/// Why certificates are not trusted.
enum Doubt {
    /// The trusted roots are not known.
    Roots(TrustProblem),
    Tls(Error),
}

/// Run `process`, and take what a judge thought meanwhile of the certificates of its connection.
pub(super) fn listen<T>(process: impl FnOnce() -> T) -> (T, Option<Judged>) {
    JUDGED.take();
    (process(), JUDGED.take())
}

impl Judged {
    /// Why the certificates were refused.
    pub(super) fn refusal(&self) -> Option<&TrustProblem> {
        match &self.verdict {
            Verdict::Refused(problem) => Some(problem),
            Verdict::Trusted | Verdict::Accepted(_) => None,
        }
    }
}

impl Judge {
    pub(super) fn new(
        roots: Result<Arc<dyn ServerCertVerifier>, TrustProblem>,
        algorithms: WebPkiSupportedAlgorithms,
        accept_invalid: bool,
    ) -> Self {
        Self { roots, algorithms, accept_invalid }
    }

    /// Judge certificates that were sent earlier, the server's own first.
    pub(super) fn judge_again(
        &self,
        chain: &[CertificateDer<'_>],
        server: &ServerName<'_>,
    ) -> Judged {
        let outcome = match chain {
            [] => Err(Doubt::Tls(Error::NoCertificatesPresented)),
            [own, others @ ..] => self.verify(own, others, server, &[]),
        };
        self.judged(chain.iter(), server, outcome.as_ref().err())
    }

    fn verify(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp_response: &[u8],
    ) -> Result<(), Doubt> {
        let roots = self.roots.as_ref().map_err(|problem| Doubt::Roots(problem.clone()))?;
        let now = UnixTime::now();
        let outcome = roots.verify_server_cert(own, others, server, ocsp_response, now);
        outcome.map(drop).map_err(Doubt::Tls)
    }

    fn judged<'a>(
        &self,
        chain: impl Iterator<Item = &'a CertificateDer<'a>>,
        server: &ServerName<'_>,
        doubt: Option<&Doubt>,
    ) -> Judged {
        let chain: Vec<_> = chain.map(|der| certificate::certificate(der)).collect();
        let problem = doubt.map(|doubt| match doubt {
            Doubt::Roots(problem) => problem.clone(),
            Doubt::Tls(error) => verdict::problem(error, &chain, &server.to_str()),
        });
        let verdict = match problem {
            None => Verdict::Trusted,
            Some(problem) if self.accept_invalid => Verdict::Accepted(problem),
            Some(problem) => Verdict::Refused(problem),
        };
        Judged { chain, verdict }
    }
}

impl Judge {
    /// Verify a signature when nothing more of the certificate can be used than its key: it may be of version 1, as
    /// home-made ones often are.
    fn verify_by_key(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let key = certificate::public_key(cert).ok_or(CertificateError::BadEncoding)?;
        let mut schemes = self.algorithms.mapping.iter();
        let algorithms = schemes.find(|(scheme, _)| *scheme == dss.scheme).map(|(_, known)| *known);
        let signature = dss.signature();
        let mut algorithms = algorithms.unwrap_or_default().iter();
        if algorithms.any(|how| how.verify_signature(&key, message, signature).is_ok()) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        Err(CertificateError::BadSignature.into())
    }

    /// It is accepted anyway, and only its key can be read.
    fn goes_by_key(&self, cert: &CertificateDer<'_>) -> bool {
        self.accept_invalid && ParsedCertificate::try_from(cert).is_err()
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let outcome = self.verify(end_entity, intermediates, server_name, ocsp_response);
        let chain = std::iter::once(end_entity).chain(intermediates);
        JUDGED.set(Some(self.judged(chain, server_name, outcome.as_ref().err())));
        match outcome {
            Err(Doubt::Tls(error)) if !self.accept_invalid => Err(error),
            // The verdict says more.
            Err(Doubt::Roots(_)) if !self.accept_invalid => Err(Error::General(String::new())),
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if self.goes_by_key(cert) {
            return self.verify_by_key(message, cert, dss);
        }
        crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if self.goes_by_key(cert) {
            return self.verify_by_key(message, cert, dss);
        }
        crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

thread_local! {
    /// A verifier doesn't learn whose certificates it verifies, but it is asked on the thread of that connection.
    #[cfg_attr(
        windows,
        expect(clippy::missing_const_for_thread_local, reason = "it is const; clippy misses that there")
    )]
    static JUDGED: RefCell<Option<Judged>> = const { RefCell::new(None) };
}
