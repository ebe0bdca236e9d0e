//! Claiming calls that the dialplan offers to several applications.

use ari_runtime::{Error, ErrorKind};

use crate::Ari;
use crate::events::CallBroadcast;

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no other outcome")]
pub enum Claim {
    /// The call is ours: it enters the application like any other.
    Won,
    /// Somebody else was faster.
    Lost,
    /// It is not on offer any more: the caller hung up, or the time of the offer is over.
    Withdrawn,
}

impl Ari {
    /// Claims a call that `StasisBroadcast` offers, for the application that was told of it.
    ///
    /// A call that was won may be there before this says so. Nobody else gets it then, so that whoever claims has to serve
    /// calls, too.
    ///
    /// ```no_run
    /// use ari_generated::{Claim, prelude::*};
    ///
    /// # async fn doc(ari: Ari) -> Result<(), Error> {
    /// let mut offers = ari.events_of([EventKind::CallBroadcast]);
    /// while let Some(delivery) = offers.next().await {
    ///     if let Delivery::Event(Event::CallBroadcast(offer)) = delivery
    ///         && ari.claim(&offer).await? == Claim::Lost
    ///     {
    ///         println!("somebody else has {}", offer.channel.name);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What [`claim_channel`](crate::user_events::UserEvents::claim_channel) fails with, other than that the call went to
    /// somebody else or is gone. Where the outcome is unknown, the call enters all the same if it was won.
    pub async fn claim(&self, offer: &CallBroadcast) -> Result<Claim, Error> {
        let claim = self.user_events().claim_channel(&offer.channel.id);
        match claim.application(&*offer.application).await {
            Ok(()) => Ok(Claim::Won),
            Err(error) if error.kind() == ErrorKind::Conflict => Ok(Claim::Lost),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Claim::Withdrawn),
            Err(error) => Err(error),
        }
    }
}
