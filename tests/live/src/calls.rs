//! An Asterisk, a client in one application, and calls without phones: Local channels that a test sets up in one line.

use ari_generated::channels::ChannelHandle;
use ari_generated::recordings::StoredRecordingHandle;
use ari_generated::{Ari, ChannelId, RecordingName};
use ari_harness::{Instance, Setup};
use std::time::Duration;

use crate::{Watch, asterisk, connect};

/// The first event of a kind, of those seen and those to come, for which the condition holds.
#[macro_export]
macro_rules! awaited {
    ($watch:expr, $kind:ident, |$event:ident| $wanted:expr) => {
        $watch
            .find(concat!(stringify!($kind), " with ", stringify!($wanted)), |event| match event {
                ::ari_generated::Event::$kind($event) if $wanted => Some($event.clone()),
                _ => None,
            })
            .await
    };
}

/// A server, a client and its events.
#[derive(Debug)]
pub struct Stage {
    /// The server.
    pub instance: Instance,
    /// The client.
    pub ari: Ari,
    /// What the client saw.
    pub watch: Watch,
    application: &'static str,
}

impl Stage {
    /// Starts a server and connects for an application.
    pub async fn new(setup: Setup, application: &'static str) -> Self {
        let instance = asterisk(setup);
        let (ari, events) = connect(&instance, application).await;
        Self { instance, ari, watch: Watch::new(events), application }
    }

    /// The application's name.
    pub fn application(&self) -> &'static str {
        self.application
    }

    /// A channel in the application that is answered by an extension.
    ///
    /// # Panics
    ///
    /// The extension does not answer.
    pub async fn call(&mut self, extension: &str) -> ChannelHandle {
        let id = ChannelId::random();
        self.ari
            .channels()
            .originate_with_id(&id, format!("Local/{extension}@default"))
            .app(self.application)
            // Local channels pick 192 kHz otherwise.
            .formats("ulaw")
            .await
            .expect("the call is placed");
        awaited!(self.watch, StasisStart, |it| it.channel.id == id);
        self.ari.channel(id)
    }

    /// Both ends of one call in the application: what the one sends, the other receives. The second is not answered yet.
    ///
    /// # Panics
    ///
    /// The call cannot be placed.
    pub async fn ringing_pair(&mut self) -> (ChannelHandle, ChannelHandle) {
        let (near, far) = (ChannelId::random(), ChannelId::random());
        self.ari
            .channels()
            .originate_with_id(&near, format!("Local/app-{}@default", self.application))
            .app(self.application)
            .other_channel_id(&far)
            .formats("ulaw")
            .await
            .expect("the call is placed");
        awaited!(self.watch, StasisStart, |it| it.channel.id == far);
        (self.ari.channel(near), self.ari.channel(far))
    }

    /// The same, answered.
    ///
    /// # Panics
    ///
    /// The call cannot be placed.
    pub async fn pair(&mut self) -> (ChannelHandle, ChannelHandle) {
        let (near, far) = self.ringing_pair().await;
        far.answer().await.expect("it is answered");
        awaited!(self.watch, StasisStart, |it| it.channel.id == *near.channel_id());
        (near, far)
    }

    /// How long either half of [`silence_then_tone`](Self::silence_then_tone) is.
    pub const HALF: Duration = Duration::from_secs(20);

    /// The media URI of a sound that is silent in its first half and loud in its second.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn silence_then_tone(&self) -> std::io::Result<&'static str> {
        let samples = 8_000 * Self::HALF.as_secs() as usize;
        let mut sound = vec![0; 2 * samples];
        // A square wave of 500 Hz.
        for sample in 0..samples {
            let level: i16 = if sample / 8 % 2 == 0 { 8_000 } else { -8_000 };
            sound.extend(level.to_le_bytes());
        }
        std::fs::write(self.instance.sounds_directory().join("halves.sln"), sound)?;
        Ok("sound:halves")
    }

    /// Whether a channel brings sound, by the second of it that is recorded next. Silence is sound that is all zero; a
    /// channel that brings nothing at all never has that second.
    ///
    /// # Panics
    ///
    /// It cannot be recorded.
    pub async fn hears(&mut self, channel: &ChannelHandle) -> bool {
        let name = RecordingName::random();
        channel
            .record(&name, "sln")
            .max_duration_seconds(Duration::from_secs(1))
            .await
            .expect("a recording");
        awaited!(self.watch, RecordingFinished, |it| it.recording.name == name);
        let recording = self.ari.stored_recording(&name);
        let loud = is_loud(&recording).await;
        recording.delete().await.expect("it was stored");
        loud
    }
}

/// Whether a recording of format `sln` holds more than silence.
///
/// # Panics
///
/// It is not there.
pub async fn is_loud(recording: &StoredRecordingHandle) -> bool {
    let body = recording.file().await.expect("a stored recording");
    let bytes = body.bytes().await.expect("all of it");
    assert!(!bytes.is_empty(), "nothing was recorded");
    // A telephone codec may leave the last bits of silence set.
    bytes.chunks_exact(2).any(|it| i16::from_le_bytes([it[0], it[1]]).unsigned_abs() > 64)
}
