//! `PUT /asterisk/modules/{moduleName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::reload_module`](super::Asterisk::reload_module).
///
/// Makes a loaded module read its configuration again.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ReloadModule(pub(crate) Prepared<Nothing>);

impl ReloadModule {
    pub(crate) fn new(caller: Caller, module_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(module_name))
    }
}

ari_runtime::request!(ReloadModule => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.reloadModule",
        Method::Put,
        "/asterisk/modules/{moduleName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#reloadmodule",
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
                "The module cannot be reloaded at all, a reload is already running, or the reload failed",
            ),
        ],
    );
