//! Waiting for events and for states, each with a deadline and a message that shows what came instead.

use std::future::Future;
use std::time::Duration;

use ari_generated::{Delivery, Event, Events};
use tokio::time::{Instant, sleep, timeout_at};

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A stream with everything that it has shown, so that an event may be awaited after it came.
#[derive(Debug)]
pub struct Watch {
    events: Events,
    seen: Vec<Event>,
}

impl Watch {
    /// Watches a stream.
    pub fn new(events: Events) -> Self {
        Self { events, seen: Vec::new() }
    }

    /// The first event, of those seen and those to come, that the test wants.
    ///
    /// # Panics
    ///
    /// It does not come in time, or the stream shows anything but events.
    pub async fn find<T>(&mut self, what: &str, wanted: impl Fn(&Event) -> Option<T>) -> T {
        if let Some(found) = self.seen.iter().find_map(&wanted) {
            return found;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            match timeout_at(deadline, self.events.next()).await {
                Ok(Some(Delivery::Event(event))) => {
                    let found = wanted(&event);
                    self.seen.push(event);
                    if let Some(found) = found {
                        return found;
                    }
                }
                Ok(other) => panic!("waiting for {what}: {other:?}"),
                Err(_) => panic!("waiting for {what}; seen: {:?}", self.kinds()),
            }
        }
    }

    /// Forgets what was seen, so that the next event found is a new one.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// The names of the kinds seen so far, in order.
    pub fn kinds(&self) -> Vec<&str> {
        self.seen.iter().map(Event::kind_name).collect()
    }

    /// The events seen so far, in order.
    pub fn seen(&self) -> &[Event] {
        &self.seen
    }
}

/// Asks again and again until there is an answer.
///
/// # Panics
///
/// There is none in time.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut ask: impl FnMut() -> F,
) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "not in time: {what}");
        sleep(Duration::from_millis(50)).await;
    }
}
