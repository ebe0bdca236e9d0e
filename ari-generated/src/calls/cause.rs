//! Why a channel ended, in the numbers of Q.850; and where Asterisk's number is none of them.

use std::fmt;

use crate::events::{ChannelDestroyed, ChannelHangupRequest};

/// A hangup cause of Q.850, as telephone networks use them.
///
/// ```
/// use ari_generated::Cause;
///
/// assert_eq!(Cause::new(17), Cause::USER_BUSY);
/// assert_eq!(Cause::NO_ANSWER.code(), 19);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause(i64);

impl Cause {
    /// The number is not in use.
    pub const UNALLOCATED: Self = Self(1);
    /// There is no way to the destination.
    pub const NO_ROUTE: Self = Self(3);
    /// Somebody hung up.
    pub const NORMAL_CLEARING: Self = Self(16);
    /// The other side is busy.
    pub const USER_BUSY: Self = Self(17);
    /// The device does not react.
    pub const NO_USER_RESPONSE: Self = Self(18);
    /// It rang, and nobody answered.
    pub const NO_ANSWER: Self = Self(19);
    /// The device is not registered.
    pub const SUBSCRIBER_ABSENT: Self = Self(20);
    /// The other side does not want the call.
    pub const CALL_REJECTED: Self = Self(21);
    /// The number is another now.
    pub const NUMBER_CHANGED: Self = Self(22);
    /// Another device took the call.
    pub const ANSWERED_ELSEWHERE: Self = Self(26);
    /// The destination does not work.
    pub const DESTINATION_OUT_OF_ORDER: Self = Self(27);
    /// The number is incomplete or malformed.
    pub const INVALID_NUMBER_FORMAT: Self = Self(28);
    /// An end that is none of the others.
    pub const NORMAL_UNSPECIFIED: Self = Self(31);
    /// All lines are taken.
    pub const CIRCUIT_CONGESTION: Self = Self(34);
    /// The network does not work.
    pub const NETWORK_OUT_OF_ORDER: Self = Self(38);
    /// The network does not work for the moment.
    pub const TEMPORARY_FAILURE: Self = Self(41);
    /// The equipment has too much to do.
    pub const SWITCH_CONGESTION: Self = Self(42);
    /// Both sides have no codec in common, or no other way to talk.
    pub const BEARER_NOT_AVAILABLE: Self = Self(58);
    /// The other side cannot take such a call.
    pub const INCOMPATIBLE_DESTINATION: Self = Self(88);
    /// Something did not happen in time.
    pub const RECOVERY_ON_TIMER_EXPIRY: Self = Self(102);
    /// Another network gave no cause of this sort.
    pub const INTERWORKING: Self = Self(127);

    /// The cause of a number.
    pub const fn new(code: i64) -> Self {
        Self(code)
    }

    /// Its number.
    pub const fn code(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// For `reason_code(..)` of a hangup.
impl From<Cause> for String {
    fn from(cause: Cause) -> Self {
        cause.0.to_string()
    }
}

impl ChannelDestroyed {
    /// The true cause of the channel's end; `None` where Asterisk knows none.
    pub fn q850(&self) -> Option<Cause> {
        (self.cause != 0).then_some(Cause(self.cause))
    }
}

impl ChannelHangupRequest {
    /// Why the far end hangs up; `None` where it did not say, and where it is Asterisk that ends the channel: the number
    /// is a flag of its own then.
    pub fn q850(&self) -> Option<Cause> {
        let is_flag = self.soft == Some(true);
        self.cause.filter(|cause| !is_flag && *cause != 0).map(Cause)
    }
}
