//! Media websockets: a frame every 20 ms to each, and when what comes back arrives. One thread for all of them, and of most only
//! some reads a second, so that little of the processors is taken from who is measured.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::websocket::append_frame;

/// 20 ms of silence in `slin16`.
pub const FRAME: Bytes = Bytes::from_static(&[0; 640]);

/// How long a frame lasts.
pub const FRAME_TIME: Duration = Duration::from_millis(20);

/// What a frame takes as a client sends it: the head, the mask and the audio.
const MASKED: usize = 2 + 2 + 4 + 640;

/// Streams are served one after the other within a frame's time.
const SLOTS: usize = 20;

/// So many streams are listened to; what comes of the others is thrown away, some frames at once.
const SAMPLED: usize = 50;

/// The frames' times in which each of the others is read once.
const HEAP: usize = 10;

/// When the frames of each stream came, in microseconds.
type Arrivals = Arc<Mutex<Vec<Vec<u32>>>>;

/// A thread that serves streams.
pub(super) struct Studio {
    streams: UnboundedSender<TcpStream>,
    arrivals: Arrivals,
}

impl Studio {
    pub(super) fn start() -> Self {
        let (streams, taken) = unbounded_channel();
        let arrivals = Arrivals::default();
        let noting = arrivals.clone();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(serve(taken, noting));
            std::io::Result::Ok(())
        });
        Self { streams, arrivals }
    }

    pub(super) fn take(&self, stream: TcpStream) -> Option<()> {
        self.streams.send(stream).ok()
    }

    pub(super) fn lateness(&self) -> Vec<u32> {
        let arrivals: Vec<Vec<u32>> = lock(&self.arrivals).iter_mut().map(std::mem::take).collect();
        arrivals.iter().flat_map(|it| late(it)).collect()
    }
}

fn lock(arrivals: &Arrivals) -> MutexGuard<'_, Vec<Vec<u32>>> {
    arrivals.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How much later than the earliest each came, if one is due every 20 ms.
fn late(arrivals: &[u32]) -> Vec<u32> {
    let period = i64::try_from(FRAME_TIME.as_micros()).unwrap_or(i64::MAX);
    let offsets: Vec<i64> =
        (0..).zip(arrivals).map(|(place, it)| i64::from(*it) - place * period).collect();
    let earliest = offsets.iter().min().copied().unwrap_or_default();
    offsets.iter().map(|it| u32::try_from(it - earliest).unwrap_or(u32::MAX)).collect()
}

async fn serve(mut taken: tokio::sync::mpsc::UnboundedReceiver<TcpStream>, arrivals: Arrivals) {
    let mut frame = vec![0x82, 126];
    frame.extend(640_u16.to_be_bytes());
    frame.extend(&*FRAME);
    let mut streams: Vec<TcpStream> = Vec::new();
    let mut ticks = interval(FRAME_TIME / SLOTS as u32);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let begun = Instant::now();
    let mut slot = 0;
    let mut heap = [0; (HEAP + 2) * MASKED];
    loop {
        tokio::select! {
            stream = taken.recv() => {
                let Some(stream) = stream else { return };
                let Some((stream, sampled)) = opened(stream, streams.len()) else { continue };
                if let Some(sampled) = sampled {
                    lock(&arrivals).push(Vec::new());
                    tokio::spawn(note(sampled, streams.len(), begun, arrivals.clone()));
                }
                streams.push(stream);
            }
            _ = ticks.tick() => {
                slot = (slot + 1) % (SLOTS * HEAP);
                // A stream that takes nothing is not heard, which its client notices; so is one that ended.
                for mut stream in streams.iter().skip(slot % SLOTS).step_by(SLOTS) {
                    let _ = stream.write(&frame);
                }
                for mut stream in streams.iter().skip(SAMPLED).skip(slot).step_by(SLOTS * HEAP) {
                    let _ = stream.read(&mut heap);
                }
            }
        }
    }
}

/// Begins a stream; the first ones are listened to.
fn opened(
    mut stream: TcpStream,
    place: usize,
) -> Option<(TcpStream, Option<tokio::net::TcpStream>)> {
    let mut start = Vec::new();
    append_frame(
        &mut start,
        "MEDIA_START connection_id:c channel:WebSocket/INCOMING/0x1 channel_id:c format:slin16 optimal_frame_size:640 ptime:20",
    );
    stream.write_all(&start).ok()?;
    stream.set_nonblocking(true).ok()?;
    let sampled = match place < SAMPLED {
        true => Some(tokio::net::TcpStream::from_std(stream.try_clone().ok()?).ok()?),
        false => None,
    };
    Some((stream, sampled))
}

/// Notes when each frame of a stream arrives.
async fn note(stream: tokio::net::TcpStream, number: usize, begun: Instant, arrivals: Arrivals) {
    let mut chunk = [0; 8 * MASKED];
    let mut held = 0;
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut chunk) {
            Ok(0) => return,
            Ok(length) => held += length,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(_) => return,
        }
        let now = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
        let frames = held / MASKED;
        held %= MASKED;
        if let Some(arrivals) = lock(&arrivals).get_mut(number) {
            arrivals.extend(std::iter::repeat_n(now, frames));
        }
    }
}
