//! Every operation of the resources that are not about calls, on a real Asterisk, each observed by its effect.

mod applications;
mod asterisk;
mod device_states;
mod endpoints;
mod mailboxes;
mod sounds;
mod user_events;

use ari_generated::{Error, ErrorKind};

/// What a test ends with.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The error of a request that must fail.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind, status: u16) -> Error {
    let error = result.expect_err("it is refused");
    assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{error}");
    error
}
