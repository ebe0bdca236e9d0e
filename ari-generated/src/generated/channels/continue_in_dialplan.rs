//! `POST /channels/{channelId}/continue`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::continue_in_dialplan`](super::Channels::continue_in_dialplan).
///
/// Takes the channel out of the application and lets the dialplan carry on with it.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ContinueInDialplan(pub(crate) Prepared<Nothing>);

impl ContinueInDialplan {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }

    /// Dialplan context to enter. Defaults to the channel's current one. Since 13.0.
    pub fn context(self, context: impl Into<String>) -> Self {
        Self(self.0.text("context", context))
    }

    /// Extension to enter. Defaults to `s` when `context` is given, otherwise to the channel's current
    /// extension. Since 13.0.
    pub fn extension(self, extension: impl Into<String>) -> Self {
        Self(self.0.text("extension", extension))
    }

    /// Priority to enter. Defaults to 1; when `context`, `extension` and `label` are absent too, to the
    /// one after the current priority. Since 13.0.
    pub fn priority(self, priority: i32) -> Self {
        Self(self.0.integer("priority", priority))
    }

    /// Priority label to enter, taken in preference to `priority`. A number is read as a priority.
    /// Since 13.2.
    pub fn label(self, label: impl Into<String>) -> Self {
        Self(self.0.text("label", label))
    }
}

ari_runtime::request!(ContinueInDialplan => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.continueInDialplan",
        Method::Post,
        "/channels/{channelId}/continue",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#continueindialplan",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("context"),
            ParameterFacts::query("extension"),
            ParameterFacts::query("priority"),
            ParameterFacts::query("label").since(Releases::new(&[(13, 2, 0)])),
        ],
    )
    .errors(
        &[
            (404, "No channel has this id, or the extension has no such label"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so it cannot run dialplan yet",
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
