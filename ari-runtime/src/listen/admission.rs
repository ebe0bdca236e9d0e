//! Who may come in: password, subprotocol and what the program itself demands; reads nothing from a socket.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use http::header::{AUTHORIZATION, ORIGIN, SEC_WEBSOCKET_PROTOCOL, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use subtle::{Choice, ConstantTimeEq};

use crate::transport::credentials::Credentials;
use crate::transport::wire;

/// An Asterisk that wants to come in.
#[derive(Clone)]
#[non_exhaustive]
pub struct Visitor {
    /// Where it comes from.
    pub remote: SocketAddr,
    /// The path of the `uri` in websocket_client.conf.
    pub path: String,
    /// What stands behind a question mark there.
    pub query: Option<String>,
    /// The `username` there, where the password was right.
    pub user: Option<String>,
    /// The `protocols` there.
    pub protocols: Vec<String>,
}

impl fmt::Debug for Visitor {
    /// Leaves the query out, in which people put secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visitor")
            .field("remote", &self.remote)
            .field("path", &self.path)
            .field("user", &self.user)
            .field("protocols", &self.protocols)
            .finish_non_exhaustive()
    }
}

/// What the program itself demands.
pub(crate) type Admit = Arc<dyn Fn(&Visitor) -> bool + Send + Sync>;

/// Who may come in.
#[derive(Clone, Default)]
pub(crate) struct Admission {
    /// Any of them; everybody where there are none.
    pub(crate) users: Vec<(Credentials, HeaderValue)>,
    pub(crate) admit: Option<Admit>,
}

/// Why somebody may not.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) reason: &'static str,
}

impl Refusal {
    /// Whoever is turned away for the lack of a password is told that one is needed.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"ARI application\"");
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        headers
    }
}

impl Admission {
    /// Who it is, with the subprotocol to confirm.
    pub(crate) fn judge(
        &self,
        remote: SocketAddr,
        uri: &http::Uri,
        headers: &HeaderMap,
    ) -> Result<(Visitor, Option<HeaderValue>), Refusal> {
        if headers.contains_key(ORIGIN) {
            // A browser says whose page it is that wants to connect; Asterisk has none.
            let reason = "it is a web page";
            return Err(Refusal { status: StatusCode::FORBIDDEN, reason });
        }
        let user = self.user(headers)?;
        let offered = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
        let protocols: Vec<String> = offered
            .filter_map(|it| it.to_str().ok())
            .flat_map(|it| it.split(',').map(|it| it.trim().to_owned()))
            .collect();
        let speaks = protocols.iter().any(|it| it == wire::PROTOCOL);
        if !speaks && !protocols.is_empty() {
            let reason = "it does not speak the subprotocol ari";
            return Err(Refusal { status: StatusCode::BAD_REQUEST, reason });
        }
        let path = uri.path().to_owned();
        let query = uri.query().map(str::to_owned);
        let visitor = Visitor { remote, path, query, user, protocols };
        if self.admit.as_ref().is_some_and(|admit| !admit(&visitor)) {
            let reason = "the program does not admit it";
            return Err(Refusal { status: StatusCode::FORBIDDEN, reason });
        }
        Ok((visitor, speaks.then(|| HeaderValue::from_static(wire::PROTOCOL))))
    }

    /// Takes as long for a password that is nearly right as for any other.
    fn user(&self, headers: &HeaderMap) -> Result<Option<String>, Refusal> {
        if self.users.is_empty() {
            return Ok(None);
        }
        let given = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
        let mut found = None;
        for (credentials, expected) in &self.users {
            let is_this: Choice = same(given, expected.as_bytes());
            if is_this.into() {
                found = Some(credentials.user().to_owned());
            }
        }
        match found {
            Some(user) => Ok(Some(user)),
            None => {
                let reason = "user or password are wrong";
                Err(Refusal { status: StatusCode::UNAUTHORIZED, reason })
            }
        }
    }
}

/// Compares the whole of two headers; the name of the scheme may be written in any case.
fn same(given: &[u8], expected: &[u8]) -> Choice {
    const SCHEME: usize = "Basic ".len();
    let (Some((scheme, given)), Some((known, expected))) =
        (given.split_at_checked(SCHEME), expected.split_at_checked(SCHEME))
    else {
        return Choice::from(0);
    };
    Choice::from(u8::from(scheme.eq_ignore_ascii_case(known))) & given.ct_eq(expected)
}

#[cfg(test)]
mod tests {
    use http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
    use http::{HeaderMap, HeaderValue, Uri};

    use super::Admission;
    use crate::transport::credentials::Credentials;

    type Failure = Box<dyn std::error::Error>;

    fn judged(admission: &Admission, headers: &[(&str, &str)]) -> Result<Option<String>, u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: http::HeaderName = name.parse().expect("a header's name");
            map.append(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        let uri = Uri::from_static("/ari/out?x=1");
        admission
            .judge(([127, 0, 0, 1], 5).into(), &uri, &map)
            .map(|(visitor, _)| visitor.user)
            .map_err(|refusal| refusal.status.as_u16())
    }

    fn guarded() -> Result<Admission, Failure> {
        let mut admission = Admission::default();
        for (user, password) in [("ann", "one:two"), ("bob", "secret")] {
            let credentials = Credentials::new(user, password);
            let header = credentials.header()?;
            admission.users.push((credentials, header));
        }
        Ok(admission)
    }

    #[test]
    fn only_known_users_come_in() -> Result<(), Failure> {
        let (open, guarded) = (Admission::default(), guarded()?);
        assert_eq!(judged(&open, &[]), Ok(None));
        let of = |user: &str, password: &str| {
            use base64::Engine;
            let text = format!("{user}:{password}");
            base64::engine::general_purpose::STANDARD.encode(text)
        };
        let name = AUTHORIZATION.as_str();
        for (value, outcome) in [
            (format!("Basic {}", of("ann", "one:two")), Ok(Some("ann".to_owned()))),
            (format!("basic {}", of("bob", "secret")), Ok(Some("bob".to_owned()))),
            (format!("Basic {}", of("bob", "Secret")), Err(401)),
            (format!("Basic {}", of("bob", "secret2")), Err(401)),
            (format!("Basic {}", of("bob", "")), Err(401)),
            (format!("Basic {}", of("", "")), Err(401)),
            (format!("Bearer {}", of("bob", "secret")), Err(401)),
            ("Basic".to_owned(), Err(401)),
            ("Basic ".to_owned(), Err(401)),
            (String::new(), Err(401)),
        ] {
            assert_eq!(judged(&guarded, &[(name, &value)]), outcome, "{value}");
        }
        assert_eq!(judged(&guarded, &[]), Err(401));
        Ok(())
    }

    #[test]
    fn another_subprotocol_does_not() {
        let open = Admission::default();
        let name = SEC_WEBSOCKET_PROTOCOL.as_str();
        assert_eq!(judged(&open, &[(name, "ari")]), Ok(None));
        assert_eq!(judged(&open, &[(name, "media, ari")]), Ok(None));
        assert_eq!(judged(&open, &[(name, "media"), (name, "ari")]), Ok(None));
        assert_eq!(judged(&open, &[(name, "media")]), Err(400));
        assert_eq!(judged(&open, &[(name, "ARI")]), Err(400));
    }
}
