//! `GET /recordings/stored`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::StoredRecording;

/// The request of [`Recordings::list_stored`](super::Recordings::list_stored).
///
/// Lists the stored recordings.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListStored(pub(crate) Prepared<Json<Vec<StoredRecording>>>);

impl ListStored {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(ListStored => Json < Vec < StoredRecording > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.listStored",
        Method::Get,
        "/recordings/stored",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#liststored",
    )
    .modules(&["res_stasis_recording"]);
