//! After a gap: has Asterisk listen again to what it forgot, and compares what it holds with what this client knew.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::Text;
use crate::backoff::Backoff;
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::delivery::looking::Look;
use crate::delivery::resynced::{Failure, Found, Picture, Resynced};
use crate::error::{Error, ErrorKind};
use crate::event::ApiEvent;
use crate::session::inquiry::{Heard, Inquiry};
use crate::session::subscriptions::Subscriptions;
use crate::tables::{Applications, Holder, Listing, Source};

/// Questions without an answer that make sure that none will come.
const SILENCES: usize = 2;

/// Requests at once that subscribe again; the others are the program's.
const AT_ONCE: usize = 8;

/// What it takes to find the true picture.
pub(crate) struct Restore<E: ApiEvent> {
    pub(crate) inquiry: Inquiry<E>,
    pub(crate) hub: Arc<Hub<E>>,
    pub(crate) subscriptions: Arc<Subscriptions<E>>,
    pub(crate) longest_backoff: Duration,
}

impl<E: ApiEvent> Clone for Restore<E> {
    fn clone(&self) -> Self {
        Self {
            inquiry: self.inquiry.clone(),
            hub: self.hub.clone(),
            subscriptions: self.subscriptions.clone(),
            longest_backoff: self.longest_backoff,
        }
    }
}

/// What could not be found out or restored, and what was restored.
#[derive(Default)]
struct Findings {
    restored: Vec<Text>,
    failures: Vec<Failure>,
    /// Asking again may help.
    incomplete: bool,
}

impl Application {
    /// Is a thing of this sort among those that it heard of before anything was restored?
    fn hears(&self, source: &Source, id: &str) -> bool {
        self.heard.get(source.prefix()).is_some_and(|ids| hears(ids, source, id))
    }
}

impl Findings {
    fn add(&mut self, others: Self) {
        self.restored.extend(others.restored);
        self.failures.extend(others.failures);
        self.incomplete |= others.incomplete;
    }

    fn fail(&mut self, about: impl AsRef<str>, error: Error) {
        tracing::warn!(about = about.as_ref(), %error, "could not be found out or restored");
        // What is not permitted or does not exist will not be the next time.
        self.incomplete |= !matches!(error.status(), Some(400 | 401 | 403 | 409 | 422));
        self.failures.push(Failure { about: Text::new(about), error: Arc::new(error) });
    }
}

/// Is everything of this sort among what an application hears of?
fn hears_all(heard: &Heard, source: &Source) -> bool {
    heard.get(source.prefix()).is_some_and(|ids| ids.contains(source.listed_when_all()))
}

/// Can something of this sort come twice, with what it hears of?
fn hears_twice(heard: &Heard, source: &Source) -> bool {
    let hears = heard.get(source.prefix()).is_some_and(|ids| !ids.is_empty());
    hears_all(heard, source) || source.has_events_of_others() && hears
}

/// What an application hears of, and what it should hear of apart from what is in it.
struct Application {
    name: String,
    heard: Heard,
    wishes: Vec<Wish>,
}

/// What was found in Asterisk.
pub(crate) struct Sight {
    pub(crate) pictures: Vec<Picture>,
    pub(crate) complete: bool,
}

/// An event source that an application should hear of.
#[derive(Clone)]
struct Wish {
    source: Text,
    times: usize,
    /// It was the program that asked for it.
    explicit: bool,
}

impl<E: ApiEvent> Restore<E> {
    /// Looks until everything was found out, and sends what it sees; the first connection only gets what it asked for.
    pub(crate) async fn run(self, generation: u64, sights: mpsc::Sender<(Resynced, Look<E>)>) {
        let mut backoff = Backoff::new(self.longest_backoff);
        let first = generation == 1;
        if first && !self.inquiry.subscribe_all {
            return;
        }
        loop {
            let look = self.hub.look();
            let mut findings = Findings::default();
            let applications = self.applications(&mut findings).await;
            // Beside each other: one resource may hang while others answer.
            let ((pictures, unseen), restored) = tokio::join!(
                async {
                    if first { Default::default() } else { self.pictures(&applications).await }
                },
                self.restore_in_time(&applications)
            );
            findings.add(unseen);
            findings.add(restored);
            let complete = !findings.incomplete;
            if !first {
                let Findings { restored, failures, .. } = findings;
                let resynced = Resynced { generation, complete, pictures, restored, failures };
                if sights.send((resynced, look)).await.is_err() {
                    return;
                }
            }
            if complete {
                return;
            }
            sleep(backoff.next()).await;
        }
    }

