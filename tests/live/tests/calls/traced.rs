//! What the trace of a telephone's call tells: its channel, what the telephone calls it, and the requests made for it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Scenario, asterisk, hear};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event as Told, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::Failure;
use crate::scene::{APPLICATION, begin, nimble};

type Fields = BTreeMap<String, String>;

#[tokio::test]
async fn spans_name_the_channel_and_the_dialog() -> Result<(), Failure> {
    let spans = Spans::default();
    let seen = spans.clone();
    let _guard = hear(spans);
    let instance = asterisk(Setup::new().sip());
    let (ari, events) = nimble(instance.url(), &instance).await?;
    let starts = Arc::new(Mutex::new(Vec::new()));
    let started = starts.clone();
    let serving = begin(events.serve(move |call: Call| {
        let start = call.start().map(|it| it.channel.clone());
        started.lock().unwrap_or_else(PoisonError::into_inner).extend(start);
        async move {
            call.channel().answer().await?;
            call.channel().hangup().await?;
            Ok::<(), Error>(())
        }
    }));
    let call = Scenario::call("alice", format!("app-{APPLICATION}")).takes("BYE");
    let output = call.run(&instance).await;
    assert!(output.status.success(), "{output:?}");
    ari.close().await;
    assert_eq!(serving.await??.calls, 1);
    let channel = starts.lock().unwrap_or_else(PoisonError::into_inner).pop().ok_or("no call")?;
    let dialog = channel.protocol_id.as_deref().ok_or("no Call-ID")?;
    assert!(!dialog.is_empty());
    let answered = seen.around("channels.answer").ok_or("no answer in the trace")?;
    let request = answered.get("request").ok_or("no span of the request")?;
    assert_eq!(request.get("path"), Some(&format!("/channels/{}/answer", channel.id)));
    let call = answered.get("call").ok_or("no span of the call")?;
    assert_eq!(call.get("channel").map(String::as_str), Some(channel.id.as_str()));
    assert_eq!(call.get("dialog").map(String::as_str), Some(dialog));
    Ok(())
}

/// The spans around each answer to an operation, by their names.
#[derive(Clone, Debug, Default)]
struct Spans(Arc<Mutex<BTreeMap<String, BTreeMap<String, Fields>>>>);

impl Spans {
    fn around(&self, operation: &str) -> Option<BTreeMap<String, Fields>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(operation).cloned()
    }
}

#[derive(Default)]
struct Reading(Fields);

impl Visit for Reading {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        self.0.insert(field.name().to_owned(), text.trim_matches('"').to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut reading = Reading::default();
        attributes.record(&mut reading);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(reading.0);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut reading = Reading::default();
        values.record(&mut reading);
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            fields.extend(reading.0);
        }
    }

    fn on_event(&self, event: &Told<'_>, context: Context<'_, S>) {
        let mut reading = Reading::default();
        event.record(&mut reading);
        let told = |name: &str| reading.0.get(name).cloned().unwrap_or_default();
        if told("message") != "answered" {
            return;
        }
        let spans = context.event_scope(event).into_iter().flatten().map(|span| {
            let fields = span.extensions().get::<Fields>().cloned().unwrap_or_default();
            (span.name().to_owned(), fields)
        });
        let spans = spans.collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(told("operation"), spans);
    }
}
