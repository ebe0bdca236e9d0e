//! The digits of one line that nobody took yet; knows nothing of timers, prompts or menus.

use std::collections::VecDeque;

use crate::defaults;

/// Digits as they came, kept until somebody takes them: what was typed ahead is there when it is asked for.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Digits(VecDeque<char>);

impl Digits {
    /// Adds one; of more than 256 that nobody takes, the oldest is forgotten.
    pub fn push(&mut self, digit: char) {
        self.0.push_back(digit);
        if self.0.len() > defaults::DIGITS {
            // Who typed so much without an answer does not mean the first ones any more.
            self.0.pop_front();
            tracing::warn!("nobody takes the digits of a call; the oldest is forgotten");
        }
    }

    /// The next one, if there is one.
    pub fn take(&mut self) -> Option<char> {
        self.0.pop_front()
    }

    /// Forgets what nobody took, and tells how many digits that was.
    pub fn clear(&mut self) -> usize {
        std::mem::take(&mut self.0).len()
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;
    use crate::defaults;

    #[test]
    fn digits_are_taken_in_their_order() {
        let mut digits = Digits::default();
        digits.push('1');
        digits.push('#');
        assert_eq!((digits.take(), digits.take(), digits.take()), (Some('1'), Some('#'), None));
        digits.push('4');
        digits.push('5');
        assert_eq!((digits.clear(), digits.take()), (2, None));
    }

    #[test]
    fn what_nobody_takes_does_not_grow() {
        let mut digits = Digits::default();
        (0..=defaults::DIGITS).for_each(|it| digits.push(if it == 0 { '0' } else { '1' }));
        assert_eq!((digits.take(), digits.clear()), (Some('1'), defaults::DIGITS - 1));
    }
}
