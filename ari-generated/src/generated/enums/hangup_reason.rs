//! The values of [`HangupReason`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Why a channel is hung up, for the other side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HangupReason {
    /// `normal`.
    Normal,
    /// `busy`.
    Busy,
    /// `congestion`.
    Congestion,
    /// `no_answer`.
    NoAnswer,
    /// `timeout`.
    Timeout,
    /// `rejected`.
    Rejected,
    /// `unallocated`.
    Unallocated,
    /// `normal_unspecified`.
    NormalUnspecified,
    /// `number_incomplete`.
    NumberIncomplete,
    /// `codec_mismatch`.
    CodecMismatch,
    /// `interworking`.
    Interworking,
    /// `failure`.
    Failure,
    /// `answered_elsewhere`.
    AnsweredElsewhere,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl HangupReason {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Normal => "normal",
            Self::Busy => "busy",
            Self::Congestion => "congestion",
            Self::NoAnswer => "no_answer",
            Self::Timeout => "timeout",
            Self::Rejected => "rejected",
            Self::Unallocated => "unallocated",
            Self::NormalUnspecified => "normal_unspecified",
            Self::NumberIncomplete => "number_incomplete",
            Self::CodecMismatch => "codec_mismatch",
            Self::Interworking => "interworking",
            Self::Failure => "failure",
            Self::AnsweredElsewhere => "answered_elsewhere",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for HangupReason {
    fn from(text: &str) -> Self {
        match text {
            "normal" => Self::Normal,
            "busy" => Self::Busy,
            "congestion" => Self::Congestion,
            "no_answer" => Self::NoAnswer,
            "timeout" => Self::Timeout,
            "rejected" => Self::Rejected,
            "unallocated" => Self::Unallocated,
            "normal_unspecified" => Self::NormalUnspecified,
            "number_incomplete" => Self::NumberIncomplete,
            "codec_mismatch" => Self::CodecMismatch,
            "interworking" => Self::Interworking,
            "failure" => Self::Failure,
            "answered_elsewhere" => Self::AnsweredElsewhere,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(HangupReason);
