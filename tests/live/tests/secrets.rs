//! No log at any level holds the password, in any form, whatever fails.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{asterisk, credentials};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Everything that libraries and the SDK log.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<String>>);

impl Captured {
    fn add(&self, line: &dyn std::fmt::Display) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(text, "{line}");
    }
}

impl log::Log for Captured {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.add(record.args());
    }

    fn flush(&self) {}
}

impl<S: tracing::Subscriber> Layer<S> for Captured {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        event.record(&mut Fields(self));
    }
}

struct Fields<'a>(&'a Captured);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.add(&format_args!("{field}={value:?}"));
    }
}

#[tokio::test]
async fn no_log_holds_the_password() -> Result<(), Box<dyn std::error::Error>> {
    let captured = Captured::default();
    log::set_boxed_logger(Box::new(captured.clone()))?;
    log::set_max_level(log::LevelFilter::Trace);
    let _guard =
        tracing::subscriber::set_default(tracing_subscriber::registry().with(captured.clone()));

    let instance = asterisk(Setup::new());
    let (ari, _events) = Ari::connect(instance.url(), credentials(&instance)).app("quiet").await?;
    ari.asterisk().ping().await?;
    ari.asterisk().set_global_var("COLOUR").value("blue").await?;
    assert!(ari.channels().answer(ChannelId::new("nobody")).await.is_err());
    ari.close().await;
    let wrong = Credentials::new("asterisk", "sesame-open");
    assert!(Ari::connect(instance.url(), wrong.clone()).app("quiet").await.is_err());
    assert!(Ari::connect("http://127.0.0.1:9", wrong).app("quiet").await.is_err());

    let text = captured.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(text.contains("channels.answer"), "nothing was captured: {text}");
    // asterisk:asterisk and asterisk:sesame-open, as the header has them.
    for secret in ["YXN0ZXJpc2s6YXN0ZXJpc2s=", "YXN0ZXJpc2s6c2VzYW1lLW9wZW4=", "sesame-open"] {
        let line = text.lines().find(|it| it.contains(secret));
        assert_eq!(line, None);
    }
    Ok(())
}
