//! `POST /asterisk/modules/{moduleName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::load_module`](super::Asterisk::load_module).
///
/// Loads a module into the running Asterisk.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct LoadModule(pub(crate) Prepared<Nothing>);

impl LoadModule {
    pub(crate) fn new(caller: Caller, module_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(module_name))
    }
}

ari_runtime::request!(LoadModule => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.loadModule",
        Method::Post,
        "/asterisk/modules/{moduleName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#loadmodule",
    )
    .since(Releases::new(&[(13, 5, 0)]))
    .parameters(
        &[ParameterFacts::path("moduleName").since(Releases::new(&[(13, 5, 0)]))],
    )
    .errors(
        &[(409, "The module is already loaded, does not exist, or declined to start")],
    );
