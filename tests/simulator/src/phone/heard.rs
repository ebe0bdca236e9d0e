//! What a telephone hears. It does not know where that comes from.

use std::fmt;

/// What a telephone hears.
///
/// A test names it as text: `"silence"`, `"ringing"`, `"busy"`, `"congestion"`, `"moh"` or `"moh:class"` for music on
/// hold, anything with a scheme for a medium (`"sound:hello-world"`, `"recording:greeting"`), and otherwise the name of
/// who talks: `"bob"`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Heard {
    /// Nothing.
    Silence,
    /// The tone of a call that rings at the other side.
    Ringing,
    /// The tone of a line that is busy.
    Busy,
    /// The tone of a network that cannot connect.
    Congestion,
    /// Media, as the application or the dialplan named them; several that are played as one stand at `&`.
    Media(String),
    /// Music on hold of a class. As something to wait for, an empty class is any.
    Music(String),
    /// Somebody who talks.
    Voice(String),
}

impl Heard {
    /// Is this what somebody waits for?
    pub(crate) fn fits(&self, wanted: &Heard) -> bool {
        match (self, wanted) {
            (Self::Media(media), Self::Media(wanted)) => {
                media == wanted || parts(media).any(|it| it == *wanted)
            }
            (Self::Music(_), Self::Music(any)) if any.is_empty() => true,
            _ => self == wanted,
        }
    }
}

/// `sound:one&two` is `sound:one` and `sound:two`.
fn parts(media: &str) -> impl Iterator<Item = String> {
    let (scheme, names) = media.split_once(':').unwrap_or(("sound", media));
    names.split('&').map(move |it| format!("{scheme}:{it}"))
}

impl From<&str> for Heard {
    fn from(text: &str) -> Self {
        match text {
            "silence" => Self::Silence,
            "ringing" => Self::Ringing,
            "busy" => Self::Busy,
            "congestion" => Self::Congestion,
            "moh" => Self::Music(String::new()),
            text => match text.split_once(':') {
                Some(("moh", class)) => Self::Music(class.to_owned()),
                Some(_) => Self::Media(text.to_owned()),
                None => Self::Voice(text.to_owned()),
            },
        }
    }
}

impl From<&Heard> for Heard {
    fn from(heard: &Heard) -> Self {
        heard.clone()
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silence => f.write_str("silence"),
            Self::Ringing => f.write_str("ringing"),
            Self::Busy => f.write_str("busy"),
            Self::Congestion => f.write_str("congestion"),
            Self::Music(class) if class.is_empty() => f.write_str("moh"),
            Self::Music(class) => write!(f, "moh:{class}"),
            Self::Media(text) | Self::Voice(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Heard;

    #[test]
    fn is_named_by_text() {
        for text in ["silence", "ringing", "busy", "moh", "moh:jazz", "sound:hello", "bob"] {
            assert_eq!(Heard::from(text).to_string(), text);
        }
        let fits = |heard: &str, wanted: &str| Heard::from(heard).fits(&wanted.into());
        assert!(fits("moh:jazz", "moh") && !fits("moh:jazz", "moh:default"));
        assert!(fits("sound:a&b", "sound:b") && fits("sound:a&b", "sound:a&b"));
        assert!(!fits("sound:a&b", "sound:c") && !fits("silence", "sound:a"));
    }
}
