//! Models that `sounds` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use crate::generated::ids::SoundId;

/// A language and a file format in which a sound is installed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormatLangPair {
    /// Language tag, which may name a voice, for example `en` or `en_US_f_Allison`.
    pub language: Text,
    /// File format, for example `gsm` or `ulaw`.
    pub format: Text,
}

/// An installed sound. It can be played as `sound:` followed by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sound {
    /// Path of the sound without language folder and extension, for example `digits/1`.
    pub id: SoundId,
    /// What is said in it, in English. Absent when no description is installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Every combination of language and file format it is installed in.
    pub formats: Vec<FormatLangPair>,
}
