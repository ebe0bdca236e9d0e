//! What came and was not taken yet, in order; a reader that is too slow loses the oldest audio, and is told how much.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::media::codec::Codec;
use crate::media::control::event::{Event, MediaStart, Status};
use crate::media::end::MediaEnd;
use crate::media::rtp::Packet;
use crate::media::sequence::{Arrival, Sequence};

/// Items that are no audio and may wait; one that sends more than this is broken.
const REMARKS: usize = 1_024;

/// A piece of audio.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AudioFrame {
    /// The audio as it is coded; linear samples have two bytes, the lower one first.
    pub payload: Bytes,
    /// Its place among all frames; lost ones are counted, so that a gap shows.
    pub sequence: u64,
    /// When it begins, from the first frame on: with RTP by the sender's clock, otherwise by the frames that came, so that
    /// silence in which Asterisk sent nothing takes no time.
    pub time: Duration,
    /// Frames that are missing right before it. Only RTP loses some.
    pub lost: u16,
    /// It came after one that belongs behind it; only with RTP.
    pub is_late: bool,
    codec: Option<Codec>,
}

impl AudioFrame {
    /// Its samples, where the SDK decodes the format: linear audio, µ-law and A-law.
    pub fn samples(&self) -> Option<Vec<i16>> {
        let codec = self.codec?;
        let mut samples = Vec::with_capacity(self.payload.len() / codec.bytes_per_sample());
        // A byte too many is no sample.
        let _ = codec.decode(&self.payload, &mut samples);
        Some(samples)
    }
}

/// Something that came from Asterisk.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MediaItem {
    /// What the audio is like; the first item of a media websocket.
    Start(MediaStart),
    /// Audio.
    Audio(AudioFrame),
    /// A key was pressed: `0` to `9`, `*`, `#`, `A` to `D`.
    Digit(char),
    /// How Asterisk's queue is, as somebody asked.
    Status(Status),
    /// Asterisk refused something, in these words.
    Error(String),
    /// The reader was too slow: so many frames that came were thrown away here, the oldest ones.
    Missed(u64),
    /// Something that the SDK does not know, as it came.
    Other(String),
    /// Nothing more comes. The last item.
    Ended(MediaEnd),
}

/// What became of the frames that Asterisk sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedCounts {
    /// Frames that came.
    pub received: u64,
    /// Frames that did not come, so far; only with RTP.
    pub lost: u64,
    /// Frames that came after one that belongs behind them; with RTP. Otherwise those that came later than twice their
    /// duration after the one before.
    pub late: u64,
    /// Frames that came again, and were thrown away; only with RTP.
    pub repeated: u64,
    /// Frames that the reader was too slow for.
    pub missed: u64,
    /// What came beside the audio, such as digits, and was thrown away because 1,024 of it waited.
    pub unheard: u64,
}

/// What was received and not taken.
pub(super) struct Incoming {
    items: VecDeque<MediaItem>,
    /// How many of them are audio.
    frames: usize,
    limit: usize,
    codec: Option<Codec>,
    frame: Duration,
    /// Units a second of the timestamps of RTP.
    clock_rate: u32,
    sequence: Sequence,
    clock: Clock,
    latest: Option<Instant>,
    counts: ReceivedCounts,
    is_read: bool,
    has_ended: bool,
    reader: Option<Waker>,
}

impl Incoming {
    pub(super) fn new(
        limit: usize,
        codec: Option<Codec>,
        frame: Duration,
        clock_rate: u32,
    ) -> Self {
        Self {
            items: VecDeque::new(),
            frames: 0,
            limit: limit.max(1),
            codec,
            frame,
            clock_rate: clock_rate.max(1),
            sequence: Sequence::new(),
            clock: Clock::default(),
            latest: None,
            counts: ReceivedCounts::default(),
            is_read: true,
            has_ended: false,
            reader: None,
        }
    }

    /// Audio of a connection that loses none.
    pub(super) fn audio(&mut self, payload: Bytes, now: Instant) {
        let sequence = self.counts.received;
        self.counts.received += 1;
        let latest = self.latest.replace(now);
        if latest.is_some_and(|it| now - it > self.frame * 2) {
            self.counts.late += 1;
        }
        let time = self.frame.saturating_mul(u32::try_from(sequence).unwrap_or(u32::MAX));
        let codec = self.codec;
        self.add(MediaItem::Audio(AudioFrame {
            payload,
            sequence,
            time,
            lost: 0,
            is_late: false,
            codec,
        }));
    }

