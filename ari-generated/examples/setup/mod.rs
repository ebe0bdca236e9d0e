//! Where the examples find Asterisk: in the environment, or at the address of Asterisk's own tutorials.

use std::env;

use ari_generated::Credentials;

/// URL and credentials from `ARI_URL`, `ARI_USERNAME` and `ARI_PASSWORD`.
pub fn asterisk() -> (String, Credentials) {
    let variable = |name, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let url = variable("ARI_URL", "http://localhost:8088");
    let user = variable("ARI_USERNAME", "asterisk");
    (url, Credentials::new(user, variable("ARI_PASSWORD", "asterisk")))
}
