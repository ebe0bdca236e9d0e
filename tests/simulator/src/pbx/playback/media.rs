//! How long media last, and which of them cannot be played.

use std::time::Duration;

use crate::pbx::Pbx;

/// What becomes of a medium when it is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Lasts(Duration),
    /// Until it is stopped.
    Endless,
    /// There is no such sound.
    Missing,
    /// Asterisk does not know what to do with it, and never says so.
    Lost,
}

/// The tones that Asterisk's own configuration has for every country.
const TONES: &[&str] = &[
    "busy",
    "callwaiting",
    "congestion",
    "dial",
    "dialrecall",
    "info",
    "record",
    "ring",
    "stutter",
];

impl Pbx {
    /// How long a medium lasts, with its scheme.
    pub(super) fn length_of_medium(&self, uri: &str) -> Length {
        let Some((scheme, name)) = uri.split_once(':') else { return Length::Lost };
        match scheme {
            "sound" if name.is_empty() || !self.settings.has_sound(name) => Length::Missing,
            "sound" => Length::Lasts(self.length_of(name)),
            "recording" => {
                self.stored.get(name).map_or(Length::Lost, |it| Length::Lasts(it.duration))
            }
            "number" if name.parse::<i64>().is_err() => Length::Lost,
            "number" | "digits" | "characters" => Length::Lasts(self.length_of_spoken(name)),
            "tone" => {
                let tone = name.split(';').next().unwrap_or_default();
                let is_made_up = tone.contains(|it: char| it.is_ascii_digit());
                if is_made_up || TONES.contains(&tone) { Length::Endless } else { Length::Missing }
            }
            _ => Length::Lost,
        }
    }

    /// How long it takes to say these characters.
    fn length_of_spoken(&self, characters: &str) -> Duration {
        let spoken = characters.chars().filter(char::is_ascii_alphanumeric);
        spoken
            .map(|it| match it.is_ascii_digit() {
                true => self.length_of(&format!("digits/{it}")),
                false => self.length_of(&format!("letters/{}", it.to_ascii_lowercase())),
            })
            .sum()
    }
}
