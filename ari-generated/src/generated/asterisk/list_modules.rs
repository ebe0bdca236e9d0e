//! `GET /asterisk/modules`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared, Releases};
use crate::generated::models::Module;

/// The request of [`Asterisk::list_modules`](super::Asterisk::list_modules).
///
/// Lists the modules with their use count, run state and support level.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListModules(pub(crate) Prepared<Json<Vec<Module>>>);

impl ListModules {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(ListModules => Json < Vec < Module > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.listModules",
        Method::Get,
        "/asterisk/modules",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#listmodules",
    )
    .since(Releases::new(&[(13, 5, 0)]));
