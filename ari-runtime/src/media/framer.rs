//! Chunks of any size to frames of one size; does not look at what is in them.

use std::num::NonZeroUsize;

use bytes::{Bytes, BytesMut};

/// Makes frames of exactly so many bytes out of chunks of any size.
///
/// All frames that are there are taken after each chunk. A frame that lies within a chunk is a slice of it; one that
/// lies across chunks is copied.
#[derive(Clone, Debug)]
pub struct Framer {
    frame_bytes: usize,
    /// The beginning of a frame; shorter than one.
    begun: BytesMut,
    /// What follows it.
    chunk: Bytes,
}

impl Framer {
    /// Makes frames of so many bytes.
    pub fn new(frame_bytes: NonZeroUsize) -> Self {
        Self { frame_bytes: frame_bytes.get(), begun: BytesMut::new(), chunk: Bytes::new() }
    }

    /// Adds a chunk. One whose forerunner was not yet cut into frames is joined to it with a copy of both.
    pub fn push(&mut self, chunk: Bytes) {
        if self.chunk.is_empty() {
            self.chunk = chunk;
        } else {
            self.chunk = Bytes::from([&*self.chunk, &*chunk].concat());
        }
    }

    /// Takes the next frame; `None` until more is pushed.
    pub fn next_frame(&mut self) -> Option<Bytes> {
        if self.begun.is_empty() && self.chunk.len() >= self.frame_bytes {
            return Some(self.chunk.split_to(self.frame_bytes));
        }
        let missing = self.frame_bytes.saturating_sub(self.begun.len());
        let taken = self.chunk.split_to(missing.min(self.chunk.len()));
        self.begun.reserve(missing);
        self.begun.extend_from_slice(&taken);
        (self.begun.len() == self.frame_bytes).then(|| self.begun.split().freeze())
    }

    /// Bytes that no frame was made of yet.
    pub fn held(&self) -> usize {
        self.begun.len() + self.chunk.len()
    }

    /// Takes what is left, filled up to a frame with this byte; `None` if nothing is left.
    ///
    /// [`Codec::silence`](crate::media::codec::Codec::silence) tells the byte. Whole frames that were not taken yet come
    /// first, so it is called until there is nothing left. The framer can be used again.
    pub fn finish(&mut self, silence: u8) -> Option<Bytes> {
        if let Some(frame) = self.next_frame() {
            return Some(frame);
        }
        if self.begun.is_empty() {
            return None;
        }
        self.begun.resize(self.frame_bytes, silence);
        Some(self.begun.split().freeze())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use bytes::Bytes;

    use super::Framer;

    fn framer(frame_bytes: usize) -> Framer {
        Framer::new(NonZeroUsize::new(frame_bytes).expect("a size above zero"))
    }

    #[test]
    fn frames_are_the_chunks_in_order_however_they_were_cut() {
        let all: Vec<u8> = (1..=12).collect();
        for frame_bytes in 1..=6 {
            // Every way to cut twelve bytes: a bit for each place between two of them. Chunks of nothing come between.
            for cuts in 0..1_u32 << 11 {
                let mut framer = framer(frame_bytes);
                let mut frames = Vec::new();
                let mut rest = Bytes::from(all.clone());
                for place in (1..12).filter(|it| cuts & (1 << (it - 1)) != 0).chain([12]) {
                    let length = place - (12 - rest.len());
                    framer.push(rest.split_to(length));
                    framer.push(Bytes::new());
                    while let Some(frame) = framer.next_frame() {
                        assert_eq!(frame.len(), frame_bytes);
                        frames.extend_from_slice(&frame);
                    }
                }
                assert_eq!(framer.held(), 12 % frame_bytes);
                while let Some(frame) = framer.finish(0) {
                    assert_eq!(frame.len(), frame_bytes);
                    frames.extend_from_slice(&frame);
                }
                assert_eq!(framer.held(), 0);
                let mut expected = all.clone();
                expected.resize(12_usize.next_multiple_of(frame_bytes), 0);
                assert_eq!(frames, expected, "{frame_bytes} {cuts:b}");
            }
        }
    }

    #[test]
    fn a_frame_within_a_chunk_is_not_copied() {
        let mut framer = framer(4);
        let chunk = Bytes::from_static(b"abcdefghij");
        framer.push(chunk.clone());
        for place in [0, 4] {
            let frame = framer.next_frame().expect("a whole frame");
            assert_eq!(frame.as_ptr(), chunk.slice(place..).as_ptr());
        }
        assert_eq!(framer.next_frame(), None);
        framer.push(Bytes::from_static(b"klmnop"));
        assert_eq!(framer.next_frame().as_deref(), Some(&b"ijkl"[..]));
        assert_eq!(framer.next_frame().as_deref(), Some(&b"mnop"[..]));
        assert_eq!(framer.held(), 0);
    }

    #[test]
    fn frames_that_were_not_taken_are_not_lost() {
        let mut framer = framer(2);
        for chunk in [&b"abc"[..], b"d", b"", b"efg"] {
            framer.push(Bytes::from_static(chunk));
        }
        assert_eq!(framer.held(), 7);
        let frames: Vec<Bytes> = std::iter::from_fn(|| framer.finish(b'.')).collect();
        assert_eq!(frames, ["ab", "cd", "ef", "g."]);
    }

    #[test]
    fn the_last_frame_is_filled_up_once() {
        let mut framer = framer(4);
        assert_eq!(framer.finish(0xff), None);
        framer.push(Bytes::from_static(b"a"));
        assert_eq!(framer.finish(0xff).as_deref(), Some(&[b'a', 0xff, 0xff, 0xff][..]));
        assert_eq!(framer.finish(0xff), None);
        framer.push(Bytes::from_static(b"bcde"));
        assert_eq!(framer.next_frame().as_deref(), Some(&b"bcde"[..]));
    }
}
