//! `POST /type`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases, Text,
};
use crate::generated::enums::TypeMoveMany;

/// The request of [`Kinds::move_to`](super::Kinds::move_to).
///
///
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct MoveTo(pub(crate) Prepared<Json<Vec<Vec<Text>>>>);

impl MoveTo {
    pub(crate) fn new(caller: Caller, kind: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("type", kind))
    }

    /// Sets `fn`.
    pub fn function(self, function: bool) -> Self {
        Self(self.0.flag("fn", function))
    }

    /// Sets `self`.
    pub fn itself(self, itself: f64) -> Self {
        Self(self.0.number("self", itself))
    }

    /// Sets `request`.
    pub fn request_number(self, request_number: i64) -> Self {
        Self(self.0.integer("request", request_number))
    }

    /// Sets `camelCaseName`.
    pub fn camel_case_name(self, camel_case_name: i32) -> Self {
        Self(self.0.integer("camelCaseName", camel_case_name))
    }

    /// Sets `snake_case_name`.
    pub fn snake_case_name(self, snake_case_name: i32) -> Self {
        Self(self.0.integer("snake_case_name", snake_case_name))
    }

    /// Sets `many`.
    pub fn many(self, many: impl IntoIterator<Item = TypeMoveMany>) -> Self {
        Self(self.0.list("many", many))
    }
}

ari_runtime::request!(MoveTo => Json < Vec < Vec < Text > > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.move",
        Method::Post,
        "/type",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#move",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::query("type").required().since(Releases::UNKNOWN),
            ParameterFacts::query("fn").since(Releases::UNKNOWN),
            ParameterFacts::query("self").since(Releases::UNKNOWN),
            ParameterFacts::query("request").since(Releases::UNKNOWN),
            ParameterFacts::query("camelCaseName").since(Releases::UNKNOWN),
            ParameterFacts::query("snake_case_name").since(Releases::UNKNOWN),
            ParameterFacts::query("many").multiple().since(Releases::UNKNOWN),
        ],
    )
    .errors(&[(409, "The code is a text"), (500, "")])
    .modules(&["res_curse", "res_curse_more"]);
