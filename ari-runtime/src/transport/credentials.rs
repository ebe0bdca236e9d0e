//! User and password; they go into the `Authorization` header and nowhere else.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::Error;

/// A user of `ari.conf` with the password.
///
/// It cannot be printed: its `Debug` shows nothing of either.
#[derive(Clone)]
pub struct Credentials {
    user: String,
    password: Zeroizing<String>,
}

impl Credentials {
    /// A user and a password.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { user: user.into(), password: Zeroizing::new(password.into()) }
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// The header that carries them.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        if self.user.contains(':') {
            return Err(Error::invalid("a user name with a colon cannot be sent"));
        }
        let pair = Zeroizing::new(format!("{}:{}", self.user, &*self.password));
        let header = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
        let mut value = HeaderValue::from_str(&header)
            .map_err(|error| Error::invalid("the credentials make no header").with_source(error))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}
