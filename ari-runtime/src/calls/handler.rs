//! What a call is handled by, and how that can fail.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::api::Api;
use crate::error::{BoxError, Error};

pub(crate) type Handled = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

/// What a call is handled by.
pub(crate) type Handler<A> = Arc<dyn Fn(<A as Api>::Call) -> Handled + Send + Sync>;

/// Who is told of a call that did not end well.
pub(crate) type Tell = Arc<dyn Fn(&str, &CallFailure) + Send + Sync>;

/// Why a call did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallFailure {
    /// Its handler returned an error other than that the call left.
    #[error("its handler failed: {0}")]
    Error(#[source] BoxError),
    /// Its handler panicked.
    #[error("its handler panicked: {0}")]
    Panic(String),
    /// It could not be hung up when its handler had ended.
    #[error("it could not be hung up: {0}")]
    HangUp(#[source] Error),
    /// What should have become of it without a handler failed.
    #[error("it could not be parted with: {0}")]
    Parting(#[source] Error),
}

pub(crate) fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
