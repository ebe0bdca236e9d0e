//! Which operations were called, as the SDK's own trace tells; not what the test believes to have called.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ari_generated::meta::OPERATIONS;
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

use crate::{has, hear};

/// Collects the operations that this thread's requests asked for and that were answered with success.
///
/// The test has to run on one thread, as `#[tokio::test]` does.
#[derive(Debug)]
pub struct Ledger {
    answered: Arc<Mutex<BTreeMap<String, usize>>>,
    _guard: DefaultGuard,
}

impl Ledger {
    /// Begins to collect.
    pub fn open() -> Self {
        let answered = Arc::new(Mutex::new(BTreeMap::new()));
        let layer = Collector { answered: answered.clone() };
        Self { answered, _guard: hear(layer) }
    }

    /// How often an operation was answered with success.
    pub fn count(&self, operation: &str) -> usize {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.get(operation).copied().unwrap_or_default()
    }

    /// Every operation of the resource that this version has was answered with success, but for these, of which the test
    /// asserts the error.
    ///
    /// # Panics
    ///
    /// One was not, or one of the exceptions was, or one that the version should not have.
    pub fn assert_complete(&self, version: &str, resource: &str, exceptions: &[&str]) {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let prefix = format!("{resource}.");
        let wanted: Vec<&str> =
            OPERATIONS.iter().map(|it| it.name()).filter(|it| it.starts_with(&prefix)).collect();
        assert!(!wanted.is_empty(), "there is no resource {resource}");
        let absent =
            answered.keys().filter(|it| wanted.contains(&it.as_str()) && !has(version, it));
        let absent: Vec<_> = absent.collect();
        assert!(absent.is_empty(), "{version} is not known to have {absent:?}");
        let missing: Vec<_> = wanted
            .iter()
            .filter(|it| has(version, it))
            .filter(|it| !answered.contains_key(**it) && !exceptions.contains(*it))
            .collect();
        let needless: Vec<_> = exceptions.iter().filter(|it| answered.contains_key(**it)).collect();
        assert!(missing.is_empty(), "never answered with success: {missing:?}");
        assert!(needless.is_empty(), "answered with success after all: {needless:?}");
    }
}

struct Collector {
    answered: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl<S: Subscriber> Layer<S> for Collector {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if fields.message == "answered" {
            let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
            *answered.entry(fields.operation).or_default() += 1;
        }
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    operation: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "operation" {
            self.operation = value.to_owned();
        }
    }
}
