//! Playing to the end: of a sound, of several, on a channel or in a bridge.

use std::sync::Arc;
use std::time::Duration;

use ari_runtime::{Delivery, Error, ErrorKind, Json, Prepared};
use tokio::time::{Instant, sleep_until};

use crate::calls::step::{Step, no_events};
use crate::enums::PlaybackState;
use crate::events::{Event, PlaybackFinished};
use crate::models::Playback;
use crate::{PlaybackId, bridges, channels};

/// The first look at a playback that has begun, to find out that Asterisk dropped its media without a word; each further one
/// waits twice as long.
const FIRST_LOOK: Duration = Duration::from_secs(1);

/// The longest of these waits.
const LONGEST_LOOK: Duration = Duration::from_secs(8);

/// From when a playback is not there any more until the event that tells its end is there at the latest.
const LATE: Duration = Duration::from_millis(500);

macro_rules! playing {
    ($($request:ty),*) => {$(
        impl $request {
            /// Plays to the end.
            ///
            /// The id of the playback is chosen here where none was set, and its events are listened to before the request
            /// leaves, so that none is missed. Dropping this lets the sound go on.
            ///
            /// # Errors
            ///
            /// * [`ErrorKind::Left`]: the channel left the application; a handler that returns this has ended normally.
            /// * [`ErrorKind::Media`]: the last item could not be played, or Asterisk found none of it and says nothing.
            /// * [`ErrorKind::Interrupted`]: the playback ended while the connection was lost.
            /// * What the request itself can fail with.
            pub async fn finished(self) -> Result<Arc<PlaybackFinished>, Error> {
                finish(self.0).await
            }
        }
    )*};
}

playing!(channels::Play, channels::PlayWithId, bridges::Play, bridges::PlayWithId);

async fn finish(mut prepared: Prepared<Json<Playback>>) -> Result<Arc<PlaybackFinished>, Error> {
    let id = match prepared.value("playbackId") {
        Some(id) => PlaybackId::new(id),
        None => {
            let id = PlaybackId::random();
            prepared = prepared.id("playbackId", &id);
            id
        }
    };
    let mut step = Step::new(&prepared, "playback", &id).await?;
    prepared.send().await?;
    let playback = crate::Ari::from(step.client.clone()).playback(&id);
    let mut look = Look::default();
    loop {
        tokio::select! {
            // The event first: what comes with it explains it.
            biased;
            item = step.events.next() => match item {
                Some(Delivery::Event(Event::PlaybackFinished(finished))) => {
                    if finished.playback.state != PlaybackState::Failed {
                        return Ok(finished);
                    }
                    return Err(step.channel.explained(media("the last item could not be played")).await);
                }
                Some(Delivery::Event(_)) => look.begin(),
                // It may have ended unseen.
                Some(Delivery::Resynced(_)) => look.at_once(),
                Some(Delivery::Ended(_)) | None => return Err(no_events()),
                Some(_) => {}
            },
            left = step.channel.left() => return Err(left),
            () = look.due() => match playback.get().await {
                Err(error) if error.kind() == ErrorKind::NotFound && look.is_last() => {
                    return Err(step.channel.explained(look.verdict()).await);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => look.once_more(),
                _ => look.later(),
            }
        }
    }
}

fn media(message: &str) -> Error {
    Error::from_transport(ErrorKind::Media, message)
}

/// When the playback is looked at.
#[derive(Default)]
struct Look {
    next: Option<Instant>,
    wait: Duration,
    after_gap: bool,
    last: bool,
}

impl Look {
    /// It has begun, so that it has to be there until its end is told.
    fn begin(&mut self) {
        self.wait = FIRST_LOOK;
        self.next = Some(Instant::now() + self.wait);
        self.last = false;
    }

    /// Its end may have been told while nobody heard it.
    fn at_once(&mut self) {
        self.after_gap = true;
        self.next = Some(Instant::now());
    }

    fn later(&mut self) {
        self.wait = (self.wait * 2).clamp(FIRST_LOOK, LONGEST_LOOK);
        self.next = Some(Instant::now() + self.wait);
        self.last = false;
    }

    /// It is not there, but its end may be on its way.
    fn once_more(&mut self) {
        self.last = true;
        self.next = Some(Instant::now() + LATE);
    }

    fn is_last(&self) -> bool {
        self.last
    }

    fn verdict(&self) -> Error {
        if self.after_gap {
            let message = "the playback ended while the connection was lost";
            return Error::from_transport(ErrorKind::Interrupted, message);
        }
        media("Asterisk dropped the media without a word; is there such a sound or recording?")
    }

    async fn due(&self) {
        match self.next {
            Some(next) => sleep_until(next).await,
            None => std::future::pending().await,
        }
    }
}
