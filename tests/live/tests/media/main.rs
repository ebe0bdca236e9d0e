//! The audio of calls in this program, on a real Asterisk: every way there is, both ways, to every end.

mod control;
mod directions;
mod endings;
mod hearing;
mod raw;
mod studio;

use std::panic::Location;

use ari_live_tests::PATIENCE;
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error>;

/// What comes within a busy machine's patience; otherwise an error says where.
#[track_caller]
fn soon<T>(what: impl Future<Output = T>) -> impl Future<Output = Result<T, Failure>> {
    let place = Location::caller();
    async move { timeout(PATIENCE, what).await.map_err(|_| format!("nothing at {place}").into()) }
}
