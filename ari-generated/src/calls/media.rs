//! What can be played, by its sort: each becomes the text that Asterisk reads, and such texts are taken as they are too.

use std::fmt;

use crate::RecordingName;

/// Something to play: a sound, a recording, something spoken, a tone.
///
/// Wherever media are wanted, texts such as `sound:hello-world` will do as well.
///
/// ```
/// use ari_generated::Media;
///
/// assert_eq!(Media::sound("hello-world").to_string(), "sound:hello-world");
/// assert_eq!(Media::number(42).to_string(), "number:42");
/// assert_eq!(Media::tone("ring").zone("fr").to_string(), "tone:ring;tonezone=fr");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Media(String);

impl Media {
    fn of(sort: &str, what: impl fmt::Display) -> Self {
        Self(format!("{sort}:{what}"))
    }

    /// A sound of the server, named without its ending: Asterisk picks the file that fits the call's format best.
    pub fn sound(name: impl AsRef<str>) -> Self {
        Self::of("sound", name.as_ref())
    }

    /// A sound from elsewhere, fetched and kept by Asterisk (`res_http_media_cache`): `https://example.com/hello.wav`.
    pub fn url(url: impl AsRef<str>) -> Self {
        Self::of("sound", url.as_ref())
    }

    /// A recording that is stored on the server.
    ///
    /// Known servers say nothing where there is none; [`Play::finished`](crate::channels::Play::finished) finds it out.
    pub fn recording(name: impl Into<RecordingName>) -> Self {
        Self::of("recording", name.into())
    }

    /// A number, spoken as a whole: "forty-two".
    pub fn number(number: i64) -> Self {
        Self::of("number", number)
    }

    /// Digits, `*` and `#`, spoken one by one: "four, two".
    pub fn digits(digits: impl AsRef<str>) -> Self {
        Self::of("digits", digits.as_ref())
    }

    /// Letters, digits and signs, spelled.
    pub fn characters(characters: impl AsRef<str>) -> Self {
        Self::of("characters", characters.as_ref())
    }

    /// A tone of indications.conf, such as `ring`, `busy` or `congestion`, or frequencies and times such as
    /// `440/500,0/500`. It has no end, so it has to be stopped.
    pub fn tone(name: impl AsRef<str>) -> Tone {
        Tone(Self::of("tone", name.as_ref()))
    }
}

/// A tone, which may be another country's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tone(Media);

impl Tone {
    /// As it sounds in a country, by its section of indications.conf: `fr`.
    pub fn zone(self, zone: impl AsRef<str>) -> Media {
        Media(format!("{};tonezone={}", self.0, zone.as_ref()))
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<Media> for String {
    fn from(media: Media) -> Self {
        media.0
    }
}

impl From<Tone> for Media {
    fn from(tone: Tone) -> Self {
        tone.0
    }
}

impl From<Tone> for String {
    fn from(tone: Tone) -> Self {
        tone.0.0
    }
}

/// What is played before somebody is expected to type: one thing or several, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prompt(pub(super) Vec<String>);

macro_rules! prompt {
    ($($one:ty),*) => {$(
        impl From<$one> for Prompt {
            fn from(media: $one) -> Self {
                Self(vec![media.into()])
            }
        }
    )*};
}

prompt!(&str, String, Media, Tone);

impl<T: Into<String>> From<Vec<T>> for Prompt {
    fn from(media: Vec<T>) -> Self {
        Self(media.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Prompt {
    fn from(media: [T; N]) -> Self {
        Self(media.into_iter().map(Into::into).collect())
    }
}
