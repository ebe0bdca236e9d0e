//! A simulated Asterisk for tests of applications that use its REST interface (ARI): real connections, no PBX.
//!
#![doc = include_str!("../README.md")]

mod asterisk;
mod dialplan;
mod error;
mod faults;
mod message;
mod operations;
mod outbound;
mod pbx;
mod phone;
mod simulator;
mod stillness;
mod transcript;
mod wire;

/// The verbs and paths of the operations that are simulated, as the specification writes them. Every other one is answered
/// as by an Asterisk without its module.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    ari_generated::meta::OPERATIONS
        .iter()
        .filter(|it| !it.name().starts_with("mailboxes."))
        .map(|it| (it.method().as_str(), it.path()))
}

pub use error::Error;
pub use faults::{FaultError, Faults};
pub use outbound::Outbound;
pub use phone::{Call, Cause, DialIn, Heard, Phone};
pub use simulator::{Builder, Simulator};
pub use transcript::{Exchange, Told, Transcript};
