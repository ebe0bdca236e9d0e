//! Points in time as Asterisk writes them: `2026-11-21T07:57:01.565+0000`, whose offset has no colon.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A point in time, to the millisecond, with the offset it was written with.
///
/// Two timestamps are compared by the point in time alone.
#[derive(Clone, Copy)]
pub struct Timestamp {
    /// Milliseconds since 1970 in UTC.
    millis: i64,
    /// Minutes east of UTC.
    offset: i16,
}

impl Timestamp {
    /// Milliseconds since the beginning of 1970 in UTC; negative before.
    pub fn as_millis(self) -> i64 {
        self.millis
    }

    /// Minutes by which the clock that wrote it is ahead of UTC.
    pub fn offset_minutes(self) -> i16 {
        self.offset
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.millis == other.millis
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.millis.cmp(&other.millis)
    }
}

impl std::hash::Hash for Timestamp {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.millis.hash(state);
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let distance = Duration::from_millis(timestamp.millis.unsigned_abs());
        if timestamp.millis >= 0 {
            Self::UNIX_EPOCH + distance
        } else {
            Self::UNIX_EPOCH - distance
        }
    }
}

#[cfg(feature = "chrono")]
impl From<Timestamp> for chrono::DateTime<chrono::Utc> {
    fn from(timestamp: Timestamp) -> Self {
        SystemTime::from(timestamp).into()
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: Timestamp) -> Result<Self, jiff::Error> {
        Self::from_millisecond(timestamp.millis)
    }
}

/// The text was no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time such as 2026-11-21T07:57:01.565+0000")]
#[non_exhaustive]
pub struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        parse(text.as_bytes()).ok_or(InvalidTimestamp)
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SS`, a fraction of any length or none, and `Z`, `+HHMM` or `+HH:MM`.
fn parse(text: &[u8]) -> Option<Timestamp> {
    let (date_time, rest) = text.split_first_chunk()?;
    #[rustfmt::skip]
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2] =
        *date_time
    else {
        return None;
    };
    let year = number(y1, y2)? * 100 + number(y3, y4)?;
    let (month, day) = (number(mo1, mo2)?, number(d1, d2)?);
    let (hour, minute, second) = (number(h1, h2)?, number(mi1, mi2)?, number(s1, s2)?);
    // A leap second is 60.
    let valid = (1..=12).contains(&month)
        && day >= 1
        && (day <= 28 || day <= days_in(year, month))
        && hour < 24
        && minute < 60
        && second <= 60;
    if !valid {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix(b".") {
        Some(rest) => rest.split_at(rest.iter().take_while(|it| it.is_ascii_digit()).count()),
        None => (&[][..], rest),
    };
    let milli = |place| u32::from(fraction.get(place).map_or(0, |it| it - b'0'));
    let millis = milli(0) * 100 + milli(1) * 10 + milli(2);
    let (sign, hours, minutes) = match *zone {
        [b'Z'] => (b'+', 0, 0),
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => {
            (sign, number(h1, h2)?, number(m1, m2)?)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = i16::try_from(hours * 60 + minutes).ok()?;
    let offset = match sign {
        b'+' => offset,
        b'-' => -offset,
        _ => return None,
    };
    let seconds = i64::from(hour * 3_600 + minute * 60 + second) - i64::from(offset) * 60;
    let seconds = i64::from(days_since_1970(year, month, day)) * 86_400 + seconds;
    Some(Timestamp { millis: seconds * 1_000 + i64::from(millis), offset })
}

/// The number of two digits.
fn number(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens * 10 + ones))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(400) || year.is_multiple_of(4) && !year.is_multiple_of(100) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
fn days_since_1970(year: u32, month: u32, day: u32) -> i32 {
    // 400 years, after which the calendar repeats itself, keep the beginning of the year 0 above zero.
    let year = year + 400 - u32::from(month <= 2);
    let before_year = year * 365 + year / 4 - year / 100 + year / 400;
    let before_month = (153 * ((month + 9) % 12) + 2) / 5;
    (before_year + before_month + day - 1).cast_signed() - 719_468 - 146_097
}

/// The inverse of [`days_since_1970`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl fmt::Display for Timestamp {
    /// Writes Asterisk's own form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.millis + i64::from(self.offset) * 60_000;
        let (days, rest) = (local.div_euclid(86_400_000), local.rem_euclid(86_400_000));
        let (year, month, day) = date_of(days);
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, milli) = (rest / 1_000 % 60, rest % 1_000);
        let sign = if self.offset < 0 { '-' } else { '+' };
        let offset = self.offset.unsigned_abs();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}{sign}{:02}{:02}",
            offset / 60,
            offset % 60
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TimestampVisitor;

        impl Visitor<'_> for TimestampVisitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time such as 2026-11-21T07:57:01.565+0000")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(TimestampVisitor)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Timestamp;

    fn parse(text: &str) -> Option<Timestamp> {
        text.parse().ok()
    }

    #[test]
    fn every_week_of_ten_thousand_years_is_read_as_it_is_written() {
        // From the beginning of the year 0 to the end of 9999, by a reckoning that is not the reader's.
        for day in (-719_528..2_932_897).step_by(7) {
            let written = Timestamp { millis: day * 86_400_000 + 45_296_789, offset: 0 };
            let text = written.to_string();
            assert_eq!(parse(&text), Some(written), "{text}");
        }
    }

    #[test]
    fn asterisks_own_form_is_read_and_written_back() {
        for text in [
            "2026-11-21T07:57:01.565+0000",
            "1999-12-31T23:59:59.999-0330",
            "2000-02-29T00:00:00.000+1400",
            "1969-12-31T23:59:59.001+0000",
        ] {
            assert_eq!(parse(text).map(|it| it.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn the_point_in_time_is_right() {
        let known = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_247_821_565);
        assert_eq!(parse("2026-11-21T07:57:01.565+0000").map(SystemTime::from), Some(known));
        assert_eq!(parse("2026-11-21T09:57:01.565+0200").map(SystemTime::from), Some(known));
        assert_eq!(parse("2026-11-21T07:57:01.565Z").map(SystemTime::from), Some(known));
        assert_eq!(parse("2026-11-21T03:27:01.565-04:30").map(SystemTime::from), Some(known));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026-11-21",
            "2026-13-01T00:00:00.000+0000",
            "2026-02-29T00:00:00.000+0000",
            "2026-11-21T24:00:00.000+0000",
            "2026-11-21T07:57:01.565",
            "2026-11-21T07:57:01.565+00",
            "2026-11-21 07:57:01.565+0000",
            "２026-11-21T07:57:01.565+0000",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_means_the_same_point_in_time() {
        let converted =
            parse("2026-11-21T09:57:01.565+0200").map(chrono::DateTime::<chrono::Utc>::from);
        let known = converted.map(|it| it.to_rfc3339());
        assert_eq!(known.as_deref(), Some("2026-11-21T07:57:01.565+00:00"));
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_means_the_same_point_in_time() {
        let converted = parse("2026-11-21T09:57:01.565+0200").map(jiff::Timestamp::try_from);
        let known = converted.and_then(Result::ok).map(|it| it.to_string());
        assert_eq!(known.as_deref(), Some("2026-11-21T07:57:01.565Z"));
    }
}
