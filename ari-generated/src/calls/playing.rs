//! Playing: of a sound or of several, on a channel or in a bridge, to the end or as its listener wants it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ari_runtime::{Delivery, Error, ErrorKind, Json, Prepared};
use tokio::time::{Instant, sleep_until, timeout};

use crate::calls::step::{Step, no_events};
use crate::enums::{PlaybackOperation, PlaybackState};
use crate::events::{Event, PlaybackFinished};
use crate::models::Playback;
use crate::playbacks::PlaybackHandle;
use crate::{Ari, PlaybackId, bridges, channels};

/// The first look at a playback, to find out that Asterisk dropped it or its media without a word; each further one waits twice
/// as long.
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
            /// * [`ErrorKind::Media`]: the last item could not be played, or Asterisk found none of it, or dropped it, and says
            ///   nothing.
            /// * [`ErrorKind::Interrupted`]: the playback ended while the connection was lost.
            /// * What the request itself can fail with.
            pub async fn finished(self) -> Result<Arc<PlaybackFinished>, Error> {
                Playing::begin(self.0).await?.finished().await
            }

            /// Begins to play, and gives what pauses, skips and stops it.
            ///
            /// # Errors
            ///
            /// As [`finished`](Self::finished).
            pub async fn started(self) -> Result<Playing, Error> {
                let mut playing = Playing::begin(self.0).await?;
                playing.until(|it| it.begun).await?;
                Ok(playing)
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
                playing.stopped().await
            }
        }
    )*};
}

playing!(channels::Play, channels::PlayWithId, bridges::Play, bridges::PlayWithId);

/// Something that is being played. Dropping this lets it go on.
///
/// What has ended cannot be controlled, and that is no error: [`finished`](Self::finished) tells how it ended.
///
/// ```no_run
/// # async fn doc(call: ari_generated::Call) -> Result<(), ari_generated::Error> {
/// let mut message = call.play(["recording:message"]).started().await?;
/// loop {
///     tokio::select! {
///         finished = message.finished() => return finished.map(drop),
///         digit = call.next_digit() => match digit? {
///             '1' => message.reverse().await?,
///             '2' => message.pause().await?,
///             '3' => message.forward().await?,
///             '#' => message.stop().await?,
///             _ => message.resume().await?,
///         },
///     }
/// }
/// # }
/// ```
pub struct Playing {
    step: Step,
    playback: PlaybackHandle,
    look: Look,
    begun: bool,
    paused: bool,
    over: Option<Arc<PlaybackFinished>>,
    /// It is to end before its time.
    stops: bool,
    /// What came and is not dealt with yet: one who waits for that may give up.
    due: Option<Due>,
}

