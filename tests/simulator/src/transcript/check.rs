//! Comparing a transcript with what a test expects.

use std::fmt::Write;

use crate::transcript::Transcript;

impl Transcript {
    /// Is it this, line by line? How far lines are indented does not count, nor do empty ones.
    ///
    /// # Panics
    ///
    /// It differs; the message shows both, from where they part.
    #[track_caller]
    pub fn assert_eq(&self, expected: &str) {
        let (actual, expected): (Vec<String>, _) = (self.trimmed(), trimmed(expected));
        let same = actual.iter().zip(&expected).take_while(|(is, should)| is == should).count();
        if same == actual.len() && same == expected.len() {
            return;
        }
        let mut account = format!("the transcript differs from line {}:\n", same + 1);
        for line in &actual[..same] {
            let _ = writeln!(account, "    {line}");
        }
        for line in &expected[same..] {
            let _ = writeln!(account, "  - {line}");
        }
        for line in &actual[same..] {
            let _ = writeln!(account, "  + {line}");
        }
        panic!("{account}(- as expected, + as it is)");
    }

    /// Are these lines in it, in this order, with whatever others between them?
    ///
    /// # Panics
    ///
    /// One is missing; the message names it and shows the transcript.
    #[track_caller]
    pub fn assert_has(&self, expected: &str) {
        let actual = self.trimmed();
        let mut rest = actual.iter();
        for line in trimmed(expected) {
            if !rest.any(|it| *it == line) {
                panic!("the transcript has no line\n  {line}\nin its place:\n{self}");
            }
        }
    }

    fn trimmed(&self) -> Vec<String> {
        self.lines().map(|it| it.trim().to_owned()).collect()
    }
}

fn trimmed(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
