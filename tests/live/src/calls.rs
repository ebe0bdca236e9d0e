//! An Asterisk, a client in one application, and calls without phones: Local channels that a test sets up in one line.

use std::path::Path;
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::{Ari, ChannelId, RecordingName};
use ari_harness::{Instance, Release, Setup};
use tokio::time::sleep;

use crate::{Door, Watch, history};

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
    door: Door,
}

impl Stage {
    /// Starts a server of the newest release and connects over HTTP for an application.
    pub async fn new(setup: Setup, application: &'static str) -> Self {
        Self::through(Door::Http, Release::Sid, setup, application).await
    }

    /// Starts a server and connects for an application.
    pub async fn through(
        door: Door,
        release: Release,
        setup: Setup,
        application: &'static str,
    ) -> Self {
        let (instance, ari, events) = door.open(release, setup, application).await;
        Self { instance, ari, watch: Watch::new(events), application, door }
    }

    /// The way of the client's requests.
    pub fn door(&self) -> Door {
        self.door
    }

    /// Whether the server has an operation, such as `channels.originate`.
    pub fn has(&self, operation: &str) -> bool {
        history::has(self.instance.version(), operation)
    }

    /// Whether the server has an operation's parameter of that name in the specification.
    pub fn has_parameter(&self, operation: &str, parameter: &str) -> bool {
        history::has_parameter(self.instance.version(), operation, parameter)
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

    /// What a channel brings, by half a second of it that is recorded next.
    ///
    /// # Panics
    ///
    /// It cannot be recorded.
    pub async fn hears(&mut self, channel: &ChannelHandle) -> Heard {
        let folder = self.instance.recordings_directory();
        hears(&self.ari, &mut self.watch, &folder, channel).await
    }

    /// What the last tenth of a second of a recording in the format `sln` holds; `None` if it is shorter.
    ///
    /// The first frames may still be from before the recording.
    ///
    /// # Panics
    ///
    /// The recording is not there.
    pub fn end_of(&self, recording: &RecordingName) -> Option<Heard> {
        // From the disk, since not every door brings files.
        let file = self.instance.recordings_directory().join(format!("{recording}.sln"));
        let bytes = std::fs::read(file).expect("a stored recording");
        Heard::at_the_end_of(&bytes)
    }

    /// Waits for sound on a channel: music may begin with some silence.
    ///
    /// # Panics
    ///
    /// There is none.
    pub async fn hears_sound(&mut self, channel: &ChannelHandle) {
        self.comes_to_hear(channel, Heard::Sound).await;
    }

    /// Waits until a channel brings nothing any more: the last frames may still be on their way.
    ///
    /// # Panics
    ///
    /// It always brings something.
    pub async fn hears_nothing(&mut self, channel: &ChannelHandle) {
        self.comes_to_hear(channel, Heard::Nothing).await;
    }

    async fn comes_to_hear(&mut self, channel: &ChannelHandle, wanted: Heard) {
        let mut heard = Vec::new();
        while heard.len() < 20 {
            heard.push(self.hears(channel).await);
            if heard.last() == Some(&wanted) {
                return;
            }
        }
        panic!("{} never brings {wanted:?}: {heard:?}", channel.channel_id());
    }
}

/// What a channel brings, by half a second of it that is recorded next into this folder.
pub(crate) async fn hears(
    ari: &Ari,
    watch: &mut Watch,
    folder: &Path,
    channel: &ChannelHandle,
) -> Heard {
    // A limit of whole seconds would be kept only roughly, and take longer.
    for half_seconds in [1, 4, 16] {
        let name = RecordingName::random();
        channel.record(&name, "sln").await.expect("a recording");
        awaited!(watch, RecordingStarted, |it| it.recording.name == name);
        sleep(half_seconds * Duration::from_millis(500)).await;
        ari.live_recording(&name).stop().await.expect("it stops");
        awaited!(watch, RecordingFinished, |it| it.recording.name == name);
        let bytes = std::fs::read(folder.join(format!("{name}.sln"))).expect("a recording");
        ari.stored_recording(&name).delete().await.expect("it was stored");
        if let Some(heard) = Heard::at_the_end_of(&bytes) {
            return heard;
        }
    }
    panic!("{} brings less than it should", channel.channel_id());
}

/// What came over a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing else to hear")]
pub enum Heard {
    /// No audio at all.
    Nothing,
    /// Audio that is all zero.
    Silence,
    /// Audio that can be heard.
    Sound,
}

impl Heard {
    /// The last tenth of a second of audio at 8 kHz, unless there is less of it.
    pub fn at_the_end_of(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::Nothing);
        }
        let last = bytes.last_chunk::<1_600>()?;
        // A telephone codec may leave the last bits of silence set.
        let loud =
            last.chunks_exact(2).any(|it| i16::from_le_bytes([it[0], it[1]]).unsigned_abs() > 64);
        Some(if loud { Self::Sound } else { Self::Silence })
    }
}
