//! One text frame of the event socket, shared by everything that was decoded from it.

use std::fmt;
use std::sync::Arc;

use crate::Text;
use crate::event::{DecodeError, decode_as};

/// A frame, or nothing for what was not decoded from one.
///
/// It stays out of comparisons: two payloads with the same fields are equal, whatever their frames looked like.
#[derive(Clone, Default)]
pub struct Frame(Option<Arc<str>>);

impl Frame {
    /// The text of the frame.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(crate) fn shared(&self) -> Option<&Arc<str>> {
        self.0.as_ref()
    }
}

impl From<&str> for Frame {
    /// Copies the text: the socket's own buffer is far larger than a frame, and would stay as long as the event.
    fn from(text: &str) -> Self {
        Self(Some(text.into()))
    }
}

impl PartialEq for Frame {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(text) => write!(f, "{} bytes", text.len()),
            None => f.write_str("none"),
        }
    }
}

/// An event of a kind that the SDK does not know, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct RawEvent {
    kind: Text,
    frame: Frame,
}

impl RawEvent {
    pub(crate) fn new(kind: &str, frame: Frame) -> Self {
        Self { kind: kind.into(), frame }
    }

    /// The value of `type`.
    pub fn kind_name(&self) -> &str {
        &self.kind
    }

    /// The frame as Asterisk sent it.
    pub fn text(&self) -> Option<&str> {
        self.frame.text()
    }

    /// The frame decoded into a type of one's own.
    ///
    /// # Errors
    ///
    /// The frame does not fit the type; the error tells where, as for kinds that the SDK knows.
    pub fn decode<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, DecodeError> {
        decode_as(self.text().unwrap_or_default(), &self.kind)
    }
}
