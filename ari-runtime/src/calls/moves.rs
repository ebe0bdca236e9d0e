//! Channels that are being taken out of bridges. What Asterisk is told to do with one at that moment it may lose without a
//! word, so whoever tells it waits. Knows neither clients nor bridges.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Text;
use crate::delivery::consumer::until;

/// The channels of one client that are being moved.
#[derive(Default)]
pub(crate) struct Moves {
    channels: Mutex<Vec<Text>>,
    changed: Notify,
}

impl Moves {
    fn lock(&self) -> MutexGuard<'_, Vec<Text>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on these are being moved, until this is dropped.
    pub(crate) fn begin(self: &Arc<Self>, channels: Vec<Text>) -> Moving {
        self.lock().extend_from_slice(&channels);
        Moving { moves: self.clone(), channels }
    }

    /// Waits until a channel is not being moved.
    pub(crate) async fn over(&self, channel: &str) {
        let is_over = || self.lock().iter().all(|it| it != channel).then_some(());
        until(&self.changed, is_over).await;
    }
}

/// Channels that are being moved until this is dropped.
#[must_use = "they are being moved until this is dropped"]
pub struct Moving {
    moves: Arc<Moves>,
    channels: Vec<Text>,
}

impl Drop for Moving {
    fn drop(&mut self) {
        let mut all = self.moves.lock();
        for channel in &self.channels {
            // One of them only: somebody else may be moving it, too.
            if let Some(place) = all.iter().position(|it| it == channel) {
                all.swap_remove(place);
            }
        }
        drop(all);
        self.moves.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn is_over(moves: &Moves, channel: &str) -> bool {
        timeout(Duration::from_secs(1), moves.over(channel)).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_moved_twice_is_waited_for_twice() {
        let moves = Arc::new(Moves::default());
        assert!(is_over(&moves, "a").await);
        let first = moves.begin(vec![Text::new("a"), Text::new("b")]);
        let second = moves.begin(vec![Text::new("a")]);
        assert!(!is_over(&moves, "a").await);
        drop(first);
        assert!(!is_over(&moves, "a").await);
        assert!(is_over(&moves, "b").await);
        drop(second);
        assert!(is_over(&moves, "a").await);
    }

    #[tokio::test]
    async fn who_waits_is_told() {
        let moves = Arc::new(Moves::default());
        let moving = moves.begin(vec![Text::new("a")]);
        let waiting = tokio::spawn({
            let moves = moves.clone();
            async move { moves.over("a").await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(moving);
        timeout(Duration::from_secs(5), waiting).await.expect("it is told").expect("no panic");
    }
}
