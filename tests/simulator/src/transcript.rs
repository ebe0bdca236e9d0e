//! What applications asked of the simulator and were told by it, as text that tests compare. It does not know the model
//! of calls.

mod check;
mod exchange;
mod line;
mod names;

pub use exchange::{Exchange, Told};

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::asterisk::Asterisk;
use crate::message::Request;
use crate::operations::routes;
use crate::pbx::log::{Entry, Kept, What};
use crate::phone::Call;
use crate::transcript::names::Names;

/// How much of it the account of a failed wait shows.
const TAIL: usize = 40;

/// What applications asked and were told, in order, up to the moment at which it was taken.
///
/// A request is a line with its operation, what it is about, its parameters, its status and what it made; an event is a
/// line with its kind, what it is about and its fields. Requests stand before the events that they cause, and there is a
/// line for each application that is told, which is named at the end where there are several. Ids are replaced with names,
/// so that the text is the same in each run: `alice` and `bob` for telephones, with a number from the second call on,
/// `bridge 1`, `playback 1`, the channel's own name for others. Empty values, times and `cause_txt` are left out, and so is
/// `WithId` of an operation.
///
/// ```text
/// < StasisStart alice
/// > answer alice → 204
/// < ChannelStateChange alice Up
/// > play alice media=sound:hello → 201 playback 1
/// < PlaybackStarted playback 1 sound:hello
/// > channels.list → 200
/// ```
///
/// The resource stands before the operation only where the path says nothing of what it is about.
///
/// The simulator keeps the last 20,000 requests and events ([`Builder::transcript_length`](crate::Builder::transcript_length)),
/// and counts what it had to drop ([`dropped`](Self::dropped)).
///
/// ```
/// # use ari_generated::prelude::*;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let dialplan = "[default]\nexten => 1000,1,Stasis(hello)";
/// # let simulator = ari_simulator::Simulator::builder().dialplan(dialplan)?.start().await?;
/// # let credentials = Credentials::new(simulator.username(), simulator.password());
/// # let (_ari, events) = Ari::connect(simulator.url(), credentials).app("hello").await?;
/// # tokio::spawn(events.serve(async |call: Call| {
/// #     call.answer().await?;
/// #     call.play(["sound:hello"]).finished().await?;
/// #     Ok::<(), ari_generated::Error>(())
/// # }).into_future());
/// let caller = simulator.call("1000").from("alice").dials_in();
/// caller.ended().await;
/// // Without what the client asks on its own account.
/// let requests = simulator.transcript().requests().of(&caller);
/// requests.without("applications.subscribe").without("playbacks.get").assert_eq(
///     "> answer alice → 204
///      > play alice media=sound:hello → 201 playback 1
///      > hangup alice → 204",
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Transcript {
    whole: Arc<Whole>,
    /// What of it counts.
    shown: Vec<usize>,
    timed: bool,
}

/// All that was kept.
#[derive(Debug)]
struct Whole {
    kept: Kept,
    names: OnceLock<Names>,
}

impl Whole {
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.kept.entries))
    }
}

impl Transcript {
    pub(crate) fn of_all(asterisk: &Asterisk) -> Self {
        let kept = asterisk.lock().log.kept();
        let shown = (0..kept.entries.len()).collect();
        Self { whole: Arc::new(Whole { kept, names: OnceLock::new() }), shown, timed: false }
    }

    /// How many requests and events came before those that are kept.
    pub fn dropped(&self) -> u64 {
        self.whole.kept.dropped
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Was nothing asked and nothing told?
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The requests alone.
    #[must_use]
    pub fn requests(&self) -> Self {
        self.filter(|it| matches!(it.what, What::Asked { .. }))
    }

    /// The events alone.
    #[must_use]
    pub fn events(&self) -> Self {
        self.filter(|it| matches!(it.what, What::Told { .. }))
    }

    /// What a call is named in: its channel's id stands in the request, its reply or the event.
    #[must_use]
    pub fn of(&self, call: &Call) -> Self {
        self.of_id(call.channel_id())
    }

    /// The same for any id: a channel's, a bridge's, a playback's.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Self {
        self.filter(|it| exchange::is_about(it, id))
    }

    /// The events that went to an application.
    #[must_use]
    pub fn to(&self, application: &str) -> Self {
        self.filter(
            |it| matches!(&it.what, What::Told { application: to, .. } if to == application),
        )
    }

    /// Without the events of a kind, `ChannelVarset`, or the requests of an operation, `applications.subscribe`.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        self.filter(|it| match &it.what {
            What::Told { kind, .. } => *kind != name,
            What::Asked { request, .. } => route_of(request).is_none_or(|it| it.operation != name),
        })
    }

    /// With the seconds since the simulator began before each line.
    #[must_use]
    pub fn timed(&self) -> Self {
        Self { timed: true, ..self.clone() }
    }

    /// The requests of an operation, `channels.answer`, in detail. An operation with an id of its own counts as the one
    /// without: `channels.play` finds `channels.playWithId` too.
    pub fn exchanges(&self, operation: &str) -> Vec<Exchange> {
        let wanted = operation.trim_end_matches("WithId");
        let all = self.entries().filter_map(Exchange::of);
        all.filter(|it| {
            it.operation.as_deref().map(|it| it.trim_end_matches("WithId")) == Some(wanted)
        })
        .collect()
    }

    /// The events of a kind, `StasisStart`, in detail.
    pub fn told(&self, kind: &str) -> Vec<Told> {
        self.entries().filter_map(Told::of).filter(|it| it.kind == kind).collect()
    }

    /// Its end.
    pub(crate) fn tail(&self) -> Tail {
        let from = self.shown.len().saturating_sub(TAIL);
        let (before, shown) = (from, self.shown[from..].to_vec());
        Tail { before, end: Self { shown, ..self.clone() } }
    }

    fn filter(&self, keep: impl Fn(&Entry) -> bool) -> Self {
        let entries = &self.whole.kept.entries;
        let shown = self.shown.iter().copied().filter(|it| keep(&entries[*it])).collect();
        Self { shown, ..self.clone() }
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.shown.iter().map(|it| &*self.whole.kept.entries[*it])
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        let names = self.whole.names();
        self.entries().map(move |it| match self.timed {
            true => format!("{:>9.3}  {}", it.at.as_secs_f64(), line::of(it, names)),
            false => line::of(it, names),
        })
    }
}

impl fmt::Display for Transcript {
    /// A line for each, without one end of line too many.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, line) in self.lines().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&line)?;
        }
        Ok(())
    }
}

/// The end of a transcript, for the account of a failure.
pub(crate) struct Tail {
    before: usize,
    end: Transcript,
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { before, end } = self;
        match (before, end.shown.is_empty()) {
            (_, true) => f.write_str("No application has asked or was told anything."),
            (0, _) => write!(f, "What applications asked and were told:\n{}", end.timed()),
            _ => write!(
                f,
                "What applications asked and were told, after {before} lines more:\n{}",
                end.timed()
            ),
        }
    }
}

/// The operation that a request means, and its path's parameters.
fn route_of(request: &Request) -> Option<routes::Route> {
    routes::find(&request.method, &request.path).ok()
}
