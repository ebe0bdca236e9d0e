//! `GET /asterisk/info`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::enums::InfoSection;
use crate::generated::models::AsteriskInfo;

/// The request of [`Asterisk::get_info`](super::Asterisk::get_info).
///
/// Returns build, version, configuration and status details of the running Asterisk.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetInfo(pub(crate) Prepared<Json<AsteriskInfo>>);

impl GetInfo {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }

    /// Sections to return, all four when left out. Sections that were not asked for are absent from the
    /// answer. Since 13.0.
    pub fn only(self, only: impl IntoIterator<Item = InfoSection>) -> Self {
        Self(self.0.list("only", only))
    }
}

ari_runtime::request!(GetInfo => Json < AsteriskInfo >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.getInfo",
        Method::Get,
        "/asterisk/info",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getinfo",
    )
    .parameters(&[ParameterFacts::query("only").multiple()]);
