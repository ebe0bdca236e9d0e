//! Call control: steps that end when what they do has, on real calls.

mod config;
mod connecting;
mod dialling;
mod legs;
mod media;
mod playing;
mod recording;
mod transfers;
mod values;

use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::{PATIENCE, eventually};
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error>;

/// Nothing is left on the server, and the client knows of nothing that it owns.
async fn nothing_is_left(ari: &Ari) {
    eventually("nothing is left behind", async || {
        let channels = ari.channels().list().await.ok()?;
        let bridges = ari.bridges().list().await.ok()?;
        let owned = ari.health().belongings;
        let clean = channels.is_empty() && bridges.is_empty();
        (clean && owned.owned + owned.under_way == 0).then_some(())
    })
    .await;
}

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
