//! Digits that a caller types: collected by their number, their terminators and three timers, behind a prompt or not.

use std::future::IntoFuture;
use std::time::Duration;

use ari_runtime::{Error, ErrorKind, Left, Sending};
use tokio::time::{Instant, timeout_at};

use crate::Call;
use crate::calls::leg::Leg;
use crate::calls::media::Prompt;
use crate::calls::party::Party;
use crate::calls::playing::Playing;
use crate::calls::step::may_be_overtaken;

/// Until the first digit, from the prompt's end on.
pub(super) const FIRST_DIGIT: Duration = Duration::from_secs(10);

/// From one digit to the next.
pub(super) const BETWEEN_DIGITS: Duration = Duration::from_secs(4);

/// Digits that are being waited for; awaiting it collects them.
///
/// What was typed ahead counts, and then nobody hears the prompt. It works in bridges too.
///
/// | what | default |
/// |---|---|
/// | number of digits | until a terminator or a timer ends it |
/// | terminators | `#` |
/// | time to the first digit, from the prompt's end on | 10 s |
/// | time from one digit to the next | 4 s |
/// | time for all, from the prompt's end or the first digit on | none |
///
/// ```no_run
/// # async fn doc(call: ari_generated::Call) -> Result<(), ari_generated::Error> {
/// let pin = call.digits().prompt("sound:vm-password").max(4).await?;
/// if pin.digits == "4711" {
///     // ..
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is collected until it is awaited"]
pub struct CollectDigits {
    party: Party,
    prompt: Prompt,
    whole_prompt: bool,
    fresh: bool,
    max: usize,
    terminators: String,
    first: Duration,
    between: Duration,
    total: Duration,
}

/// Digits that were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Collected {
    /// The digits, without the terminator.
    pub digits: String,
    /// Why there are no more.
    pub end: DigitsEnd,
}

/// Why no more digits were collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no other way to end")]
pub enum DigitsEnd {
    /// As many as were asked for are there.
    Length,
    /// This terminator was typed.
    Terminator(char),
    /// Nobody typed in time.
    NoDigit,
    /// The next digit did not come in time.
    NoMore,
    /// The time for all was up.
    Time,
}

impl CollectDigits {
    fn new(party: Party) -> Self {
        Self {
            party,
            prompt: Prompt::default(),
            whole_prompt: false,
            fresh: false,
            max: usize::MAX,
            terminators: "#".to_owned(),
            first: FIRST_DIGIT,
            between: BETWEEN_DIGITS,
            total: Duration::MAX,
        }
    }

    /// Plays something first; the first digit stops it.
    pub fn prompt(mut self, prompt: impl Into<Prompt>) -> Self {
        self.prompt = prompt.into();
        self
    }

    /// Plays the prompt to its end, whatever is typed meanwhile; that counts nevertheless.
    pub fn whole_prompt(mut self) -> Self {
        self.whole_prompt = true;
        self
    }

    /// Forgets what was typed before.
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }

    /// Ends with this many digits.
    pub fn max(mut self, digits: usize) -> Self {
        self.max = digits.max(1);
        self
    }

    /// Sets the digits of which each ends it; `#` otherwise, and nothing where this is empty.
    pub fn terminators(mut self, terminators: impl Into<String>) -> Self {
        self.terminators = terminators.into();
        self
    }

    /// Sets the time to the first digit, from the prompt's end on; 10 s otherwise.
    pub fn first_digit(mut self, time: Duration) -> Self {
        self.first = time;
        self
    }

    /// Sets the time from one digit to the next; 4 s otherwise.
    pub fn between_digits(mut self, time: Duration) -> Self {
        self.between = time;
        self
    }

    /// Sets the time for all of them, from the prompt's end or the first digit on; none otherwise.
    pub fn within(mut self, time: Duration) -> Self {
        self.total = time;
        self
    }

    async fn collect(self) -> Result<Collected, Error> {
        if self.fresh {
            self.party.clear_digits();
        }
        let mut next = prompted(&self.party, self.prompt, self.whole_prompt).await?;
        let total = deadline(self.total);
        let mut digits = String::new();
        loop {
            let (wait, late) = match digits.is_empty() {
                true => (self.first, DigitsEnd::NoDigit),
                false => (self.between, DigitsEnd::NoMore),
            };
            let end = match next.take() {
                Some(digit) => Ok(digit),
                None => next_digit(&self.party, wait, late, total).await?,
            };
            match end {
                Ok(digit) if self.terminators.contains(digit) => {
                    return Ok(Collected { digits, end: DigitsEnd::Terminator(digit) });
                }
                Ok(digit) => digits.push(digit),
                Err(end) => return Ok(Collected { digits, end }),
            }
            if digits.len() >= self.max {
                return Ok(Collected { digits, end: DigitsEnd::Length });
            }
        }
    }
}

/// Plays a prompt until it ends or somebody types, and gives what stopped it.
pub(super) async fn prompted(
    party: &Party,
    prompt: Prompt,
    to_its_end: bool,
) -> Result<Option<char>, Error> {
    match play(party, prompt, to_its_end).await {
        Err(error) if may_be_overtaken(&error) => Err(party.explained(error).await),
        result => result,
    }
}

async fn play(party: &Party, prompt: Prompt, to_its_end: bool) -> Result<Option<char>, Error> {
    if prompt.0.is_empty() {
        return Ok(None);
    }
    if to_its_end {
        party.channel().play(prompt.0).finished().await?;
        return Ok(None);
    }
    // Who has typed ahead knows it.
    if let Ok(digit) = timeout_at(Instant::now(), party.next_digit()).await {
        return Ok(Some(digit?));
    }
    let mut playing = Playing::begin(party.channel().play(prompt.0).0).await?;
    tokio::select! {
        biased;
        digit = party.next_digit() => {
            let digit = digit?;
            match playing.stopped().await {
                // What was typed counts, however the prompt ended.
                Err(error) if !matches!(error.kind(), ErrorKind::Left | ErrorKind::Media) => {
                    Err(error)
                }
                _ => Ok(Some(digit)),
            }
        }
        finished = playing.finished() => finished.map(|_| None),
    }
}

/// The next digit, or why there is none.
pub(super) async fn next_digit(
    party: &Party,
    wait: Duration,
    late: DigitsEnd,
    total: Option<Instant>,
) -> Result<Result<char, DigitsEnd>, Left> {
    let (until, end) = match (deadline(wait), total) {
        (Some(wait), Some(total)) if total < wait => (Some(total), DigitsEnd::Time),
        (None, Some(total)) => (Some(total), DigitsEnd::Time),
        (wait, _) => (wait, late),
    };
    match until {
        None => party.next_digit().await.map(Ok),
        Some(until) => match timeout_at(until, party.next_digit()).await {
            Ok(digit) => digit.map(Ok),
            Err(_) => Ok(Err(end)),
        },
    }
}

/// The end of a time from now on; `None` where there is none.
fn deadline(time: Duration) -> Option<Instant> {
    Instant::now().checked_add(time)
}

impl IntoFuture for CollectDigits {
    type Output = Result<Collected, Error>;
    type IntoFuture = Sending<Collected>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.collect())
    }
}

impl Call {
    /// Collects digits that the caller types.
    pub fn digits(&self) -> CollectDigits {
        CollectDigits::new(self.into())
    }
}

impl Leg {
    /// Collects digits that the other side types.
    pub fn digits(&self) -> CollectDigits {
        CollectDigits::new(self.into())
    }
}
