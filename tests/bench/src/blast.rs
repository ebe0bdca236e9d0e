//! A server that sends all it has at once, and the ways to read that: bare, and with the SDK.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use ari_generated::Delivery;
use tokio::runtime::Runtime;

use crate::bare::Bare;
use crate::calls::{connect, frames_add_up, items_add_up};
use crate::clock;
use crate::server::{Server, append_frame};

/// How the frames are read.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// Not decoded.
    Bare,
    /// Decoded where they are read.
    Decoding,
    /// As items of a stream.
    Sdk,
}

/// What one run took.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Cost {
    /// Processor time of everything but the server.
    pub processor: Duration,
    /// Time on the wall.
    pub wall: Duration,
}

/// The frames, as often as they are sent.
pub struct Blast {
    bytes: Arc<[u8]>,
    times: usize,
    /// How many.
    pub frames: usize,
}

impl Blast {
    /// All committed frames over and over.
    pub fn new(at_least: usize) -> Self {
        let frames = crate::committed();
        let mut bytes = Vec::new();
        frames.iter().for_each(|it| append_frame(&mut bytes, it));
        let times = at_least.div_ceil(frames.len());
        Self { bytes: bytes.into(), times, frames: times * frames.len() }
    }
}

/// Reads them all.
///
/// # Panics
///
/// Something is missing or unaccounted for.
pub fn run(runtime: &Runtime, way: Way, blast: &Arc<Blast>) -> Cost {
    let blast = blast.clone();
    // A task of its own, as a program's handlers are.
    let reading = runtime.spawn(async move {
        match way {
            Way::Bare => bare(&blast, false).await,
            Way::Decoding => bare(&blast, true).await,
            Way::Sdk => sdk(&blast).await,
        }
    });
    runtime.block_on(reading).expect("it reads everything")
}

async fn bare(blast: &Blast, decode: bool) -> Cost {
    let server = Server::start();
    let mut bare = Bare::connect(&server).await;
    let meter = Meter::start(&server, blast);
    bare.read(blast.frames, decode).await;
    meter.stop()
}

async fn sdk(blast: &Blast) -> Cost {
    let server = Server::start();
    let (ari, mut events) = connect(&server, blast.frames).await;
    let meter = Meter::start(&server, blast);
    for _ in 0..blast.frames {
        match events.next().await {
            Some(Delivery::Event(event)) => drop(black_box(event)),
            Some(Delivery::Malformed(error)) => drop(black_box(error)),
            other => panic!("{other:?} instead of a frame"),
        }
    }
    let cost = meter.stop();
    let health = ari.health();
    frames_add_up(&health.frames);
    items_add_up(&health.deliveries);
    assert_eq!(health.frames.received, blast.frames as u64);
    assert_eq!(health.deliveries.taken, blast.frames as u64);
    ari.close().await;
    cost
}

/// Measures from the first byte to the last item.
struct Meter {
    /// What sending costs, which is not the client's.
    sending: Receiver<Duration>,
    processor: Duration,
    wall: Instant,
}

impl Meter {
    fn start(server: &Server, blast: &Blast) -> Self {
        let (processor, wall) = (clock::of_process(), Instant::now());
        Self { sending: server.send(&blast.bytes, blast.times), processor, wall }
    }

    fn stop(self) -> Cost {
        let wall = self.wall.elapsed();
        let sending = self.sending.recv().expect("everything was sent");
        Cost { processor: clock::of_process() - self.processor - sending, wall }
    }
}
