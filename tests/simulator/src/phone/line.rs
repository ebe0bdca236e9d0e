//! A telephone's line during one call: what happens on it is written by the model of calls and read by the test. It knows
//! neither of them.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use crate::pbx::sip;
use crate::phone::cause::Cause;
use crate::phone::heard::Heard;

/// A line, shared by the model and the test.
#[derive(Debug)]
pub(crate) struct Line {
    /// Who holds the telephone: `alice`.
    pub name: String,
    /// The id of its channel.
    pub channel: String,
    /// The channel's name.
    pub channel_name: String,
    began: Instant,
    diary: Mutex<Diary>,
    changed: Notify,
}

/// What happened on a line, and what is true now.
#[derive(Debug)]
pub(crate) struct Diary {
    entries: Vec<(Instant, Happened)>,
    /// How many entries were waited for and found.
    found: usize,
    pub answered: bool,
    pub ended: Option<Cause>,
    pub heard: Heard,
    /// With whom it is in a call.
    pub company: Vec<String>,
}

/// Something that happened on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happened {
    Dialled(String),
    /// Somebody called.
    Rang,
    /// The other side has answered.
    WasAnswered,
    Answered,
    /// With a status of SIP.
    Refused(u16),
    Heard(Heard),
    HeardDigit(char),
    Pressed(char),
    Talked(Duration),
    Held,
    Unheld,
    HungUp,
    Company(Vec<String>),
    Ended(Cause),
}

/// Why somebody waited in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vain {
    /// It took too long.
    Late,
    /// The call is over.
    Over,
}

impl Line {
    pub fn new(name: &str, channel: &str, channel_name: &str) -> Self {
        let diary = Diary {
            entries: Vec::new(),
            found: 0,
            answered: false,
            ended: None,
            heard: Heard::Silence,
            company: Vec::new(),
        };
        Self {
            name: name.to_owned(),
            channel: channel.to_owned(),
            channel_name: channel_name.to_owned(),
            began: Instant::now(),
            diary: Mutex::new(diary),
            changed: Notify::new(),
        }
    }

    /// Writes down what happened.
    pub fn notes(&self, happened: Happened) {
        let mut diary = self.diary();
        match &happened {
            Happened::WasAnswered | Happened::Answered => diary.answered = true,
            Happened::Heard(heard) if diary.heard == *heard => return,
            Happened::Heard(heard) => diary.heard = heard.clone(),
            Happened::Company(company) if diary.company == *company => return,
            Happened::Company(company) => diary.company.clone_from(company),
            Happened::Ended(cause) => {
                diary.ended = Some(*cause);
                diary.company.clear();
            }
            _ => {}
        }
        diary.entries.push((Instant::now(), happened));
        drop(diary);
        self.changed.notify_waiters();
    }

    pub fn diary(&self) -> MutexGuard<'_, Diary> {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it finds something in the diary, which cannot be any more once the call is over.
    pub async fn until<T>(
        &self,
        patience: Duration,
        mut look: impl FnMut(&mut Diary) -> Option<T>,
    ) -> Result<T, Vain> {
        let found = async {
            loop {
                // Asked for before looking, so that no change is missed.
                let changed = self.changed.notified();
                {
                    let mut diary = self.diary();
                    if let Some(found) = look(&mut diary) {
                        return Ok(found);
                    }
                    if diary.ended.is_some() {
                        return Err(Vain::Over);
                    }
                }
                changed.await;
            }
        };
        timeout(patience, found).await.unwrap_or(Err(Vain::Late))
    }
}

impl Diary {
    /// Finds something that happened after what was found before, and passes over what is in between.
    pub fn find(&mut self, is_it: impl Fn(&Happened) -> bool) -> Option<()> {
        let at = self.entries[self.found..].iter().position(|(_, it)| is_it(it))?;
        self.found += at + 1;
        Some(())
    }

    /// Finds digits that were heard one after the other.
    pub fn find_digits(&mut self, wanted: &str) -> Option<()> {
        let mut heard = String::new();
        for (at, (_, happened)) in self.entries.iter().enumerate().skip(self.found) {
            if let Happened::HeardDigit(digit) = happened {
                heard.push(*digit);
                if heard.ends_with(wanted) {
                    self.found = at + 1;
                    return Some(());
                }
            }
        }
        wanted.is_empty().then_some(())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}:", self.name, self.channel_name)?;
        for (at, happened) in &self.diary().entries {
            let since = at.duration_since(self.began).as_secs_f64();
            write!(f, "\n{since:>9.3}  {happened}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dialled(extension) => write!(f, "dials {extension}"),
            Self::Rang => f.write_str("rings"),
            Self::WasAnswered => f.write_str("is answered"),
            Self::Answered => f.write_str("answers"),
            Self::Refused(sip::BUSY) => f.write_str("is busy"),
            Self::Refused(sip::DECLINED) => f.write_str("declines"),
            Self::Refused(sip::UNAVAILABLE) => f.write_str("is congested"),
            Self::Refused(status) => write!(f, "refuses with {status}"),
            Self::Heard(heard) => write!(f, "hears {heard}"),
            Self::HeardDigit(digit) => write!(f, "hears digit {digit}"),
            Self::Pressed(digit) => write!(f, "presses {digit}"),
            Self::Talked(long) => write!(f, "talks for {long:?}"),
            Self::Held => f.write_str("holds"),
            Self::Unheld => f.write_str("unholds"),
            Self::HungUp => f.write_str("hangs up"),
            Self::Company(company) if company.is_empty() => f.write_str("is alone"),
            Self::Company(company) => write!(f, "is with {}", company.join(", ")),
            Self::Ended(cause) => write!(f, "ends: {cause}"),
        }
    }
}
