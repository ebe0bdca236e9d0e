//! What the session itself asks Asterisk, each request with its own deadline; draws no conclusions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Map, Value};
use tokio::time::timeout;

use crate::Text;
use crate::defaults;
use crate::delivery::following::Change;
use crate::error::{Error, ErrorKind};
use crate::event::ApiEvent;
use crate::request::caller::Caller;
use crate::request::draft::Draft;
use crate::request::operation::Operation;
use crate::request::reply::{Json, Removed};
use crate::session::names::Names;
use crate::tables::{Applications, Listing, Session};

/// What applications hear of, by the prefix of the sort.
pub(crate) type Heard = HashMap<&'static str, HashSet<Text>>;

/// What it takes to ask.
pub(crate) struct Inquiry<E: ApiEvent> {
    pub(crate) caller: Caller,
    pub(crate) session: Session<E::Kind>,
    pub(crate) names: Arc<Names>,
    pub(crate) subscribe_all: bool,
    /// Of each request.
    pub(crate) deadline: Duration,
}

impl<E: ApiEvent> Clone for Inquiry<E> {
    fn clone(&self) -> Self {
        Self {
            caller: self.caller.clone(),
            session: self.session,
            names: self.names.clone(),
            subscribe_all: self.subscribe_all,
            deadline: self.deadline,
        }
    }
}

impl<E: ApiEvent> Inquiry<E> {
    pub(crate) fn operations(&self) -> Option<&Applications> {
        self.session.application_operations()
    }

    /// Sees whether Asterisk answers over the connection at all.
    pub(crate) async fn try_out(&self) -> Result<(), Error> {
        let (Some(operations), names) = (self.operations(), self.names.now()) else {
            return Ok(());
        };
        let Some(name) = names.first() else { return Ok(()) };
        match self.call(named(operations.get_operation(), name)).await {
            Ok(_) => Ok(()),
            // Old ones take no notice of requests.
            Err(error) if error.kind() == ErrorKind::NoAnswer => {
                let message = "Asterisk does not answer requests over the event websocket";
                Err(Error::new(ErrorKind::Handshake, message)
                    .with_advice(
                        "20.14, 21.9, 22.4, 23.0 and later do, unless a filter of the application's events hides the \
                         responses; others are asked over HTTP",
                    )
                    .with_source(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Hangs channels up, all at once, and tells of each that is gone.
    pub(crate) async fn hang_up(&self, ids: Vec<Text>, gone: impl Fn(&Text)) {
        let Some(operation) = self.session.hangup_operation() else { return };
        let requests = ids.iter().map(async |id| {
            let mut draft = Draft::new(operation);
            draft.segment(id.to_string());
            let mut request = draft.finish()?.meaning(None);
            request.set_deadline(self.deadline);
            self.caller.call::<Removed>(request).await?;
            gone(id);
            Ok::<(), Error>(())
        });
        for error in join_all(requests).await.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "a call could not be hung up before the close");
        }
    }

    /// Everything of one sort.
    pub(crate) async fn list(&self, listing: &Listing) -> Result<Vec<Value>, Error> {
        match self.call(Draft::new(listing.operation())).await? {
            Value::Array(items) => Ok(items),
            _ => Err(Error::new(ErrorKind::Decode, "the listing is no list")),
        }
    }

    /// What an application of this client hears of.
    pub(crate) async fn heard(
        &self,
        operations: &Applications,
        application: &str,
    ) -> Result<Heard, Error> {
        let model = self.call(named(operations.get_operation(), application)).await?;
        Ok(heard_by(operations, &model))
    }

    /// What applications of other programs hear of.
    pub(crate) async fn heard_by_others(&self) -> Result<Heard, Error> {
        let mut all = Heard::new();
        let Some(operations) = self.operations() else { return Ok(all) };
        let models = self.call(Draft::new(operations.list_operation())).await?;
        for model in models.as_array().into_iter().flatten() {
            let name = model.pointer("/name").and_then(Value::as_str).unwrap_or_default();
            if self.names.contains(name) {
                continue;
            }
            for (sort, ids) in heard_by(operations, model) {
                all.entry(sort).or_default().extend(ids);
            }
        }
        Ok(all)
    }

    /// Has an application hear of a source, as many times as it was subscribed.
    pub(crate) async fn subscribe(
        &self,
        operations: &Applications,
        application: &str,
        source: &str,
        times: usize,
    ) -> Result<(), Error> {
        self.sources(operations, operations.subscribe_operation(), application, source, times).await
    }

    /// Has an application hear no more of a source.
    pub(crate) async fn unsubscribe(
        &self,
        operations: &Applications,
        application: &str,
        source: &str,
        times: usize,
    ) -> Result<(), Error> {
        let operation = operations.unsubscribe_operation();
        self.sources(operations, operation, application, source, times).await
    }

    /// Sets which kinds of events an application gets.
    pub(crate) async fn filter(
        &self,
        operations: &Applications,
        application: &str,
        filter: Map<String, Value>,
    ) -> Result<(), Error> {
        let Some((operation, parameter)) = operations.filter_operation() else { return Ok(()) };
        let mut draft = named(operation, application);
        draft.object(parameter, filter);
        self.call(draft).await.map(drop)
    }

    /// Has the application hear, or hear no more, of what is followed.
    pub(crate) async fn follow(&self, change: &Change) -> Result<(), Error> {
        let operations = self.operations();
        let source = operations.and_then(|it| it.source_of(change.about.subject()));
        let names = self.names.now();
        let application = change.application.as_deref().or(names.first().map(String::as_str));
        let (Some(operations), Some(source), Some(application)) = (operations, source, application)
        else {
            return Ok(());
        };
        match change.begins {
            true => self.subscribe(operations, application, &source, 1).await,
            false => self.unsubscribe(operations, application, &source, 1).await,
        }
    }

    /// Has applications hear no more of sources, all at once, and not for ever.
    pub(crate) async fn leave(&self, operations: &Applications, left: Vec<(String, Text, usize)>) {
        let requests = left.iter().map(|(application, source, times)| {
            self.unsubscribe(operations, application, source, *times)
        });
        match timeout(defaults::CLOSE_DEADLINE, join_all(requests)).await {
            Ok(results) => {
                for error in results.into_iter().filter_map(Result::err) {
                    tracing::debug!(%error, "unsubscribing before the close failed");
                }
            }
            Err(_) => tracing::warn!("unsubscribing before the close took too long"),
        }
    }

    async fn sources(
        &self,
        operations: &Applications,
        operation: &'static Operation,
        application: &str,
        source: &str,
        times: usize,
    ) -> Result<(), Error> {
        let mut draft = named(operation, application);
        draft.list(operations.source_parameter(), vec![source.to_owned(); times]);
        self.call(draft).await.map(drop)
    }

    /// One request with its own deadline: one resource may hang while others answer.
    async fn call(&self, draft: Draft) -> Result<Value, Error> {
        // What the session does is not what the program asked for.
        let mut request = draft.finish()?.meaning(None);
        request.set_deadline(self.deadline);
        self.caller.call::<Json<Value>>(request).await
    }
}

fn named(operation: &'static Operation, application: &str) -> Draft {
    let mut draft = Draft::new(operation);
    draft.segment(application.to_owned());
    draft
}

fn heard_by(operations: &Applications, application: &Value) -> Heard {
    let sources = operations.sources().iter().map(|source| {
        let list = application.pointer(source.listed_pointer()).and_then(Value::as_array);
        let ids = list.into_iter().flatten().filter_map(Value::as_str).map(Text::new).collect();
        (source.prefix(), ids)
    });
    sources.collect()
}
