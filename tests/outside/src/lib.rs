//! A small call center: a menu, agents who are called one after the other, and a voice mailbox where nobody answers. It
//! stands for somebody's program elsewhere, and its tests are the reference of how one tests such a program with
//! `ari-simulator`. It knows nothing of the simulator.

mod agents;
mod journal;
mod voicemail;

pub use journal::Outcome;

use std::time::Duration;

use ari_generated::prelude::*;

use crate::journal::Journal;

/// The name that the dialplan knows: `Stasis(call-center)`.
pub const APPLICATION: &str = "call-center";

/// Who answers, and what became of the calls so far.
#[derive(Debug)]
pub struct CallCenter {
    agents: Vec<String>,
    journal: Journal,
}

/// What a caller asks for.
enum Wish {
    Agent,
    /// An agent who is shown the customer's number.
    Support,
    Mailbox,
}

impl CallCenter {
    /// With these agents, `PJSIP/ann`, of whom the first one is called first.
    pub fn new(agents: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let agents = agents.into_iter().map(Into::into).collect();
        Self { agents, journal: Journal::default() }
    }

    /// Serves one call: the handler for `events.serve(..)`.
    pub async fn take(&self, call: &Call) -> Result<(), Error> {
        let attended = self.attend(call).await;
        match &attended {
            Ok(outcome) => self.journal.add(outcome.clone()),
            // Nobody is there any more: every request fails then.
            Err(_) if call.has_left().is_some() => self.journal.add(Outcome::HungUp),
            Err(_) => {
                self.journal.add(Outcome::Failed);
                // The caller shall not hear nothing at all; the failure itself is told by whoever serves.
                drop(call.play(["sound:sorry"]).finished().await);
            }
        }
        attended.map(drop)
    }

    /// What became of the calls, in the order in which they ended.
    pub fn journal(&self) -> Vec<Outcome> {
        self.journal.all()
    }

    async fn attend(&self, call: &Call) -> Result<Outcome, Error> {
        call.answer().await?;
        let menu = call.menu("sound:welcome").on('1', Wish::Agent).on('2', Wish::Support);
        let menu = menu.on('3', Wish::Mailbox).invalid("sound:invalid").silence("sound:hello");
        let customer = match menu.first_digit(Duration::from_secs(5)).tries(3).await? {
            Some(Wish::Agent) => None,
            Some(Wish::Support) => {
                let number = call.digits().prompt("sound:customer-number").max(6).await?;
                Some(number.digits)
            }
            Some(Wish::Mailbox) => return voicemail::leave(call).await,
            None => {
                call.play(["sound:goodbye"]).finished().await?;
                return Ok(Outcome::NoChoice);
            }
        };
        match agents::connect(call, &self.agents, customer.as_deref()).await? {
            Some(agent) => Ok(Outcome::Talked { agent }),
            None => voicemail::leave(call).await,
        }
    }
}
