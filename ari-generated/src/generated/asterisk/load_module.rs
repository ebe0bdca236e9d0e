//! `POST /asterisk/modules/{moduleName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
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
    .since(
        "13.5.0 14.0.0 15.0.0 16.0.0 17.0.0 18.0.0 19.0.0 20.0.0 21.0.0 22.0.0 23.0.0",
    )
    .parameters(&[ParameterFacts::path("moduleName")])
    .errors(
        &[(409, "The module is already loaded, does not exist, or declined to start")],
    );
