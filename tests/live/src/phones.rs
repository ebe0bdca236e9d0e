//! People with phones: an application of their own whose channels call, answer, type, listen and hang up as a test says.

use std::path::PathBuf;

use ari_generated::channels::ChannelHandle;
use ari_generated::enums::SnoopDirection;
use ari_generated::prelude::*;
use ari_harness::Instance;

use crate::calls::hears;
use crate::{Heard, Watch, awaited, credentials};

/// Phones, each the other half of a Local channel.
#[derive(Debug)]
pub struct Phones {
    /// Their client, beside the one that is tested.
    pub ari: Ari,
    /// What happens to them.
    pub watch: Watch,
    rang: Vec<ChannelId>,
    recordings: PathBuf,
}

impl Phones {
    /// What calls one of them; each call rings at another.
    pub const ENDPOINT: &str = "Local/app-phones@default";

    /// Connects.
    ///
    /// # Panics
    ///
    /// It cannot connect.
    pub async fn new(instance: &Instance) -> Self {
        let connect = Ari::connect(instance.url(), credentials(instance)).app("phones");
        let (ari, events) = connect.await.expect("a connection");
        let recordings = instance.recordings_directory();
        Self { ari, watch: Watch::new(events), rang: Vec::new(), recordings }
    }

    /// One of them calls an extension, such as `app-NAME`. It may act as soon as it is answered.
    ///
    /// # Panics
    ///
    /// The call cannot be placed.
    pub async fn call(&mut self, extension: &str) -> ChannelHandle {
        let phone = self.ari.channel(ChannelId::random());
        let id = phone.channel_id();
        // Two steps, so that the phone is there before anybody answers.
        let create = self.ari.channels().create(format!("Local/{extension}@default"));
        create.channel_id(id).formats("ulaw").await.expect("a channel");
        awaited!(self.watch, StasisStart, |it| it.channel.id == *id);
        phone.dial().await.expect("it calls");
        phone
    }

    /// One of them calls and is answered.
    ///
    /// # Panics
    ///
    /// Nobody answers.
    pub async fn talk(&mut self, extension: &str) -> ChannelHandle {
        let phone = self.call(extension).await;
        self.answered(&phone).await;
        phone
    }

    /// Waits until somebody has answered a phone.
    ///
    /// # Panics
    ///
    /// Nobody does.
    pub async fn answered(&mut self, phone: &ChannelHandle) {
        let id = phone.channel_id();
        awaited!(self.watch, Dial, |it| it.peer.id == *id && it.dialstatus.as_str() == "ANSWER");
    }

    /// The next phone that is called, not answered yet.
    ///
    /// # Panics
    ///
    /// Nobody calls.
    pub async fn rings(&mut self) -> ChannelHandle {
        // Those that call are created; these come from the dialplan.
        let Self { watch, rang, .. } = self;
        let start = awaited!(watch, StasisStart, |it| it.channel.name.ends_with(";2")
            && !rang.contains(&it.channel.id));
        rang.push(start.channel.id.clone());
        self.ari.channel(&start.channel.id)
    }

    /// Types digits on a phone that was answered.
    ///
    /// # Panics
    ///
    /// They cannot be sent.
    pub async fn types(&self, phone: &ChannelHandle, digits: &str) {
        phone.send_dtmf().dtmf(digits).await.expect("digits");
    }

    /// Waits until a phone that was answered hears this: sound or silence, since nothing at all is silence here.
    ///
    /// # Panics
    ///
    /// It always hears something else.
    pub async fn hears(&mut self, phone: &ChannelHandle, wanted: Heard) {
        // A channel that called cannot be recorded itself.
        let ear = self.ari.channel(ChannelId::random());
        let listen = phone.snoop_with_id(ear.channel_id()).spy(SnoopDirection::In);
        listen.await.expect("an ear");
        awaited!(self.watch, StasisStart, |it| it.channel.id == *ear.channel_id());
        let mut heard = Vec::new();
        while heard.last() != Some(&wanted) {
            assert!(heard.len() < 20, "{} never hears {wanted:?}: {heard:?}", phone.channel_id());
            heard.push(hears(&self.ari, &mut self.watch, &self.recordings, &ear).await);
        }
        ear.hangup().await.expect("it ends");
    }
}
