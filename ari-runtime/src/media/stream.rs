//! Audio both ways over a connection: how it is begun and paced, and what keeps it alive.

use std::any::Any;
use std::future::Future;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::calls::belongings::Belongings;
use crate::calls::left::Left;
use crate::media::carrier::Carrier;
use crate::media::codec::Codec;
use crate::media::control::event::{Event, MediaStart};
use crate::media::driver::{Shared, drive};
use crate::media::end::MediaEnd;
use crate::media::format::Format;
use crate::media::incoming::Incoming;
use crate::media::outgoing::{Outgoing, Pace};
use crate::media::reader::MediaReader;
use crate::media::rtp::clock_rate;
use crate::media::writer::MediaWriter;

/// How far audio that is handed over in bulk may be ahead: Asterisk wants no more from 18 seconds on, and drops what is
/// beyond 20.
const BULK: Duration = Duration::from_secs(16);

/// How audio is paced and what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    lead: Duration,
    queue: Duration,
    unread: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self::real_time()
    }
}

impl Pacing {
    /// Audio leaves at the pace at which it is heard, so that a flush silences at once, whatever the connection.
    ///
    /// | what | default |
    /// |---|---|
    /// | how far it is ahead of what is heard, against gaps; a media websocket alone | 40 ms |
    /// | audio that waits here before [`send`](MediaWriter::send) has to wait | 200 ms |
    /// | audio that is held for a reader that is too slow | 2 s |
    pub const fn real_time() -> Self {
        Self {
            lead: Duration::from_millis(40),
            queue: Duration::from_millis(200),
            unread: Duration::from_secs(2),
        }
    }

    /// Audio leaves as fast as Asterisk takes it, up to 16 seconds ahead of what is heard, and waits in its queue; a media
    /// websocket alone.
    pub const fn bulk() -> Self {
        Self { lead: BULK, ..Self::real_time() }
    }

    /// Sets how far audio is ahead of what is heard: at most 16 seconds.
    pub fn lead(mut self, lead: Duration) -> Self {
        self.lead = lead.min(BULK);
        self
    }

    /// Sets how much audio waits here before who sends has to wait.
    pub const fn queue(mut self, queue: Duration) -> Self {
        self.queue = queue;
        self
    }

    /// Sets how much audio is held for a reader that is too slow.
    pub const fn unread(mut self, unread: Duration) -> Self {
        self.unread = unread;
        self
    }
}

/// What the audio is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) format: Format,
    /// Bytes of a frame; none where each chunk is sent as it is.
    pub(crate) frame_bytes: Option<NonZeroUsize>,
    /// How long a frame lasts.
    pub(crate) frame: Duration,
    /// Asterisk reads it, too.
    pub(crate) is_read: bool,
}

/// Keeps a stream's task, and what was made for the stream.
pub(super) struct Alive {
    shared: Arc<Shared>,
    task: Option<Task>,
    runtime: Handle,
    /// Of the client, which waits for the goodbye when it is closed.
    belongings: Arc<Belongings>,
    _kept: Box<dyn Any + Send + Sync>,
}

/// A task that ends with who has this.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.shared.end(&MediaEnd::Here);
        if let Some(mut task) = self.task.take() {
            // It says goodbye, which takes no longer than closing may.
            let goodbye = async move {
                if let Err(error) = (&mut task.0).await {
                    tracing::error!(%error, "the task of a stream of audio ended");
                }
            };
            self.belongings.run(&self.runtime, goodbye);
        }
    }
}

/// Begins with a connection; what it begins with is the first item that is read. `kept` is dropped with the last half.
pub(super) fn begin(
    belongings: &Arc<Belongings>,
    carrier: Box<dyn Carrier>,
    shape: Shape,
    start: Option<MediaStart>,
    pacing: Pacing,
    left: impl Future<Output = Left> + Send + 'static,
    kept: impl Send + Sync + 'static,
) -> (MediaReader, MediaWriter) {
    let Shape { format, frame_bytes, frame, .. } = shape.clone();
    let frames = |time: Duration| {
        usize::try_from(time.as_nanos() / frame.as_nanos().max(1)).unwrap_or(usize::MAX)
    };
    let codec = format.codec();
    let clock = clock_rate(&format).unwrap_or(1_000);
    let mut incoming = Incoming::new(frames(pacing.unread), codec, frame, clock);
    if let Some(start) = start {
        incoming.event(Event::MediaStart(start));
    }
    let has_queue = carrier.has_queue();
    let pace = Pace {
        frame_bytes,
        frame,
        silence: codec.map_or(0, Codec::silence),
        lead: if has_queue { pacing.lead } else { Duration::ZERO },
        limit: frames(pacing.queue),
        has_control: carrier.has_control(),
        has_queue,
        fills: carrier.needs_silence(),
    };
    let shared = Arc::new(Shared::new(incoming, Outgoing::new(pace)));
    let runtime = Handle::current();
    let task = Task(runtime.spawn(drive(carrier, shared.clone(), left)));
    let alive = Arc::new(Alive {
        shared: shared.clone(),
        task: Some(task),
        runtime,
        belongings: belongings.clone(),
        _kept: Box::new(kept),
    });
    let reader = MediaReader::new(shared.clone(), alive.clone());
    (reader, MediaWriter::new(shared, shape, alive))
}
