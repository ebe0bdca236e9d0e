//! The audio of a call in this program: attaches a leg that carries it, and has it released with the call.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ari_runtime::media::control::Notation;
use ari_runtime::media::{Format, MediaReader, MediaWriter, Pacing};
use ari_runtime::{Error, ErrorKind};
use tokio::time::timeout;

use crate::calls::making::MediaLeg;
use crate::calls::owning::OwnedBridge;
use crate::calls::route::{MediaPath, ended};
use crate::{Ari, Call};

/// From the connection of a leg until it is in the application.
const ENTERING: Duration = Duration::from_secs(5);

/// The audio of a call, both ways: one reader and one writer, which may go separate ways.
///
/// When both are dropped, or the call leaves, the leg that carries the audio is hung up and the bridge between them destroyed.
#[must_use = "the media end when this is dropped"]
pub struct MediaStream {
    reader: MediaReader,
    writer: MediaWriter,
    parts: Arc<Parts>,
}

/// What was made in Asterisk for a stream.
struct Parts {
    leg: MediaLeg,
    /// Nothing where the program bridges the leg itself, and where the call has left.
    bridge: Mutex<Option<OwnedBridge>>,
}

impl Parts {
    fn bridge(&self) -> MutexGuard<'_, Option<OwnedBridge>> {
        self.bridge.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the leg is in the application.
    async fn enter(&self) -> Result<(), Error> {
        match timeout(ENTERING, self.leg.entered()).await {
            Ok(entered) => entered.map_err(ended),
            Err(_) => {
                let message =
                    format!("the media did not enter the application within {ENTERING:?}");
                Err(Error::from_transport(ErrorKind::Media, message))
            }
        }
    }

    /// Puts the leg into a bridge with a call, and has both released when that leaves.
    async fn join(self: &Arc<Self>, ari: &Ari, call: &Call) -> Result<(), Error> {
        self.leg.leaves_with(call);
        let talk = ari.owned_bridge("mixing").await?;
        talk.add(&[call, &self.leg]).await?;
        *self.bridge() = Some(talk);
        let parts = Arc::downgrade(self);
        call.on_left(move |_| async move {
            // Its failure is reported where it is released.
            drop(parts.upgrade().and_then(|it| it.bridge().take()));
        });
        Ok(())
    }
}

impl MediaStream {
    /// What comes from the call.
    pub fn reader(&mut self) -> &mut MediaReader {
        &mut self.reader
    }

    /// What goes to the call.
    pub fn writer(&mut self) -> &mut MediaWriter {
        &mut self.writer
    }

    /// Parts it, so that one task reads and another writes. It lives as long as either half.
    pub fn split(self) -> (MediaReader, MediaWriter) {
        (self.reader, self.writer)
    }

    /// The leg that carries the audio.
    pub fn leg(&self) -> &MediaLeg {
        &self.parts.leg
    }
}

impl Deref for MediaStream {
    type Target = MediaWriter;

    fn deref(&self) -> &MediaWriter {
        &self.writer
    }
}

impl fmt::Debug for MediaStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaStream")
            .field("format", self.writer.format())
            .field("leg", &self.parts.leg)
            .finish_non_exhaustive()
    }
}

/// A stream of audio that is being described; awaiting it makes it.
#[must_use = "there are no media until it is awaited"]
pub struct AttachMedia {
    ari: Ari,
    call: Option<Call>,
    format: Format,
    path: MediaPath,
    pacing: Pacing,
    notation: Notation,
}

impl Call {
    /// Attaches this program to the call's audio: a leg that carries it, in a bridge with the call.
    ///
    /// The format is Asterisk's name of it, such as `slin16`; Asterisk converts between it and the call's own. The call is
    /// taken out of a bridge that it is in; for one with more members, put the leg of [`Ari::media`] into it.
    ///
    /// ```no_run
    /// # use ari_generated::prelude::*;
    /// # async fn echo(call: Call) -> Result<(), Error> {
    /// let (mut reader, mut writer) = call.media("slin16").await?.split();
    /// while let Some(frame) = reader.next_audio().await {
    ///     writer.send(frame.payload).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The format is of video, which crashes known releases on a media websocket, or one that the path does not carry
    /// ([`ErrorKind::InvalidInput`]); no connection was made ([`ErrorKind::Media`]); the call left; what the requests fail
    /// with. Nothing is left behind.
    pub fn media(&self, format: impl Into<Format>) -> AttachMedia {
        AttachMedia { call: Some(self.clone()), ..self.ari().media(format) }
    }
}

impl Ari {
    /// A leg that carries audio to and from this program, in no bridge: put it into one.
    ///
    /// # Errors
    ///
    /// As [`Call::media`].
    pub fn media(&self, format: impl Into<Format>) -> AttachMedia {
        AttachMedia {
            ari: self.clone(),
            call: None,
            format: format.into(),
            path: MediaPath::default(),
            pacing: Pacing::default(),
            notation: Notation::default(),
        }
    }
}

impl AttachMedia {
    /// What the audio travels over; a media websocket that this program opens otherwise.
    pub fn over(mut self, path: MediaPath) -> Self {
        self.path = path;
        self
    }

    /// How audio is paced and what is held; real time otherwise.
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = pacing;
        self
    }

    /// How a media websocket writes commands and events: in plain text otherwise, which every release with media websockets
    /// understands. JSON since 20.18, 22.8 and 23.2; it tells the channel's variables too.
    pub fn notation(mut self, notation: Notation) -> Self {
        self.notation = notation;
        self
    }

    async fn attach(self) -> Result<MediaStream, Error> {
        let Self { ari, call, format, path, pacing, notation } = self;
        if format.is_video() {
            let message = format!("{format} is no audio, and can crash the server");
            return Err(Error::from_transport(ErrorKind::InvalidInput, message));
        }
        let request = ari.channels().external_media(format.name());
        let opening = path.open(request, &format, notation);
        let (leg, connection) = match &call {
            Some(call) => call.bound(opening).await??,
            None => opening.await?,
        };
        let line = leg.line().clone();
        let parts = Arc::new(Parts { leg, bridge: Mutex::default() });
        let left = async move { line.left().await };
        // From now on it is read from and written to: Asterisk need not wait for either.
        let (reader, writer) = connection.begin(&ari, pacing, left, parts.clone());
        let entering = parts.enter();
        match &call {
            Some(call) => {
                call.bound(entering).await??;
                parts.join(&ari, call).await?;
            }
            None => entering.await?,
        }
        Ok(MediaStream { reader, writer, parts })
    }
}

impl IntoFuture for AttachMedia {
    type Output = Result<MediaStream, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.attach())
    }
}

impl fmt::Debug for AttachMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttachMedia")
            .field("format", &self.format)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
