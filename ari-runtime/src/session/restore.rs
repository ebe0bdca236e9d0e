//! After a gap: has Asterisk listen again to what it forgot, and compares what it holds with what this client knew.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::Text;
use crate::api::{Applications, Listing, Source};
use crate::defaults;
use crate::delivery::hub::Hub;
use crate::delivery::resynced::{Failure, Found, Picture, Resynced};
use crate::error::Error;
use crate::event::ApiEvent;
use crate::request::caller::Caller;
use crate::request::draft::Draft;
use crate::request::operation::Operation;
use crate::request::reply::Json;
use crate::session::backoff::Backoff;

/// What it takes to ask Asterisk for the true picture.
pub(crate) struct Restore<E: ApiEvent> {
    pub(crate) caller: Caller,
    pub(crate) hub: Arc<Hub<E>>,
    pub(crate) applications: Arc<[String]>,
    pub(crate) subscribe_all: bool,
    /// Of each request.
    pub(crate) deadline: Duration,
    pub(crate) longest_backoff: Duration,
}

impl<E: ApiEvent> Clone for Restore<E> {
    fn clone(&self) -> Self {
        Self {
            caller: self.caller.clone(),
            hub: self.hub.clone(),
            applications: self.applications.clone(),
            subscribe_all: self.subscribe_all,
            deadline: self.deadline,
            longest_backoff: self.longest_backoff,
        }
    }
}

/// What was found out so far.
#[derive(Default)]
struct Findings {
    /// What each application listens to, by application and by the prefix of the sort.
    listening: HashMap<(String, &'static str), HashSet<Text>>,
    restored: Vec<Text>,
    failures: Vec<Failure>,
}

impl Findings {
    fn fail(&mut self, about: impl AsRef<str>, error: Error) {
        tracing::warn!(about = about.as_ref(), %error, "could not be found out after the gap");
        self.failures.push(Failure { about: Text::new(about), error: Arc::new(error) });
    }

    /// Is a thing of this sort among those that one of these applications listens to?
    fn listens(&self, applications: &[String], source: &Source, id: &str) -> bool {
        applications.iter().any(|it| {
            let listed = self.listening.get(&(it.clone(), source.prefix()));
            listed.is_some_and(|it| it.contains(id) || it.contains(source.listed_when_all()))
        })
    }
}

impl<E: ApiEvent> Restore<E> {
    /// Looks until everything was found out, and sends each picture; the first connection only gets what it asked for.
    pub(crate) async fn run(self, generation: u64, pictures: mpsc::Sender<Resynced>) {
        let mut backoff = Backoff::new(self.longest_backoff);
        let first = generation == 1;
        if first && !self.subscribe_all {
            return;
        }
        loop {
            let mut findings = self.applications().await;
            let pictures_now = if first { Vec::new() } else { self.pictures(&mut findings).await };
            let complete = findings.failures.is_empty();
            if !first {
                let resynced = Resynced {
                    generation,
                    complete,
                    pictures: pictures_now,
                    restored: findings.restored,
                    failures: findings.failures,
                };
                if pictures.send(resynced).await.is_err() {
                    return;
                }
            }
            if complete {
                return;
            }
            sleep(backoff.next()).await;
        }
    }

    /// What the applications hold now.
    pub(crate) async fn look(&self) -> Vec<Picture> {
        let mut findings = self.applications().await;
        self.pictures(&mut findings).await
    }

    /// Has the application hear, or hear no more, of one thing.
    pub(crate) async fn listen(&self, subject: &str, id: &str, begins: bool) {
        let Some(operations) = self.hub.session().application_operations() else { return };
        let source = operations.sources().iter().find(|it| it.subject() == subject);
        // Who hears of everything hears of it.
        let (Some(source), Some(application), false) =
            (source, self.applications.first(), self.subscribe_all)
        else {
            return;
        };
        let operation = match begins {
            true => operations.subscribe_operation(),
            false => operations.unsubscribe_operation(),
        };
        let name = format!("{}{id}", source.prefix());
        if let Err(error) = self.source(operations, operation, application, &name).await {
            // It may be gone already, which its events tell.
            tracing::debug!(%error, begins, "could not change what the application hears of");
        }
    }

    /// Has the applications stop listening to what Asterisk must not be closed upon while it sends.
    pub(crate) async fn leave(&self) {
        let Some(operations) = self.hub.session().application_operations() else { return };
        if !self.subscribe_all {
            return;
        }
        let sources = operations.sources().iter().filter(|it| it.is_left_before_close());
        let requests = sources.flat_map(|source| {
            self.applications.iter().map(move |application| {
                let operation = operations.unsubscribe_operation();
                self.source(operations, operation, application, source.prefix())
            })
        });
        let all = join_all(requests);
        match timeout(defaults::CLOSE_DEADLINE, all).await {
            Ok(results) => {
                for error in results.into_iter().filter_map(Result::err) {
                    tracing::debug!(%error, "unsubscribing before the close failed");
                }
            }
            Err(_) => tracing::warn!("unsubscribing before the close took too long"),
        }
    }

