//! The values of [`ConnectionType`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Who connects to whom for external media, seen from Asterisk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionType {
    /// `client`: Asterisk connects to the external host.
    Client,
    /// `server`: the external host connects to Asterisk.
    Server,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl ConnectionType {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for ConnectionType {
    fn from(text: &str) -> Self {
        match text {
            "client" => Self::Client,
            "server" => Self::Server,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(ConnectionType);
