//! `PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::models::ConfigTuple;

/// The request of [`Asterisk::update_object`](super::Asterisk::update_object).
///
/// Creates a dynamic configuration object, or changes the given attributes of an existing one.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct UpdateObject(pub(crate) Prepared<Json<Vec<ConfigTuple>>>);

impl UpdateObject {
    pub(crate) fn new(
        caller: Caller,
        config_class: impl Into<String>,
        object_type: impl Into<String>,
        id: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(config_class).segment(object_type).segment(id))
    }

    /// Attributes to set, as a list of `ConfigTuple` under the key `fields`: `{"fields": [{"attribute":
    /// "context", "value": "default"}]}`. All values are strings; 22.10.1 crashes where an attribute or
    /// a value is missing or is no string. May only be left out when the object is new. Since 13.5.
    pub fn fields(self, fields: impl IntoIterator<Item = ConfigTuple>) -> Self {
        Self(self.0.items("fields", fields))
    }
}

ari_runtime::request!(UpdateObject => Json < Vec < ConfigTuple > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.updateObject",
        Method::Put,
        "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#updateobject",
    )
    .since(Releases::new(&[(13, 5, 0)]))
    .parameters(
        &[
            ParameterFacts::path("configClass").since(Releases::new(&[(13, 5, 0)])),
            ParameterFacts::path("objectType").since(Releases::new(&[(13, 5, 0)])),
            ParameterFacts::path("id").since(Releases::new(&[(13, 5, 0)])),
            ParameterFacts::body("fields").since(Releases::new(&[(13, 5, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "An attribute is unknown or its value is not valid, or an existing object was to be changed without `fields`",
            ),
            (
                403,
                "No writable storage is configured for this object type, as with objects that come from a configuration file",
            ),
            (404, "The configuration class or the object type is unknown"),
        ],
    );
