//! A typed request bound to its client: what generated request types are made of.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::draft::Draft;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::request::Request;
use crate::response::{Body, Response, rejection};
use crate::variable::VariableValue;

/// A request on its way, with what its response will hold.
pub type Sending<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// What a successful response holds, as a marker of request types.
pub trait Reply: Send + 'static {
    /// What the caller gets.
    type Value: Send + 'static;

    /// Reads the response.
    #[doc(hidden)]
    fn read(
        response: Response,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Self::Value, Error>> + Send;
}

/// A JSON value.
#[derive(Debug)]
#[non_exhaustive]
pub struct Json<T>(PhantomData<fn() -> T>);

/// Nothing but success.
#[derive(Debug)]
#[non_exhaustive]
pub struct Nothing;

/// Nothing but success, where "not found" is success too.
#[derive(Debug)]
#[non_exhaustive]
pub struct Removed;

/// Bytes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Binary;

/// How a thing came to be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Removal {
    /// By this request.
    Done,
    /// It was not there any more.
    AlreadyGone,
}

impl<T: DeserializeOwned + Send + 'static> Reply for Json<T> {
    type Value = T;

    async fn read(response: Response, operation: &'static Operation) -> Result<T, Error> {
        let bytes = success(response, operation).await?.into_body().bytes().await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let text = String::from_utf8_lossy(&bytes);
            let offset = crate::scan::offset_of(&text, error.line(), error.column());
            let path = crate::scan::path_at(&text, offset);
            Error::new(ErrorKind::Decode, format!("the response is not as documented at {path}"))
                .with_source(error)
        })
    }
}

impl Reply for Nothing {
    type Value = ();

    async fn read(response: Response, operation: &'static Operation) -> Result<(), Error> {
        success(response, operation).await.map(drop)
    }
}

impl Reply for Removed {
    type Value = Removal;

    async fn read(response: Response, operation: &'static Operation) -> Result<Removal, Error> {
        if response.status() == 404 {
            let error = match success(response, operation).await {
                Ok(_) => return Ok(Removal::Done),
                Err(error) => error,
            };
            // A 404 of a resource that is not served says nothing of the thing.
            return if error.advice().is_some() { Err(error) } else { Ok(Removal::AlreadyGone) };
        }
        success(response, operation).await.map(|_| Removal::Done)
    }
}

impl Reply for Binary {
    type Value = Body;

    async fn read(response: Response, operation: &'static Operation) -> Result<Body, Error> {
        success(response, operation).await.map(Response::into_body)
    }
}

async fn success(response: Response, operation: &'static Operation) -> Result<Response, Error> {
    if response.is_success() {
        return Ok(response);
    }
    let status = response.status();
    let body = response.into_body().bytes().await.unwrap_or_default();
    Err(rejection(status, &body, Some(operation)))
}

/// A request whose parameters are being set.
pub struct Prepared<R> {
    caller: Caller,
    draft: Draft,
    deadline: Option<Duration>,
    reply: PhantomData<fn() -> R>,
}

impl<R> Clone for Prepared<R> {
    fn clone(&self) -> Self {
        Self {
            caller: self.caller.clone(),
            draft: self.draft.clone(),
            deadline: self.deadline,
            reply: PhantomData,
        }
    }
}

impl<R> fmt::Debug for Prepared<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.request() {
            Ok(request) => fmt::Debug::fmt(&request, f),
            Err(error) => fmt::Debug::fmt(&error, f),
        }
    }
}

impl<R> Prepared<R> {
    /// A request for an operation, without parameters.
    pub fn new(caller: &Caller, operation: &'static Operation) -> Self {
        Self {
            caller: caller.clone(),
            draft: Draft::new(operation),
            deadline: None,
            reply: PhantomData,
        }
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
        let mut request = self.draft.finish()?;
        request.set_deadline(self.deadline.unwrap_or(self.caller.deadline()));
        Ok(request)
    }
}

impl<R: Reply> Prepared<R> {
    /// Sends it.
    pub fn send(self) -> Sending<R::Value> {
        Box::pin(async move {
            let request = self.request()?;
            self.caller.call::<R>(request).await
        })
    }
}
