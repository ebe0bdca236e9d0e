//! Who has left not long ago, so that what is asked of them afterwards can be told from what never was there.

use std::collections::VecDeque;

use hashbrown::HashSet;

use crate::defaults;
use crate::delivery::index::About;
use crate::event::Subject;

/// The last things that left.
#[derive(Default)]
pub(super) struct Departed {
    order: VecDeque<About>,
    all: HashSet<About>,
}

impl Departed {
    pub(super) fn add(&mut self, about: &About) {
        if !self.all.insert(about.clone()) {
            return;
        }
        self.order.push_back(about.clone());
        if self.order.len() > defaults::DEPARTED
            && let Some(oldest) = self.order.pop_front()
        {
            self.all.remove(&oldest);
        }
    }

    /// It is there again.
    pub(super) fn remove(&mut self, about: &About) {
        if self.all.remove(about) {
            self.order.retain(|it| it != about);
        }
    }

    pub(super) fn contains(&self, subject: &Subject<'_>) -> bool {
        self.all.contains(subject)
    }
}

#[cfg(test)]
mod tests {
    use super::Departed;
    use crate::defaults;
    use crate::delivery::index::About;
    use crate::event::Subject;

    #[test]
    fn the_last_ones_are_known_and_no_more() {
        let mut departed = Departed::default();
        for number in 0..=defaults::DEPARTED {
            departed.add(&About::new("channel", "", &number.to_string()));
        }
        let knows = |departed: &Departed, id: &str| departed.contains(&Subject::new("channel", id));
        assert!(!knows(&departed, "0") && knows(&departed, "1"));
        let back = About::new("channel", "", "1");
        departed.remove(&back);
        assert!(!knows(&departed, "1"));
        departed.add(&back);
        departed.add(&back);
        assert!(knows(&departed, "1") && knows(&departed, "2"));
        assert_eq!(departed.order.len(), departed.all.len());
    }
}
