//! Who is on the line: a call that came in, or a leg that this program made.

use std::sync::Arc;

use ari_runtime::{Error, Left};
use tokio::time::timeout;

use crate::Call;
use crate::calls::leg::{Leg, Line};
use crate::calls::step::LEAVING;
use crate::channels::ChannelHandle;

/// A call or a leg, as whoever works for it needs it.
#[derive(Clone)]
pub struct Party(Who);

#[derive(Clone)]
enum Who {
    Call(Call),
    Leg(Arc<Line>),
}

impl Party {
    pub(super) fn channel(&self) -> ChannelHandle {
        match &self.0 {
            Who::Call(call) => call.channel(),
            Who::Leg(line) => line.channel().clone(),
        }
    }

    pub(super) async fn next_digit(&self) -> Result<char, Left> {
        match &self.0 {
            Who::Call(call) => call.next_digit().await,
            Who::Leg(line) => line.next_digit().await,
        }
    }

    pub(super) fn clear_digits(&self) {
        match &self.0 {
            Who::Call(call) => call.clear_digits(),
            Who::Leg(line) => line.stay.change(|it| it.digits.clear()),
        };
    }

    pub(super) async fn left(&self) -> Left {
        match &self.0 {
            Who::Call(call) => call.left().await,
            Who::Leg(line) => line.left().await,
        }
    }

    /// An error about somebody who left is that they left.
    pub(super) async fn explained(&self, error: Error) -> Error {
        match timeout(LEAVING, self.left()).await {
            Ok(left) => left.into(),
            Err(_) => error,
        }
    }
}

impl From<&Call> for Party {
    fn from(call: &Call) -> Self {
        Self(Who::Call(call.clone()))
    }
}

impl From<&Leg> for Party {
    fn from(leg: &Leg) -> Self {
        Self(Who::Leg(leg.line().clone()))
    }
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Party({})", self.channel().channel_id())
    }
}
