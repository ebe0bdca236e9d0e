//! No log at any level holds a password, in any form, whatever fails; and from the level of information on none holds what a
//! call is about.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use ari_generated::events::ChannelUserevent;
use ari_generated::prelude::*;
use ari_harness::{Outbound, Setup};
use ari_live_tests::{Items, PATIENCE, asterisk, credentials, hear};
use tokio::time::timeout;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer};

type Failure = Box<dyn std::error::Error>;

/// Everything that libraries and the SDK log; what is said to the operator is kept besides.
#[derive(Clone, Default)]
struct Captured {
    all: Arc<Mutex<String>>,
    said: Arc<Mutex<String>>,
}

impl Captured {
    fn add(&self, is_said: bool, line: &dyn std::fmt::Display) {
        let texts = [(true, &self.all), (is_said, &self.said)];
        for (_, text) in texts.into_iter().filter(|(wanted, _)| *wanted) {
            let _ = writeln!(text.lock().unwrap_or_else(PoisonError::into_inner), "{line}");
        }
    }

    fn text(of: &Mutex<String>) -> String {
        of.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl log::Log for Captured {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.add(record.level() <= log::Level::Info, record.args());
    }

    fn flush(&self) {}
}

impl<S: tracing::Subscriber> Layer<S> for Captured {
    fn on_new_span(
        &self,
        attributes: &tracing::span::Attributes<'_>,
        _: &tracing::span::Id,
        _: Context<'_, S>,
    ) {
        let is_said = *attributes.metadata().level() <= tracing::Level::INFO;
        attributes.record(&mut Fields(self, is_said));
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let is_said = *event.metadata().level() <= tracing::Level::INFO;
        event.record(&mut Fields(self, is_said));
    }
}

struct Fields<'a>(&'a Captured, bool);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.add(self.1, &format_args!("{field}={value:?}"));
    }
}

/// A call with everything about it that is nobody's business, and some failures.
async fn confide(ari: Ari, events: ari_generated::Events) -> Result<(), Failure> {
    let mut items = Items::new(events);
    let call = ari.channel(ChannelId::random());
    let told = call.wait_for::<ChannelUserevent>(PATIENCE);
    call.originate_with_id("Local/wait@default")
        .app("quiet")
        .caller_id("Confidential <5550123>")
        .variables([("PIN", "variable-4711")])
        .await?;
    items
        .find("StasisStart", |it| match it {
            Delivery::Event(Event::StasisStart(_)) => Some(()),
            _ => None,
        })
        .await;
    call.set_variable("COLOUR").value("variable-blue").await?;
    assert_eq!(call.get_variable("COLOUR").await?.value, "variable-blue");
    let event = ari.user_events().user_event("confession");
    let source = format!("channel:{}", call.channel_id());
    event.source([source]).variables([("sin", "payload-pride")]).await?;
    told.await?;
    assert!(ari.channels().answer(ChannelId::new("nobody")).await.is_err());
    let missing = ari.channel(call.channel_id()).get_variable("FUNCTION(variable-none)").await;
    assert!(missing.is_err());
    assert!(ari.channels().originate("Nothing/payload-tech").await.is_err());
    call.hangup().await?;
    ari.close().await;
    Ok(())
}

#[tokio::test]
async fn logs_keep_secrets() -> Result<(), Failure> {
    let captured = Captured::default();
    log::set_boxed_logger(Box::new(captured.clone()))?;
    log::set_max_level(log::LevelFilter::Trace);
    let _guard = hear(captured.clone());

    let wrong = Credentials::new("asterisk", "sesame-open");
    let mut listener =
        Ari::listen("127.0.0.1:0").credentials(Credentials::new("pbx", "out-bound")).await?;
    let url = format!("ws://{}/?api_key=query:secret", listener.local_addr());
    let outbound = |app: &str| Outbound::persistent(&url, [app]);
    let setup = Setup::new()
        .outbound(outbound("quiet").credentials("pbx", "out-bound"))
        .outbound(outbound("wrong").credentials("pbx", "sesame-open"));
    let instance = tokio::task::spawn_blocking(move || asterisk(setup)).await?;

    let accepted = timeout(PATIENCE, listener.accept()).await?.ok_or("the server ended")?;
    captured.add(true, &format_args!("{accepted:?} {listener:?}"));
    confide(accepted.ari, accepted.events).await?;
    drop(listener);
    let connect = || Ari::connect(instance.url(), credentials(&instance)).app("quiet");
    captured.add(true, &format_args!("{:?}", connect()));
    let (ari, events) = connect().await?;
    confide(ari, events).await?;
    let (ari, events) = connect().rest_over_websocket().await?;
    confide(ari, events).await?;
    assert!(Ari::connect(instance.url(), wrong.clone()).app("quiet").await.is_err());
    assert!(Ari::connect("http://127.0.0.1:9", wrong).app("quiet").await.is_err());

    let (all, said) = (Captured::text(&captured.all), Captured::text(&captured.said));
    assert!(all.contains("channels.answer") && all.contains("payload-pride"), "not captured");
    assert!(said.contains("Asterisk connected") && said.contains("turned away"), "{said}");
    // asterisk:asterisk, asterisk:sesame-open, pbx:out-bound and pbx:sesame-open, as the header has them.
    for secret in [
        "YXN0ZXJpc2s6YXN0ZXJpc2s=",
        "YXN0ZXJpc2s6c2VzYW1lLW9wZW4=",
        "cGJ4Om91dC1ib3VuZA==",
        "cGJ4OnNlc2FtZS1vcGVu",
        "sesame-open",
        "out-bound",
        "query:secret",
    ] {
        assert_eq!(all.lines().find(|it| it.contains(secret)), None);
    }
    for matter in ["variable-", "payload-", "5550123", "Confidential", "{\"", "\\\"type"] {
        assert_eq!(said.lines().find(|it| it.contains(matter)), None);
    }
    Ok(())
}
