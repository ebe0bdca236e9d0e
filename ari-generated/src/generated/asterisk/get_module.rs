//! `GET /asterisk/modules/{moduleName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::models::Module;

/// The request of [`Asterisk::get_module`](super::Asterisk::get_module).
///
/// Returns the details of one loaded module.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetModule(pub(crate) Prepared<Json<Module>>);

impl GetModule {
    pub(crate) fn new(caller: Caller, module_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(module_name))
    }
}

ari_runtime::request!(GetModule => Json < Module >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.getModule",
        Method::Get,
        "/asterisk/modules/{moduleName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getmodule",
    )
    .since(Releases::new(&[(13, 5, 0)]))
    .parameters(
        &[ParameterFacts::path("moduleName").since(Releases::new(&[(13, 5, 0)]))],
    )
    .errors(
        &[
            (404, "No module of this name is loaded"),
            (
                409,
                "The module is loaded but its details could not be read, for instance because the name was given without `.so`",
            ),
        ],
    );
