//! `POST /channels/{channelId}/move`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::move_to`](super::Channels::move_to).
///
/// Hands the channel over to another application without passing through the dialplan.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct MoveTo(pub(crate) Prepared<Nothing>);

impl MoveTo {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        app: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)).text("app", app))
    }

    /// Arguments for the new application, separated by commas, delivered as `args` of its
    /// `StasisStart`. Since 13.26, 16.3; not in 14, 15.
    pub fn app_args(self, app_args: impl Into<String>) -> Self {
        Self(self.0.text("appArgs", app_args))
    }
}

ari_runtime::request!(MoveTo => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.move",
        Method::Post,
        "/channels/{channelId}/move",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#move",
    )
    .since(Releases::new(&[(13, 26, 0), (16, 3, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(13, 26, 0), (16, 3, 0)])),
            ParameterFacts::query("app")
                .required()
                .since(Releases::new(&[(13, 26, 0), (16, 3, 0)])),
            ParameterFacts::query("appArgs")
                .since(Releases::new(&[(13, 26, 0), (16, 3, 0)])),
        ],
    )
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (
                409,
                "No application holds the channel, so there is nothing to move it from",
            ),
        ],
    )
    .modules(
        &[
            "res_stasis_answer",
            "res_stasis_playback",
            "res_stasis_recording",
            "res_stasis_snoop",
        ],
    )
    .releases("channelId");
