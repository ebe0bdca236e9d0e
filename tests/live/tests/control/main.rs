//! Call control: steps that end when what they do has, on real calls.

mod bridges;
mod config;
mod connecting;
mod desk;
mod dialling;
mod dialling_sip;
mod digits;
mod gaps;
mod glare;
mod legs;
mod lot;
mod media;
mod menu;
mod orphans;
mod ownership;
mod phone;
mod playing;
mod recording;
mod transfers;
mod values;

use std::panic::Location;
use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::PATIENCE;
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error>;

/// What comes within a busy machine's patience; otherwise an error says where.
#[track_caller]
fn soon<T>(what: impl Future<Output = T>) -> impl Future<Output = Result<T, Failure>> {
    let place = Location::caller();
    async move { timeout(PATIENCE, what).await.map_err(|_| format!("nothing at {place}").into()) }
}

/// As long as nobody can doubt that a sound is under way.
const A_WHILE: Duration = Duration::from_millis(700);

/// The kind of the error that a step ends with.
fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.expect_err("it fails").kind()
}
