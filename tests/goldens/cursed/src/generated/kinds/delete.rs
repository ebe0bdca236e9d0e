//! `DELETE /type/{tech}/{resource}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    Allows, BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
    Releases, Reply, Undecided,
};
use crate::generated::ids::ResourceId;
use super::{AtOnce, Later, Never};

/// The request of [`Kinds::delete`](super::Kinds::delete).
///
/// Removes it.
///
/// Some parameters exclude others. Which of them were set is in the type:
///
/// * [`AtOnce`](super::AtOnce): `now`
/// * [`Later`](super::Later): `match`, `after`
/// * [`Never`](super::Never): `never`
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Delete<R: Reply = Nothing, Choice = Undecided>(
    pub(crate) Prepared<R, Choice>,
);

impl<R: Reply> Delete<R> {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech).segment(Into::<ResourceId>::into(resource)))
    }
}

impl<R: Reply, Choice: Allows<AtOnce>> Delete<R, Choice> {
    /// Sets `now`.
    ///
    /// Excludes `match`, `after` and `never`.
    pub fn now(self, now: bool) -> Delete<R, AtOnce> {
        Delete(self.0.flag("now", now).chosen())
    }
}

impl<R: Reply, Choice: Allows<Later>> Delete<R, Choice> {
    /// Sets `match`.
    ///
    /// Excludes `now` and `never`.
    pub fn matched(self, matched: impl Into<String>) -> Delete<R, Later> {
        Delete(self.0.text("match", matched).chosen())
    }

    /// Sets `after`.
    ///
    /// Excludes `now` and `never`.
    pub fn after(self, after: i32) -> Delete<R, Later> {
        Delete(self.0.integer("after", after).chosen())
    }
}

impl<R: Reply, Choice: Allows<Never>> Delete<R, Choice> {
    /// Sets `never`.
    ///
    /// Excludes `now`, `match` and `after`.
    pub fn never(self, never: bool) -> Delete<R, Never> {
        Delete(self.0.flag("never", never).chosen())
    }
}

impl<R: Reply, Choice> Delete<R, Choice> {
    /// Sets `quietly`.
    pub fn quietly(self, quietly: bool) -> Self {
        Self(self.0.flag("quietly", quietly))
    }
}

ari_runtime::request!(Delete < R, Choice >);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.delete",
        Method::Delete,
        "/type/{tech}/{resource}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#delete",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::path("tech").since(Releases::UNKNOWN),
            ParameterFacts::path("resource").since(Releases::UNKNOWN),
            ParameterFacts::query("now").since(Releases::UNKNOWN),
            ParameterFacts::query("match").since(Releases::UNKNOWN),
            ParameterFacts::query("after").since(Releases::UNKNOWN),
            ParameterFacts::query("never").since(Releases::UNKNOWN),
            ParameterFacts::query("quietly").since(Releases::UNKNOWN),
        ],
    )
    .modules(&["res_curse", "res_curse_more"]);
