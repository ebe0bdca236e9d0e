//! The files of stored recordings, which are as long as they should be and silent.

use std::time::Duration;

use crate::pbx::recording::Stored;

/// No file is larger, however long somebody has talked.
const LARGEST: usize = 64 << 20;

/// The formats that Asterisk writes here: name, type and bytes in a second.
const FORMATS: &[(&str, &str, usize)] = &[
    ("al", "audio/al", 8_000),
    ("alaw", "audio/alaw", 8_000),
    ("alw", "audio/alw", 8_000),
    ("au", "audio/au", 8_000),
    ("g722", "audio/g722", 8_000),
    ("gsm", "audio/gsm", 1_650),
    ("mu", "audio/mu", 8_000),
    ("pcm", "audio/pcm", 8_000),
    ("raw", "audio/raw", 16_000),
    ("slin", "audio/slin", 16_000),
    ("sln", "audio/sln", 16_000),
    ("sln12", "audio/sln12", 24_000),
    ("sln16", "audio/sln16", 32_000),
    ("sln192", "audio/sln192", 384_000),
    ("sln24", "audio/sln24", 48_000),
    ("sln32", "audio/sln32", 64_000),
    ("sln44", "audio/sln44", 88_200),
    ("sln48", "audio/sln48", 96_000),
    ("sln96", "audio/sln96", 192_000),
    ("ul", "audio/ul", 8_000),
    ("ulaw", "audio/ulaw", 8_000),
    ("ulw", "audio/ulw", 8_000),
    ("wav", "audio/wav", 16_000),
    ("wav16", "audio/wav16", 32_000),
];

fn find(format: &str) -> Option<&'static (&'static str, &'static str, usize)> {
    FORMATS.iter().find(|(name, ..)| *name == format)
}

/// Does Asterisk write this format?
pub(crate) fn is_format(format: &str) -> bool {
    find(format).is_some()
}

/// What a file of this format is on the web.
pub(crate) fn content_type(format: &str) -> &'static str {
    find(format).map_or("application/octet-stream", |(_, kind, _)| kind)
}

impl Stored {
    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let rate = find(&self.format).map_or(0, |(.., rate)| *rate);
        let length = bytes_of(self.duration, rate);
        match self.format.as_str() {
            "wav" => wav(8_000, length),
            "wav16" => wav(16_000, length),
            "al" | "alaw" | "alw" => vec![0xd5; length],
            "mu" | "pcm" | "ul" | "ulaw" | "ulw" => vec![0xff; length],
            _ => vec![0; length],
        }
    }
}

/// Whole milliseconds of audio, so that no sample is cut.
fn bytes_of(duration: Duration, rate: usize) -> usize {
    let millis = usize::try_from(duration.as_millis()).unwrap_or(usize::MAX);
    (millis.saturating_mul(rate) / 1_000).min(LARGEST) & !1
}

/// Silence with the header of a WAV file: one channel of 16 bits.
fn wav(rate: u32, length: usize) -> Vec<u8> {
    let size = u32::try_from(length).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(44 + length);
    file.extend(b"RIFF");
    file.extend(size.saturating_add(36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(size.to_le_bytes());
    file.resize(44 + length, 0);
    file
}
