//! Packets that are numbered modulo 65,536: which are missing, late or there twice; knows nothing of what they carry.

/// A number further off than this belongs to a new count: a minute of packets of 20 ms.
const LONGEST_JUMP: u16 = 3_000;

/// So many of the latest numbers are remembered: more than the longest jump, and a divisor of 65,536.
const REMEMBERED: u16 = 4_096;

/// Follows the numbers of the packets of one sender.
#[derive(Clone, Debug)]
pub struct Sequence {
    following: Option<Following>,
    /// A bit for each of the latest numbers that came.
    seen: [u64; 64],
    counts: SequenceCounts,
}

/// The count that is followed.
#[derive(Clone, Copy, Debug)]
struct Following {
    ssrc: u32,
    /// The index of the first packet.
    first: u64,
    /// The index and the number of the furthest one.
    last: u64,
    number: u16,
}

/// What became of the packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SequenceCounts {
    /// Came, repeated ones included.
    pub received: u64,
    /// Are missing, so far: one that comes late is missing no more. What a new count jumped over is not counted.
    pub lost: u64,
    /// Came after one with a later number.
    pub late: u64,
    /// Came again.
    pub repeated: u64,
    /// The sender began to count anew.
    pub restarted: u64,
}

/// What a packet is among those that came before it.
///
/// The index counts like the packet's number, but does not begin again after 65,535; it begins anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// The first packet, or the first one of a sender that counts anew: the source is another, or the number more than
    /// 3,000 off.
    Started {
        /// Its place; later than all before it.
        index: u64,
    },
    /// One after all that came.
    Next {
        /// Its place.
        index: u64,
        /// Packets that are missing right before it.
        lost: u16,
    },
    /// One that belongs before another that came.
    Late {
        /// Its place.
        index: u64,
    },
    /// One that came already.
    Repeat {
        /// Its place.
        index: u64,
    },
}

impl Default for Sequence {
    fn default() -> Self {
        Self::new()
    }
}

impl Sequence {
    /// Follows a sender of which nothing came yet.
    pub const fn new() -> Self {
        let counts = SequenceCounts { received: 0, lost: 0, late: 0, repeated: 0, restarted: 0 };
        Self { following: None, seen: [0; 64], counts }
    }

    /// What became of the packets so far.
    pub const fn counts(&self) -> SequenceCounts {
        self.counts
    }

    /// Takes note of a packet from this source with this number.
    pub fn arrived(&mut self, ssrc: u32, number: u16) -> Arrival {
        self.counts.received += 1;
        let Some(following) = self.following.filter(|it| it.ssrc == ssrc) else {
            return self.start(ssrc, number);
        };
        let ahead = number.wrapping_sub(following.number);
        let behind = following.number.wrapping_sub(number);
        if behind <= LONGEST_JUMP {
            self.earlier(following, number, behind)
        } else if ahead <= LONGEST_JUMP {
            self.later(following, number, ahead)
        } else {
            self.start(ssrc, number)
        }
    }

    fn start(&mut self, ssrc: u32, number: u16) -> Arrival {
        // Leaves room for packets that belong before the first one.
        let turns = match self.following {
            None => 1,
            Some(before) => {
                self.counts.restarted += 1;
                (before.last >> 16) + 2
            }
        };
        let index = (turns << 16) | u64::from(number);
        self.following = Some(Following { ssrc, first: index, last: index, number });
        self.seen = [0; 64];
        self.note(number);
        Arrival::Started { index }
    }

    fn later(&mut self, following: Following, number: u16, ahead: u16) -> Arrival {
        let index = following.last + u64::from(ahead);
        for step in 1..=ahead {
            self.forget(following.number.wrapping_add(step));
        }
        self.note(number);
        self.following = Some(Following { last: index, number, ..following });
        let lost = ahead - 1;
        self.counts.lost += u64::from(lost);
        Arrival::Next { index, lost }
    }

    fn earlier(&mut self, following: Following, number: u16, behind: u16) -> Arrival {
        let index = following.last - u64::from(behind);
        if self.note(number) {
            self.counts.repeated += 1;
            return Arrival::Repeat { index };
        }
        self.counts.late += 1;
        // Before the first one nothing was missed.
        if index > following.first {
            self.counts.lost -= 1;
        }
        Arrival::Late { index }
    }

    /// Remembers a number and tells whether it was remembered.
    fn note(&mut self, number: u16) -> bool {
        let (word, bit) = place(number);
        let seen = self.seen[word] & bit != 0;
        self.seen[word] |= bit;
        seen
    }

    fn forget(&mut self, number: u16) {
        let (word, bit) = place(number);
        self.seen[word] &= !bit;
    }
}

/// The word, of 64, and the bit in it that stand for a number.
fn place(number: u16) -> (usize, u64) {
    let place = number % REMEMBERED;
    (usize::from(place / 64), 1 << (place % 64))
}

#[cfg(test)]
#[path = "sequence_test.rs"]
mod tests;
