//! What audio is carried as, by Asterisk's names; codes none itself.

use std::fmt;

use compact_str::CompactString;

use crate::media::codec::Codec;

/// What audio is carried as, by Asterisk's name: `ulaw`, `slin16`.
///
/// Any name will do, also one that the SDK knows nothing of: its audio is passed on as it is. Names are kept in lower
/// case, as Asterisk writes them. A clone costs no allocation for a name of up to 24 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Format(CompactString);

/// What is known of a format.
struct Facts {
    name: &'static str,
    /// Samples per second.
    rate: u32,
    /// Bytes of 20 ms; none where they vary or 20 ms are no whole frame.
    frame_bytes: Option<usize>,
    codec: Option<Codec>,
}

const fn coded(name: &'static str, rate: u32, frame_bytes: usize, codec: Codec) -> Facts {
    Facts { name, rate, frame_bytes: Some(frame_bytes), codec: Some(codec) }
}

const fn sized(name: &'static str, rate: u32, frame_bytes: usize) -> Facts {
    Facts { name, rate, frame_bytes: Some(frame_bytes), codec: None }
}

const fn varying(name: &'static str, rate: u32) -> Facts {
    Facts { name, rate, frame_bytes: None, codec: None }
}

const KNOWN: &[Facts] = &[
    coded("ulaw", 8_000, 160, Codec::Ulaw),
    coded("alaw", 8_000, 160, Codec::Alaw),
    coded("slin", 8_000, 320, Codec::Linear),
    coded("slin12", 12_000, 480, Codec::Linear),
    coded("slin16", 16_000, 640, Codec::Linear),
    coded("slin24", 24_000, 960, Codec::Linear),
    coded("slin32", 32_000, 1_280, Codec::Linear),
    coded("slin44", 44_100, 1_764, Codec::Linear),
    coded("slin48", 48_000, 1_920, Codec::Linear),
    coded("slin96", 96_000, 3_840, Codec::Linear),
    coded("slin192", 192_000, 7_680, Codec::Linear),
    sized("adpcm", 8_000, 80),
    sized("g719", 48_000, 160),
    sized("g722", 16_000, 160),
    sized("g726", 8_000, 80),
    sized("g726aal2", 8_000, 80),
    sized("gsm", 8_000, 33),
    sized("ilbc", 8_000, 38),
    sized("silk8", 8_000, 160),
    sized("silk12", 12_000, 240),
    sized("silk16", 16_000, 320),
    sized("silk24", 24_000, 480),
    sized("siren7", 16_000, 80),
    sized("siren14", 32_000, 120),
    // 20 bytes of 30 ms.
    varying("g723", 8_000),
    varying("codec2", 8_000),
    varying("g729", 8_000),
    varying("lpc10", 8_000),
    varying("opus", 48_000),
    varying("speex", 8_000),
    varying("speex16", 16_000),
    varying("speex32", 32_000),
];

/// The smallest piece of these has at most ten bytes, and Asterisk cuts no such audio into frames.
const PASSED_THROUGH: &[&str] = &["codec2", "g729", "lpc10", "opus", "speex", "speex16", "speex32"];

/// Video, pictures and text.
const NO_AUDIO: &[&str] = &[
    "av1", "h261", "h263", "h263p", "h264", "h265", "jpeg", "mpeg4", "png", "red", "t140",
    "t140red", "vp8", "vp9",
];

impl Format {
    /// µ-law, 8,000 samples a second.
    pub const ULAW: Self = Self::named("ulaw");
    /// A-law, 8,000 samples a second.
    pub const ALAW: Self = Self::named("alaw");
    /// Linear, 8,000 samples a second.
    pub const SLIN: Self = Self::named("slin");
    /// Linear, 12,000 samples a second.
    pub const SLIN12: Self = Self::named("slin12");
    /// Linear, 16,000 samples a second.
    pub const SLIN16: Self = Self::named("slin16");
    /// Linear, 24,000 samples a second.
    pub const SLIN24: Self = Self::named("slin24");
    /// Linear, 32,000 samples a second.
    pub const SLIN32: Self = Self::named("slin32");
    /// Linear, 44,100 samples a second.
    pub const SLIN44: Self = Self::named("slin44");
    /// Linear, 48,000 samples a second.
    pub const SLIN48: Self = Self::named("slin48");
    /// Linear, 96,000 samples a second.
    pub const SLIN96: Self = Self::named("slin96");
    /// Linear, 192,000 samples a second.
    pub const SLIN192: Self = Self::named("slin192");
    /// G.722, 16,000 samples a second.
    pub const G722: Self = Self::named("g722");
    /// G.726, 8,000 samples a second.
    pub const G726: Self = Self::named("g726");
    /// G.729, 8,000 samples a second.
    pub const G729: Self = Self::named("g729");
    /// GSM full rate, 8,000 samples a second.
    pub const GSM: Self = Self::named("gsm");
    /// iLBC, 8,000 samples a second.
    pub const ILBC: Self = Self::named("ilbc");
    /// Opus, up to 48,000 samples a second.
    pub const OPUS: Self = Self::named("opus");
    /// Speex, 8,000 samples a second.
    pub const SPEEX: Self = Self::named("speex");

