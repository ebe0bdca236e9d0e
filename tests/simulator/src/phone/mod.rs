//! Telephones for tests: they dial in, are called, press digits, talk, hold and hang up, and wait for what they hear. What
//! a telephone does to the model of calls stands there.

mod call;
mod cause;
mod dial_in;
mod heard;
mod line;
mod set;
#[cfg(test)]
mod tests;

pub use call::Call;
pub use cause::Cause;
pub use dial_in::DialIn;
pub use heard::Heard;
pub use set::Phone;

pub(crate) use line::{Happened, Line};

use std::time::Duration;

/// How long a telephone waits, in tokio's time, unless it is told otherwise.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
