//! `DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::delete_object`](super::Asterisk::delete_object).
///
/// Deletes a dynamic configuration object.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct DeleteObject(pub(crate) Prepared<Nothing>);

impl DeleteObject {
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

ari_runtime::request!(DeleteObject => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.deleteObject",
        Method::Delete,
        "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#deleteobject",
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
            (403, "The object lives in read-only storage, such as a configuration file"),
            (
                404,
                "The configuration class, the object type or the object itself is unknown",
            ),
        ],
    );
