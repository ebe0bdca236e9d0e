//! Listening to what this thread traces, whatever other tests of the same program do.

use std::sync::OnceLock;

use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Layer, SubscriberExt};

/// Hands everything that this thread traces to a layer until the guard is dropped.
///
/// The test has to run on one thread, as `#[tokio::test]` does.
pub fn hear(layer: impl Layer<Registry> + Send + Sync) -> DefaultGuard {
    // With only one subscriber in the program, the library asks that of whichever thread comes first to a place in the code
    // whether anybody listens there. That may be another test's, which has none, and then nobody ever hears of it.
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(tracing_subscriber::registry()));
    tracing::subscriber::set_default(tracing_subscriber::registry().with(layer))
}
