//! `POST /channels/{channelId}/play`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::{ChannelId, PlaybackId};
use crate::generated::models::Playback;

/// The request of [`Channels::play`](super::Channels::play).
///
/// Plays media to the remote party.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Play(pub(crate) Prepared<Json<Playback>>);

impl Play {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)).list("media", media))
    }

    /// Language for sounds and spoken numbers, such as `en` or `de`. Defaults to the channel's own.
    /// Since 13.0.
    pub fn lang(self, lang: impl Into<String>) -> Self {
        Self(self.0.text("lang", lang))
    }

    /// Where in the first item to start, in milliseconds from its beginning. Must not be negative;
    /// later items start at their beginning. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn offsetms(self, offsetms: Duration) -> Self {
        Self(self.0.milliseconds("offsetms", offsetms))
    }

    /// How far a forward or reverse command moves, in milliseconds. Must not be negative. Defaults to
    /// 3000. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn skipms(self, skipms: Duration) -> Self {
        Self(self.0.milliseconds("skipms", skipms))
    }

    /// Id for the playback, so that its events can be matched from the start. The server makes one up
    /// when absent. Since 13.0.
    pub fn playback_id(self, playback_id: impl Into<PlaybackId>) -> Self {
        Self(self.0.id("playbackId", Into::<PlaybackId>::into(playback_id)))
    }
}

ari_runtime::request!(Play => Json < Playback >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.play",
        Method::Post,
        "/channels/{channelId}/play",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#play",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("media").required().multiple(),
            ParameterFacts::query("lang"),
            ParameterFacts::query("offsetms"),
            ParameterFacts::query("skipms"),
            ParameterFacts::query("playbackId"),
        ],
    )
    .errors(
        &[
            (400, "The request cannot be read"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so media cannot be played to it",
            ),
            (500, "The playback cannot be made, for example because no media is named"),
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
    .looked_up_by(&crate::generated::playbacks::get::OPERATION, "playbackId");
