//! What time it is: tokio's, so that paused time works, written as Asterisk writes it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// A clock that starts at the wall's time and goes on with tokio's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// Since 1970.
    began: Duration,
    zero: Instant,
}

impl Clock {
    pub fn new() -> Self {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began, zero: Instant::now() }
    }

    fn since_1970(&self) -> Duration {
        self.began + self.zero.elapsed()
    }

    /// Seconds since 1970, of which ids are made.
    pub fn seconds(&self) -> u64 {
        self.since_1970().as_secs()
    }

    /// `2026-11-21T07:57:01.565+0000`.
    pub fn stamp(&self) -> String {
        let now = self.since_1970();
        let (year, month, day) = date(now.as_secs() / 86_400);
        let second = now.as_secs() % 86_400;
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        let (second, milli) = (second % 60, now.subsec_millis());
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}+0000")
    }
}

/// The Gregorian date of a day since 1970.
fn date(mut days: u64) -> (u64, u64, u64) {
    let leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(20_778), (2026, 11, 21));
    }
}
