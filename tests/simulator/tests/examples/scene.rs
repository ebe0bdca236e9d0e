//! A simulator, what looks at it from outside, and an example that serves its calls in this process. It knows no example.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_generated::Served;
use ari_generated::prelude::*;
use ari_simulator::{Builder, Simulator};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};

/// Longer than any story, in simulated time.
pub const PATIENCE: Duration = Duration::from_secs(200);

/// How long a step of a story may take, in simulated time.
const SOON: Duration = Duration::from_secs(60);

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A simulator and a client that is part of no application.
pub struct Scene {
    pub simulator: Simulator,
    pub ari: Ari,
    /// Whom the example called last.
    pub called: Mutex<Option<ari_simulator::Call>>,
    /// How many bridges the example keeps while nobody calls.
    pub left: usize,
    /// With what its calls may fail when somebody hangs up.
    pub forgives: Option<&'static str>,
    /// Those whom it connected may talk on without the caller.
    pub talks_on: bool,
}

impl Scene {
    /// With the dialplan that the header of an example tells.
    pub async fn of(source: &str) -> Self {
        Self::with(Simulator::builder(), source).await
    }

    /// The same with more of its own.
    pub async fn with(builder: Builder, source: &str) -> Self {
        let simulator = builder.dialplan(&dialplan(source)).unwrap().start().await.unwrap();
        let ari = Ari::rest(simulator.url(), credentials(&simulator)).unwrap();
        Self { simulator, ari, called: Mutex::default(), left: 0, forgives: None, talks_on: false }
    }

    /// Waits until the example calls a telephone.
    pub async fn rings(&self, address: &str) -> ari_simulator::Call {
        let call = self.simulator.phone(address).rings().await;
        *self.called.lock().unwrap() = Some(call.clone());
        call
    }

    /// Connects an example's application.
    pub async fn connect(&self, application: &str) -> (Ari, Events) {
        let url = self.simulator.url();
        Ari::connect(url, credentials(&self.simulator)).app(application).await.unwrap()
    }

    /// Connects an example and has it serve its calls, as its main does.
    pub async fn serves<F, R>(
        &self,
        application: &str,
        handler: impl Fn(Call) -> F + Send + Sync + 'static,
    ) -> Program
    where
        F: Future<Output = Result<(), R>> + Send + 'static,
        R: Into<Failure>,
    {
        let (ari, events) = self.connect(application).await;
        Program::new(ari, events, handler)
    }

    /// What was asked and told, line by line, but for the variables and the questions of the tests themselves.
    pub fn story(&self) -> ari_simulator::Transcript {
        self.simulator.transcript().without("ChannelVarset").without("ChannelDialplan")
    }

    /// The same with times, for who wants to know what went wrong, without the lists that the tests ask for.
    pub fn account(&self) -> String {
        let story = self.story().timed().to_string();
        let lines = story.lines().filter(|it| !it.contains("> channels.list"));
        lines.filter(|it| !it.contains("> bridges.list")).collect::<Vec<_>>().join("\n")
    }

    /// Waits until there is no channel, and no bridge but those that the example keeps.
    pub async fn is_clean(&self) {
        self.is_left_with(self.left).await;
    }

