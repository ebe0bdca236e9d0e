//! The values of [`MediaTransport`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// What carries media to an external host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MediaTransport {
    /// `udp`.
    Udp,
    /// `tcp`.
    Tcp,
    /// `websocket`.
    WebSocket,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl MediaTransport {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::WebSocket => "websocket",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for MediaTransport {
    fn from(text: &str) -> Self {
        match text {
            "udp" => Self::Udp,
            "tcp" => Self::Tcp,
            "websocket" => Self::WebSocket,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(MediaTransport);
