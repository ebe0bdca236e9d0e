//! Drops frames that came twice because two subscriptions of Asterisk cover the same thing; knows texts, not events.

use std::collections::VecDeque;
use std::sync::Arc;

use hashbrown::HashSet;

/// The latest frames, as far back as a repeat can come.
///
/// The copies of a frame come from one publication and tell the same millisecond, but other frames may come between.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    order: VecDeque<Arc<str>>,
    seen: HashSet<Arc<str>>,
}

const WINDOW: usize = 1_024;

impl Repeats {
    /// Was this frame here before? It is now.
    pub(crate) fn is_repeat(&mut self, frame: &Arc<str>) -> bool {
        if !self.seen.insert(frame.clone()) {
            return true;
        }
        self.order.push_back(frame.clone());
        if self.order.len() > WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Repeats, WINDOW};

    #[test]
    fn repeats_are_found_with_others_between_and_memory_is_bounded() {
        let mut repeats = Repeats::default();
        assert!(!repeats.is_repeat(&"a".into()));
        assert!(!repeats.is_repeat(&"b".into()));
        assert!(repeats.is_repeat(&"a".into()));
        assert!(repeats.is_repeat(&"a".into()));
        for number in 0..10 * WINDOW {
            assert!(!repeats.is_repeat(&number.to_string().into()));
        }
        assert_eq!((repeats.seen.len(), repeats.order.len()), (WINDOW, WINDOW));
        assert!(!repeats.is_repeat(&"a".into()));
    }
}
