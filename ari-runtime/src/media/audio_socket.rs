//! The packets of AudioSocket: a kind, a length, a payload; reads and writes them, and knows no socket.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use uuid::Uuid;

use crate::media::format::Format;

const HANGUP: u8 = 0x00;
const ID: u8 = 0x01;
const DIGIT: u8 = 0x03;
const ERROR: u8 = 0xff;

/// The first kind of audio; each of the formats below has the next one.
const AUDIO: u8 = 0x10;
static AUDIO_FORMATS: [Format; 9] = [
    Format::SLIN,
    Format::SLIN12,
    Format::SLIN16,
    Format::SLIN24,
    Format::SLIN32,
    Format::SLIN44,
    Format::SLIN48,
    Format::SLIN96,
    Format::SLIN192,
];

/// A packet from Asterisk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Packet {
    /// The channel is gone.
    Hangup,
    /// The first packet: the id that the channel was made with.
    Id(Uuid),
    /// A key was pressed: `0` to `9`, `*`, `#`, `A` to `D`.
    Digit(char),
    /// Audio.
    Audio {
        /// Linear, at the rate that the packet's kind says. The kind of 8,000 samples a second also stands for what is
        /// not linear, such as µ-law, and in older releases for every rate: then what the channel was made with counts.
        format: Format,
        /// The samples, the lower byte first.
        payload: Bytes,
    },
    /// Something failed.
    Error {
        /// What, in a code of the sender's; may be empty.
        code: Bytes,
    },
    /// A kind that the SDK does not know.
    Unknown {
        /// The first byte.
        kind: u8,
        /// What it carries.
        payload: Bytes,
    },
}

/// Why a packet cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PacketError {
    /// The payload of an id or a digit does not have the length of one.
    #[error("a packet of kind {kind:#04x} has a payload of {length} bytes")]
    Malformed {
        /// The first byte.
        kind: u8,
        /// Bytes of the payload.
        length: usize,
    },
    /// A packet holds at most 65,535 bytes.
    #[error("{length} bytes of audio do not fit into a packet, which holds 65,535")]
    TooLong {
        /// Bytes of the payload.
        length: usize,
    },
    /// Asterisk hangs up when it is sent a packet without audio.
    #[error("a packet has no audio, and Asterisk hangs up on that")]
    Empty,
    /// AudioSocket carries linear audio to Asterisk, and nothing else.
    #[error("AudioSocket does not carry {format} to Asterisk, only linear audio")]
    NotCarried {
        /// The format.
        format: Format,
    },
}

impl Packet {
    /// Takes the next packet out of what was received; `None` while it is not all there, and then nothing is taken.
    ///
    /// # Errors
    ///
    /// [`Malformed`](PacketError::Malformed) for an id or a digit of the wrong length. The packet was taken, and the
    /// next one can be read.
    pub fn read(received: &mut BytesMut) -> Result<Option<Self>, PacketError> {
        let Some(&[kind, high, low]) = received.first_chunk() else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if received.len() - 3 < length {
            return Ok(None);
        }
        received.advance(3);
        let payload = received.split_to(length).freeze();
        let malformed = PacketError::Malformed { kind, length };
        let packet = match (kind, &*payload) {
            (HANGUP, _) => Self::Hangup,
            (ID, bytes) => Self::Id(Uuid::from_slice(bytes).map_err(|_| malformed)?),
            (DIGIT, [digit]) => Self::Digit(char::from(*digit)),
            (DIGIT, _) => return Err(malformed),
            (ERROR, _) => Self::Error { code: payload },
            _ => match format_of(kind) {
                Some(format) => Self::Audio { format, payload },
                None => Self::Unknown { kind, payload },
            },
        };
        Ok(Some(packet))
    }
}

fn format_of(kind: u8) -> Option<Format> {
    let place = kind.checked_sub(AUDIO)?;
    AUDIO_FORMATS.get(usize::from(place)).cloned()
}

fn kind_of(format: &Format) -> Option<u8> {
    (AUDIO..).zip(&AUDIO_FORMATS).find(|(_, it)| *it == format).map(|(kind, _)| kind)
}

/// Appends a packet of audio.
///
/// A packet is to be handed to the socket in one piece: Asterisk misreads a head that arrives in two. Nothing but audio
/// and a hangup can be written, because Asterisk hangs up on every other kind, a digit included.
///
/// # Errors
///
/// [`Empty`](PacketError::Empty) for no bytes, [`TooLong`](PacketError::TooLong) for more than 65,535,
/// [`NotCarried`](PacketError::NotCarried) for a format that is not linear. Nothing is appended then.
pub fn write_audio(
    format: &Format,
    payload: &[u8],
    into: &mut BytesMut,
) -> Result<(), PacketError> {
    let kind = kind_of(format).ok_or_else(|| PacketError::NotCarried { format: format.clone() })?;
    if payload.is_empty() {
        return Err(PacketError::Empty);
    }
    let length =
        u16::try_from(payload.len()).map_err(|_| PacketError::TooLong { length: payload.len() })?;
    into.reserve(3 + payload.len());
    into.put_u8(kind);
    into.put_u16(length);
    into.put_slice(payload);
    Ok(())
}

/// Appends a packet that has Asterisk hang up.
pub fn write_hangup(into: &mut BytesMut) {
    into.put_slice(&[HANGUP, 0, 0]);
}

#[cfg(test)]
#[path = "audio_socket_test.rs"]
mod tests;
