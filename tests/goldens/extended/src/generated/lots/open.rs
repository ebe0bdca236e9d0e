//! `POST /lots/{lotId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::ids::{LotId, ValetId};
use crate::generated::models::Lot;

/// The request of [`Lots::open`](super::Lots::open).
///
/// Opens a parking lot under an id.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Open(pub(crate) Prepared<Json<Lot>>);

impl Open {
    pub(crate) fn new(caller: Caller, lot_id: impl Into<LotId>, spaces: u32) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<LotId>::into(lot_id)).integer("spaces", spaces))
    }

    /// How long a call waits before it goes back to who parked it.
    ///
    /// Default: `45`.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn patience(self, patience: Duration) -> Self {
        Self(self.0.seconds_or("patience", patience, 0i64))
    }

    /// Classes of music on hold, tried in order. Since 21.3.
    pub fn music(self, music: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.list("music", music))
    }

    /// Variables of every call that is parked here.
    pub fn variables(
        self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        Self(self.0.variables("variables", variables))
    }

    /// Who parks and fetches the calls.
    pub fn valet(self, valet: impl Into<ValetId>) -> Self {
        Self(self.0.id("valet", Into::<ValetId>::into(valet)))
    }
}

ari_runtime::request!(Open => Json < Lot >);

pub(crate) static OPERATION: Operation = Operation::new(
        "lots.open",
        Method::Post,
        "/lots/{lotId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#open",
    )
    .since(Releases::new(&[(20, 5, 0)]))
    .parameters(
        &[
            ParameterFacts::path("lotId").since(Releases::new(&[(20, 5, 0)])),
            ParameterFacts::query("spaces")
                .required()
                .since(Releases::new(&[(20, 5, 0)])),
            ParameterFacts::query("patience").since(Releases::new(&[(20, 5, 0)])),
            ParameterFacts::query("music")
                .multiple()
                .since(Releases::new(&[(21, 3, 0)])),
            ParameterFacts::body("variables").since(Releases::new(&[(20, 5, 0)])),
            ParameterFacts::query("valet").since(Releases::new(&[(20, 5, 0)])),
        ],
    )
    .errors(&[(400, "The lot would have no space"), (409, "The valet is busy")])
    .modules(&["res_parking"])
    .looked_up_by(&crate::generated::lots::get::OPERATION, "lotId");
