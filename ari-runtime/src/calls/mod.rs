//! Calls: from the event that brings a channel into the application to its true end, each with a handler of its own.

pub(crate) mod belongings;
pub(crate) mod call;
pub(crate) mod digits;
pub(crate) mod drain;
pub(crate) mod handler;
pub(crate) mod left;
pub(crate) mod moves;
pub(crate) mod owned;
pub(crate) mod parting;
pub(crate) mod registry;
pub(crate) mod scope;
pub(crate) mod serve;
pub(crate) mod start;
pub(crate) mod state;
