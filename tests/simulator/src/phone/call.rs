//! A call as a telephone has it in hand: what it can do, which happens at once, and what it can wait for.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::asterisk::Asterisk;
use crate::pbx::sip;
use crate::phone::line::{Diary, Happened, Line, Vain};
use crate::phone::{Cause, Heard, PATIENCE};
use crate::transcript::Transcript;

/// A telephone in a call, which it has made ([`DialIn::dials_in`](crate::DialIn::dials_in)) or which has come to it
/// ([`Phone::rings`](crate::Phone::rings)).
///
/// What it does, it does at once: applications are told before the method returns, except of digits, which take
/// their time. What it waits for takes at most 30 seconds of tokio's time ([`waits_up_to`](Self::waits_up_to)); then,
/// or as soon as the call is over, the wait panics with an account of the call.
///
/// Clones are the same call, and dropping it does not hang up. It prints as the list of what happened on its line.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), ari_simulator::Error> {
/// # let dialplan = "[default]\nexten => 1000,1,Answer()\n same => n,Playback(menu)\n same => n,Wait(1)\n\
/// #     same => n,Playback(goodbye)\n same => n,Wait(60)";
/// # let simulator = ari_simulator::Simulator::builder().dialplan(dialplan)?.start().await?;
/// let caller = simulator.call("1000").from("alice").dials_in();
/// caller.is_answered().await;
/// caller.hears("sound:menu").await;
/// caller.hears("silence").await;
/// caller.presses("1");
/// caller.hears("sound:goodbye").await;
/// caller.hangs_up();
/// assert_eq!(caller.ended().await, 16);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Call {
    asterisk: Asterisk,
    line: Arc<Line>,
    patience: Duration,
}

impl Call {
    pub(crate) fn new(asterisk: Asterisk, line: Arc<Line>) -> Self {
        Self { asterisk, line, patience: PATIENCE }
    }

    /// Whose telephone it is: `alice`.
    pub fn name(&self) -> &str {
        &self.line.name
    }

    /// The id of its channel.
    pub fn channel_id(&self) -> &str {
        &self.line.channel
    }

    /// The name of its channel: `PJSIP/alice-00000000`.
    pub fn channel_name(&self) -> &str {
        &self.line.channel_name
    }

    /// How long its waits may take, in tokio's time: 30 seconds unless said.
    #[must_use]
    pub fn waits_up_to(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Answers, where it was called.
    pub fn answers(&self) {
        self.asterisk.lock().phone_answers(&self.line.channel);
    }

    /// Is busy for who calls: 486 in SIP, cause 17.
    pub fn is_busy(&self) {
        self.refuses(sip::BUSY);
    }

    /// Does not want to talk to who calls: 603 in SIP, cause 21.
    pub fn declines(&self) {
        self.refuses(sip::DECLINED);
    }

    /// Cannot be connected with who calls: 503 in SIP, cause 34.
    pub fn is_congested(&self) {
        self.refuses(sip::UNAVAILABLE);
    }

    /// Turns away who calls, with a status of SIP: 404 where nobody is known by this name (cause 1), 480 where nobody is
    /// there (19).
    ///
    /// # Panics
    ///
    /// The status refuses nothing: those from 400 to 699 do.
    #[track_caller]
    pub fn refuses(&self, status: u16) {
        self.asterisk.lock().phone_refuses(&self.line.channel, refusal(status));
    }

    /// Presses digits, each for 100 milliseconds with a pause as long between them. Asterisk hears of each one at its
    /// end.
    ///
    /// # Panics
    ///
    /// A telephone has no such key: there are `0` to `9`, `*`, `#` and `A` to `D`.
    #[track_caller]
    pub fn presses(&self, digits: &str) {
        let is_key = |it: char| matches!(it, '0'..='9' | '*' | '#' | 'A'..='D');
        assert!(digits.chars().all(is_key), "no telephone has keys for {digits:?}");
        self.asterisk.lock().phone_presses(&self.line.channel, digits);
    }

    /// Talks for so long, from now on. Whoever it is with hears it; where the channel has `TALK_DETECT`, the application
    /// is told when it starts and, once it was silent for as long as that function says, when it has finished.
    pub fn talks(&self, long: Duration) {
        self.asterisk.lock().phone_talks(&self.line.channel, long);
    }

    /// Puts the other side on hold.
    pub fn holds(&self) {
        self.asterisk.lock().phone_holds(&self.line.channel, true);
    }

    /// Takes the other side back from hold.
    pub fn unholds(&self) {
        self.asterisk.lock().phone_holds(&self.line.channel, false);
    }

    /// Hangs up, after the digits that it still presses. Where it rings, it declines.
    pub fn hangs_up(&self) {
        self.asterisk.lock().phone_hangs_up(&self.line.channel);
    }

    /// What it hears now.
    pub fn hearing(&self) -> Heard {
        self.line.diary().heard.clone()
    }

    /// With whom it is in a call now, by their names.
    pub fn company(&self) -> Vec<String> {
        self.line.diary().company.clone()
    }

    /// Waits until the call is answered, by whichever side.
    ///
    /// # Panics
    ///
    /// It takes too long, or the call ends before.
    #[track_caller]
    pub fn is_answered(&self) -> impl Future<Output = ()> + Send + '_ {
        self.wait("to be answered".to_owned(), |it| it.answered.then_some(()))
    }

