//! Packets of AudioSocket, byte by byte.

use bytes::{Bytes, BytesMut};
use uuid::Uuid;

use super::{AUDIO_FORMATS, Packet, PacketError, write_audio, write_hangup};
use crate::media::format::Format;

fn read_all(bytes: &[u8]) -> Vec<Result<Packet, PacketError>> {
    let mut received = BytesMut::from(bytes);
    let mut packets = Vec::new();
    while let Some(packet) = Packet::read(&mut received).transpose() {
        packets.push(packet);
    }
    packets
}

fn read_one(bytes: &[u8]) -> Result<Packet, PacketError> {
    let mut packets = read_all(bytes);
    assert_eq!(packets.len(), 1);
    packets.remove(0)
}

#[test]
fn every_kind_is_read() {
    let id = Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
    let mut first = vec![1, 0, 16];
    first.extend_from_slice(id.as_bytes());
    assert_eq!(read_one(&first), Ok(Packet::Id(id)));
    assert_eq!(read_one(&[0, 0, 0]), Ok(Packet::Hangup));
    assert_eq!(read_one(&[0, 0, 1, 9]), Ok(Packet::Hangup));
    assert_eq!(read_one(&[3, 0, 1, b'#']), Ok(Packet::Digit('#')));
    let none = Bytes::new();
    assert_eq!(read_one(&[0xff, 0, 0]), Ok(Packet::Error { code: none.clone() }));
    let code = Bytes::from_static(&[4]);
    assert_eq!(read_one(&[0xff, 0, 1, 4]), Ok(Packet::Error { code: code.clone() }));
    assert_eq!(read_one(&[2, 0, 1, 4]), Ok(Packet::Unknown { kind: 2, payload: code }));
    let audio = Packet::Audio { format: Format::SLIN16, payload: Bytes::from_static(&[1, 2]) };
    assert_eq!(read_one(&[0x12, 0, 2, 1, 2]), Ok(audio));
    assert_eq!(read_one(&[0x19, 0, 0]), Ok(Packet::Unknown { kind: 0x19, payload: none }));
}

#[test]
fn what_is_malformed_is_told_and_the_next_is_read() {
    let packets = read_all(&[1, 0, 2, 7, 7, 3, 0, 0, 3, 0, 2, b'1', b'2', 3, 0, 1, b'1']);
    assert_eq!(
        packets,
        [
            Err(PacketError::Malformed { kind: 1, length: 2 }),
            Err(PacketError::Malformed { kind: 3, length: 0 }),
            Err(PacketError::Malformed { kind: 3, length: 2 }),
            Ok(Packet::Digit('1')),
        ]
    );
}

#[test]
fn every_format_has_the_kind_of_the_protocol() {
    let kinds = 0x10..=0x18;
    assert_eq!(kinds.clone().count(), AUDIO_FORMATS.len());
    for (kind, format) in kinds.zip(&AUDIO_FORMATS) {
        let mut written = BytesMut::new();
        write_audio(format, b"ab", &mut written).expect("linear audio");
        assert_eq!(*written, [kind, 0, 2, b'a', b'b']);
        let (format, payload) = (format.clone(), Bytes::from_static(b"ab"));
        assert_eq!(read_one(&written), Ok(Packet::Audio { format, payload }));
    }
}

#[test]
fn packets_come_whole_however_the_bytes_arrive() {
    let mut all = BytesMut::new();
    write_audio(&Format::SLIN, &[7; 320], &mut all).expect("linear audio");
    all.extend_from_slice(&[3, 0, 1, b'5', 0x77, 0, 0]);
    write_hangup(&mut all);
    let expected = read_all(&all);
    assert_eq!(expected.len(), 4);
    assert_eq!(expected.last(), Some(&Ok(Packet::Hangup)));
    for size in 1..=all.len() {
        let mut received = BytesMut::new();
        let mut packets = Vec::new();
        for chunk in all.chunks(size) {
            received.extend_from_slice(chunk);
            while let Some(packet) = Packet::read(&mut received).transpose() {
                packets.push(packet);
            }
        }
        assert_eq!(packets, expected);
        assert!(received.is_empty());
    }
}

#[test]
fn a_packet_that_is_not_all_there_is_left() {
    for bytes in [&[][..], &[0x10], &[0x10, 1], &[0x10, 0, 2], &[0x10, 0, 2, 1]] {
        let mut received = BytesMut::from(bytes);
        assert_eq!(Packet::read(&mut received), Ok(None));
        assert_eq!(*received, *bytes);
    }
}

#[test]
fn what_asterisk_would_hang_up_on_is_not_written() {
    let mut written = BytesMut::new();
    assert_eq!(write_audio(&Format::SLIN, &[], &mut written), Err(PacketError::Empty));
    let refused = write_audio(&Format::SLIN, &vec![0; 65_536], &mut written);
    assert_eq!(refused, Err(PacketError::TooLong { length: 65_536 }));
    let refused = write_audio(&Format::ULAW, &[0xff], &mut written);
    assert_eq!(refused, Err(PacketError::NotCarried { format: Format::ULAW }));
    assert!(written.is_empty());
    write_audio(&Format::SLIN, &vec![0; 65_535], &mut written).expect("the longest packet");
    assert_eq!(written.len(), 65_538);
}