    /// Finds out what a connection that Asterisk made is good for, application by application as they become known; says
    /// so where it is good for nothing.
    pub(crate) async fn introduce(&self) -> Option<Ended> {
        let operations = self.inquiry.operations()?;
        let (mut introduced, mut twice) = (HashSet::new(), false);
        loop {
            let name = self.inquiry.names.another(&mut introduced).await;
            match self.ask_for(operations, &name).await {
                Some(heard) => {
                    let sources = operations.sources();
                    if sources.iter().all(|it| hears_all(&heard, it)) {
                        self.hub.hears_everything();
                    }
                    twice |= sources.iter().any(|it| hears_twice(&heard, it));
                    if !twice {
                        self.hub.hears_once();
                    }
                }
                None => {
                    tracing::error!(
                        application = name,
                        "Asterisk connected for an application that it does not know"
                    );
                    if !self.inquiry.names.lose(&name) {
                        return Some(Ended::NotRegistered);
                    }
                }
            }
        }
    }

    /// What an application hears of; `None` where Asterisk does not know it.
    async fn ask_for(&self, operations: &Applications, name: &str) -> Option<Heard> {
        let answered = self.hub.frame_counts().responses;
        let mut silences = 0;
        let mut backoff = Backoff::new(self.longest_backoff);
        loop {
            let error = match self.inquiry.heard(operations, name).await {
                Ok(heard) => return Some(heard),
                Err(error) => error,
            };
            tracing::warn!(application = name, %error, "the application could not be looked at");
            match error.kind() {
                ErrorKind::NotFound => return None,
                // Where the first one is not known, responses have no way back either. But Asterisk may only be busy.
                ErrorKind::NoAnswer if self.hub.frame_counts().responses == answered => {
                    silences += 1;
                    if silences >= SILENCES && !self.inquiry.names.are_live() {
                        return None;
                    }
                }
                _ => {}
            }
            sleep(backoff.next()).await;
        }
    }

    /// What the applications hold now.
    pub(crate) async fn look(&self) -> Sight {
        let mut findings = Findings::default();
        let applications = self.applications(&mut findings).await;
        let (pictures, unseen) = self.pictures(&applications).await;
        findings.add(unseen);
        Sight { pictures, complete: !findings.incomplete }
    }

    /// Has the applications stop listening to what Asterisk must not be closed upon while it sends.
    pub(crate) async fn leave(&self) {
        let Some(operations) = self.inquiry.operations() else { return };
        let mut left = Vec::new();
        for application in self.inquiry.names.now().iter() {
            for wish in self.wishes(operations, application) {
                let sort = operations.sort_of(&wish.source);
                if sort.is_some_and(|(sort, _)| sort.is_left_before_close()) {
                    left.push((application.clone(), wish.source, wish.times));
                }
            }
        }
        self.inquiry.leave(operations, left).await;
    }

    /// What an application should hear of, apart from what is in it.
    fn wishes(&self, operations: &Applications, application: &str) -> Vec<Wish> {
        if self.inquiry.subscribe_all {
            let all = operations.sources().iter();
            let all = all.map(|it| Wish { source: it.prefix().into(), times: 1, explicit: false });
            return all.collect();
        }
        let explicit = self.subscriptions.of(application).sources.into_iter();
        let mut wishes: Vec<Wish> =
            explicit.map(|(source, times)| Wish { source, times, explicit: true }).collect();
        let names = self.inquiry.names.now();
        let first = names.first().map(String::as_str);
        for followed in self.hub.followed() {
            if followed.application.as_deref().or(first) == Some(application)
                && let Some(source) = operations.source_of(followed.about.subject())
            {
                wishes.push(Wish { source: source.into(), times: 1, explicit: false });
            }
        }
        wishes
    }

    /// What the applications hear of and should hear of.
    async fn applications(&self, findings: &mut Findings) -> Vec<Application> {
        let Some(operations) = self.inquiry.operations() else { return Vec::new() };
        let names = self.inquiry.names.now();
        let asked = names.iter().map(async |name| {
            // Before asking, so that nothing counts as forgotten that was subscribed meanwhile.
            let wishes = self.wishes(operations, name);
            (name, wishes, self.inquiry.heard(operations, name).await)
        });
        let mut applications = Vec::new();
        for (name, wishes, heard) in join_all(asked).await {
            match heard {
                Ok(heard) => applications.push(Application { name: name.clone(), heard, wishes }),
                Err(error) => findings.fail(name, error),
            }
        }
        applications
    }

    /// Has the applications hear again of what they should and Asterisk forgot; what takes too long is left to the next
    /// look, so that nobody waits for the picture.
    async fn restore_in_time(&self, applications: &[Application]) -> Findings {
        let mut findings = Findings::default();
        let Some(operations) = self.inquiry.operations() else { return findings };
        let all = async {
            for application in applications {
                self.restore(operations, application, &mut findings).await;
            }
        };
        let limit = 2 * self.inquiry.deadline;
        if timeout(limit, all).await.is_err() {
            let message = format!("not everything was subscribed again within {limit:?}");
            findings.fail("subscriptions", Error::new(ErrorKind::NoAnswer, message));
        }
        findings
    }

