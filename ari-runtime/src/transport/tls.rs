//! The one TLS configuration, shared by requests and the event websocket.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// Trusts what the system trusts; host names are always verified.
pub(crate) fn trusting_the_system() -> Result<Arc<ClientConfig>, Error> {
    builder()?
        .with_platform_verifier()
        .map(|builder| Arc::new(builder.with_no_client_auth()))
        .map_err(unusable)
}

/// Trusts nobody; for connections without TLS, whose library wants a configuration all the same.
pub(crate) fn trusting_nobody() -> Result<Arc<ClientConfig>, Error> {
    let config = builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    Ok(Arc::new(config))
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Error> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)
}

fn unusable(error: rustls::Error) -> Error {
    Error::invalid("TLS cannot be set up on this machine").with_source(error)
}
