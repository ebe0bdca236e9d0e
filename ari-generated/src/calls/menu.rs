//! A menu: a prompt and what the digits after it mean, with another try for who typed something else or nothing.

use std::future::IntoFuture;
use std::time::Duration;

use ari_runtime::{Error, Sending};

use crate::Call;
use crate::calls::digits::{BETWEEN_DIGITS, DigitsEnd, FIRST_DIGIT, next_digit, prompted};
use crate::calls::leg::Leg;
use crate::calls::media::Prompt;
use crate::calls::party::Party;

/// How often the prompt is heard where nothing else is said.
const TRIES: u32 = 3;

/// A menu; awaiting it gives the option that was chosen, or `None` where none was in all tries.
///
/// A digit during the prompt stops it. Options may be several digits long; where one is the beginning of another, the time
/// from one digit to the next decides.
///
/// | what | default |
/// |---|---|
/// | tries | 3 |
/// | time to the first digit, from the prompt's end on | 10 s |
/// | time from one digit to the next | 4 s |
///
/// ```no_run
/// # async fn doc(call: ari_generated::Call) -> Result<(), ari_generated::Error> {
/// enum Wants { Sales, Support }
///
/// let menu = call.menu("sound:basic-pbx-ivr-main").on('1', Wants::Sales).on('2', Wants::Support);
/// match menu.invalid("sound:pm-invalid-option").await? {
///     Some(Wants::Sales) => { /* .. */ }
///     Some(Wants::Support) => { /* .. */ }
///     None => drop(call.play(["sound:vm-goodbye"]).finished().await?),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nobody hears it until it is awaited"]
pub struct Menu<T> {
    party: Party,
    prompt: Prompt,
    options: Vec<(String, T)>,
    invalid: Prompt,
    silence: Prompt,
    tries: u32,
    first: Duration,
    between: Duration,
}

/// What a try came to.
enum Tried {
    /// The option at this place.
    Chosen(usize),
    Invalid,
    Silence,
}

impl<T> Menu<T> {
    /// What typing these digits means.
    pub fn on(mut self, digits: impl Into<String>, option: T) -> Self {
        self.options.push((digits.into(), option));
        self
    }

    /// Sets what is played when something else was typed.
    pub fn invalid(mut self, prompt: impl Into<Prompt>) -> Self {
        self.invalid = prompt.into();
        self
    }

    /// Sets what is played when nothing was typed.
    pub fn silence(mut self, prompt: impl Into<Prompt>) -> Self {
        self.silence = prompt.into();
        self
    }

    /// Sets how often the prompt is heard; three times otherwise.
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
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

    async fn choose(mut self) -> Result<Option<T>, Error> {
        // What interrupts an apology is meant for the next try.
        let mut ahead = None;
        for _ in 0..self.tries {
            let first = match ahead.take() {
                Some(digit) => Some(digit),
                None => prompted(&self.party, self.prompt.clone(), false).await?,
            };
            let apology = match self.ask(first).await? {
                Tried::Chosen(place) => return Ok(Some(self.options.swap_remove(place).1)),
                Tried::Invalid => {
                    // What was typed behind it belongs to it.
                    self.party.clear_digits();
                    &self.invalid
                }
                Tried::Silence => &self.silence,
            };
            ahead = prompted(&self.party, apology.clone(), false).await?;
        }
        Ok(None)
    }

    /// Takes digits until they are an option or cannot become one.
    async fn ask(&mut self, mut next: Option<char>) -> Result<Tried, Error> {
        let mut typed = String::new();
        loop {
            let exact = self.options.iter().position(|(digits, _)| *digits == typed);
            let longer = |(digits, _): &(String, T)| {
                digits.len() > typed.len() && digits.starts_with(&typed)
            };
            if !typed.is_empty() && !self.options.iter().any(longer) {
                return Ok(exact.map_or(Tried::Invalid, Tried::Chosen));
            }
            let (wait, late) = match typed.is_empty() {
                true => (self.first, DigitsEnd::NoDigit),
                false => (self.between, DigitsEnd::NoMore),
            };
            let digit = match next.take() {
                Some(digit) => Ok(digit),
                None => next_digit(&self.party, wait, late, None).await?,
            };
            match (digit, exact) {
                (Ok(digit), _) => typed.push(digit),
                (Err(_), Some(exact)) if !typed.is_empty() => return Ok(Tried::Chosen(exact)),
                (Err(DigitsEnd::NoDigit), _) => return Ok(Tried::Silence),
                (Err(_), _) => return Ok(Tried::Invalid),
            }
        }
    }
}

impl<T: Send + 'static> IntoFuture for Menu<T> {
    type Output = Result<Option<T>, Error>;
    type IntoFuture = Sending<Option<T>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.choose())
    }
}

fn menu<T>(party: Party, prompt: Prompt) -> Menu<T> {
    Menu {
        party,
        prompt,
        options: Vec::new(),
        invalid: Prompt::default(),
        silence: Prompt::default(),
        tries: TRIES,
        first: FIRST_DIGIT,
        between: BETWEEN_DIGITS,
    }
}

impl Call {
    /// Plays a prompt and waits for the caller to choose.
    pub fn menu<T>(&self, prompt: impl Into<Prompt>) -> Menu<T> {
        menu(self.into(), prompt.into())
    }
}

impl Leg {
    /// Plays a prompt and waits for the other side to choose.
    pub fn menu<T>(&self, prompt: impl Into<Prompt>) -> Menu<T> {
        menu(self.into(), prompt.into())
    }
}