    /// Audio that may have been lost, overtaken or repeated on its way.
    pub(super) fn packet(&mut self, packet: Packet) {
        self.counts.received += 1;
        let arrival = self.sequence.arrived(packet.ssrc, packet.sequence);
        let (lost, is_late) = match arrival {
            Arrival::Started { .. } => (0, false),
            Arrival::Next { lost, .. } => (lost, false),
            Arrival::Late { .. } => (0, true),
            Arrival::Repeat { .. } => return,
        };
        let units = self.frame.as_nanos() * u128::from(self.clock_rate) / 1_000_000_000;
        let step = u32::try_from(units).unwrap_or(u32::MAX);
        let (sequence, units) = self.clock.read(arrival, packet.timestamp, step);
        let rate = u64::from(self.clock_rate);
        let rest = Duration::from_nanos(units % rate * 1_000_000_000 / rate);
        let time = Duration::from_secs(units / rate) + rest;
        let (payload, codec) = (packet.payload, self.codec);
        self.add(MediaItem::Audio(AudioFrame { payload, sequence, time, lost, is_late, codec }));
    }

    /// What came beside audio.
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::MediaStart(start) => self.add(MediaItem::Start(start)),
            Event::Status(status) => self.add(MediaItem::Status(status)),
            Event::DtmfEnd { digit } => self.add(MediaItem::Digit(digit)),
            Event::Error { text } => self.add(MediaItem::Error(text)),
            Event::Unknown { text } => self.add(MediaItem::Other(text)),
            // Who sends is told of these.
            _ => {}
        }
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self, end: &MediaEnd) {
        if !std::mem::replace(&mut self.has_ended, true) {
            self.add(MediaItem::Ended(end.clone()));
        }
    }

    fn add(&mut self, item: MediaItem) {
        let is_end = matches!(item, MediaItem::Ended(_));
        // Behind the end nothing comes, even if it was read at the same time.
        if !self.is_read || self.has_ended && !is_end {
            return;
        }
        let is_audio = matches!(item, MediaItem::Audio(_));
        if is_audio && self.frames >= self.limit {
            self.miss_oldest();
        }
        if !is_audio && !is_end && self.items.len() - self.frames >= REMARKS {
            if self.counts.unheard == 0 {
                tracing::warn!(?item, "nobody reads what comes beside the audio");
            }
            self.counts.unheard += 1;
            return;
        }
        self.frames += usize::from(is_audio);
        self.items.push_back(item);
        if let Some(waker) = self.reader.take() {
            waker.wake();
        }
    }

    /// Throws the oldest audio away, and says so in its place.
    fn miss_oldest(&mut self) {
        let Some(place) = self.items.iter().position(|it| matches!(it, MediaItem::Audio(_))) else {
            return;
        };
        self.frames -= 1;
        self.counts.missed += 1;
        if let Some(MediaItem::Missed(count)) =
            place.checked_sub(1).and_then(|it| self.items.get_mut(it))
        {
            *count += 1;
            self.items.remove(place);
        } else if let Some(item) = self.items.get_mut(place) {
            *item = MediaItem::Missed(1);
        }
    }

    /// The next item; `None` behind the last.
    pub(super) fn take(&mut self) -> Option<MediaItem> {
        let item = self.items.pop_front()?;
        self.frames -= usize::from(matches!(item, MediaItem::Audio(_)));
        Some(item)
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }

    pub(super) fn wait(&mut self, waker: &Waker) {
        self.reader = Some(waker.clone());
    }

    /// Nobody reads any more.
    pub(super) fn abandon(&mut self) {
        self.is_read = false;
        self.items.clear();
        self.frames = 0;
    }

    pub(super) fn counts(&self) -> ReceivedCounts {
        let packets = self.sequence.counts();
        ReceivedCounts {
            lost: packets.lost,
            late: self.counts.late + packets.late,
            repeated: packets.repeated,
            ..self.counts
        }
    }
}

/// Places and times that go on when the sender counts anew.
#[derive(Default)]
struct Clock {
    /// What is taken from an index to get a place.
    offset: u64,
    /// The place behind the furthest.
    next: u64,
    /// The timestamp that was seen last, and what it stands for.
    timestamp: u32,
    units: u64,
    is_running: bool,
}

impl Clock {
    /// The place of a packet, and when it begins, in units of the clock.
    fn read(&mut self, arrival: Arrival, timestamp: u32, step: u32) -> (u64, u64) {
        let (Arrival::Started { index }
        | Arrival::Next { index, .. }
        | Arrival::Late { index }
        | Arrival::Repeat { index }) = arrival;
        if matches!(arrival, Arrival::Started { .. }) {
            self.offset = index - self.next;
            // As if it followed what came before.
            self.timestamp = if self.is_running { timestamp.wrapping_sub(step) } else { timestamp };
            self.is_running = true;
        }
        // What is late counts back.
        let passed = i64::from(timestamp.wrapping_sub(self.timestamp).cast_signed());
        let units = self.units.saturating_add_signed(passed);
        let sequence = index.saturating_sub(self.offset);
        if sequence >= self.next {
            (self.next, self.timestamp, self.units) = (sequence + 1, timestamp, units);
        }
        (sequence, units)
    }
}

#[cfg(test)]
#[path = "incoming_test.rs"]
mod tests;
