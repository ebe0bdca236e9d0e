//! A typed request bound to its client: what generated request types are made of.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::api::Api;
use crate::error::Error;
use crate::request::Request;
use crate::request::caller::Caller;
use crate::request::choice::Undecided;
use crate::request::draft::Draft;
use crate::request::filter::EventFilter;
use crate::request::operation::Operation;
use crate::request::reply::Reply;
use crate::value::variable::VariableValue;

/// A request on its way, with what its response will hold.
pub type Sending<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// A request whose parameters are being set, with what was chosen of those that exclude each other.
pub struct Prepared<R, Choice = Undecided> {
    caller: Caller,
    draft: Draft,
    deadline: Option<Duration>,
    types: PhantomData<fn() -> (R, Choice)>,
}

impl<R, Choice> Clone for Prepared<R, Choice> {
    fn clone(&self) -> Self {
        Self {
            caller: self.caller.clone(),
            draft: self.draft.clone(),
            deadline: self.deadline,
            types: PhantomData,
        }
    }
}

impl<R, Choice> fmt::Debug for Prepared<R, Choice> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.request() {
            Ok(request) => fmt::Debug::fmt(&request, f),
            Err(error) => fmt::Debug::fmt(&error, f),
        }
    }
}

impl<R> Prepared<R> {
    /// A request for an operation, without parameters.
    pub fn new(caller: Caller, operation: &'static Operation) -> Self {
        Self { caller, draft: Draft::new(operation), deadline: None, types: PhantomData }
    }
}

impl<R, Choice> Prepared<R, Choice> {
    /// The same request, as one with this choice.
    pub fn chosen<Chosen>(self) -> Prepared<R, Chosen> {
        let Self { caller, draft, deadline, types: _ } = self;
        Prepared { caller, draft, deadline, types: PhantomData }
    }

    /// Fills the next place in the path.
    pub fn segment(mut self, value: impl Into<String>) -> Self {
        self.draft.segment(value.into());
        self
    }

    /// Sets a text.
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.draft.text(name, value.into());
        self
    }

    /// Sets an id.
    pub fn id(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.draft.id(name, value.into());
        self
    }

    /// Sets a list of ids.
    pub fn ids(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.draft.ids(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a truth value.
    pub fn flag(mut self, name: &'static str, value: bool) -> Self {
        self.draft.scalar(name, value.into());
        self
    }

    /// Sets a whole number.
    pub fn integer(mut self, name: &'static str, value: impl Into<i64>) -> Self {
        self.draft.scalar(name, value.into().into());
        self
    }

    /// Sets a number.
    pub fn number(mut self, name: &'static str, value: f64) -> Self {
        self.draft.scalar(name, value.into());
        self
    }

    /// Sets a duration that Asterisk counts in seconds.
    pub fn seconds(mut self, name: &'static str, value: Duration) -> Self {
        self.draft.seconds(name, value, None);
        self
    }

    /// Sets a duration that Asterisk counts in seconds, with its number for "for ever".
    pub fn seconds_or(mut self, name: &'static str, value: Duration, unlimited: i64) -> Self {
        self.draft.seconds(name, value, Some(unlimited));
        self
    }

    /// Sets a duration that Asterisk counts in milliseconds.
    pub fn milliseconds(mut self, name: &'static str, value: Duration) -> Self {
        self.draft.milliseconds(name, value);
        self
    }

    /// Sets a list of texts.
    pub fn list(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.draft.list(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets variables, as a member of the body.
    pub fn variables(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<VariableValue>)>,
    ) -> Self {
        self.values(name, values.into_iter().map(|(name, value)| (name, value.into().into_json())))
    }

    /// Sets named texts, as a member of the body.
    pub fn texts(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.values(name, values.into_iter().map(|(name, value)| (name, value.into())))
    }

    /// Sets named values of any kind, as a member of the body.
    pub fn values(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.draft.member(name, Value::Object(values));
        self
    }

    /// Sets a list of models, as a member of the body.
    pub fn items(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = impl Serialize>,
    ) -> Self {
        self.draft.items(name, items.into_iter().collect());
        self
    }

    /// Sets an object: the body itself, or a member of it.
    pub fn object(mut self, name: &'static str, value: Map<String, Value>) -> Self {
        self.draft.object(name, value);
        self
    }

    /// Sets which kinds of events an application gets.
    pub fn filter<A: Api>(mut self, name: &'static str, filter: EventFilter<A>) -> Self {
        match filter.into_object() {
            Ok(object) => self.draft.object(name, object),
            Err(fault) => self.draft.refuse_with_advice(
                fault,
                "leave them out of the filter, and pass over them as they come".to_owned(),
            ),
        }
        self
    }

    /// What it will be sent with.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The text of a parameter that names a thing, where it is set.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.draft.value(name)
    }

    /// Limits the time until the response is there.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    ///
    /// What would be refused before sending.
    pub fn request(&self) -> Result<Request, Error> {
        let mut draft = Cow::Borrowed(&self.draft);
        if draft.lacks_application().is_some() {
            draft.to_mut().fill_application(|| self.caller.application());
        }
        let mut request = draft.finish()?;
        request.set_deadline(self.deadline.unwrap_or(self.caller.deadline()));
        Ok(request)
    }
}

impl<R: Reply, Choice> Prepared<R, Choice> {
    /// Sends it.
    pub fn send(self) -> Sending<R::Value> {
        // On its way it is the same whatever was chosen.
        let mut sent: Prepared<R> = self.chosen();
        Box::pin(async move {
            // It tells whose the new channel is.
            sent.draft.fill_application(|| sent.caller.application());
            // So that the new channel's events are known for this client's from the first one on.
            sent.draft.choose_id(|application| sent.caller.owns(application));
            let request = sent.request()?;
            sent.caller.call::<R>(request).await
        })
    }
}