    /// Waits until it hears something, which is named as [`Heard`] says.
    ///
    /// What it has heard is found in its order, each once: what was heard between one found thing and the next is passed
    /// over, and what was heard before a wait began is found as well.
    ///
    /// # Panics
    ///
    /// It takes too long, or the call ends before.
    #[track_caller]
    pub fn hears(&self, what: impl Into<Heard>) -> impl Future<Output = ()> + Send + '_ {
        let wanted = what.into();
        self.wait(format!("to hear {wanted}"), move |it| {
            it.find(|it| matches!(it, Happened::Heard(heard) if heard.fits(&wanted)))
        })
    }

    /// Waits until it hears these digits, one after the other. They are found as by [`hears`](Self::hears).
    ///
    /// # Panics
    ///
    /// It takes too long, or the call ends before.
    #[track_caller]
    pub fn hears_digits(&self, digits: &str) -> impl Future<Output = ()> + Send + '_ {
        let digits = digits.to_owned();
        self.wait(format!("to hear digits {digits}"), move |it| it.find_digits(&digits))
    }

    /// Waits until it is in a call with somebody: `bob`.
    ///
    /// # Panics
    ///
    /// It takes too long, or the call ends before.
    #[track_caller]
    pub fn is_with(&self, name: &str) -> impl Future<Output = ()> + Send + '_ {
        let name = name.to_owned();
        self.wait(format!("to be with {name}"), move |it| it.company.contains(&name).then_some(()))
    }

    /// Waits until it is in a call with nobody.
    ///
    /// # Panics
    ///
    /// It takes too long.
    #[track_caller]
    pub fn is_alone(&self) -> impl Future<Output = ()> + Send + '_ {
        self.wait("to be alone".to_owned(), |it| it.company.is_empty().then_some(()))
    }

    /// Waits until the call is over, and says why: 16 where this telephone hangs up, whatever Asterisk tells of the
    /// channel then, which is 0, or 127 before the answer.
    ///
    /// # Panics
    ///
    /// It takes too long.
    #[track_caller]
    pub fn ended(&self) -> impl Future<Output = Cause> + Send + '_ {
        self.wait("for its end".to_owned(), |it| it.ended)
    }

    #[track_caller]
    fn wait<T: Send>(
        &self,
        what: String,
        look: impl FnMut(&mut Diary) -> Option<T> + Send,
    ) -> impl Future<Output = T> + Send {
        let place = Location::caller();
        async move {
            match self.line.until(self.patience, look).await {
                Ok(found) => found,
                Err(why) => self.fails(&what, why, place),
            }
        }
    }

    /// The account of a wait that came to nothing.
    fn fails(&self, what: &str, why: Vain, place: &Location<'_>) -> ! {
        let (line, patience) = (&self.line, self.patience);
        let name = &line.name;
        let transcript = Transcript::of_all(&self.asterisk).tail();
        match why {
            Vain::Late => panic!(
                "{name} waited {patience:?} {what}, in vain, at {place}\n\n{line}\n\n{transcript}"
            ),
            Vain::Over => panic!(
                "{name} waits {what}, but the call is over, at {place}\n\n{line}\n\n{transcript}"
            ),
        }
    }
}

/// A status that refuses a call.
#[track_caller]
pub(crate) fn refusal(status: u16) -> u16 {
    assert!((400..700).contains(&status), "a call cannot be refused with {status}");
    status
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.fmt(f)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.line).finish()
    }
}
