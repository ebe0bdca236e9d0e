//! The values of [`ChannelState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// How far the path to a channel's device has come.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChannelState {
    /// `Down`: no media can flow, not yet or no longer.
    Down,
    /// `Rsrved`: down, with a line reserved.
    Reserved,
    /// `OffHook`: the device is off the hook.
    OffHook,
    /// `Dialing`: digits have been dialled.
    Dialing,
    /// `Ring`: the line rings: a call that came in and is not answered.
    Ring,
    /// `Ringing`: the device rings: a call that went out and is not answered.
    Ringing,
    /// `Up`: answered, media flows both ways.
    Up,
    /// `Busy`: the line is busy.
    Busy,
    /// `Dialing Offhook`: digits are being dialled while off the hook.
    DialingOffhook,
    /// `Pre-ring`: the device has noticed a call and does not ring yet.
    PreRing,
    /// `Unknown`: Asterisk does not know.
    Unknown,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl ChannelState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Down => "Down",
            Self::Reserved => "Rsrved",
            Self::OffHook => "OffHook",
            Self::Dialing => "Dialing",
            Self::Ring => "Ring",
            Self::Ringing => "Ringing",
            Self::Up => "Up",
            Self::Busy => "Busy",
            Self::DialingOffhook => "Dialing Offhook",
            Self::PreRing => "Pre-ring",
            Self::Unknown => "Unknown",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for ChannelState {
    fn from(text: &str) -> Self {
        match text {
            "Down" => Self::Down,
            "Rsrved" => Self::Reserved,
            "OffHook" => Self::OffHook,
            "Dialing" => Self::Dialing,
            "Ring" => Self::Ring,
            "Ringing" => Self::Ringing,
            "Up" => Self::Up,
            "Busy" => Self::Busy,
            "Dialing Offhook" => Self::DialingOffhook,
            "Pre-ring" => Self::PreRing,
            "Unknown" => Self::Unknown,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(ChannelState);
