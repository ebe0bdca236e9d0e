//! The values of [`EndpointState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Whether an endpoint can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointState {
    /// `unknown`.
    Unknown,
    /// `offline`.
    Offline,
    /// `online`.
    Online,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl EndpointState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown => "unknown",
            Self::Offline => "offline",
            Self::Online => "online",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for EndpointState {
    fn from(text: &str) -> Self {
        match text {
            "unknown" => Self::Unknown,
            "offline" => Self::Offline,
            "online" => Self::Online,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(EndpointState);
