//! The values of [`DeviceStateValue`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// State of a device.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeviceStateValue {
    /// `UNKNOWN`.
    Unknown,
    /// `NOT_INUSE`.
    NotInUse,
    /// `INUSE`.
    InUse,
    /// `BUSY`.
    Busy,
    /// `INVALID`.
    Invalid,
    /// `UNAVAILABLE`.
    Unavailable,
    /// `RINGING`.
    Ringing,
    /// `RINGINUSE`.
    RingInUse,
    /// `ONHOLD`.
    OnHold,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl DeviceStateValue {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::NotInUse => "NOT_INUSE",
            Self::InUse => "INUSE",
            Self::Busy => "BUSY",
            Self::Invalid => "INVALID",
            Self::Unavailable => "UNAVAILABLE",
            Self::Ringing => "RINGING",
            Self::RingInUse => "RINGINUSE",
            Self::OnHold => "ONHOLD",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for DeviceStateValue {
    fn from(text: &str) -> Self {
        match text {
            "UNKNOWN" => Self::Unknown,
            "NOT_INUSE" => Self::NotInUse,
            "INUSE" => Self::InUse,
            "BUSY" => Self::Busy,
            "INVALID" => Self::Invalid,
            "UNAVAILABLE" => Self::Unavailable,
            "RINGING" => Self::Ringing,
            "RINGINUSE" => Self::RingInUse,
            "ONHOLD" => Self::OnHold,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(DeviceStateValue);