    const fn named(name: &'static str) -> Self {
        Self(CompactString::const_new(name))
    }

    /// Asterisk's name, in lower case.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Samples per second of the audio itself; `None` for a format that the SDK does not know.
    ///
    /// The clock of RTP may run at another rate: see [`clock_rate`](crate::media::rtp::clock_rate).
    pub fn rate(&self) -> Option<u32> {
        self.facts().map(|it| it.rate)
    }

    /// Bytes of the frame that Asterisk makes of 20 ms; `None` where they vary, where a frame is longer (`g723`) and for
    /// a format that the SDK does not know.
    ///
    /// On a media websocket the optimal frame size that Asterisk tells at the start counts more.
    pub fn frame_bytes(&self) -> Option<usize> {
        self.facts().and_then(|it| it.frame_bytes)
    }

    /// How its samples are coded, if the SDK can do that; `None`: its audio is passed on as it is.
    pub fn codec(&self) -> Option<Codec> {
        self.facts().and_then(|it| it.codec)
    }

    /// Whether its samples are linear: `slin`, `slin16` and the like.
    pub fn is_linear(&self) -> bool {
        self.codec() == Some(Codec::Linear)
    }

    /// Whether Asterisk hands its audio on as it comes and leaves framing and timing to the sender.
    ///
    /// A media websocket of such a format refuses buffering, flush, marks, pause and reports of the queue; its optimal
    /// frame size is 0.
    pub fn is_passed_through(&self) -> bool {
        PASSED_THROUGH.contains(&self.name())
    }

    /// Whether it is video, a picture or text. Such a format crashes an Asterisk that is asked for a media websocket
    /// of it.
    pub fn is_video(&self) -> bool {
        NO_AUDIO.contains(&self.name())
    }

    fn facts(&self) -> Option<&'static Facts> {
        KNOWN.iter().find(|it| it.name == self.name())
    }
}

impl From<&str> for Format {
    fn from(name: &str) -> Self {
        Self(name.to_ascii_lowercase().into())
    }
}

impl From<String> for Format {
    fn from(name: String) -> Self {
        name.as_str().into()
    }
}

impl From<&Self> for Format {
    fn from(format: &Self) -> Self {
        format.clone()
    }
}

impl AsRef<str> for Format {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, KNOWN, NO_AUDIO, PASSED_THROUGH};

    #[test]
    fn names_are_kept_in_lower_case() {
        assert_eq!(Format::from("SLIN16"), Format::SLIN16);
        assert_eq!(Format::from(String::from("Opus")).to_string(), "opus");
        assert_eq!(format!("[{:>6}]", Format::ULAW), "[  ulaw]");
    }

    #[test]
    fn twenty_milliseconds_of_what_the_sdk_codes_have_as_many_bytes_as_asterisk_says() {
        for facts in KNOWN {
            let Some(codec) = facts.codec else { continue };
            let format = Format::from(facts.name);
            let samples = format.rate().expect("a rate") / 50;
            let bytes = usize::try_from(samples).expect("few samples") * codec.bytes_per_sample();
            assert_eq!(format.frame_bytes(), Some(bytes), "{format}");
        }
    }

    #[test]
    fn frames_are_as_long_as_asterisk_reported_them() {
        for (name, bytes) in [
            ("ulaw", 160),
            ("g722", 160),
            ("slin", 320),
            ("slin12", 480),
            ("slin16", 640),
            ("slin24", 960),
            ("slin32", 1_280),
            ("slin44", 1_764),
            ("slin48", 1_920),
            ("slin96", 3_840),
            ("slin192", 7_680),
            ("gsm", 33),
            ("g726", 80),
            ("adpcm", 80),
            ("siren7", 80),
            ("ilbc", 38),
            ("silk16", 320),
        ] {
            assert_eq!(Format::from(name).frame_bytes(), Some(bytes), "{name}");
        }
        assert_eq!(Format::from("g723").frame_bytes(), None);
    }

    #[test]
    fn what_is_passed_through_has_neither_frames_nor_a_codec() {
        for name in PASSED_THROUGH {
            let format = Format::from(*name);
            assert!(format.is_passed_through() && !format.is_video(), "{name}");
            assert_eq!((format.frame_bytes(), format.codec()), (None, None), "{name}");
            assert!(format.rate().is_some(), "{name}");
        }
        assert!(!Format::SLIN16.is_passed_through());
    }

    #[test]
    fn what_is_no_audio_has_no_rate() {
        for name in NO_AUDIO {
            let format = Format::from(*name);
            assert!(format.is_video(), "{name}");
            assert_eq!(format.rate(), None, "{name}");
        }
        assert!(!Format::OPUS.is_video());
    }

    #[test]
    fn a_format_nobody_knows_is_a_format() {
        let format = Format::from("lyra");
        assert_eq!(format.name(), "lyra");
        assert_eq!((format.rate(), format.frame_bytes(), format.codec()), (None, None, None));
        assert!(!format.is_passed_through() && !format.is_video());
    }
}
