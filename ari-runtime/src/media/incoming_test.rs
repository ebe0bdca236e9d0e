//! What a reader gets of what came: in order, counted, and never older than what is held for it.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{AudioFrame, Incoming, MediaItem};
use crate::media::codec::Codec;
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::media::rtp::Packet;

const FRAME: Duration = Duration::from_millis(20);

fn incoming(limit: usize) -> Incoming {
    Incoming::new(limit, Some(Codec::Linear), FRAME, 8_000)
}

fn all(incoming: &mut Incoming) -> Vec<MediaItem> {
    std::iter::from_fn(|| incoming.take()).collect()
}

fn frames(incoming: &mut Incoming) -> Vec<AudioFrame> {
    let audio = |it| if let MediaItem::Audio(frame) = it { Some(frame) } else { None };
    all(incoming).into_iter().filter_map(audio).collect()
}

/// Adds a frame of this one sample.
fn sample(incoming: &mut Incoming, sample: i16, now: Instant) {
    incoming.audio(Bytes::copy_from_slice(&sample.to_le_bytes()), now);
}

fn packet(number: u16) -> Packet {
    Packet {
        marker: false,
        payload_type: 0,
        sequence: number,
        timestamp: u32::from(number).wrapping_mul(160),
        ssrc: 7,
        payload: Bytes::from_static(b"12"),
    }
}

#[test]
fn frames_are_numbered_and_timed_and_decoded() {
    let now = Instant::now();
    let mut incoming = incoming(9);
    for value in [0, -300, 17] {
        sample(&mut incoming, value, now);
    }
    let frames = frames(&mut incoming);
    let seen: Vec<_> = frames.iter().map(|it| (it.sequence, it.time, it.samples())).collect();
    let expected = [(0, Duration::ZERO, 0), (1, FRAME, -300), (2, FRAME * 2, 17)]
        .map(|(place, time, sample)| (place, time, Some(vec![sample])));
    assert_eq!(seen, expected);
}

#[test]
fn a_slow_reader_loses_the_oldest_audio_and_is_told_in_its_place() {
    let now = Instant::now();
    let mut incoming = incoming(2);
    let digit = |it| Event::DtmfEnd { digit: it };
    incoming.event(digit('1'));
    for value in 0..3 {
        sample(&mut incoming, value, now);
    }
    incoming.event(digit('2'));
    for value in 3..5 {
        sample(&mut incoming, value, now);
    }
    incoming.end(&MediaEnd::Closed);
    incoming.end(&MediaEnd::Here);
    assert_eq!(incoming.counts().missed, 3);
    let items = all(&mut incoming);
    let audio = |it: &MediaItem| matches!(it, MediaItem::Audio(_));
    assert!(items.iter().skip(3).take(2).all(audio), "{items:?}");
    let others: Vec<MediaItem> = items.into_iter().filter(|it| !audio(it)).collect();
    assert_eq!(
        others,
        [
            MediaItem::Digit('1'),
            MediaItem::Missed(3),
            MediaItem::Digit('2'),
            MediaItem::Ended(MediaEnd::Closed)
        ]
    );
    assert_eq!(incoming.take(), None);
}

#[test]
fn a_reader_that_has_caught_up_loses_nothing_more() {
    let now = Instant::now();
    let mut incoming = incoming(2);
    for value in 0..3 {
        sample(&mut incoming, value, now);
    }
    assert_eq!(frames(&mut incoming).len(), 2);
    for value in 3..5 {
        sample(&mut incoming, value, now);
    }
    assert_eq!(frames(&mut incoming).len(), 2);
    assert_eq!(incoming.counts().missed, 1);
}

#[test]
fn audio_that_comes_late_is_counted() {
    let now = Instant::now();
    let mut incoming = incoming(9);
    for after in [0, 20, 60, 101, 120] {
        sample(&mut incoming, 0, now + Duration::from_millis(after));
    }
    assert_eq!((incoming.counts().received, incoming.counts().late), (5, 1));
}

#[test]
fn packets_that_are_lost_late_or_repeated_are_told_and_counted() {
    let mut incoming = incoming(99);
    for number in [65_534, 65_535, 1, 0, 0, 2, 5] {
        incoming.packet(packet(number));
    }
    let seen: Vec<_> = frames(&mut incoming)
        .iter()
        .map(|it| (it.sequence, it.time.as_millis(), it.lost, it.is_late))
        .collect();
    let expected = [
        (0, 0, 0, false),
        (1, 20, 0, false),
        // The timestamps of this sender begin anew with its numbers.
        (3, 60, 1, false),
        (2, 40, 0, true),
        (4, 80, 0, false),
        (7, 140, 2, false),
    ];
    let timeless = |it: &[(u64, u128, u16, bool)]| -> Vec<(u64, u16, bool)> {
        it.iter().map(|(place, _, lost, late)| (*place, *lost, *late)).collect()
    };
    assert_eq!(timeless(&seen), timeless(&expected));
    let counts = incoming.counts();
    assert_eq!((counts.received, counts.lost, counts.late, counts.repeated), (7, 2, 1, 1));
}

#[test]
fn times_follow_the_timestamps_over_their_end_and_a_new_count() {
    let mut incoming = incoming(99);
    let near = u32::MAX - 159;
    for (number, timestamp, ssrc) in
        [(10, near, 7), (11, 0, 7), (12, 800, 7), (900, 55_000, 8), (901, 55_160, 8)]
    {
        incoming.packet(Packet { sequence: number, timestamp, ssrc, ..packet(0) });
    }
    let seen: Vec<_> =
        frames(&mut incoming).iter().map(|it| (it.sequence, it.time.as_millis())).collect();
    assert_eq!(seen, [(0, 0), (1, 20), (2, 120), (3, 140), (4, 160)]);
}

#[test]
fn nobody_reads_what_is_not_wanted_any_more() {
    let mut incoming = incoming(9);
    sample(&mut incoming, 1, Instant::now());
    incoming.abandon();
    sample(&mut incoming, 1, Instant::now());
    incoming.end(&MediaEnd::Closed);
    assert_eq!(incoming.take(), None);
    assert_eq!(incoming.counts().received, 2);
}

#[test]
fn remarks_are_bounded_and_the_end_is_told_all_the_same() {
    let mut incoming = incoming(9);
    for _ in 0..5_000 {
        incoming.event(Event::Unknown { text: "?".into() });
    }
    incoming.end(&MediaEnd::Closed);
    let items = all(&mut incoming);
    assert!(items.len() < 2_000, "{}", items.len());
    assert_eq!(items.last(), Some(&MediaItem::Ended(MediaEnd::Closed)));
}

#[test]
fn nothing_comes_behind_the_end_and_what_nobody_reads_is_counted() {
    let mut incoming = incoming(9);
    for _ in 0..1_030 {
        incoming.event(Event::DtmfEnd { digit: '1' });
    }
    incoming.end(&MediaEnd::Closed);
    sample(&mut incoming, 1, Instant::now());
    incoming.event(Event::DtmfEnd { digit: '2' });
    incoming.end(&MediaEnd::Here);
    let items = all(&mut incoming);
    assert_eq!(items.len(), 1_025);
    assert_eq!(items.last(), Some(&MediaItem::Ended(MediaEnd::Closed)));
    assert_eq!(incoming.counts().unheard, 6);
}
