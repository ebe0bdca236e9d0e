//! The connection to Asterisk: how it is made, kept, lost and restored.

pub(crate) mod assembly;
pub(crate) mod connect;
pub(crate) mod door;
pub(crate) mod farewell;
pub(crate) mod follow;
pub(crate) mod handshake;
pub(crate) mod health;
pub(crate) mod inquiry;
pub(crate) mod link;
pub(crate) mod names;
pub(crate) mod restore;
pub(crate) mod settings;
pub(crate) mod socket;
pub(crate) mod subscriptions;
pub(crate) mod task;
pub(crate) mod upgrade;
