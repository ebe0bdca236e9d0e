//! The faults that were asked for and are still to come, of operations and of kinds of events.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestFault {
    /// It is executed, and its connection ends without a reply.
    Lose,
    /// It is executed, and its reply is late.
    Delay(Duration),
    /// It is not executed, and this is its status.
    Fail(u16),
}

/// What happens to one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameFault {
    /// It is sent twice.
    Twice,
    /// Half of it is sent.
    Half,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Mischief(Mutex<Asked>);

/// What was asked for and has not come yet, in the order in which it was asked for.
#[derive(Debug, Default)]
struct Asked {
    requests: Vec<(&'static str, RequestFault)>,
    frames: Vec<(&'static str, FrameFault)>,
    slow: Duration,
    refusing: bool,
}

/// Whether a fault of one operation is meant for a request of another: with an id in the path it is still `play`.
fn is_meant(asked: &str, operation: &str) -> bool {
    asked == operation || operation.strip_suffix("WithId") == Some(asked)
}

impl Mischief {
    pub fn ask(&self, operation: &'static str, fault: RequestFault) {
        self.lock().requests.push((operation, fault));
    }

    pub fn ask_of_frame(&self, kind: &'static str, fault: FrameFault) {
        self.lock().frames.push((kind, fault));
    }

    /// What is still to come, in words: first of requests, then of frames.
    pub fn pending(&self) -> Vec<String> {
        let asked = self.lock();
        let requests = asked.requests.iter().map(|(operation, fault)| match fault {
            RequestFault::Lose => format!("lose_response {operation}"),
            RequestFault::Delay(delay) => format!("delay {operation} {delay:?}"),
            RequestFault::Fail(status) => format!("fail {operation} {status}"),
        });
        let frames = asked.frames.iter().map(|(kind, fault)| match fault {
            FrameFault::Twice => format!("duplicate {kind}"),
            FrameFault::Half => format!("truncate {kind}"),
        });
        requests.chain(frames).collect()
    }

    /// How long every reply takes from now on.
    pub fn slow(&self, delay: Duration) {
        self.lock().slow = delay;
    }

    pub fn refuse(&self, refusing: bool) {
        self.lock().refusing = refusing;
    }

    /// What was asked for and has not come is not to come any more.
    pub fn forget(&self) {
        *self.lock() = Asked::default();
    }

    /// What happens to this request, and how long any would take.
    pub fn strike(&self, operation: Option<&'static str>) -> (Option<RequestFault>, Duration) {
        let mut asked = self.lock();
        let is = |asked| operation.is_some_and(|operation| is_meant(asked, operation));
        let at = asked.requests.iter().position(|(it, _)| is(it));
        let fault = at.map(|it| asked.requests.remove(it).1);
        (fault, asked.slow)
    }

    /// What happens to this frame.
    pub fn strike_frame(&self, frame: &str) -> Option<FrameFault> {
        #[derive(Deserialize)]
        struct Kind<'a> {
            #[serde(borrow, rename = "type")]
            name: &'a str,
        }
        let mut asked = self.lock();
        if asked.frames.is_empty() {
            return None;
        }
        let kind: Kind<'_> = serde_json::from_str(frame).ok()?;
        let at = asked.frames.iter().position(|(it, _)| *it == kind.name)?;
        Some(asked.frames.remove(at).1)
    }

    pub fn is_refusing(&self) -> bool {
        self.lock().refusing
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
