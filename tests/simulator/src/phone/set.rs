//! A telephone that can be called, and what it does when it is.

use std::panic::Location;
use std::time::Duration;

use tokio::time::timeout;

use crate::asterisk::Asterisk;
use crate::pbx::phones::Habit;
use crate::pbx::sip;
use crate::phone::call::refusal;
use crate::phone::{Call, PATIENCE};
use crate::transcript::Transcript;

/// A telephone that applications and `Dial` can call. It is an endpoint from now on, and rings until somebody answers it
/// or the caller gives up, unless it has another habit. Clones are the same telephone.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), ari_simulator::Error> {
/// # let dialplan = "[default]\nexten => 1000,1,Dial(PJSIP/bob,20)";
/// # let simulator = ari_simulator::Simulator::builder().dialplan(dialplan)?.start().await?;
/// let bob = simulator.phone("PJSIP/bob");
/// let caller = simulator.call("1000").from("alice").dials_in();
/// let call = bob.rings().await;
/// call.answers();
/// caller.is_with("bob").await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Phone {
    asterisk: Asterisk,
    address: String,
    patience: Duration,
}

impl Phone {
    pub(crate) fn new(asterisk: &Asterisk, address: &str) -> Self {
        let address = match address.contains('/') {
            true => address.to_owned(),
            false => format!("PJSIP/{address}"),
        };
        asterisk.lock().phone_registers(&address);
        Self { asterisk: asterisk.clone(), address, patience: PATIENCE }
    }

    /// What it is called at: `PJSIP/bob`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How long its waits may take, in tokio's time: 30 seconds unless said.
    #[must_use]
    pub fn waits_up_to(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// From now on it answers every call after so long.
    pub fn answers_after(&self, long: Duration) {
        self.habit(Habit::Answers(long));
    }

    /// From now on it is busy for every call.
    pub fn is_busy(&self) {
        self.refuses(sip::BUSY);
    }

    /// From now on it declines every call.
    pub fn declines(&self) {
        self.refuses(sip::DECLINED);
    }

    /// From now on it refuses every call with a status of SIP, as [`Call::refuses`] does.
    ///
    /// # Panics
    ///
    /// The status refuses nothing: those from 400 to 699 do.
    #[track_caller]
    pub fn refuses(&self, status: u16) {
        self.habit(Habit::Refuses(refusal(status)));
    }

    /// From now on it rings until the test answers it, or the caller gives up: what it does at first.
    pub fn does_not_answer(&self) {
        self.habit(Habit::Rings);
    }

    fn habit(&self, habit: Habit) {
        self.asterisk.lock().phone_has_habit(&self.address, habit);
    }

    /// Waits for a call to it: the oldest one of those that were not waited for yet, of which the last 1,000 are
    /// remembered. It may have ended already.
    ///
    /// # Panics
    ///
    /// Nobody calls for too long.
    #[track_caller]
    pub fn rings(&self) -> impl Future<Output = Call> + Send + '_ {
        let place = Location::caller();
        async move {
            match timeout(self.patience, self.next_call()).await {
                Ok(call) => call,
                Err(_) => self.fails(place),
            }
        }
    }

    async fn next_call(&self) -> Call {
        loop {
            let changed = {
                let mut pbx = self.asterisk.lock();
                if let Some(line) = pbx.phone_next_call(&self.address) {
                    drop(pbx);
                    return Call::new(self.asterisk.clone(), line);
                }
                pbx.phone_calls(&self.address)
            };
            changed.notified().await;
        }
    }

    fn fails(&self, place: &Location<'_>) -> ! {
        let (address, patience) = (&self.address, self.patience);
        let transcript = Transcript::of_all(&self.asterisk).tail();
        panic!("{address} waited {patience:?} to ring, in vain, at {place}\n\n{transcript}");
    }
}
