//! `GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::models::ConfigTuple;

/// The request of [`Asterisk::get_object`](super::Asterisk::get_object).
///
/// Reads all attributes of one dynamic configuration object.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetObject(pub(crate) Prepared<Json<Vec<ConfigTuple>>>);

impl GetObject {
    pub(crate) fn new(
        caller: Caller,
        config_class: impl Into<String>,
        object_type: impl Into<String>,
        id: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(config_class).segment(object_type).segment(id))
    }
}

ari_runtime::request!(GetObject => Json < Vec < ConfigTuple > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.getObject",
        Method::Get,
        "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getobject",
    )
    .since(Releases::new(&[(13, 5, 0)]))
    .parameters(
        &[
            ParameterFacts::path("configClass").since(Releases::new(&[(13, 5, 0)])),
            ParameterFacts::path("objectType").since(Releases::new(&[(13, 5, 0)])),
            ParameterFacts::path("id").since(Releases::new(&[(13, 5, 0)])),
        ],
    )
    .errors(
        &[
            (
                404,
                "The configuration class, the object type or the object itself is unknown",
            ),
        ],
    );