/// What an event asks for.
#[derive(Clone, Copy)]
enum Due {
    /// One of several has begun that is not wanted any more.
    Stop,
    /// It failed, which is to be explained.
    Failure,
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
        let look = Look::new();
        Ok(Self {
            step,
            playback,
            look,
            begun: false,
            paused: false,
            over: None,
            stops: false,
            due: None,
        })
    }

    /// Waits for its end; cancelling it loses nothing.
    ///
    /// # Errors
    ///
    /// As the requests' own `finished`, such as [`Play::finished`](channels::Play::finished).
    pub async fn finished(&mut self) -> Result<Arc<PlaybackFinished>, Error> {
        loop {
            if let Some(finished) = &self.over {
                return Ok(finished.clone());
            }
            self.until(|_| false).await?;
        }
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// What stopping it fails with.
    pub async fn stop(&mut self) -> Result<(), Error> {
        self.stops = true;
        self.playback.stop().await.map(drop)
    }

    /// Ends it, and waits for its end.
    pub(super) async fn stopped(&mut self) -> Result<Arc<PlaybackFinished>, Error> {
        self.stop().await?;
        self.finished().await
    }

    /// Holds it until it is resumed, or told anything else.
    ///
    /// # Errors
    ///
    /// What controlling it fails with.
    pub async fn pause(&mut self) -> Result<(), Error> {
        self.tell(PlaybackOperation::Pause).await?;
        self.paused = true;
        Ok(())
    }

    /// Goes on where it was paused.
    ///
    /// # Errors
    ///
    /// What controlling it fails with.
    pub async fn resume(&mut self) -> Result<(), Error> {
        self.tell(PlaybackOperation::Unpause).await?;
        self.paused = false;
        Ok(())
    }

    /// Skips forward: three seconds, or what [`skipms`](channels::Play::skipms) says.
    ///
    /// # Errors
    ///
    /// What controlling it fails with.
    pub async fn forward(&mut self) -> Result<(), Error> {
        self.go(PlaybackOperation::Forward).await
    }

    /// Skips backward, as far as [`forward`](Self::forward) does the other way.
    ///
    /// # Errors
    ///
    /// What controlling it fails with.
    pub async fn reverse(&mut self) -> Result<(), Error> {
        self.go(PlaybackOperation::Reverse).await
    }

    /// Begins again with what is being played.
    ///
    /// # Errors
    ///
    /// What controlling it fails with.
    pub async fn restart(&mut self) -> Result<(), Error> {
        self.go(PlaybackOperation::Restart).await
    }

    /// Whether it was paused, and not told to go on.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    async fn go(&mut self, operation: PlaybackOperation) -> Result<(), Error> {
        // Paused, it could only be resumed or stopped.
        if self.paused {
            self.resume().await?;
        }
        self.tell(operation).await
    }

    async fn tell(&mut self, operation: PlaybackOperation) -> Result<(), Error> {
        match self.playback.control(operation).await {
            // Its end was faster.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            told => told,
        }
    }

    /// Waits until it has ended or something else holds.
    async fn until(&mut self, enough: impl Fn(&Self) -> bool) -> Result<(), Error> {
        while self.over.is_none() && !enough(self) {
            let Self {
                step: Step { events, channel, .. }, playback, look, begun, stops, due, ..
            } = self;
            match due {
                Some(Due::Stop) => {
                    playback.stop().await?;
                    *due = None;
                }
                Some(Due::Failure) => {
                    let failure = media("the last item could not be played");
                    return Err(channel.explained(failure).await);
                }
                None => {}
            }
            tokio::select! {
                // The event first: what comes with it explains it.
                biased;
                item = events.next() => match item {
                    Some(Delivery::Event(Event::PlaybackFinished(finished))) => {
                        if finished.playback.state == PlaybackState::Failed {
                            *due = Some(Due::Failure);
                        } else {
                            self.over = Some(finished);
                        }
                    }
                    Some(Delivery::Event(event)) => {
                        *begun = true;
                        *look = Look { after_gap: look.after_gap, ..Look::new() };
                        // Stopping ends one of several only.
                        if *stops && matches!(event, Event::PlaybackStarted(_)) {
                            *due = Some(Due::Stop);
                        }
                    }
                    // From here on it may end unseen.
                    Some(Delivery::Lost(_)) => look.after_gap = true,
                    Some(Delivery::Resynced(_)) => look.at_once(),
                    Some(Delivery::Ended(_)) | None => return Err(no_events()),
                    Some(_) => {}
                },
                left = channel.left() => return Err(left),
                () = look.due() => match playback.get().await {
                    Err(error) if error.kind() == ErrorKind::NotFound && look.is_last() => {
                        return Err(channel.explained(look.verdict(*begun)).await);
                    }
                    Err(error) if error.kind() == ErrorKind::NotFound => look.once_more(),
                    _ => look.later(),
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Playing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Playing({})", self.playback.playback_id())
    }
}

fn media(message: &str) -> Error {
    Error::from_transport(ErrorKind::Media, message)
}

/// When the playback is looked at.
struct Look {
    next: Instant,
    wait: Duration,
    after_gap: bool,
    last: bool,
}

impl Look {
    /// It was queued or has begun, so that it has to be there until its end is told.
    fn new() -> Self {
        let next = Instant::now() + FIRST_LOOK;
        Self { next, wait: FIRST_LOOK, after_gap: false, last: false }
    }

    /// Its end may have been told while nobody heard it.
    fn at_once(&mut self) {
        self.next = Instant::now();
    }

    fn later(&mut self) {
        self.wait = (self.wait * 2).min(LONGEST_LOOK);
        self.next = Instant::now() + self.wait;
        self.last = false;
    }

    /// It is not there, but its end may be on its way.
    fn once_more(&mut self) {
        self.last = true;
        self.next = Instant::now() + LATE;
    }

    fn is_last(&self) -> bool {
        self.last
    }

    fn verdict(&self, begun: bool) -> Error {
        if self.after_gap {
            let message = "the playback ended while the connection was lost";
            return Error::from_transport(ErrorKind::Interrupted, message);
        }
        if !begun {
            return media("it is over, and Asterisk told neither of its beginning nor of its end");
        }
        media("Asterisk dropped the media without a word; is there such a sound or recording?")
    }

    async fn due(&self) {
        sleep_until(self.next).await;
    }
}
