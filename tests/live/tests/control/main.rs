//! Call control: steps that end when what they do has, on real calls.

mod dialling;
mod playing;
mod recording;
mod values;

use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::PATIENCE;
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error>;

/// What comes within a busy machine's patience.
async fn soon<T>(what: impl Future<Output = T>) -> Result<T, Failure> {
    Ok(timeout(PATIENCE, what).await?)
}

/// As long as nobody can doubt that a sound is under way.
const A_WHILE: Duration = Duration::from_millis(700);

/// The kind of the error that a step ends with.
fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.expect_err("it fails").kind()
}
