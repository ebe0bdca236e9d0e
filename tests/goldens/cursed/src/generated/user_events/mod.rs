//! Operations of the resource `events`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Caller;

/// Operations of the resource `events`. Got from [`Ari::user_events`](crate::Ari::user_events).
#[derive(Clone, Copy, Debug)]
pub struct UserEvents<'a> {
    caller: &'a Caller,
}

impl<'a> UserEvents<'a> {
    pub(crate) fn new(caller: &'a Caller) -> Self {
        Self { caller }
    }
}
