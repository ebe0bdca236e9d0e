//! The connection to Asterisk: how it is made, kept, lost and restored.

pub(crate) mod connect;
pub(crate) mod link;
pub(crate) mod socket;
