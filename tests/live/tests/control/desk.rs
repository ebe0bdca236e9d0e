//! A server, the client that is tested, and people with phones who call it; their calls wait for what the test does.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_generated::{Keeper, RecordingName};
use ari_harness::{Instance, Setup};
use ari_live_tests::{Phones, asterisk, credentials, eventually};
use tokio::sync::mpsc;
use tokio::time::sleep;

use crate::{Failure, soon};

/// The application of the client that is tested.
pub const DESK: &str = "desk";

/// Everything that a test needs.
pub struct Desk {
    pub instance: Instance,
    /// The client that is tested.
    pub ari: Ari,
    pub phones: Phones,
    calls: mpsc::UnboundedReceiver<Keeper>,
}

impl Desk {
    pub async fn new() -> Result<Self, Failure> {
        Self::with(Setup::new()).await
    }

    pub async fn with(setup: Setup) -> Result<Self, Failure> {
        let instance = asterisk(setup);
        let connect = Ari::connect(instance.url(), credentials(&instance)).app(DESK);
        Self::of(instance, connect.await?).await
    }

    /// With a client that was connected elsewhere.
    pub async fn of(
        instance: Instance,
        (ari, events): (Ari, ari_generated::Events),
    ) -> Result<Self, Failure> {
        let phones = Phones::new(&instance).await;
        let (hand, calls) = mpsc::unbounded_channel();
        let serving = events.serve(move |call: Call| {
            // It waits for the test, which hangs it up by dropping what it got.
            let handed = hand.send(call.keep());
            async move { handed.map_err(|_| "the test is over") }
        });
        tokio::spawn(serving.into_future());
        Ok(Self { instance, ari, phones, calls })
    }

    /// Somebody calls: their phone, and the call that nobody answered yet.
    pub async fn rings(&mut self) -> Result<(ChannelHandle, Keeper), Failure> {
        let phone = self.phones.call(&format!("app-{DESK}")).await;
        let call = soon(self.calls.recv()).await?.ok_or("no call")?;
        Ok((phone, call))
    }

    /// The same, answered.
    pub async fn talks(&mut self) -> Result<(ChannelHandle, Keeper), Failure> {
        let (phone, call) = self.rings().await?;
        call.call().answer().await?;
        self.phones.answered(&phone).await;
        // Asterisk keeps who dialled in a bridge of its own, where nothing can be recorded, until they were in another.
        let bridge = self.phones.ari.bridge(BridgeId::random());
        bridge.create_with_id().bridge_type("mixing").await?;
        bridge.add_channel([phone.channel_id()]).await?;
        bridge.remove_channel([phone.channel_id()]).await?;
        bridge.destroy().await?;
        Ok((phone, call))
    }

    /// Nothing is left on the server, and the client knows of nothing any more.
    pub async fn nothing_is_left(&self) {
        nothing_is_left(&self.ari).await;
    }

    /// Waits until somebody with a phone that was answered hears something, or nothing.
    pub async fn hears(&self, phone: &ChannelHandle, something: bool) {
        let mut heard = Vec::new();
        while heard.last() != Some(&something) {
            assert!(heard.len() < 20, "something is to be heard: {something}; {heard:?}");
            heard.push(self.hears_now(phone).await);
        }
    }

    /// What half a second brings.
    async fn hears_now(&self, phone: &ChannelHandle) -> bool {
        let (name, ari) = (RecordingName::random(), &self.phones.ari);
        let recording = tokio::spawn(phone.record(&name, "sln").finished());
        let live = ari.live_recording(&name);
        let started = eventually("it records or cannot", async || {
            let (is_over, there) = (recording.is_finished(), live.get().await.is_ok());
            (is_over || there).then_some(there)
        });
        if !started.await {
            panic!("{:?}", recording.await);
        }
        sleep(Duration::from_millis(500)).await;
        live.stop().await.expect("it stops");
        let recorded = soon(recording).await.expect("in time").expect("no panic");
        // From the disk: an empty one is not given away.
        recorded.expect("a recording");
        let file = self.instance.recordings_directory().join(format!("{name}.sln"));
        let bytes = std::fs::read(file).expect("a stored recording");
        ari.stored_recording(&name).delete().await.expect("it was stored");
        // The first frames may be from before, and a telephone codec may leave the last bits of silence set.
        let last = &bytes[bytes.len() - bytes.len().min(1_600)..];
        last.chunks_exact(2).any(|it| i16::from_le_bytes([it[0], it[1]]).unsigned_abs() > 64)
    }
}

/// No channel and no bridge is left, and the client owns nothing and serves nothing.
pub async fn nothing_is_left(ari: &Ari) {
    eventually("nothing is left behind", async || {
        let channels = ari.channels().list().await.ok()?;
        let bridges = ari.bridges().list().await.ok()?;
        let health = ari.health();
        let owned = health.belongings.owned + health.belongings.under_way;
        let busy = !channels.is_empty() || !bridges.is_empty() || owned + health.live_calls > 0;
        (!busy).then_some(())
    })
    .await;
    assert_eq!(ari.health().belongings.failed, 0);
}
