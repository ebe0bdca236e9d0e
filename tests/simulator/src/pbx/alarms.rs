//! What happens later: each alarm rings once, at its time and in the order in which alarms were set, unless it is cancelled.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// Names an alarm that was set.
pub(crate) type AlarmId = u64;

/// Alarms that are set.
#[derive(Debug)]
pub(crate) struct Alarms<A> {
    times: BinaryHeap<Reverse<(Instant, AlarmId)>>,
    set: HashMap<AlarmId, A>,
    next: AlarmId,
    /// Somebody waits for the first of them, which may be another now.
    changed: Arc<Notify>,
}

impl<A> Alarms<A> {
    pub fn new(changed: Arc<Notify>) -> Self {
        Self { times: BinaryHeap::new(), set: HashMap::new(), next: 0, changed }
    }

    /// What is told of changes.
    pub fn changed(&self) -> Arc<Notify> {
        Arc::clone(&self.changed)
    }

    /// Rings after so long.
    pub fn set(&mut self, after: Duration, alarm: A) -> AlarmId {
        let now = Instant::now();
        // What is too far away for a clock never rings.
        let at = now.checked_add(after).unwrap_or(now + Duration::from_secs(86_400 * 365));
        let id = self.next;
        self.next += 1;
        self.times.push(Reverse((at, id)));
        self.set.insert(id, alarm);
        self.changed.notify_one();
        id
    }

    pub fn cancel(&mut self, id: AlarmId) {
        self.set.remove(&id);
    }

    /// When the first one rings.
    pub fn first(&mut self) -> Option<Instant> {
        while let Some(Reverse((at, id))) = self.times.peek() {
            if self.set.contains_key(id) {
                return Some(*at);
            }
            self.times.pop();
        }
        None
    }

    /// One that is due.
    pub fn due(&mut self) -> Option<A> {
        if self.first()? > Instant::now() {
            return None;
        }
        let Reverse((_, id)) = self.times.pop()?;
        self.set.remove(&id)
    }
}
