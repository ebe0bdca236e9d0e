//! What the examples share: where they find Asterisk, when they leave, what they call a call.

use std::env;

use ari_generated::{Call, Credentials};

/// URL and credentials from `ARI_URL`, `ARI_USERNAME` and `ARI_PASSWORD`, or those of Asterisk's own tutorials.
pub fn asterisk() -> (String, Credentials) {
    let variable = |name, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let url = variable("ARI_URL", "http://localhost:8088");
    let user = variable("ARI_USERNAME", "asterisk");
    (url, Credentials::new(user, variable("ARI_PASSWORD", "asterisk")))
}

/// Completes when the program is asked to end, by Ctrl-C or SIGTERM.
pub async fn terminated() {
    #[cfg(unix)]
    if let Ok(mut sigterm) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return,
            _ = sigterm.recv() => return,
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Then there is no such signal here.
        std::future::pending::<()>().await;
    }
}

/// The name of the call's channel, such as `PJSIP/alice-00000001`.
pub fn name(call: &Call) -> String {
    match call.start() {
        Some(start) => start.channel.name.to_string(),
        None => call.id().to_string(),
    }
}
