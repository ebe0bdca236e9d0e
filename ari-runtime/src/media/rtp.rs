//! RTP as Asterisk's external media speaks it: reads packets and numbers those that are sent; knows no socket.

use bytes::Bytes;
use rtp_types::{RtpPacket, RtpPacketBuilder, RtpParseError};

use crate::media::format::Format;

/// What a datagram can carry beside the head of RTP.
const LONGEST: usize = 65_507 - RtpPacket::MIN_RTP_PACKET_LEN;

/// A packet that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Packet {
    /// With most formats: the first one after a silence.
    pub marker: bool,
    /// What the payload is; a number from 0 to 127.
    pub payload_type: u8,
    /// Counts packets, modulo 65,536.
    pub sequence: u16,
    /// When the payload begins, in units of the [clock](clock_rate), modulo 2³².
    pub timestamp: u32,
    /// Whose it is.
    pub ssrc: u32,
    /// The audio. Linear samples have their
    /// [higher byte first](crate::media::codec::Codec::LinearBigEndian).
    pub payload: Bytes,
}

/// Why a packet cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RtpError {
    /// The datagram is no RTP.
    #[error("the datagram has version {0} of RTP, not 2")]
    Version(u8),
    /// The datagram is shorter than it says.
    #[error("the datagram has {actual} bytes and needs {expected}")]
    Truncated {
        /// Bytes that it needs.
        expected: usize,
        /// Bytes that it has.
        actual: usize,
    },
    /// The padding's length is 0.
    #[error("the datagram's padding has no length")]
    Padding,
    /// A payload type is a number up to 127.
    #[error("{0} is no payload type, which is at most 127")]
    PayloadType(u8),
    /// A datagram carries at most 65,495 bytes of audio.
    #[error("{length} bytes do not fit into a datagram, which carries {LONGEST}")]
    TooLong {
        /// Bytes of the payload.
        length: usize,
    },
}

impl Packet {
    /// Reads a datagram. The payload is a slice of it, without contributing sources, extension and padding.
    ///
    /// # Errors
    ///
    /// [`Version`](RtpError::Version), [`Truncated`](RtpError::Truncated) or [`Padding`](RtpError::Padding): the
    /// datagram is no packet.
    pub fn read(datagram: &Bytes) -> Result<Self, RtpError> {
        let packet = RtpPacket::parse(datagram).map_err(|error| match error {
            RtpParseError::UnsupportedVersion(version) => RtpError::Version(version),
            RtpParseError::Truncated { expected, actual } => {
                RtpError::Truncated { expected, actual }
            }
            RtpParseError::PaddingInvalid(_) => RtpError::Padding,
        })?;
        Ok(Self {
            marker: packet.marker_bit(),
            payload_type: packet.payload_type(),
            sequence: packet.sequence_number(),
            timestamp: packet.timestamp(),
            ssrc: packet.ssrc(),
            payload: datagram.slice_ref(packet.payload()),
        })
    }
}

/// How many units a second the timestamps of a format count; `None` for a format that the SDK does not know.
///
/// It is the rate of the samples, but for G.722, which counts 8,000 at 16,000 samples a second.
pub fn clock_rate(format: &Format) -> Option<u32> {
    if *format == Format::G722 { Some(8_000) } else { format.rate() }
}

/// The payload type by which Asterisk knows the audio that it is sent; `None` where it knows none.
///
/// It reads the numbers that a format has everywhere, and drops packets with another (known releases, 16.28 and 22.10.1),
/// its own choices included: it sends `slin16` as 118 and hears nothing of that number. Those whose frames do not last 20 ms
/// (`g723`, `lpc10`) are not sent, either.
pub fn payload_type(format: &Format) -> Option<u8> {
    Some(match format.name() {
        "ulaw" => 0,
        "gsm" => 3,
        "adpcm" => 5,
        "alaw" => 8,
        "g722" => 9,
        "slin" => 10,
        "g729" => 18,
        _ => return None,
    })
}

/// Whether packets of this payload type are no audio in Asterisk: digits, and noise to comfort with.
pub const fn is_aside(payload_type: u8) -> bool {
    matches!(payload_type, 13 | 19 | 101 | 121)
}

/// Numbers the packets of one sender.
///
/// Sequence and timestamp go on from packet to packet and begin again after their largest value. The first packet, and
/// the first one after a [pause](Packetizer::pause), has the marker.
#[derive(Clone, Debug)]
pub struct Packetizer {
    payload_type: u8,
    /// Units of the clock that a packet lasts.
    step: u32,
    ssrc: u32,
    sequence: u16,
    timestamp: u32,
    marker: bool,
}

impl Packetizer {
    /// Begins with these numbers, which should be random, and counts `step` units of the [clock](clock_rate) for each
    /// packet: 160 for 20 ms of `ulaw` or `g722`, 320 of `slin16`.
    ///
    /// # Errors
    ///
    /// [`PayloadType`](RtpError::PayloadType) above 127.
    pub fn new(
        payload_type: u8,
        step: u32,
        ssrc: u32,
        sequence: u16,
        timestamp: u32,
    ) -> Result<Self, RtpError> {
        if payload_type > 127 {
            return Err(RtpError::PayloadType(payload_type));
        }
        Ok(Self { payload_type, step, ssrc, sequence, timestamp, marker: true })
    }

    /// Writes the next packet.
    ///
    /// # Errors
    ///
    /// [`TooLong`](RtpError::TooLong) above 65,495 bytes. Nothing is counted then.
    pub fn packet(&mut self, payload: &[u8]) -> Result<Bytes, RtpError> {
        if payload.len() > LONGEST {
            return Err(RtpError::TooLong { length: payload.len() });
        }
        let mut datagram = Vec::with_capacity(RtpPacket::MIN_RTP_PACKET_LEN + payload.len());
        RtpPacketBuilder::<&[u8], &[u8]>::new()
            .marker_bit(self.marker)
            .payload_type(self.payload_type)
            .sequence_number(self.sequence)
            .timestamp(self.timestamp)
            .ssrc(self.ssrc)
            .payload(payload)
            // The payload type is all that could be wrong, and was looked at.
            .write_into_vec_unchecked(&mut datagram);
        self.marker = false;
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(self.step);
        Ok(datagram.into())
    }

    /// So many packets are not sent: their time passes, and the next one begins anew.
    pub fn pause(&mut self, packets: u32) {
        self.timestamp = self.timestamp.wrapping_add(self.step.wrapping_mul(packets));
        self.marker = true;
    }
}

#[cfg(test)]
#[path = "rtp_test.rs"]
mod tests;
