//! The values of [`RecordIfExists`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// What to do when a recording of the name is there already.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordIfExists {
    /// `fail`.
    Fail,
    /// `overwrite`.
    Overwrite,
    /// `append`.
    Append,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl RecordIfExists {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Fail => "fail",
            Self::Overwrite => "overwrite",
            Self::Append => "append",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for RecordIfExists {
    fn from(text: &str) -> Self {
        match text {
            "fail" => Self::Fail,
            "overwrite" => Self::Overwrite,
            "append" => Self::Append,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(RecordIfExists);