    /// What the applications listen to, and once more all of everything where that was asked for and forgotten.
    async fn applications(&self) -> Findings {
        let mut findings = Findings::default();
        let Some(operations) = self.hub.session().application_operations() else {
            return findings;
        };
        for application in self.applications.iter() {
            let looked = self.call(operations.get_operation(), Some(application), None).await;
            let model = match looked {
                Ok(model) => model,
                Err(error) => {
                    findings.fail(application, error);
                    continue;
                }
            };
            for source in operations.sources() {
                let listed = ids(&model, source.listed_pointer());
                let forgotten = self.subscribe_all && !listed.contains(source.listed_when_all());
                if forgotten {
                    let operation = operations.subscribe_operation();
                    match self.source(operations, operation, application, source.prefix()).await {
                        Ok(_) => findings.restored.push(Text::new(source.prefix())),
                        Err(error) => findings.fail(source.prefix(), error),
                    }
                }
                findings.listening.insert((application.clone(), source.prefix()), listed);
            }
        }
        findings
    }

    async fn pictures(&self, findings: &mut Findings) -> Vec<Picture> {
        let session = self.hub.session();
        let listings = session.resync_listings();
        // Before asking: what enters afterwards is not in the answer, and not gone for that.
        let known = listings.iter().map(|it| self.hub.known(it.subject()));
        let known: Vec<_> = known.collect();
        let asked = listings.iter().map(|it| self.call(it.operation(), None, None));
        let others = self.others();
        let (answers, others) = tokio::join!(join_all(asked), others);
        let others = others.unwrap_or_else(|error| {
            findings.fail("applications", error);
            HashMap::new()
        });
        let mut pictures = Vec::new();
        for ((listing, answer), known) in listings.iter().zip(answers).zip(known) {
            let mut picture = Picture { kind: Text::new(listing.subject()), ..Picture::default() };
            match answer {
                Ok(Value::Array(items)) => {
                    self.compare(listing, items, known, findings, &others, &mut picture);
                }
                Ok(_) => {
                    let error = Error::new(
                        crate::error::ErrorKind::Decode,
                        "the listing is no list".to_owned(),
                    );
                    findings.fail(listing.subject(), error);
                    picture.unknown = known.into_keys().collect();
                }
                Err(error) => {
                    findings.fail(listing.subject(), error);
                    picture.unknown = known.into_keys().collect();
                }
            }
            pictures.push(picture);
        }
        pictures
    }

    fn compare(
        &self,
        listing: &Listing,
        items: Vec<Value>,
        mut known: BTreeMap<Text, (bool, bool)>,
        findings: &Findings,
        others: &HashMap<&'static str, HashSet<Text>>,
        picture: &mut Picture,
    ) {
        let operations = self.hub.session().application_operations();
        let source = operations
            .and_then(|it| it.sources().iter().find(|it| it.subject() == listing.subject()));
        for json in items {
            let Some(id) = json.pointer(listing.id_pointer()).and_then(Value::as_str) else {
                continue;
            };
            let id = Text::new(id);
            let held = listing.is_held_by(&json, &self.applications);
            if let Some((_, entered)) = known.remove(&id) {
                let list = if entered && held == Some(false) {
                    &mut picture.left
                } else {
                    &mut picture.remaining
                };
                list.push(id);
                continue;
            }
            let Some(source) = source else { continue };
            let elsewhere = others.get(source.prefix()).is_some_and(|it| it.contains(&id));
            let listens = findings.listens(&self.applications, source, &id);
            match held {
                // What two applications listen to may be in either.
                Some(true) if listens && elsewhere => picture.unknown.push(id),
                Some(true) if listens => picture.appeared.push(Found { id, json }),
                None if listens && !elsewhere && !self.subscribe_all => {
                    picture.appeared.push(Found { id, json });
                }
                _ => {}
            }
        }
        for (id, (seen, _)) in known {
            // What was never heard of may be about to come.
            if seen { picture.ended.push(id) } else { picture.unknown.push(id) }
        }
    }

    /// What applications of other programs listen to, by the prefix of the sort.
    async fn others(&self) -> Result<HashMap<&'static str, HashSet<Text>>, Error> {
        let mut listening: HashMap<&'static str, HashSet<Text>> = HashMap::new();
        let Some(operations) = self.hub.session().application_operations() else {
            return Ok(listening);
        };
        let models = self.call(operations.list_operation(), None, None).await?;
        for model in models.as_array().into_iter().flatten() {
            let name = model.pointer("/name").and_then(Value::as_str).unwrap_or_default();
            if self.applications.iter().any(|it| it == name) {
                continue;
            }
            for source in operations.sources() {
                let listed = ids(model, source.listed_pointer());
                listening.entry(source.prefix()).or_default().extend(listed);
            }
        }
        Ok(listening)
    }

    async fn source(
        &self,
        operations: &Applications,
        operation: &'static Operation,
        application: &str,
        source: &str,
    ) -> Result<Value, Error> {
        let parameter = (operations.source_parameter(), source);
        self.call(operation, Some(application), Some(parameter)).await
    }

    /// One request with its own deadline: one resource may hang while others answer.
    async fn call(
        &self,
        operation: &'static Operation,
        segment: Option<&str>,
        list: Option<(&'static str, &str)>,
    ) -> Result<Value, Error> {
        let mut draft = Draft::new(operation);
        if let Some(segment) = segment {
            draft.segment(segment.to_owned());
        }
        if let Some((name, value)) = list {
            draft.list(name, vec![value.to_owned()]);
        }
        let mut request = draft.finish()?;
        request.set_deadline(self.deadline);
        self.caller.call::<Json<Value>>(request).await
    }
}

fn ids(model: &Value, pointer: &str) -> HashSet<Text> {
    let list = model.pointer(pointer).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(Text::new).collect()
}
