//! An example at work on a server of its own: calls to it, what it says, and how soon nothing is left of them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Example, Heard, PATIENCE, Phones, asterisk, awaited, eventually};
use tokio::time::{Instant, sleep};

use crate::Failure;

/// An example, the people who call it, and the server between them.
pub struct Scene {
    pub instance: Instance,
    pub phones: Phones,
    pub example: Example,
    name: &'static str,
    /// The longest time from a hangup until nothing was left.
    longest: Duration,
}

impl Scene {
    /// Starts an example with arguments.
    pub async fn new(
        name: &'static str,
        arguments: &[&str],
        setup: Setup,
    ) -> Result<Self, Failure> {
        Self::on(asterisk(setup), name, arguments).await
    }

    /// The same, on a server that is there.
    pub async fn on(
        instance: Instance,
        name: &'static str,
        arguments: &[&str],
    ) -> Result<Self, Failure> {
        let phones = Phones::new(&instance).await;
        let example = Example::start_with(name, arguments, &phones.ari, &instance).await?;
        Ok(Self { instance, phones, example, name, longest: Duration::ZERO })
    }

    /// The extension that enters the example's application.
    pub fn extension(&self) -> String {
        format!("app-{}", self.name.replace('_', "-"))
    }

    /// Somebody calls, and what happens at the example's side of that is shown to the phones too.
    pub async fn call(&mut self) -> Result<ChannelHandle, Failure> {
        let phone = self.phone().await?;
        phone.dial().await?;
        Ok(phone)
    }

    /// Somebody who is about to call, by dialling.
    pub async fn phone(&mut self) -> Result<ChannelHandle, Failure> {
        let extension = self.extension();
        let Phones { ari, watch, .. } = &mut self.phones;
        let phone = ari.channel(ChannelId::random());
        let id = phone.channel_id();
        let create = ari.channels().create(format!("Local/{extension}@default"));
        create.channel_id(id).formats("ulaw").await?;
        awaited!(watch, StasisStart, |it| it.channel.id == *id);
        // What calls before this one have left behind is of no interest.
        watch.forget();
        let source = format!("channel:{}", caller(&phone));
        ari.application("phones").subscribe([source]).await?;
        Ok(phone)
    }

    /// Somebody calls and is answered.
    pub async fn talk(&mut self) -> Result<ChannelHandle, Failure> {
        let phone = self.call().await?;
        self.phones.answered(&phone).await;
        Ok(phone)
    }

    /// Waits until the example plays this to a caller.
    pub async fn plays(&mut self, phone: &ChannelHandle, media: &str) {
        let target = format!("channel:{}", caller(phone));
        let watch = &mut self.phones.watch;
        awaited!(watch, PlaybackStarted, |it| it.playback.target_uri.as_str() == target
            && it.playback.media_uri.as_str() == media);
    }

    /// The next line that the example prints.
    pub async fn line(&mut self) -> Result<String, Failure> {
        let line = self.example.line().await?;
        Ok(self.plain(&line))
    }

    /// Lines up to the one that ends like this.
    pub async fn until(&mut self, end: &str) -> Result<Vec<String>, Failure> {
        let lines = match self.example.until(end).await {
            Ok(lines) => lines,
            Err(error) => {
                let channels = self.instance.cli("core show channels concise")?;
                let bridges = self.phones.ari.bridges().list().await?;
                return Err(format!("{error}\n{channels}\n{bridges:#?}").into());
            }
        };
        Ok(lines.iter().map(|it| self.plain(it)).collect())
    }

    /// Lines up to the one that says that the channel has left.
    pub async fn until_left(&mut self) -> Result<Vec<String>, Failure> {
        self.until("just left our application").await
    }

    /// A line with `CALLER` for the name of a channel that entered the application.
    fn plain(&self, line: &str) -> String {
        let start = format!("Local/{}@default-", self.extension());
        match line.split_once(&start) {
            // Eight digits, and which half it is.
            Some((before, name)) => format!("{before}CALLER{}", &name["00000000;2".len()..]),
            None => line.to_owned(),
        }
    }

    /// Waits until somebody hears this.
    pub async fn hears(&mut self, phone: &ChannelHandle, wanted: Heard) -> Result<(), Failure> {
        // A channel that dialled is recorded only after it was in a bridge of somebody's.
        let bridge = self.phones.ari.owned_bridge("mixing").await?;
        bridge.add(&[phone]).await?;
        bridge.remove(&[phone]).await?;
        bridge.release().await?;
        let mut heard = Vec::new();
        while heard.len() < 20 {
            let name = RecordingName::random();
            let watch = &mut self.phones.watch;
            phone.record(&name, "sln").await?;
            awaited!(watch, RecordingStarted, |it| it.recording.name == name);
            sleep(Duration::from_millis(500)).await;
            self.phones.ari.live_recording(&name).stop().await?;
            awaited!(watch, RecordingFinished, |it| it.recording.name == name);
            let stored = self.phones.ari.stored_recording(&name);
            heard.push(Heard::at_the_end_of(&stored.file().await?.bytes().await?));
            stored.delete().await?;
            if heard.last() == Some(&Some(wanted)) {
                return Ok(());
            }
        }
        Err(format!("it is never {wanted:?}: {heard:?}").into())
    }

    /// Makes a sound so many seconds of silence.
    pub fn silence(&self, sound: &str, seconds: usize) -> std::io::Result<()> {
        let file = self.instance.sounds_directory().join(format!("{sound}.sln"));
        std::fs::write(file, vec![0; 2 * 8_000 * seconds])
    }

    /// Waits until the one bridge of this type has so many members, and tells who they are; none where there is no bridge.
    pub async fn bridged(&self, kind: &str, members: usize) -> Vec<ChannelId> {
        let ari = &self.phones.ari;
        eventually(&format!("{members} are in a {kind} bridge"), || async {
            let mut bridges = ari.bridges().list().await.ok()?;
            bridges.retain(|it| it.bridge_type.as_str() == kind);
            if bridges.is_empty() && members == 0 {
                return Some(Vec::new());
            }
            let bridge = bridges.pop().filter(|_| bridges.is_empty())?;
            (bridge.channels.len() == members).then_some(bridge.channels)
        })
        .await
    }

    /// Waits until the server has no channel, no bridge and no application but those that are connected.
    pub async fn gone(&mut self) -> Result<Duration, Failure> {
        let began = Instant::now();
        loop {
            let channels = self.phones.ari.channels().list().await?;
            let bridges = self.phones.ari.bridges().list().await?;
            if channels.is_empty() && bridges.is_empty() {
                break;
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("left behind: {channels:#?} {bridges:#?}").into());
            }
            sleep(Duration::from_millis(5)).await;
        }
        let took = began.elapsed();
        self.longest = self.longest.max(took);
        Ok(took)
    }

    /// Tells how long it took at most until nothing was left.
    pub fn report(&self) {
        println!("{}: clean at most {:?} after a hangup", self.name, self.longest);
    }
}

/// The channel that a phone's call has in the application.
pub fn caller(phone: &ChannelHandle) -> ChannelId {
    ChannelId::new(format!("{};2", phone.channel_id()))
}

/// Some time that is shorter than this.
pub fn moment(limit: u64) -> Duration {
    Duration::from_millis(RandomState::new().hash_one(0) % limit)
}
