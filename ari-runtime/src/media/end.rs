//! How a stream of audio ends, and what that means for those who wait.

use crate::calls::left::Left;
use crate::error::{Error, ErrorKind};
use crate::media::format::Format;

/// Why no audio comes and goes any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MediaEnd {
    /// Asterisk hung the channel of the media up and closed their connection.
    #[error("Asterisk ended the media")]
    Closed,
    /// The connection broke, or what came over it is not what was agreed upon.
    #[error("the connection of the media was lost: {0}")]
    Lost(String),
    /// The channel of the media left the application.
    #[error("the channel of the media is gone")]
    Left(#[source] Left),
    /// This program closed it.
    #[error("the media were closed")]
    Here,
}

impl From<MediaEnd> for Error {
    fn from(end: MediaEnd) -> Self {
        let kind =
            if matches!(end, MediaEnd::Left(_)) { ErrorKind::Left } else { ErrorKind::Media };
        Self::new(kind, end.to_string()).with_source(end)
    }
}

/// Why audio was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The media have ended.
    #[error("the audio was not sent: {0}")]
    Ended(#[from] MediaEnd),
    /// It was thrown away by a flush while this waited for room.
    #[error("the audio was flushed before it was heard")]
    Flushed,
    /// A frame of a format that is not cut into frames is larger than Asterisk takes.
    #[error("a frame has {length} bytes, and at most {LARGEST} can be sent")]
    TooLarge {
        /// Its bytes.
        length: usize,
    },
    /// Asterisk sends RTP of the format, but reads none, so that nobody would hear it.
    #[error("Asterisk reads no RTP of {format}; ulaw, alaw, slin or a media websocket will do")]
    NotRead {
        /// The format of the media.
        format: Format,
    },
    /// The SDK does not encode the format.
    #[error("samples cannot be sent as {format}, which is not encoded here")]
    NotCoded {
        /// The format of the media.
        format: Format,
    },
}

/// Bytes of the largest frame: Asterisk hangs up beyond 65,500, and a datagram of RTP carries no more than this.
pub(super) const LARGEST: usize = 65_495;

impl From<SendError> for Error {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Ended(end) => end.into(),
            SendError::Flushed => NotHeard::Flushed.into(),
            other => Self::new(ErrorKind::InvalidInput, other.to_string()).with_source(other),
        }
    }
}

/// Why it is not known that audio was heard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotHeard {
    /// It was thrown away by a flush.
    #[error("the audio was flushed before it was heard")]
    Flushed,
    /// The media ended first.
    #[error("the media ended before the audio was heard: {0}")]
    Ended(#[source] MediaEnd),
    /// Asterisk refused to tell, in these words.
    #[error("Asterisk cannot tell when audio is heard: {0}")]
    Refused(String),
}

impl From<NotHeard> for Error {
    fn from(error: NotHeard) -> Self {
        match error {
            NotHeard::Ended(end) => end.into(),
            other => Self::new(ErrorKind::Media, other.to_string()).with_source(other),
        }
    }
}
