//! Makes a websocket of an HTTP connection: the request, the answer's check; knows nothing of what the websocket is for.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{
    AUTHORIZATION, CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::Upgraded;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::transport::http::HttpTransport;

/// What is asked for.
pub(crate) struct Upgrade {
    pub(crate) url: String,
    pub(crate) protocol: &'static str,
    /// None where who knows the URL may come in.
    pub(crate) authorization: Option<HeaderValue>,
}

/// Why there is no websocket.
pub(crate) enum NoUpgrade {
    /// The connection failed.
    Failed(reqwest::Error),
    /// The answer is another.
    Refused { status: u16, body: Bytes },
    /// Who answers does not know the protocol.
    Stranger,
}

impl Upgrade {
    /// Opens a new connection and asks for a websocket on it.
    pub(crate) async fn over(self, http: &HttpTransport) -> Result<Upgraded, NoUpgrade> {
        let failed = |error: reqwest::Error| NoUpgrade::Failed(error.without_url());
        // The websocket library could do this, but it writes the whole request to the log, password included.
        let key = generate_key();
        let mut request = http
            .upgrading()
            .get(self.url)
            .header(CONNECTION, HeaderValue::from_static("Upgrade"))
            .header(UPGRADE, HeaderValue::from_static("websocket"))
            .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
            .header(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(self.protocol))
            .header(SEC_WEBSOCKET_KEY, &key);
        if let Some(authorization) = self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        if status != 101 {
            let body = response.bytes().await.map_err(failed)?;
            return Err(NoUpgrade::Refused { status, body });
        }
        let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT);
        if accepted.is_none_or(|it| it.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(NoUpgrade::Stranger);
        }
        response.upgrade().await.map_err(failed)
    }
}
