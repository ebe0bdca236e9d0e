//! Models that `sounds` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use crate::generated::ids::SoundId;

/// A language and a file format in which a sound is installed.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormatLangPair {
    /// Language tag, which may name a voice, for example `en` or `en_US_f_Allison`. Since 13.0.
    pub language: Text,
    /// File format, for example `gsm` or `ulaw`. Since 13.0.
    pub format: Text,
}

/// An installed sound. It can be played as `sound:` followed by its id.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sound {
    /// Path of the sound without language folder and extension, for example `digits/1`. Since 13.0.
    pub id: SoundId,
    /// What is said in it, in English. Absent when no description is installed. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Every combination of language and file format it is installed in. Since 13.0.
    pub formats: Vec<FormatLangPair>,
}
