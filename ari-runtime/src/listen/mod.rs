//! The server that Asterisk dials: who may come in, how each is greeted, and the client that each becomes.

pub(crate) mod admission;
pub(crate) mod greeting;
pub(crate) mod listener;
pub(crate) mod place;
pub(crate) mod prompt;
pub(crate) mod reception;
pub(crate) mod serve;
pub(crate) mod setup;
