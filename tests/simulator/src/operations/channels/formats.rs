//! The formats of audio, video and text that a request can name.

/// What Asterisk knows.
const KNOWN: [&str; 48] = [
    "adpcm", "alaw", "codec2", "g719", "g722", "g723", "g726", "g726aal2", "g729", "gsm", "h261",
    "h263", "h263p", "h264", "h265", "ilbc", "jpeg", "lpc10", "mpeg4", "none", "opus", "png",
    "red", "silk12", "silk16", "silk24", "silk8", "siren14", "siren7", "slin", "slin12", "slin16",
    "slin192", "slin24", "slin32", "slin44", "slin48", "slin96", "speex", "speex16", "speex32",
    "t140", "t38", "testlaw", "ulaw", "vp8", "vp9", "g723.1",
];

/// The first of these formats that does not exist.
pub(super) fn unknown<'a>(formats: &[&'a str]) -> Option<&'a str> {
    formats.iter().copied().find(|it| !KNOWN.contains(it))
}