    async fn restore(
        &self,
        operations: &Applications,
        application: &Application,
        findings: &mut Findings,
    ) {
        let Application { name: application, heard, wishes } = application;
        let mut forgotten = wishes.clone();
        forgotten.retain(|wish| {
            operations.sort_of(&wish.source).is_some_and(|(sort, id)| {
                !heard.get(sort.prefix()).is_some_and(|ids| hears(ids, sort, id))
            })
        });
        let asked = stream::iter(forgotten).map(async |wish| {
            let inquiry = &self.inquiry;
            let done = inquiry.subscribe(operations, application, &wish.source, wish.times).await;
            (wish, done)
        });
        let mut asked = asked.buffer_unordered(AT_ONCE);
        while let Some((wish, done)) = asked.next().await {
            match done {
                Ok(()) => findings.restored.push(wish.source),
                Err(error) if error.status() == Some(422) => {
                    self.subscriptions.forget(application, &wish.source);
                    let sort = operations.sort_of(&wish.source).map(|(sort, _)| sort.subject());
                    let mut listed = self.inquiry.session.resync_listings().iter();
                    // What is gone the picture tells, where there is one.
                    if wish.explicit && !listed.any(|it| sort == Some(it.subject())) {
                        findings.fail(&wish.source, error);
                    }
                }
                Err(error) => findings.fail(&wish.source, error),
            }
        }
        // Setting it once more changes nothing where Asterisk remembers it.
        if let Some(filter) = self.subscriptions.of(application).filter
            && let Err(error) = self.inquiry.filter(operations, application, filter).await
        {
            findings.fail(application, error);
        }
    }

    async fn pictures(&self, applications: &[Application]) -> (Vec<Picture>, Findings) {
        let mut findings = Findings::default();
        let listings = self.inquiry.session.resync_listings();
        // Before asking: what enters afterwards is not in the answer, and not gone for that.
        let known: Vec<_> = listings.iter().map(|it| self.hub.known(it.subject())).collect();
        let asked = join_all(listings.iter().map(|it| self.inquiry.list(it)));
        let (answers, others) = tokio::join!(asked, self.inquiry.heard_by_others());
        let others = others.unwrap_or_else(|error| {
            findings.fail("applications", error);
            Heard::new()
        });
        let mut pictures = Vec::new();
        for ((listing, answer), known) in listings.iter().zip(answers).zip(known) {
            let mut picture = Picture { kind: Text::new(listing.subject()), ..Picture::default() };
            match answer {
                Ok(items) => {
                    self.compare(listing, items, known, applications, &others, &mut picture)
                }
                Err(error) => {
                    findings.fail(listing.subject(), error);
                    picture.unknown = known.into_keys().collect();
                }
            }
            pictures.push(picture);
        }
        (pictures, findings)
    }

    fn compare(
        &self,
        listing: &Listing,
        items: Vec<Value>,
        mut known: BTreeMap<Text, (bool, bool)>,
        applications: &[Application],
        others: &Heard,
        picture: &mut Picture,
    ) {
        let names = self.inquiry.names.now();
        let sources = self.inquiry.operations().map(Applications::sources).unwrap_or_default();
        let source = sources.iter().find(|it| it.subject() == listing.subject());
        for json in items {
            let Some(id) = json.pointer(listing.id_pointer()).and_then(Value::as_str) else {
                continue;
            };
            let id = Text::new(id);
            let holder = listing.holder(&json, &names);
            let elsewhere = source
                .is_some_and(|it| others.get(it.prefix()).is_some_and(|ids| ids.contains(&id)));
            let listens =
                source.is_some_and(|source| applications.iter().any(|it| it.hears(source, &id)));
            if let Some((_, entered)) = known.remove(&id) {
                let list = match holder {
                    Holder::None if entered => &mut picture.left,
                    // A channel keeps the name of the application that it was in before it was moved.
                    Holder::Other if entered && elsewhere && !listens => &mut picture.left,
                    Holder::Other if entered && !listens => &mut picture.unknown,
                    _ => &mut picture.remaining,
                };
                list.push(id);
                continue;
            }
            match holder {
                _ if !listens => {}
                // What two applications listen to may be in either.
                Holder::This(_) if elsewhere => picture.unknown.push(id),
                Holder::This(name) => {
                    picture.appeared.push(Found { id, application: Some(Text::new(name)), json });
                }
                Holder::Unsaid if !elsewhere && !self.inquiry.subscribe_all => {
                    picture.appeared.push(Found { id, application: None, json });
                }
                _ => {}
            }
        }
        for (id, (seen, _)) in known {
            // What was never heard of may be about to come.
            if seen { picture.ended.push(id) } else { picture.unknown.push(id) }
        }
    }
}

/// Is a thing, or are all of its sort, among those that an application hears of?
fn hears(ids: &HashSet<Text>, source: &Source, id: &str) -> bool {
    ids.contains(source.listed_when_all()) || ids.contains(id)
}
