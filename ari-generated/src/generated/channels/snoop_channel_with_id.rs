//! `POST /channels/{channelId}/snoop/{snoopId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::enums::SnoopDirection;
use crate::generated::ids::ChannelId;
use crate::generated::models::Channel;

/// The request of [`Channels::snoop_channel_with_id`](super::Channels::snoop_channel_with_id).
///
/// Creates a snoop channel that gets the id in the path.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SnoopChannelWithId(pub(crate) Prepared<Json<Channel>>);

impl SnoopChannelWithId {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        snoop_id: impl Into<ChannelId>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .segment(Into::<ChannelId>::into(snoop_id)),
        )
    }

    /// Audio to listen to: `in` is what the remote party says, `out` what it hears. Defaults to `none`.
    /// Since 13.0.
    pub fn spy(self, spy: SnoopDirection) -> Self {
        Self(self.0.text("spy", spy))
    }

    /// Where audio sent to the snoop channel goes: `out` lets the remote party hear it, `in` mixes it
    /// into what that party says. Defaults to `none`. Since 13.0.
    pub fn whisper(self, whisper: SnoopDirection) -> Self {
        Self(self.0.text("whisper", whisper))
    }

    /// Application that takes the snoop channel. Since 13.0.
    ///
    /// Defaults to the client's own application, the first that it was connected with.
    pub fn app(self, app: impl Into<String>) -> Self {
        Self(self.0.text("app", app))
    }

    /// Arguments for the application, separated by commas. They arrive as `args` in its `StasisStart`
    /// event. Since 13.0.
    pub fn app_args(self, app_args: impl Into<String>) -> Self {
        Self(self.0.text("appArgs", app_args))
    }
}

ari_runtime::request!(SnoopChannelWithId => Json < Channel >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.snoopChannelWithId",
        Method::Post,
        "/channels/{channelId}/snoop/{snoopId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#snoopchannelwithid",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::path("snoopId"),
            ParameterFacts::query("spy"),
            ParameterFacts::query("whisper"),
            ParameterFacts::query("app").required(),
            ParameterFacts::query("appArgs"),
        ],
    )
    .errors(
        &[
            (
                400,
                "Neither `spy` nor `whisper` names a direction, one of them is invalid, or `app` is missing",
            ),
            (404, "The channel to observe does not exist"),
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
    .creates("channel", "snoopId")
    .within("app")
    .own_application("app", &[])
    .looked_up_by(&crate::generated::channels::get::OPERATION, "snoopId");
