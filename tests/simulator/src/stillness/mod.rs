//! Keeps paused time from running past what is under way between clients and the simulator. It does not know what that
//! is, nor what time is needed for.
//!
//! Where time is paused and no task can run, tokio polls the sockets and then moves its clock to the next timer, unless
//! the poll woke a task. An exchange over loopback therefore takes no simulated time as long as what is sent can be
//! read at once. On Linux it can. Where packets go through another thread or another processor they take some
//! real microseconds, in which nobody can run: the clock would jump to the next timer, say the request's deadline.
//!
//! [`keep`] is a task that
//!
//! * *holds the clock* after something happened, until nothing is under way. A task that yields keeps the runtime
//!   from waiting, so the clock stands, and sockets are polled at every round. Nothing is under way when some
//!   datagrams that it sends to itself have come back, one after the other, without any [`Activity`]: packets stay in
//!   order, so what was sent before has arrived too.
//! * *lets it run* by sleeping for a window. The clock stops at every timer as ever, and jumps no further than to the
//!   end of the window, which grows from [`SHORTEST`] to [`LONGEST`] while there is no activity. How often the runtime
//!   waited tells whether anybody else's timer fired in it; if not, the next window begins at once.
//!
//! So a request costs no simulated time where delivery is immediate, and elsewhere a window at most when a timer sets it
//! off. Ten idle minutes pass in about 30 ms.
//!
//! Limits:
//!
//! * Where time is not paused, it looks twice a second whether it is now; until then the clock can jump as far. Only
//!   current-thread runtimes can be paused.
//! * It knows of nothing outside of the runtime: for a client in another thread or process, time runs on between its
//!   requests. What runs in `spawn_blocking`, such as looking a name up, stops the clock by tokio's own rule.
//! * Where something always waits, the clock runs on, at the speed above: a test without an end burns a processor.
//! * Clients that keep packets until others are acknowledged need [`Prompt`](crate::stillness::Prompt).
//! * Where packets of different connections overtake each other (receive packet steering switched on for loopback), a
//!   short deadline may fire early.
//! * It takes a tokio whose clock stands when a socket wakes a task: 1.51.6, or 1.53.3 and later.

mod activity;
mod prompt;
#[cfg(test)]
mod tests;

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, UdpSocket};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

pub(crate) use activity::Activity;
pub(crate) use prompt::Prompt;

/// The furthest that the clock jumps right after something was under way.
const SHORTEST: Duration = Duration::from_millis(10);

/// The furthest that it ever jumps: below any sensible deadline.
pub(crate) const LONGEST: Duration = Duration::from_millis(250);

/// Datagrams in a row that have to come back without any activity. A connection takes three packets until it can be
/// accepted, each the answer to the one before.
const PROBES: u32 = 4;

/// Rounds of the runtime for each of them, for what tasks tell each other over sockets of their own.
const ROUNDS: u32 = 4;

/// Real time after which a datagram is given up, which should not happen.
const LOST: Duration = Duration::from_millis(200);

/// Between two looks whether time has been paused.
const LOOK: Duration = Duration::from_millis(500);

/// Keeps the clock until it is aborted.
pub(crate) async fn keep(activity: Activity) {
    let metrics = Handle::current().metrics();
    let (mut probe, mut usual, mut window) = (None, u64::MAX, SHORTEST);
    let (mut is_quiet, mut seen) = (false, activity.count());
    loop {
        if !is_paused() {
            (is_quiet, window) = (false, SHORTEST);
            sleep(LOOK).await;
            continue;
        }
        if !is_quiet {
            settle(&activity, &mut probe).await;
        }
        let count = activity.count();
        window = if count == seen { (window * 2).min(LONGEST) } else { SHORTEST };
        seen = count;
        let parks = metrics.worker_park_count(0);
        sleep(window).await;
        let parks = metrics.worker_park_count(0).saturating_sub(parks);
        usual = usual.min(parks);
        // Tokio's wheel of timers turns with one wait more, somebody's timer takes two.
        is_quiet = parks <= usual.saturating_add(1) && activity.count() == seen;
    }
}

/// Holds the clock while anything is under way.
async fn settle(activity: &Activity, probe: &mut Option<Probe>) {
    let (mut seen, mut quiet) = (activity.count(), 0);
    while quiet < PROBES {
        travel(probe).await;
        let count = activity.count();
        quiet = if count == seen { quiet + 1 } else { 0 };
        seen = count;
    }
}

/// One datagram goes out and comes back. Without a socket for it there are the rounds alone.
async fn travel(probe: &mut Option<Probe>) {
    if probe.is_none() {
        *probe = Probe::new().ok();
    }
    if probe.as_ref().is_some_and(|it| it.send().is_err()) {
        *probe = None;
    }
    let sent = std::time::Instant::now();
    let (mut rounds, mut is_back) = (0, false);
    while rounds < ROUNDS || !is_back {
        yield_now().await;
        rounds += 1;
        is_back = is_back || probe.as_ref().is_none_or(Probe::is_back) || sent.elapsed() > LOST;
    }
}

/// Whether the clock stands while real time passes. Nobody else can move it meanwhile, since whoever can pause it runs in
/// the same thread.
pub(crate) fn is_paused() -> bool {
    let (before, real) = (Instant::now(), std::time::Instant::now());
    while real.elapsed().is_zero() {
        std::hint::spin_loop();
    }
    Instant::now() == before
}

/// A socket that talks to itself.
struct Probe(UdpSocket);

impl Probe {
    fn new() -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.connect(socket.local_addr()?)?;
        socket.set_nonblocking(true)?;
        Ok(Self(socket))
    }

    fn send(&self) -> io::Result<()> {
        self.0.send(&[0]).map(drop)
    }

    /// True also of a socket that is broken.
    fn is_back(&self) -> bool {
        let mut byte = [0];
        !matches!(self.0.recv(&mut byte), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }
}
