//! An Asterisk, the client that is tested, callers whose halves the dialplan plays and listens for, and a server for media.

use std::f64::consts::TAU;
use std::net::SocketAddr;

use ari_generated::channels::ChannelHandle;
use ari_generated::media::{MediaItem, MediaListener, MediaPath, MediaReader, MediaStart};
use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect, Keeper};
use ari_harness::{Authority, Instance, Leaf, Outbound, Setup};
use ari_live_tests::{Watch, asterisk, awaited, credentials, eventually};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::{Failure, soon};

/// The application of the client that is tested.
pub const DESK: &str = "desk";

/// What callers do after they were answered.
const DIALPLAN: &str = "[default]
exten => ear,1,Answer()
 same => n,Set(TONE_DETECT(440,500)=)
 same => n,Wait(3600)
; The digital milliwatt: eight samples of mu-law.
exten => digital,1,Answer()
 same => n,Milliwatt(o)
; types-12# types them over and over.
exten => _types-.,1,Answer()
 same => n(again),Wait(1)
 same => n,SendDTMF(${EXTEN:6})
 same => n,Goto(again)
";

/// The name of the server for media.
const CLIENT: &str = "studio";

/// Everything that a test needs.
pub struct Studio {
    pub instance: Instance,
    /// The client that is tested.
    pub ari: Ari,
    /// The client of the callers.
    pub others: Ari,
    pub watch: Watch,
    pub listener: MediaListener,
    calls: mpsc::UnboundedReceiver<Keeper>,
}

/// A way to the audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Websocket,
    WebsocketOfAsterisk,
    AudioSocket,
    Rtp,
}

impl Studio {
    pub async fn new() -> Result<Self, Failure> {
        Self::with(Setup::new(), |it| it).await
    }

    pub async fn with(
        setup: Setup,
        connect: impl FnOnce(Connect<AriApi>) -> Connect<AriApi>,
    ) -> Result<Self, Failure> {
        let listener = MediaListener::bind("127.0.0.1:0").await?;
        let url = format!("ws://{}/media", listener.local_addr());
        let server = Outbound::media(url);
        let client = |it: &Instance| connect(Ari::connect(it.url(), credentials(it)));
        Self::of(setup, listener, server, client).await
    }

    /// All media and requests over TLS, with certificates on both sides.
    pub async fn secure() -> Result<Self, Failure> {
        let (servers, clients) = (Authority::new()?, Authority::new()?);
        let server = servers.issue(Leaf::server(["localhost", "127.0.0.1"]))?;
        let client = clients.issue(Leaf::client(["pbx"]))?;
        let listener = MediaListener::bind("127.0.0.1:0")
            .identity_pem(server.certificate_pem.clone(), server.key_pem.clone())
            .trust_pem(clients.certificate_pem())
            .await?;
        // By its name: Asterisk looks for an address among the names of hosts only.
        let url = format!("wss://localhost:{}/media", listener.local_addr().port());
        let outbound = Outbound::media(url)
            .authority(servers.certificate_pem())
            .identity(client.certificate_pem, client.key_pem);
        let setup = Setup::new().identity(server.certificate_pem, server.key_pem);
        let connect = |it: &Instance| {
            let url = it.https_url().expect("it speaks TLS");
            Ari::connect(url, credentials(it)).trust_pem(servers.certificate_pem())
        };
        Self::of(setup, listener, outbound, connect).await
    }

    async fn of(
        setup: Setup,
        listener: MediaListener,
        server: Outbound,
        connect: impl FnOnce(&Instance) -> Connect<AriApi>,
    ) -> Result<Self, Failure> {
        let setup = setup.media(CLIENT, server).dialplan(DIALPLAN);
        let instance = spawn_blocking(move || asterisk(setup)).await?;
        let (ari, events) = connect(&instance).app(DESK).await?;
        let others = Ari::connect(instance.url(), credentials(&instance)).app("others");
        let (others, seen) = others.await?;
        let (hand, calls) = mpsc::unbounded_channel();
        let serving = events.serve(move |call: Call| {
            // It waits for the test, which hangs it up by dropping what it got.
            let handed = hand.send(call.keep());
            async move { handed.map_err(|_| "the test is over") }
        });
        tokio::spawn(serving.into_future());
        Ok(Self { instance, ari, others, watch: Watch::new(seen), listener, calls })
    }

    /// Somebody calls, is answered, and does what an extension says: their half, and the call.
    pub async fn call(&mut self, extension: &str) -> Result<(ChannelHandle, Keeper), Failure> {
        let id = ChannelId::random();
        let channels = self.others.channels();
        let call = channels.originate_with_id(&id, format!("Local/app-{DESK}@default"));
        call.context("default").extension(extension).priority(1).formats("ulaw").await?;
        let source = format!("channel:{id}");
        self.others.applications().subscribe("others", [source]).await?;
        let call = soon(self.calls.recv()).await?.ok_or("no call")?;
        call.call().answer().await?;
        Ok((self.others.channel(id), call))
    }

    pub fn path(&self, way: Way) -> MediaPath {
        let local: SocketAddr = ([127, 0, 0, 1], 0).into();
        match way {
            Way::Websocket => MediaPath::websocket(),
            Way::WebsocketOfAsterisk => MediaPath::websocket_to(&self.listener, CLIENT),
            Way::AudioSocket => MediaPath::audio_socket(local),
            Way::Rtp => MediaPath::rtp(local),
        }
    }

    /// Waits until a caller at the extension `ear` has heard the tone of [`tone`].
    pub async fn hears_the_tone(&mut self, caller: &ChannelHandle) {
        let id = caller.channel_id();
        awaited!(self.watch, ChannelToneDetected, |it| it.channel.id == *id);
    }

    /// No channel and no bridge is left, and the client owns nothing and serves nothing.
    pub async fn nothing_is_left(&self) {
        eventually("nothing is left behind", async || {
            let channels = self.ari.channels().list().await.ok()?;
            let bridges = self.ari.bridges().list().await.ok()?;
            let health = self.ari.health();
            let owned = health.belongings.owned + health.belongings.under_way;
            let busy = channels.len() + bridges.len() + owned + health.live_calls > 0;
            (!busy).then_some(())
        })
        .await;
        assert_eq!(self.ari.health().belongings.failed, 0);
    }
}

/// A tone of 440 Hz, of so many samples at a rate, from one of them on.
pub fn tone(rate: u32, from: usize, samples: usize) -> Vec<i16> {
    let at = |it: usize| (it as f64 * 440.0 * TAU / f64::from(rate)).sin() * 8_000.0;
    (from..from + samples).map(|it| at(it) as i16).collect()
}

/// What a media websocket begins with.
pub async fn start(reader: &mut MediaReader) -> Result<MediaStart, Failure> {
    match soon(reader.next()).await? {
        Some(MediaItem::Start(start)) => Ok(start),
        other => Err(format!("it begins with {other:?}").into()),
    }
}
