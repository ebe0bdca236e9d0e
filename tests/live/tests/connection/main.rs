//! The event connection breaks in every way that a network or an Asterisk can break it: what the client tells, restores
//! and goes on with, seen from a real Asterisk.

mod everything;
mod faults;
mod following;
mod gaps;
mod incomplete;
mod limits;
mod restarts;
mod scene;
mod taken;
mod waiting;

type Failure = Box<dyn std::error::Error>;
