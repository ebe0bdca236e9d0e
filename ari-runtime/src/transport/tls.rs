//! Certificates: whom connections trust, and what this side shows; host names are always verified.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use zeroize::Zeroizing;

use crate::error::{BoxError, Error};

/// What a program says of certificates, as PEM; read when a connection is set up.
#[derive(Clone, Default)]
pub(crate) struct Certificates {
    /// Whose certificates are trusted, instead of those that the system trusts.
    authorities: Option<Vec<u8>>,
    /// Whom this side is, with the key that proves it.
    identity: Option<(Vec<u8>, Zeroizing<Vec<u8>>)>,
}

impl Certificates {
    pub(crate) fn trust(&mut self, pem: impl Into<Vec<u8>>) {
        let pem = pem.into();
        self.authorities.get_or_insert_default().extend([&pem[..], b"\n"].concat());
    }

    pub(crate) fn identify(&mut self, chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) {
        self.identity = Some((chain.into(), Zeroizing::new(key.into())));
    }

    pub(crate) fn are_trusted(&self) -> bool {
        self.authorities.is_some()
    }

    pub(crate) fn are_given(&self) -> bool {
        self.authorities.is_some() || self.identity.is_some()
    }

    /// For connections to an Asterisk.
    pub(crate) fn client(&self) -> Result<ClientConfig, Error> {
        let builder = match &self.authorities {
            None => builder()?.with_platform_verifier().map_err(unusable)?,
            Some(pem) => builder()?.with_root_certificates(roots(pem)?),
        };
        self.identified(builder)
    }

    fn identified(
        &self,
        builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    ) -> Result<ClientConfig, Error> {
        let Some((chain, key)) = &self.identity else { return Ok(builder.with_no_client_auth()) };
        builder.with_client_auth_cert(certificates(chain)?, private_key(key)?).map_err(mismatched)
    }

    /// For connections from Asterisk; none where this side has no certificate to show.
    ///
    /// With authorities, a certificate is demanded of Asterisk too.
    pub(crate) fn server(&self) -> Result<Option<Arc<ServerConfig>>, Error> {
        let Some((chain, key)) = &self.identity else { return Ok(None) };
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        let builder = match &self.authorities {
            None => builder.with_no_client_auth(),
            Some(pem) => {
                let roots = Arc::new(roots(pem)?);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider).build();
                builder.with_client_cert_verifier(verifier.map_err(|error| {
                    unreadable("the authorities cannot be used").with_source(error)
                })?)
            }
        };
        let config = builder
            .with_single_cert(certificates(chain)?, private_key(key)?)
            .map_err(mismatched)?;
        Ok(Some(Arc::new(config)))
    }
}

/// Trusts nobody; for connections without TLS, whose library wants a configuration all the same.
pub(crate) fn trusting_nobody() -> Result<ClientConfig, Error> {
    Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Error> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)
}

fn roots(pem: &[u8]) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem)? {
        roots.add(certificate).map_err(|error| {
            unreadable("a certificate cannot be an authority").with_source(error)
        })?;
    }
    Ok(roots)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match read {
        Ok(certificates) if certificates.is_empty() => {
            Err(unreadable("there is no certificate in it"))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(unreadable("a certificate cannot be read").with_source(error)),
    }
}

fn private_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, Error> {
    // The cause is left out: nothing of the key belongs into a message.
    PrivateKeyDer::from_pem_slice(pem).map_err(|_| unreadable("the private key cannot be read"))
}

fn unreadable(what: &str) -> Error {
    Error::invalid(what).with_advice("certificates and keys are expected as PEM: -----BEGIN ...")
}

fn mismatched(error: rustls::Error) -> Error {
    Error::invalid("the private key does not belong to the certificate, or is of an unknown sort")
        .with_source(error)
}

fn unusable(error: impl Into<BoxError>) -> Error {
    Error::invalid("TLS cannot be set up on this machine").with_source(error)
}
