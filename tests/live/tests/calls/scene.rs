//! An Asterisk, a client whose calls are served, a second client beside it, and callers that ring in.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect, Events, Health, Serve, Served};
use ari_harness::{Instance, Setup};
use ari_live_tests::{Proxy, asterisk, credentials, eventually};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::Failure;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// Longer than any test: what waits for this is ended by something else.
pub const FOREVER: Duration = Duration::from_secs(3_600);
/// The application of every client here.
pub const APPLICATION: &str = "desk";
/// An extension of its own, so that those who were sent there can be counted.
pub const FALLBACK: &str = "[default]
exten => fallback,1,NoOp()
 same => n,Wait(3600)
";

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
    /// Whose calls are served.
    pub ari: Ari,
    /// Another client, without events, so that what it does is not the first one's own.
    pub other: Ari,
}

impl Scene {
    pub async fn new() -> (Self, Events) {
        let instance = asterisk(Setup::new().session_limit(1_000).dialplan(FALLBACK));
        let url = instance.url();
        Self::at(instance, url, |it| it).await
    }

    /// The client is behind a proxy, the other one goes past it.
    pub async fn behind_a_proxy(
        settings: impl FnOnce(Connect<AriApi>) -> Connect<AriApi>,
    ) -> (Self, Events, Proxy) {
        let instance = asterisk(Setup::new().session_limit(1_000).dialplan(FALLBACK));
        let proxy = Proxy::start(&instance.url()).await;
        let (scene, events) = Self::at(instance, proxy.url(), settings).await;
        (scene, events, proxy)
    }

    async fn at(
        instance: Instance,
        url: String,
        settings: impl FnOnce(Connect<AriApi>) -> Connect<AriApi>,
    ) -> (Self, Events) {
        let other = Ari::rest(instance.url(), credentials(&instance)).expect("a client");
        let connected = settings(nimble(url, &instance)).await;
        let (ari, events) = connected.expect("a connection");
        (Self { instance, ari, other }, events)
    }

    /// Somebody calls the application.
    pub async fn caller(&self) -> Caller {
        caller(&self.other, "wait").await
    }

    /// The same; the far end sends back what it hears, keys included.
    pub async fn echoing_caller(&self) -> Caller {
        caller(&self.other, "echo").await
    }

    pub async fn callers(&self, number: usize) -> Vec<Caller> {
        let mut callers = Vec::new();
        for _ in 0..number {
            callers.push(self.caller().await);
        }
        callers
    }

    /// So many calls are alive.
    pub async fn alive(&self, calls: usize) {
        alive(&self.ari, calls).await;
    }

    /// No channel is left, and the client knows of no call.
    pub async fn empty(&self) {
        let (ari, other) = (&self.ari, &self.other);
        eventually("no channel and no call is left", async || {
            let channels = other.channels().list().await.ok()?;
            (channels.is_empty() && ari.health().live_calls == 0).then_some(())
        })
        .await;
    }

    /// How many channels are at an extension and run this program there, as the console tells.
    pub fn at_extension(&self, extension: &str, program: &str) -> usize {
        let channels = self.instance.cli("core show channels concise").expect("the console");
        let at_it = |line: &&str| {
            let fields: Vec<_> = line.split('!').collect();
            fields.get(2) == Some(&extension) && fields.get(5) == Some(&program)
        };
        channels.lines().filter(at_it).count()
    }

    /// Closes the client; serving ends well, and says this.
    pub async fn close(&self, serving: Serving) -> Result<Served, Failure> {
        timeout(PATIENCE, self.ari.close()).await?;
        end_of(serving).await
    }
}

/// So many calls of a client are alive.
pub async fn alive(ari: &Ari, calls: usize) {
    eventually(&format!("{calls} calls are alive"), async || {
        (ari.health().live_calls == calls).then_some(())
    })
    .await;
}

/// A phone that called the application, and its call there.
pub struct Caller {
    /// The far end.
    pub phone: ChannelHandle,
    /// The channel in the application.
    pub call: ChannelId,
}

/// Has somebody call the application.
pub async fn caller(other: &Ari, extension: &str) -> Caller {
    let (phone, call) = (ChannelId::random(), ChannelId::random());
    let phone = other.channel(phone);
    phone
        .originate_with_id(format!("Local/app-{APPLICATION}@default"))
        .other_channel_id(&call)
        .context("default")
        .extension(extension)
        .priority(1)
        .formats("ulaw")
        .await
        .expect("the call is placed");
    Caller { phone, call }
}

/// Serving that is under way.
pub type Serving = JoinHandle<Result<Served, Error>>;

pub fn begin(serve: Serve) -> Serving {
    tokio::spawn(serve.into_future())
}

/// How serving went; it has to end by itself.
pub async fn end_of(serving: Serving) -> Result<Served, Failure> {
    Ok(timeout(PATIENCE, serving).await???)
}

/// Both equations of conservation hold.
pub fn assert_balanced(health: &Health) {
    let frames = health.frames;
    assert_eq!(
        frames.received,
        frames.wanted + frames.filtered + frames.malformed + frames.responses + frames.duplicates,
        "{frames:?}"
    );
    let items = health.deliveries;
    assert_eq!(
        items.offered,
        items.taken + items.overflowed + items.queued + items.abandoned,
        "{items:?}"
    );
}

/// What handlers told, in order.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    pub fn add(&self, note: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note.into());
    }

    pub fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn count(&self, note: &str) -> usize {
        self.all().iter().filter(|it| *it == note).count()
    }

    /// Waits until this was told so many times.
    pub async fn until(&self, note: &str, times: usize) {
        self.reach(|| self.count(note) >= times, || format!("{times} times {note:?}")).await;
    }

    /// Waits until so many notes are there.
    pub async fn until_all(&self, number: usize) {
        self.reach(|| self.all().len() >= number, || format!("{number} notes")).await;
    }

    async fn reach(&self, reached: impl Fn() -> bool, what: impl Fn() -> String) {
        let deadline = Instant::now() + PATIENCE;
        while !reached() {
            assert!(Instant::now() < deadline, "not in time: {} of {:?}", what(), self.all());
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A handler that answers and stays until the call leaves, which it may have done before the answer.
pub async fn stay(call: Call) -> Result<(), Error> {
    if let Err(error) = call.channel().answer().await
        && timeout(PATIENCE, call.left()).await.is_err()
    {
        return Err(error);
    }
    call.sleep(FOREVER).await?;
    Ok(())
}

/// Serving that writes down what failed, for the message of a test that fails.
pub fn telling(serve: Serve) -> (Serve, Notes) {
    let failures = Notes::default();
    let noted = failures.clone();
    (serve.on_failure(move |_, failure| noted.add(failure.to_string())), failures)
}
