//! Why a call ended.

use std::fmt;

use crate::pbx::cause_text;

/// Why a call ended, as a number of Q.850: 16 is the normal end. Compares with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cause(i64);

impl Cause {
    pub(crate) fn new(code: i64) -> Self {
        Self(code)
    }

    /// The number.
    pub fn code(self) -> i64 {
        self.0
    }
}

impl PartialEq<i64> for Cause {
    fn eq(&self, code: &i64) -> bool {
        self.0 == *code
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0, cause_text(self.0))
    }
}
