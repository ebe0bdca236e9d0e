//! `POST /asterisk/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};

/// The request of [`Asterisk::set_global_var`](super::Asterisk::set_global_var).
///
/// Sets a global dialplan variable.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetGlobalVar(pub(crate) Prepared<Nothing>);

impl SetGlobalVar {
    pub(crate) fn new(caller: Caller, variable: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("variable", variable))
    }

    /// New value. Without it the variable is removed. Since 13.0.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self(self.0.text("value", value))
    }
}

ari_runtime::request!(SetGlobalVar => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.setGlobalVar",
        Method::Post,
        "/asterisk/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#setglobalvar",
    )
    .parameters(
        &[ParameterFacts::query("variable").required(), ParameterFacts::query("value")],
    )
    .errors(&[(400, "No `variable` name was given")]);
