//! `GET /asterisk/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Variable;

/// The request of [`Asterisk::get_global_var`](super::Asterisk::get_global_var).
///
/// Reads a global dialplan variable.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetGlobalVar(pub(crate) Prepared<Json<Variable>>);

impl GetGlobalVar {
    pub(crate) fn new(caller: Caller, variable: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("variable", variable))
    }
}

ari_runtime::request!(GetGlobalVar => Json < Variable >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.getGlobalVar",
        Method::Get,
        "/asterisk/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getglobalvar",
    )
    .parameters(&[ParameterFacts::query("variable").required()])
    .errors(&[(400, "No `variable` name was given")]);
