//! Playing to the end: of a sound, of several, on a channel or in a bridge.

use std::sync::Arc;
use std::time::Duration;

use ari_runtime::{Delivery, Error, ErrorKind, Json, Prepared};
use tokio::time::{Instant, sleep_until, timeout};

use crate::calls::step::{Step, no_events};
use crate::enums::PlaybackState;
use crate::events::{Event, PlaybackFinished};
use crate::models::Playback;
use crate::playbacks::PlaybackHandle;
use crate::{Ari, PlaybackId, bridges, channels};

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
                Playing::begin(self.0).await?.finished().await
            }

            /// Plays for this time at most, as what has no end needs it: a tone. It is stopped then.
            ///
            /// # Errors
            ///
            /// As [`finished`](Self::finished).
            pub async fn at_most(self, time: Duration) -> Result<Arc<PlaybackFinished>, Error> {
                let mut playing = Playing::begin(self.0).await?;
                if let Ok(finished) = timeout(time, playing.finished()).await {
                    return finished;
                }
                playing.stop().await?;
                playing.finished().await
            }
        }
    )*};
}

playing!(channels::Play, channels::PlayWithId, bridges::Play, bridges::PlayWithId);

/// A playback that Asterisk was told of.
pub(super) struct Playing {
    step: Step,
    playback: PlaybackHandle,
    look: Look,
}

impl Playing {
    /// Has it played, by an id that is chosen here where none was set.
    pub(super) async fn begin(mut prepared: Prepared<Json<Playback>>) -> Result<Self, Error> {
        let id = match prepared.value("playbackId") {
            Some(id) => PlaybackId::new(id),
            None => {
                let id = PlaybackId::random();
                prepared = prepared.id("playbackId", &id);
                id
            }
        };
        let mut step = Step::new(&prepared, "playback", &id).await?;
        if let Err(error) = prepared.send().await {
            return Err(step.channel.overtaken(error).await);
        }
        let playback = Ari::from(step.client.clone()).playback(&id);
        Ok(Self { step, playback, look: Look::default() })
    }

    /// Ends it, if it has not ended.
    pub(super) async fn stop(&mut self) -> Result<(), Error> {
        self.playback.stop().await.map(drop)
    }

    /// Waits for its end; cancelling it loses nothing.
    pub(super) async fn finished(&mut self) -> Result<Arc<PlaybackFinished>, Error> {
        let Self { step: Step { events, channel, .. }, playback, look } = self;
        loop {
            tokio::select! {
                // The event first: what comes with it explains it.
                biased;
                item = events.next() => match item {
                    Some(Delivery::Event(Event::PlaybackFinished(finished))) => {
                        if finished.playback.state != PlaybackState::Failed {
                            return Ok(finished);
                        }
                        return Err(channel.explained(media("the last item could not be played")).await);
                    }
                    Some(Delivery::Event(_)) => look.begin(),
                    // It may have ended unseen.
                    Some(Delivery::Resynced(_)) => look.at_once(),
                    Some(Delivery::Ended(_)) | None => return Err(no_events()),
                    Some(_) => {}
                },
                left = channel.left() => return Err(left),
                () = look.due() => match playback.get().await {
                    Err(error) if error.kind() == ErrorKind::NotFound && look.is_last() => {
                        return Err(channel.explained(look.verdict()).await);
                    }
                    Err(error) if error.kind() == ErrorKind::NotFound => look.once_more(),
                    _ => look.later(),
                }
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