    /// Waits until there is no channel, and no more than these bridges.
    pub async fn is_left_with(&self, most: usize) {
        let (began, mut wait) = (Instant::now(), Duration::from_millis(100));
        loop {
            let channels = self.ari.channels().list().await.unwrap();
            let bridges = self.ari.bridges().list().await.unwrap();
            if channels.is_empty() && bridges.len() <= most {
                return;
            }
            if began.elapsed() > PATIENCE {
                panic!("{channels:#?} {bridges:#?}\n{}", self.account());
            }
            sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(8));
        }
    }

    /// Waits until the bridges of this type have so many members, from the fewest to the most.
    pub async fn has(&self, kind: &str, members: &[usize]) {
        let began = Instant::now();
        loop {
            let bridges = self.ari.bridges().list().await.unwrap();
            let of_kind = bridges.iter().filter(|it| it.bridge_type.as_str() == kind);
            let mut found: Vec<_> = of_kind.map(|it| it.channels.len()).collect();
            found.sort_unstable();
            if found == members {
                return;
            }
            if began.elapsed() > SOON {
                panic!("{kind}: {found:?}, not {members:?}\n{}", self.account());
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until somebody has this application.
    pub async fn has_application(&self, name: &str) {
        let began = Instant::now();
        while self.ari.application(name).get().await.is_err() {
            assert!(began.elapsed() < SOON, "nobody has {name}");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until something is recorded.
    pub async fn until_records(&self) {
        self.until("< RecordingStarted").await;
        while self.simulator.transcript().told("RecordingStarted").len()
            == self.simulator.transcript().told("RecordingFinished").len()
        {
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until a medium of this scheme has begun.
    pub async fn until_played(&self, scheme: &str) {
        let began = Instant::now();
        let wanted = format!("\"media_uri\":\"{scheme}");
        let has = || self.simulator.transcript().told("PlaybackStarted");
        while !has().iter().any(|it| it.json.contains(&wanted)) {
            assert!(began.elapsed() < SOON, "no {scheme}:\n{}", self.account());
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until a line of the story begins so.
    pub async fn until(&self, line: &str) {
        let began = Instant::now();
        while !self.story().to_string().lines().any(|it| it.starts_with(line)) {
            if began.elapsed() > SOON {
                panic!("there is no {line}:\n{}", self.account());
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// An example at work.
pub struct Program {
    pub ari: Ari,
    leave: oneshot::Sender<()>,
    serving: JoinHandle<Result<Served, Error>>,
    complaints: Arc<Mutex<Vec<String>>>,
    /// What else it does until it leaves service.
    beside: JoinSet<()>,
}

impl Program {
    /// Serves the calls of a connection.
    pub fn new<F, R>(
        ari: Ari,
        events: Events,
        handler: impl Fn(Call) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), R>> + Send + 'static,
        R: Into<Failure>,
    {
        let (leave, leaves) = oneshot::channel();
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let book = complaints.clone();
        let serving = events
            .serve(handler)
            .on_failure(move |id, failure| book.lock().unwrap().push(format!("{id}: {failure}")))
            .drain_on(async { drop(leaves.await) }, Duration::from_secs(5), Parting::hang_up());
        Self {
            ari,
            leave,
            serving: tokio::spawn(serving.into_future()),
            complaints,
            beside: JoinSet::new(),
        }
    }

    /// It does this beside its calls.
    pub fn beside(mut self, task: impl Future<Output = ()> + Send + 'static) -> Self {
        self.beside.spawn(task);
        self
    }

    /// It is told to end, as by SIGTERM, and ends well: no call went wrong.
    pub async fn ends(self) -> Served {
        let complaints = self.complaints.clone();
        let served = self.leaves().await;
        assert_eq!(*complaints.lock().unwrap(), [""; 0]);
        served
    }

    /// It is told to end, whatever went wrong before.
    pub async fn leaves(mut self) -> Served {
        self.beside.abort_all();
        let _ = self.leave.send(());
        timeout(PATIENCE, self.serving).await.expect("it ends").unwrap().unwrap()
    }

    /// It ends by itself with an error.
    pub async fn fails(self) -> Error {
        let ended = timeout(PATIENCE, self.serving).await.expect("it ends").unwrap();
        ended.expect_err("an error")
    }

    /// What went wrong with calls.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.lock().unwrap().clone()
    }
}

pub fn credentials(simulator: &Simulator) -> Credentials {
    Credentials::new(simulator.username(), simulator.password())
}

/// The dialplan in the header of an example.
fn dialplan(source: &str) -> String {
    let lines = source.lines().filter_map(|it| it.strip_prefix("//! "));
    let steps = lines.filter(|it| it.starts_with("exten => ") || it.starts_with(" same => "));
    steps.fold("[default]\n".to_owned(), |text, step| text + step + "\n")
}
