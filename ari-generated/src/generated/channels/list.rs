//! `GET /channels`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::Channel;

/// The request of [`Channels::list`](super::Channels::list).
///
/// Lists the channels on the server, including those outside any application, both halves of Local channels, and some that are just ending.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Channel>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Channel > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.list",
        Method::Get,
        "/channels",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#list",
    )
    .modules(
        &[
            "res_stasis_answer",
            "res_stasis_playback",
            "res_stasis_recording",
            "res_stasis_snoop",
        ],
    );
