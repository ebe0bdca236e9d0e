//! Who may ask: names and passwords, and who may only look.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// Somebody with a password.
#[derive(Clone)]
pub(crate) struct User {
    pub name: String,
    pub password: String,
    pub read_only: bool,
}

/// Everybody with a password.
#[derive(Clone)]
pub(crate) struct Access(pub Vec<User>);

impl Access {
    /// Who asks. An `Authorization` of the basic kind stands before an `api_key`, even when it is wrong.
    pub fn admit(&self, headers: &HeaderMap, query: &[(String, String)]) -> Option<&User> {
        if let Some(encoded) = headers.get(AUTHORIZATION).and_then(|it| basic(it.to_str().ok()?)) {
            let decoded = STANDARD.decode(encoded).ok()?;
            return self.find(std::str::from_utf8(&decoded).ok()?);
        }
        let key = query.iter().rev().find(|(name, _)| name == "api_key");
        key.and_then(|(_, key)| self.find(key))
    }

    fn find(&self, key: &str) -> Option<&User> {
        let (name, password) = key.split_once(':')?;
        self.0.iter().find(|user| user.name == name && user.password == password)
    }
}

/// What a user who may only look may ask.
pub(crate) fn only_looks(method: &str) -> bool {
    matches!(method, "GET" | "OPTIONS")
}

fn basic(authorization: &str) -> Option<&str> {
    let (scheme, rest) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(rest.trim())
}

impl fmt::Debug for User {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("User").field(&self.name).finish()
    }
}
