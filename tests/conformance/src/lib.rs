//! The same scenarios on a real Asterisk and on the simulated one, and what differs; knows nothing of the SDK.

mod compare;
pub mod differences;
mod measured;
mod normal;
pub mod operations;
mod raw;
mod record;
mod runner;
pub mod scenarios;
mod server;
pub mod simulated;
mod socket;
mod stage;
pub mod table;
mod telephone;
mod transcript;

pub use compare::{Difference, compare};
pub use record::{Body, Entry, Exchange, Frame, Record};
pub use runner::{Scenario, Steps, Which, run, run_all};
pub use server::{DIALPLAN, Server};
pub use stage::{Answer, PATIENCE, Run, Stage, Stuck};
pub use telephone::{Line, Telephone};
pub use transcript::{Asked, Told, Transcript};
