//! What a successful response holds, and how it is read; generated request types name it as a marker.

use std::future::Future;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::request::operation::Operation;
use crate::request::response::{Body, Response, rejection};

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

    /// Did Asterisk do what was asked, where that is what it told?
    #[doc(hidden)]
    fn was_executed(value: &Self::Value) -> bool {
        let _ = value;
        true
    }
}

/// A JSON value.
#[derive(Debug)]
#[non_exhaustive]
pub struct Json<T>(PhantomData<fn() -> T>);

/// Nothing but success.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Nothing;

/// Nothing but success, where "not found" is success too.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Removed;

/// Bytes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Binary;

/// Whatever comes, whatever its status is.
#[derive(Debug)]
#[non_exhaustive]
pub struct Raw;

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
        let response = success(response, operation).await?;
        let status = response.status();
        let bytes = response.into_body().bytes().await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let text = String::from_utf8_lossy(&bytes);
            let offset = crate::event::scan::offset_of(&text, error.line(), error.column());
            let path = crate::event::scan::path_at(&text, offset);
            Error::new(ErrorKind::Decode, format!("the response is not as documented at {path}"))
                .with_status(status)
                .with_source(error)
        })
    }
}

impl Reply for Raw {
    type Value = Response;

    async fn read(response: Response, _: &'static Operation) -> Result<Response, Error> {
        Ok(response)
    }

    fn was_executed(response: &Response) -> bool {
        response.is_success()
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
    match response.into_body().bytes().await {
        Ok(body) => Err(rejection(status, &body, Some(operation))),
        // The status stands; what it means in full did not arrive.
        Err(error) => Err(rejection(status, b"{}", Some(operation)).with_source(error)),
    }
}
