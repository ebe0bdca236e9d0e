//! What is known after a task, as one line of JSON.

use std::fmt;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::{Failure, clock};

/// What a task took.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Figures {
    /// Frames, requests or calls that were done.
    pub count: usize,
    /// Those of which the program was told that they are lost, or that failed.
    #[serde(default)]
    pub failed: usize,
    /// Those of which nothing was heard.
    #[serde(default)]
    pub missing: usize,
    /// Time on the wall.
    pub nanoseconds: u64,
    /// Time of processors, of all threads of the program.
    pub processor_nanoseconds: u64,
}

impl Figures {
    /// Reads what a program printed.
    ///
    /// # Errors
    ///
    /// It is something else.
    pub fn parse(line: &str) -> Result<Self, Failure> {
        Ok(serde_json::from_str(line)?)
    }

    /// Time on the wall for each.
    pub fn each(&self) -> f64 {
        self.nanoseconds as f64 / self.count as f64
    }

    /// Time of processors for each.
    pub fn processor_each(&self) -> f64 {
        self.processor_nanoseconds as f64 / self.count as f64
    }

    /// How many in a second.
    pub fn per_second(&self) -> f64 {
        1e9 / self.each()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&line)
    }
}

/// Both clocks, from a moment on.
pub(crate) struct Watch {
    wall: Instant,
    processor: Duration,
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self { wall: Instant::now(), processor: clock::of_process() }
    }

    /// What passed since, for so many.
    pub(crate) fn stop(&self, count: usize) -> Figures {
        self.stop_as_of(Instant::now(), count)
    }

    /// The same where the last of them was done a while ago.
    pub(crate) fn stop_as_of(&self, last: Instant, count: usize) -> Figures {
        let nanoseconds = last.saturating_duration_since(self.wall).as_nanos();
        let processor = clock::of_process().saturating_sub(self.processor).as_nanos();
        Figures {
            count,
            nanoseconds: u64::try_from(nanoseconds).unwrap_or(u64::MAX),
            processor_nanoseconds: u64::try_from(processor).unwrap_or(u64::MAX),
            ..Figures::default()
        }
    }
}
