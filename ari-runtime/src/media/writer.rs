//! What a program sends audio to a call with, and what it controls that with from elsewhere.

use std::fmt;
use std::future::{Future, poll_fn};
use std::num::NonZeroUsize;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::media::control::event::Status;
use crate::media::driver::Shared;
use crate::media::end::{LARGEST, MediaEnd, NotHeard, SendError};
use crate::media::format::Format;
use crate::media::outgoing::SentCounts;
use crate::media::stream::{Alive, Shape};

/// Sends audio to Asterisk.
///
/// There is one for each stream. What it can do beside sending is also in its [`control`](Self::control), which can be
/// given to others: who listens, and wants this one to be silent.
pub struct MediaWriter {
    control: MediaControl,
    _alive: Arc<Alive>,
}

/// Controls what is sent to Asterisk; cheap to clone. It does not keep the stream alive.
#[derive(Clone)]
pub struct MediaControl {
    shared: Arc<Shared>,
    shape: Shape,
}

impl MediaWriter {
    pub(super) fn new(shared: Arc<Shared>, shape: Shape, alive: Arc<Alive>) -> Self {
        Self { control: MediaControl { shared, shape }, _alive: alive }
    }

    /// Sends audio in the stream's format, as much or little as there is: it is cut into frames here, and what is left over
    /// goes with what comes next, or filled up with silence if nothing comes for as long as a frame lasts.
    ///
    /// Waits until most of it has left: until no more frames wait than the stream's queue holds. Dropping the future does
    /// not take the audio back; [`flush`](MediaControl::flush) does, and the next one waits for room before it adds any.
    ///
    /// # Errors
    ///
    /// The media have ended, or what waited was [flushed](MediaControl::flush). Where each chunk is a frame, one of more than 65,495 bytes is refused, since Asterisk would hang
    /// up; and over RTP, formats of which Asterisk reads none.
    pub async fn send(&mut self, audio: impl Into<Bytes>) -> Result<(), SendError> {
        let audio = audio.into();
        if !self.control.shape.is_read {
            return Err(SendError::NotRead { format: self.format().clone() });
        }
        if self.control.shape.frame_bytes.is_none() && audio.len() > LARGEST {
            return Err(SendError::TooLarge { length: audio.len() });
        }
        let (mut audio, mut flushes) = (Some(audio), 0);
        poll_fn(|context| {
            let mut outgoing = self.control.shared.outgoing();
            if let Some(end) = outgoing.has_ended() {
                return Poll::Ready(Err(end.clone().into()));
            }
            // There is none where one who waited gave up.
            if let Some(audio) = audio.take_if(|_| outgoing.has_room()) {
                flushes = outgoing.flushes();
                outgoing.push(audio, Instant::now());
            }
            if audio.is_some() {
                outgoing.wait_for_room(context.waker());
                return Poll::Pending;
            }
            if outgoing.flushes() != flushes {
                return Poll::Ready(Err(SendError::Flushed));
            }
            if outgoing.has_room() {
                return Poll::Ready(Ok(()));
            }
            outgoing.wait_for_room(context.waker());
            Poll::Pending
        })
        .await
    }

    /// Sends samples, at the rate of the stream's format, which the SDK has to encode: linear audio, µ-law or A-law.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); or the format is another, and nothing was sent.
    pub async fn send_samples(&mut self, samples: &[i16]) -> Result<(), SendError> {
        let format = self.format();
        let Some(codec) = format.codec() else {
            return Err(SendError::NotCoded { format: format.clone() });
        };
        let mut audio = Vec::with_capacity(samples.len() * codec.bytes_per_sample());
        codec.encode(samples, &mut audio);
        self.send(audio).await
    }

    /// What controls the audio from elsewhere.
    pub fn control(&self) -> MediaControl {
        self.control.clone()
    }

    /// Marks the end of the audio so far: the mark tells when that was heard. A frame that was begun is filled up with silence.
    ///
    /// Asterisk tells when it has played what is before it (since 20.18, 22.8 and 23.2). Over AudioSocket and RTP, and for
    /// formats that are passed through, it is when that much time has passed.
    pub fn mark(&mut self) -> Mark {
        let (told, heard) = oneshot::channel();
        self.control.shared.outgoing().mark(told);
        Mark(heard)
    }

    /// Waits until nothing is left to be heard, be it because it was flushed.
    ///
    /// # Errors
    ///
    /// The media ended first, Asterisk refused something meanwhile, or more than 1,024 marks wait.
    pub async fn drained(&mut self) -> Result<(), NotHeard> {
        let (told, heard) = oneshot::channel();
        self.control.shared.outgoing().drain(told);
        Mark(heard).await
    }
}

impl MediaControl {
    /// Throws away what was not heard yet, here and in Asterisk, and tells how many frames of it were still here. Who waits in
    /// [`send`](MediaWriter::send) or for a mark is told; what is sent after this is heard.
    pub fn flush(&self) -> usize {
        self.shared.outgoing().flush()
    }

    /// Has silence heard from now on; what was sent is kept, and a flush does not end it.
    pub fn pause(&self) {
        self.shared.outgoing().pause(true, Instant::now());
    }

    /// Goes on where a pause began.
    pub fn resume(&self) {
        self.shared.outgoing().pause(false, Instant::now());
    }

    /// Asks for Asterisk's queue. `None` where it has none (AudioSocket, RTP), where the media have ended, and where
    /// more than 1,024 such questions wait.
    pub async fn status(&self) -> Option<Status> {
        let (answer, answered) = oneshot::channel();
        self.shared.outgoing().ask(answer);
        answered.await.ok()
    }

    /// Ends the media: nothing more is sent or read, and who waits is told [`MediaEnd::Here`].
    ///
    /// The connection is closed, on which Asterisk hangs the leg up; over RTP, that goes with the stream's last half.
    pub fn end(&self) {
        self.shared.end(&MediaEnd::Here);
    }

    /// What became of the frames that were given to the stream.
    pub fn counts(&self) -> SentCounts {
        self.shared.outgoing().counts()
    }

    /// What the audio is carried as.
    pub fn format(&self) -> &Format {
        &self.shape.format
    }

    /// Bytes of a frame; `None` where each chunk that is sent is one.
    pub fn frame_bytes(&self) -> Option<usize> {
        self.shape.frame_bytes.map(NonZeroUsize::get)
    }

    /// How long a frame lasts.
    pub fn frame_time(&self) -> Duration {
        self.shape.frame
    }
}

impl Deref for MediaWriter {
    type Target = MediaControl;

    fn deref(&self) -> &MediaControl {
        &self.control
    }
}

/// Tells when the audio before it was heard. Dropping it asks for nothing any more.
#[must_use = "it tells when it is awaited"]
pub struct Mark(oneshot::Receiver<Result<(), NotHeard>>);

impl Future for Mark {
    type Output = Result<(), NotHeard>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let heard = std::task::ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(heard.unwrap_or(Err(NotHeard::Ended(MediaEnd::Here))))
    }
}

impl fmt::Debug for MediaWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaWriter").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

impl fmt::Debug for MediaControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaControl").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mark")
    }
}
