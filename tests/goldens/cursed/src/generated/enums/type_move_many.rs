//! The values of [`TypeMoveMany`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// One of the allowed values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TypeMoveMany {
    /// `one`.
    One,
    /// `two`.
    Two,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl TypeMoveMany {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::One => "one",
            Self::Two => "two",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for TypeMoveMany {
    fn from(text: &str) -> Self {
        match text {
            "one" => Self::One,
            "two" => Self::Two,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(TypeMoveMany);
