//! Calls on a real Asterisk: each has a handler of its own, from its start to its true end.

mod adoption;
mod apart;
mod crash;
mod ending;
mod gap;
mod handover;
mod leaving;
mod own;
mod reentry;
mod room;
mod scene;
mod soak;
mod steps;
mod taken;
mod traced;
mod trouble;

type Failure = Box<dyn std::error::Error + Send + Sync>;
