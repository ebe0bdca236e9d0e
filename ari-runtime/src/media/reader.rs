//! What a program reads the audio of a call from.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::{Stream, StreamExt};

use crate::media::driver::Shared;
use crate::media::incoming::{AudioFrame, MediaItem, ReceivedCounts};
use crate::media::stream::Alive;

/// What comes from Asterisk, in order: audio, digits, what else it says, and the end.
///
/// There is one for each stream. A reader that is too slow loses the oldest audio, which is counted and told in its place
/// ([`MediaItem::Missed`]), so that what it reads is never older than what the stream holds for it.
pub struct MediaReader {
    shared: Arc<Shared>,
    _alive: Arc<Alive>,
}

impl MediaReader {
    pub(super) fn new(shared: Arc<Shared>, alive: Arc<Alive>) -> Self {
        Self { shared, _alive: alive }
    }

    /// The next item; `None` behind [`MediaItem::Ended`]. Cancelling it loses none.
    pub async fn next(&mut self) -> Option<MediaItem> {
        StreamExt::next(self).await
    }

    /// The next audio, skipping everything else; `None` when it has ended. Cancelling it loses none.
    pub async fn next_audio(&mut self) -> Option<AudioFrame> {
        loop {
            if let MediaItem::Audio(frame) = self.next().await? {
                return Some(frame);
            }
        }
    }

    /// What became of the frames that Asterisk sent.
    pub fn counts(&self) -> ReceivedCounts {
        self.shared.incoming().counts()
    }
}

impl Stream for MediaReader {
    type Item = MediaItem;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<MediaItem>> {
        let mut incoming = self.shared.incoming();
        match incoming.take() {
            Some(item) => Poll::Ready(Some(item)),
            None if incoming.has_ended() => Poll::Ready(None),
            None => {
                incoming.wait(context.waker());
                Poll::Pending
            }
        }
    }
}

impl Drop for MediaReader {
    fn drop(&mut self) {
        self.shared.incoming().abandon();
    }
}

impl fmt::Debug for MediaReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaReader").field("counts", &self.counts()).finish_non_exhaustive()
    }
}
