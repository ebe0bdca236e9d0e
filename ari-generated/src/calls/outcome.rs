//! What became of a call that was placed.

use std::fmt;

use ari_runtime::{Error, ErrorKind};

use crate::calls::cause::Cause;
use crate::calls::leg::Leg;
use crate::calls::stay::Stay;

/// What became of a call that was placed.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a call ends in one of these ways, and all want an answer"
)]
pub enum Dialled {
    /// Somebody answered.
    Answered(Leg),
    /// The other side is busy.
    Busy,
    /// Nobody answered in time.
    NoAnswer,
    /// The network or the other side does not want the call, and says why.
    Rejected {
        /// The cause.
        cause: Cause,
    },
    /// Asterisk can make no channel: no such technology or endpoint, or a device that is not registered. This is what it
    /// said; it tells one from the other in its log only.
    Unavailable(Error),
    /// The leg ended before anybody answered, and no cause says why: the other side hung up, or has no such extension.
    Gone,
}

/// A call that was placed was not answered.
pub struct NotAnswered(Dialled);

impl Dialled {
    /// The leg, where somebody answered.
    ///
    /// # Errors
    ///
    /// Nobody did.
    pub fn answered(self) -> Result<Leg, NotAnswered> {
        match self {
            Self::Answered(leg) => Ok(leg),
            outcome => Err(NotAnswered(outcome)),
        }
    }

    /// What the events of a leg say of it before it is answered; nothing as long as it may be.
    pub(super) fn of(stay: &Stay) -> Option<Self> {
        // Otherwise the end of the channel tells why; a redirection that is not followed says CANCEL first.
        match stay.dial_status.as_deref() {
            Some("BUSY") => return Some(Self::Busy),
            Some("NOANSWER") => return Some(Self::NoAnswer),
            Some("CONGESTION" | "CHANUNAVAIL") if stay.cause.is_none() => {
                return Some(Self::Rejected { cause: Cause::CIRCUIT_CONGESTION });
            }
            _ => {}
        }
        stay.over.then(|| match stay.cause {
            Some(Cause::USER_BUSY) => Self::Busy,
            Some(Cause::NO_ANSWER | Cause::NO_USER_RESPONSE) => Self::NoAnswer,
            None | Some(Cause::NORMAL_CLEARING) => Self::Gone,
            Some(cause) => Self::Rejected { cause },
        })
    }

    /// Which of several outcomes is told: the lowest.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Answered(_) => 0,
            Self::NoAnswer => 1,
            Self::Busy => 2,
            Self::Rejected { .. } => 3,
            Self::Gone => 4,
            Self::Unavailable(_) => 5,
        }
    }
}

impl NotAnswered {
    /// What became of the call.
    pub fn outcome(&self) -> &Dialled {
        &self.0
    }
}

impl fmt::Display for NotAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Dialled::Answered(_) => f.write_str("it was answered"),
            Dialled::Busy => f.write_str("the other side is busy"),
            Dialled::NoAnswer => f.write_str("nobody answered"),
            Dialled::Rejected { cause } => write!(f, "the call was rejected with cause {cause}"),
            Dialled::Unavailable(_) => f.write_str("no channel could be made"),
            Dialled::Gone => f.write_str("the leg ended before anybody answered"),
        }
    }
}

impl fmt::Debug for NotAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for NotAnswered {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Dialled::Unavailable(error) => Some(error),
            _ => None,
        }
    }
}

impl From<NotAnswered> for Error {
    fn from(error: NotAnswered) -> Self {
        Self::from_transport(ErrorKind::NotAnswered, error)
    }
}
