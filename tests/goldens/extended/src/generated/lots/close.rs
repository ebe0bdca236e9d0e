//! `DELETE /lots/{lotId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
    Reply,
};
use crate::generated::ids::LotId;

/// The request of [`Lots::close`](super::Lots::close).
///
/// Closes a parking lot.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Close<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Close<R> {
    pub(crate) fn new(caller: Caller, lot_id: impl Into<LotId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<LotId>::into(lot_id)))
    }
}

ari_runtime::request!(Close < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "lots.close",
        Method::Delete,
        "/lots/{lotId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#close",
    )
    .since(Releases::UNKNOWN)
    .parameters(&[ParameterFacts::path("lotId").since(Releases::UNKNOWN)])
    .errors(&[(404, "There is no such lot")])
    .modules(&["res_parking"]);
