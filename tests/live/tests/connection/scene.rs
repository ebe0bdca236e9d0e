//! An Asterisk, a proxy before it, a client behind the proxy that finds losses fast, and a second one that goes past it.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect, Lost};
use ari_harness::{Instance, Setup};
pub use ari_live_tests::{Items, PATIENCE};
use ari_live_tests::{Proxy, Which, asterisk, credentials, eventually};
use tokio::time::timeout;

/// The application of every client here.
pub const APPLICATION: &str = "held";

/// A connection that is fast at noticing and at coming back.
pub fn nimble(url: impl Into<String>, instance: &Instance) -> Connect<AriApi> {
    Ari::connect(url, credentials(instance))
        .app(APPLICATION)
        .ping_every(Duration::from_secs(1))
        .longest_backoff(Duration::from_millis(200))
}

/// Everything that a test needs.
pub struct Scene {
    pub instance: Instance,
    pub proxy: Proxy,
    /// Behind the proxy.
    pub ari: Ari,
    pub items: Items,
    /// Past the proxy, without events.
    pub direct: Ari,
}

impl Scene {
    pub async fn new() -> Self {
        Self::with(|it| it).await
    }

    pub async fn with(settings: impl FnOnce(Connect<AriApi>) -> Connect<AriApi>) -> Self {
        let instance = asterisk(Setup::new());
        let proxy = Proxy::start(&instance.url()).await;
        let direct = Ari::rest(instance.url(), credentials(&instance)).expect("a client");
        let connected = settings(nimble(proxy.url(), &instance)).await;
        let (ari, events) = connected.expect("a connection");
        Self { instance, proxy, ari, items: Items::new(events), direct }
    }

    /// A channel that sits in the application.
    pub async fn call(&mut self) -> ChannelHandle {
        let channel = self.ari.channel(ChannelId::random());
        call(&channel, "wait").await;
        let id = channel.channel_id().clone();
        self.items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, &id)).await;
        channel
    }

    /// Ends all connections, and lets no other come about; returns when the client has noticed. A pooled connection
    /// that stayed could carry the next handshake.
    pub async fn enter_the_gap(&mut self) -> Lost {
        self.proxy.refuse().await;
        self.proxy.reset(Which::All);
        self.items.lost().await
    }

    /// A channel goes on telling: three changes arrive in order, each once.
    pub async fn hears(&mut self, channel: &ChannelHandle) {
        for value in ["one", "two", "three", "end"] {
            let set = channel.set_variable("PROBE").value(value).await;
            set.expect("it is there");
        }
        let mut values = Vec::new();
        while values.last().is_none_or(|it| it != "end") {
            let id = channel.channel_id();
            let value = self.items.find("a ChannelVarset", |it| varset(it, id)).await;
            values.push(value);
        }
        assert_eq!(values, ["one", "two", "three", "end"]);
    }

    /// Closes the client; nothing of it stays.
    pub async fn leave(self) {
        let Self { proxy, ari, items, .. } = self;
        timeout(PATIENCE, ari.close()).await.expect("it closes");
        assert_eq!(items.read_to_the_end().await, Ended::Closed);
        drop(ari);
        eventually("no connections", async || (proxy.connections() == 0).then_some(())).await;
    }
}

/// Places a call that is answered by an extension, for the application.
pub async fn call(channel: &ChannelHandle, extension: &str) {
    let call = channel.originate_with_id(format!("Local/{extension}@default"));
    call.app(APPLICATION).formats("ulaw").await.expect("the call is placed");
}

/// Is this an event of this kind about this channel?
pub fn event_of(item: &Delivery, kind: EventKind, id: &ChannelId) -> Option<()> {
    let Delivery::Event(event) = item else { return None };
    let about = match event {
        Event::StasisStart(it) => &it.channel.id,
        Event::StasisEnd(it) => &it.channel.id,
        Event::ChannelCreated(it) => &it.channel.id,
        Event::ChannelDestroyed(it) => &it.channel.id,
        Event::ChannelDtmfReceived(it) => &it.channel.id,
        _ => return None,
    };
    (event.kind() == Some(kind) && about == id).then_some(())
}

fn varset(item: &Delivery, id: &ChannelId) -> Option<String> {
    match item {
        Delivery::Event(Event::ChannelVarset(it))
            if it.variable == "PROBE" && it.channel.as_ref().is_some_and(|it| it.id == *id) =>
        {
            Some(it.value.to_string())
        }
        _ => None,
    }
}
