//! The task of a stream: the one that reads and writes its connection, and never waits for who reads or writes the audio.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until, timeout};

use crate::calls::left::Left;
use crate::defaults;
use crate::media::carrier::{Carrier, Received};
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::media::incoming::Incoming;
use crate::media::outgoing::{Outgoing, Step};

/// What the task shares with who reads and writes.
pub(super) struct Shared {
    incoming: Mutex<Incoming>,
    outgoing: Mutex<Outgoing>,
}

impl Shared {
    pub(super) fn new(incoming: Incoming, outgoing: Outgoing) -> Self {
        Self { incoming: Mutex::new(incoming), outgoing: Mutex::new(outgoing) }
    }

    pub(super) fn incoming(&self) -> MutexGuard<'_, Incoming> {
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn outgoing(&self) -> MutexGuard<'_, Outgoing> {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, received: Received) {
        match received {
            Received::Audio(payload) => self.incoming().audio(payload, Instant::now()),
            Received::Packet(packet) => self.incoming().packet(packet),
            Received::Event(event) => {
                {
                    let mut outgoing = self.outgoing();
                    match &event {
                        Event::Xoff => outgoing.hold(true),
                        Event::Xon => outgoing.hold(false),
                        Event::MarkProcessed { id } => outgoing.heard(id),
                        Event::QueueDrained => outgoing.drained(),
                        Event::Status(status) => outgoing.answered(status),
                        Event::Error { text } => outgoing.refused(text),
                        _ => {}
                    }
                }
                self.incoming().event(event);
            }
        }
    }

    pub(super) fn end(&self, end: &MediaEnd) {
        self.outgoing().end(end);
        self.incoming().end(end);
    }
}

/// Ends everything also when its task is dropped.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.end(&MediaEnd::Here);
    }
}

/// How long it may take to hear why nothing can be sent any more.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Drives a connection to its end.
pub(super) async fn drive(
    mut carrier: Box<dyn Carrier>,
    shared: Arc<Shared>,
    left: impl Future<Output = Left>,
) {
    let ending = Ending(shared.clone());
    let mut left = pin!(left);
    let mut driver =
        Driver { carrier: &mut *carrier, shared: &shared, timer: None, is_flushed: true };
    let mut end = poll_fn(|context| {
        if let Poll::Ready(left) = left.as_mut().poll(context) {
            return Poll::Ready(Ok(MediaEnd::Left(left)));
        }
        driver.poll(context)
    })
    .await;
    if end.is_err() {
        let last_words = poll_fn(|context| match driver.receive(context) {
            Some(end) => Poll::Ready(end),
            None => left.as_mut().poll(context).map(MediaEnd::Left),
        });
        end = timeout(LAST_WORDS, last_words).await.or(end);
    }
    let (Ok(end) | Err(end)) = end;
    shared.end(&end);
    drop(ending);
    let goodbye = poll_fn(|context| carrier.poll_close(context));
    if !matches!(timeout(defaults::CLOSE_DEADLINE, goodbye).await, Ok(Ok(()))) {
        tracing::debug!("the connection of the media ended without a goodbye");
    }
}

struct Driver<'a> {
    carrier: &'a mut dyn Carrier,
    shared: &'a Shared,
    timer: Option<(Instant, Pin<Box<Sleep>>)>,
    is_flushed: bool,
}

impl Driver<'_> {
    /// Goes on until it has ended; an error is one of sending, and what Asterisk said last may tell more.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<MediaEnd, MediaEnd>> {
        {
            let mut outgoing = self.shared.outgoing();
            // Before the look at what there is, and also where the connection takes nothing: the end wakes, too.
            outgoing.wait_for_work(context.waker());
            if let Some(end) = outgoing.has_ended() {
                return Poll::Ready(Ok(end.clone()));
            }
        }
        if let Some(end) = self.receive(context) {
            return Poll::Ready(Ok(end));
        }
        match self.send(context) {
            Ok(()) => Poll::Pending,
            Err(end) => Poll::Ready(Err(end)),
        }
    }

    /// Takes what is there; tells how it ended, if it has.
    fn receive(&mut self, context: &mut Context<'_>) -> Option<MediaEnd> {
        loop {
            match self.carrier.poll_receive(context) {
                Poll::Ready(Ok(received)) => self.shared.hear(received),
                Poll::Ready(Err(end)) => return Some(end),
                Poll::Pending => return None,
            }
        }
    }

    /// Sends what is due, as far as it is taken.
    fn send(&mut self, context: &mut Context<'_>) -> Result<(), MediaEnd> {
        loop {
            if let Poll::Ready(ready) = self.carrier.poll_ready(context) {
                ready?;
            } else {
                // What is added meanwhile waits, too.
                return Ok(());
            }
            let step = self.shared.outgoing().next(Instant::now());
            match step {
                Step::Send(what) => {
                    self.carrier.send(what)?;
                    self.is_flushed = false;
                }
                Step::Wait(due) if self.is_due(due, context) => {}
                Step::Wait(_) | Step::Idle => break,
            }
        }
        if !self.is_flushed
            && let Poll::Ready(flushed) = self.carrier.poll_flush(context)
        {
            flushed?;
            self.is_flushed = true;
        }
        Ok(())
    }

    fn is_due(&mut self, due: Instant, context: &mut Context<'_>) -> bool {
        let (set, timer) = self.timer.get_or_insert_with(|| (due, Box::pin(sleep_until(due))));
        if *set != due {
            *set = due;
            timer.as_mut().reset(due);
        }
        timer.as_mut().poll(context).is_ready()
    }
}
