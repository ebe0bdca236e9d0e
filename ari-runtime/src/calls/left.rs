//! The normal end of what is bound to a call: the call left.

use std::error::Error as StdError;

use crate::delivery::Ended;
use crate::delivery::waiter::WaitError;
use crate::error::{Error, ErrorKind};
use crate::request::encode::encode_segment;

/// The call is not in the application any more, or not this client's to see. A handler that returns it has ended normally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the call left: {reason}")]
#[non_exhaustive]
pub struct Left {
    /// How that was noticed.
    pub reason: LeftReason,
}

impl Left {
    #[doc(hidden)]
    pub const fn new(reason: LeftReason) -> Self {
        Self { reason }
    }
}

/// How it was noticed that a call left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum LeftReason {
    /// Asterisk told that the channel left the application: it was hung up, continued or moved.
    #[error("its channel left the application")]
    Closed,
    /// Asterisk told that the channel is gone.
    #[error("its channel is gone")]
    Gone,
    /// It was not in the application any more when a lost connection was restored; it may live on elsewhere.
    #[error("its channel was not there any more when the lost connection was restored")]
    EndedInGap,
    /// There are no events any more.
    #[error("there are no events any more ({0:?})")]
    NoEvents(Ended),
}

/// Does an error say no more than that the call left?
pub(crate) fn is_left(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|error| {
        error.is::<Left>()
            || matches!(error.downcast_ref(), Some(WaitError::Left | WaitError::EndedInGap))
            || error.downcast_ref::<Error>().is_some_and(|it| it.kind() == ErrorKind::Left)
    })
}

/// Does it say that the audio of a call ended, as it does when the call is hung up?
#[cfg(feature = "media")]
pub(crate) fn is_end_of_media(error: &(dyn StdError + 'static)) -> bool {
    use crate::media::MediaEnd;
    let end = |it: &&Cause| it.downcast_ref().is_some_and(|it| !matches!(it, MediaEnd::Lost(_)));
    causes(error).any(|it| end(&it))
}

/// There is no audio.
#[cfg(not(feature = "media"))]
pub(crate) fn is_end_of_media(_: &(dyn StdError + 'static)) -> bool {
    false
}

/// Does it say that the channel of the call is not there, as a request does that its leaving overtook?
pub(crate) fn is_overtaken(error: &(dyn StdError + 'static), id: &str) -> bool {
    let mut segment = String::new();
    encode_segment(id, &mut segment);
    causes(error).filter_map(|it| it.downcast_ref::<Error>()).any(|error| {
        // 500 is what a command gets whose channel goes while it runs.
        matches!(error.status(), Some(404 | 409 | 412 | 500))
            && error.path().is_some_and(|it| it.split('/').any(|it| it == segment))
    })
}

type Cause = dyn StdError + 'static;

fn causes(error: &Cause) -> impl Iterator<Item = &Cause> {
    std::iter::successors(Some(error), |it: &&Cause| (*it).source())
}

impl From<Left> for Error {
    fn from(left: Left) -> Self {
        Self::new(ErrorKind::Left, left.to_string()).with_source(left)
    }
}

impl From<WaitError> for Error {
    fn from(error: WaitError) -> Self {
        let kind = match error {
            WaitError::Left => ErrorKind::Left,
            WaitError::Deadline(_) => ErrorKind::NoEvent,
            WaitError::Malformed(_) => ErrorKind::Decode,
            WaitError::Interrupted | WaitError::EndedInGap => ErrorKind::Interrupted,
            WaitError::Ended(_) => ErrorKind::Closed,
        };
        Self::new(kind, error.to_string()).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::{Left, LeftReason, is_left, is_overtaken};
    use crate::delivery::waiter::WaitError;
    use crate::error::{BoxError, Error, ErrorKind};
    use crate::request::operation::{BodyShape, Method, Operation};

    const LEFT: Left = Left { reason: LeftReason::Closed };

    #[test]
    fn what_says_no_more_than_that_the_call_left_is_told_from_failures() {
        let of_a_request = Error::from(LEFT);
        let deeper = Error::new(ErrorKind::Decode, "while reading").with_source(LEFT);
        let normal: [BoxError; 5] = [
            LEFT.into(),
            WaitError::Left.into(),
            of_a_request.into(),
            deeper.into(),
            anyhow::Error::from(LEFT).context("at the third digit").into(),
        ];
        for error in normal {
            assert!(is_left(&*error), "{error:?}");
        }
        let failures: [BoxError; 3] = [
            WaitError::Interrupted.into(),
            Error::new(ErrorKind::NotFound, "no such channel").into(),
            "the call left".into(),
        ];
        for error in failures {
            assert!(!is_left(&*error), "{error:?}");
        }
    }

    #[test]
    fn a_request_that_the_hangup_overtook_is_known_by_its_channel_and_status() {
        static ANSWER: Operation = Operation::new(
            "channels.answer",
            Method::Post,
            "/channels/{channelId}/answer",
            BodyShape::Never,
        );
        let failed = |status, path| {
            let error = Error::new(ErrorKind::NotFound, "Channel not found").with_status(status);
            BoxError::from(error.about(&ANSWER, path))
        };
        let mine = "/channels/17.0%3B2/answer";
        assert!(is_overtaken(&*failed(404, mine), "17.0;2"));
        assert!(is_overtaken(&*failed(409, mine), "17.0;2"));
        assert!(is_overtaken(&*failed(500, mine), "17.0;2"));
        assert!(!is_overtaken(&*failed(400, mine), "17.0;2"));
        assert!(!is_overtaken(&*failed(404, mine), "17.0"));
        assert!(!is_overtaken(&*failed(404, "/channels/18.0/answer"), "17.0;2"));
    }
}
