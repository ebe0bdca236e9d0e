//! Packets of RTP: what is read, what is refused, how those that are sent are numbered.

use bytes::Bytes;

use super::{Packet, Packetizer, RtpError, clock_rate, is_aside, payload_type};
use crate::media::format::Format;

/// Version 2, marker, type 118, sequence 0x0102, timestamp 0x03040506, source 0x0708090a.
const HEAD: [u8; 12] = [0x80, 0xf6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

fn datagram(first: u8, rest: &[u8]) -> Bytes {
    let mut bytes = HEAD.to_vec();
    bytes[0] = first;
    bytes.extend_from_slice(rest);
    bytes.into()
}

fn payload(first: u8, rest: &[u8]) -> Result<Bytes, RtpError> {
    Packet::read(&datagram(first, rest)).map(|it| it.payload)
}

#[test]
fn a_packet_is_read() {
    let received = datagram(0x80, b"audio");
    let packet = Packet::read(&received).expect("a packet");
    assert_eq!(
        packet,
        Packet {
            marker: true,
            payload_type: 118,
            sequence: 0x0102,
            timestamp: 0x0304_0506,
            ssrc: 0x0708_090a,
            payload: Bytes::from_static(b"audio"),
        }
    );
    assert_eq!(packet.payload.as_ptr(), received.slice(12..).as_ptr());
    assert_eq!(payload(0x80, b""), Ok(Bytes::new()));
}

#[test]
fn what_is_not_audio_is_left_out() {
    let audio = Ok(Bytes::from_static(b"ab"));
    // Padding, two contributing sources, an extension of one word, and all of them.
    assert_eq!(payload(0xa0, b"ab\0\0\x03"), audio);
    assert_eq!(payload(0x82, b"csr1csr2ab"), audio);
    assert_eq!(payload(0x90, b"\xbe\xde\0\x01extnab"), audio);
    assert_eq!(payload(0xb1, b"csr1\xbe\xde\0\x01extnab\x01"), audio);
    assert_eq!(payload(0x90, b"\xbe\xde\0\0"), Ok(Bytes::new()));
}

#[test]
fn what_is_no_packet_is_refused() {
    assert_eq!(payload(0x40, b"ab"), Err(RtpError::Version(1)));
    assert_eq!(payload(0xa0, b"ab\0"), Err(RtpError::Padding));
    for (first, rest) in [
        (0xa0, &b""[..]),
        (0xa0, b"ab\x04"),
        (0x82, b"csr1csr"),
        (0x90, b"\xbe\xde\0"),
        (0x90, b"\xbe\xde\0\x02extn"),
        (0x90, b"\xbe\xde\xff\xffextn"),
        (0xb0, b"\xbe\xde\0\x01ext\x05"),
    ] {
        let refused = payload(first, rest);
        assert!(matches!(refused, Err(RtpError::Truncated { .. })), "{first:#04x} {rest:?}");
    }
    for length in 0..12 {
        let short = datagram(0x80, b"").slice(..length);
        assert_eq!(Packet::read(&short), Err(RtpError::Truncated { expected: 12, actual: length }));
    }
}

#[test]
fn no_datagram_does_harm() {
    // Every first byte, lengths around all borders, and an end that may be read as padding or an extension's length.
    for first in 0..=u8::MAX {
        for length in 0..90 {
            for filling in [0, 1, 2, 4, 60, 77, 255] {
                let mut bytes = vec![filling; length];
                if let Some(byte) = bytes.first_mut() {
                    *byte = first;
                }
                let bytes = Bytes::from(bytes);
                if let Ok(packet) = Packet::read(&bytes) {
                    assert!(packet.payload.len() + 12 <= bytes.len());
                    let built = rtp_types::RtpPacket::parse(&bytes).map(|it| it.payload().len());
                    assert_eq!(built.ok(), Some(packet.payload.len()));
                }
            }
        }
    }
}

#[test]
fn packets_are_numbered_past_the_largest_number() {
    let mut sender =
        Packetizer::new(118, 320, 0xdead_beef, 65_534, u32::MAX - 320).expect("a payload type");
    let read = |sender: &mut Packetizer| {
        let sent = sender.packet(b"audio").expect("a short payload");
        let packet = Packet::read(&sent).expect("a packet");
        assert_eq!((packet.payload_type, packet.ssrc), (118, 0xdead_beef));
        assert_eq!(packet.payload, &b"audio"[..]);
        (packet.marker, packet.sequence, packet.timestamp)
    };
    assert_eq!(read(&mut sender), (true, 65_534, u32::MAX - 320));
    assert_eq!(read(&mut sender), (false, 65_535, u32::MAX));
    assert_eq!(read(&mut sender), (false, 0, 319));
    sender.pause(10);
    assert_eq!(read(&mut sender), (true, 1, 639 + 3_200));
    assert_eq!(read(&mut sender), (false, 2, 959 + 3_200));
}

#[test]
fn a_packet_is_written_byte_for_byte() {
    let mut sender =
        Packetizer::new(118, 320, 0x0708_090a, 0x0102, 0x0304_0506).expect("a payload type");
    assert_eq!(sender.packet(b"ab"), Ok(datagram(0x80, b"ab")));
}

#[test]
fn what_cannot_be_sent_is_refused_and_not_counted() {
    assert_eq!(Packetizer::new(128, 160, 0, 0, 0).err(), Some(RtpError::PayloadType(128)));
    let mut sender = Packetizer::new(0, 160, 0, 5, 0).expect("a payload type");
    let refused = sender.packet(&vec![0; 65_496]);
    assert_eq!(refused, Err(RtpError::TooLong { length: 65_496 }));
    let sent = sender.packet(&vec![0; 65_495]).expect("the longest payload");
    assert_eq!(sent.len(), 65_507);
    assert_eq!(Packet::read(&sent).map(|it| it.sequence), Ok(5));
}

#[test]
fn clocks_and_types_are_those_of_the_profile() {
    assert_eq!(clock_rate(&Format::G722), Some(8_000));
    assert_eq!(clock_rate(&Format::SLIN44), Some(44_100));
    assert_eq!(clock_rate(&Format::from("lyra")), None);
    let types = [Format::ULAW, Format::GSM, Format::ALAW, Format::G722, Format::SLIN16];
    assert_eq!(types.map(|it| payload_type(&it)), [Some(0), Some(3), Some(8), Some(9), None]);
    assert_eq!(payload_type(&Format::SLIN), Some(10));
    assert!(is_aside(101) && !is_aside(0));
}
