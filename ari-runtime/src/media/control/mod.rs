//! The text frames of a media websocket: what is said beside the audio; knows no socket and keeps no state.

pub mod command;
pub mod event;

use std::fmt;

/// How Asterisk writes and reads the text frames of a media websocket.
///
/// It is chosen where the channel is made, by `f(plain-text)` or `f(json)` in `transport_data`. Releases before 20.18,
/// 22.8 and 23.2 know plain text alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Notation {
    /// `MARK_MEDIA m1`. The default of Asterisk.
    #[default]
    PlainText,
    /// `{"command":"MARK_MEDIA","correlation_id":"m1"}`.
    Json,
}

impl Notation {
    /// Asterisk's name: `plain-text` or `json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PlainText => "plain-text",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Notation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
