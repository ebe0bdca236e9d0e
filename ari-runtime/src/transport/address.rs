//! Where Asterisk is: reads the URL a user gives and makes those of requests and of the event websocket.

use url::{Host, Url};

use crate::error::Error;
use crate::request::encode::encode_query;
#[cfg(feature = "media")]
use crate::request::encode::encode_segment;
use crate::transport::wire::EVENTS;

/// The address of one Asterisk's ARI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// `http://host:8088/ari`, without a slash at the end.
    base: String,
    tls: bool,
}

impl Address {
    /// Reads `http://host:8088`, the same with `/ari`, or with a prefix of `http.conf` before it.
    pub(crate) fn parse(text: &str, plain_remote: bool) -> Result<Self, Error> {
        let example = "expected a URL such as http://127.0.0.1:8088";
        // The text is not repeated: it may hold a password.
        let url = Url::parse(text.trim()).map_err(|error| {
            Error::invalid(format!("this is no URL ({error}); {example}")).with_source(error)
        })?;
        let tls = match url.scheme() {
            "http" | "ws" => false,
            "https" | "wss" => true,
            other => {
                return Err(Error::invalid(format!("{other}:// cannot be spoken; {example}")));
            }
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::invalid("credentials do not belong into the URL")
                .with_advice("give them to connect, which keeps them out of logs"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Error::invalid(format!(
                "a query or fragment does not belong into the URL; {example}"
            )));
        }
        let host = url
            .host()
            .ok_or_else(|| Error::invalid(format!("the URL names no host; {example}")))?;
        if !tls && !plain_remote && !is_loopback(&host) {
            return Err(Error::invalid(format!(
                "plain http to {host} would show password and calls to everyone on the way"
            ))
            .with_advice("use https, or permit it with `allow_plain_http()`"));
        }
        let port = url.port().unwrap_or(if tls { 443 } else { 80 });
        let scheme = if tls { "https" } else { "http" };
        let prefix = url.path().trim_end_matches('/');
        // Everything of ARI is below `/ari`, whatever http.conf puts before it.
        let path = match prefix.rsplit('/').next() {
            Some("ari") => prefix.to_owned(),
            _ => format!("{prefix}/ari"),
        };
        Ok(Self { base: format!("{scheme}://{host}:{port}{path}"), tls })
    }

    /// The URL of a request.
    pub(crate) fn request(&self, path: &str, query: &str) -> String {
        let mut url = String::with_capacity(self.base.len() + path.len() + query.len() + 1);
        url.push_str(&self.base);
        url.push_str(path);
        if !query.is_empty() {
            url.push(if path.contains('?') { '&' } else { '?' });
            url.push_str(query);
        }
        url
    }

    /// The URL of the event websocket.
    pub(crate) fn events(&self, parameters: &[(&str, String)]) -> String {
        format!("{}{EVENTS}?{}", self.base, encode_query(parameters))
    }

    /// The URL of a media websocket: beside ARI, below what http.conf puts before both.
    #[cfg(feature = "media")]
    pub(crate) fn media(&self, id: &str) -> String {
        let mut url = self.base.strip_suffix("/ari").unwrap_or(&self.base).to_owned();
        url.push_str("/media/");
        encode_segment(id, &mut url);
        url
    }

    pub(crate) fn tls(&self) -> bool {
        self.tls
    }

    /// For messages: `http://host:8088/ari`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    fn base(text: &str) -> Result<String, String> {
        Address::parse(text, false).map(|it| it.base).map_err(|it| it.to_string())
    }

    #[test]
    fn with_and_without_ari_and_with_a_prefix() {
        let plain = Ok("http://127.0.0.1:8088/ari".to_owned());
        for text in
            ["http://127.0.0.1:8088", "http://127.0.0.1:8088/", "http://127.0.0.1:8088/ari/"]
        {
            assert_eq!(base(text), plain, "{text}");
        }
        let prefixed = Ok("http://localhost:8088/pbx/ari".to_owned());
        assert_eq!(base("http://localhost:8088/pbx"), prefixed);
        assert_eq!(base("http://localhost:8088/pbx/ari"), prefixed);
        assert_eq!(base("https://pbx.example"), Ok("https://pbx.example:443/ari".to_owned()));
        assert_eq!(base("http://[::1]:8088"), Ok("http://[::1]:8088/ari".to_owned()));
    }

    #[test]
    fn what_cannot_work_says_what_to_do() {
        for (text, part) in [
            ("127.0.0.1:8088", "expected a URL"),
            ("", "expected a URL"),
            ("ftp://localhost", "expected a URL"),
            ("http://pbx.example:8088", "allow_plain_http"),
            ("http://user:secret@localhost:8088", "credentials do not belong"),
            ("http://user:sec/secret@localhost:8088", "expected a URL"),
            ("http://user:secret@localhost:80a", "expected a URL"),
            ("http://localhost:8088/?api_key=a:b", "query"),
        ] {
            let message = base(text).err().unwrap_or_default();
            assert!(message.contains(part), "{text}: {message}");
            assert!(!message.contains("secret"), "{message}");
        }
        assert!(Address::parse("http://pbx.example:8088", true).is_ok());
    }

    #[test]
    fn the_websocket_is_beside_the_requests() {
        let address = Address::parse("http://localhost:8088/pbx", false).ok();
        let url = address.map(|it| it.events(&[("app", "a b".into())]));
        assert_eq!(url.as_deref(), Some("http://localhost:8088/pbx/ari/events?app=a%20b"));
    }

    #[cfg(feature = "media")]
    #[test]
    fn media_are_beside_ari() {
        for (base, expected) in [
            ("http://localhost:8088", "http://localhost:8088/media/a%2Fb"),
            ("https://localhost/pbx/ari", "https://localhost:443/pbx/media/a%2Fb"),
        ] {
            let url = Address::parse(base, false).ok().map(|it| it.media("a/b"));
            assert_eq!(url.as_deref(), Some(expected));
        }
    }
}
