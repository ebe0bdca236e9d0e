//! The one TLS configuration, shared by requests and the event websocket.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// Trusts what the system trusts; host names are always verified.
pub(crate) fn config() -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| Arc::new(builder.with_no_client_auth()))
        .map_err(|error| Error::invalid("TLS cannot be set up on this machine").with_source(error))
}
