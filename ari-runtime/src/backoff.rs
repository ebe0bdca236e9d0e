//! How long to wait before the next attempt to connect: longer each time, up to a bound, never the same for two clients.

use std::time::Duration;

use crate::defaults;

/// The waits between attempts.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    longest: Duration,
    next: Duration,
}

impl Backoff {
    pub(crate) fn new(longest: Duration) -> Self {
        Self { longest, next: defaults::FIRST_BACKOFF.min(longest) }
    }

    /// The wait before the next attempt.
    pub(crate) fn next(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait * 2).min(self.longest);
        jitter(wait)
    }

    /// The wait after a refusal that time alone does not mend.
    pub(crate) fn slow(&mut self) -> Duration {
        self.next = self.longest;
        jitter(self.longest)
    }

    /// A connection has held, so the next loss is a new one.
    pub(crate) fn reset(&mut self) {
        self.next = defaults::FIRST_BACKOFF.min(self.longest);
    }

    pub(crate) fn longest(&self) -> Duration {
        self.longest
    }
}

/// Between half the time and all of it: clients that lost a server together do not come back together.
fn jitter(wait: Duration) -> Duration {
    wait.mul_f64(0.5 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn waits_grow_to_the_bound_and_begin_anew_after_a_connection_that_held() {
        let longest = Duration::from_secs(4);
        let mut backoff = Backoff::new(longest);
        let waits: Vec<Duration> = (0..12).map(|_| backoff.next()).collect();
        assert!(waits[0] <= Duration::from_millis(250), "{waits:?}");
        assert!(waits.iter().all(|it| *it <= longest), "{waits:?}");
        assert!(waits[8..].iter().all(|it| *it >= longest / 2), "{waits:?}");
        backoff.reset();
        assert!(backoff.next() <= Duration::from_millis(250));
        assert!(backoff.slow() >= longest / 2);
    }
}
