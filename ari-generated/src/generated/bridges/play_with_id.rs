//! `POST /bridges/{bridgeId}/play/{playbackId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::{BridgeId, PlaybackId};
use crate::generated::models::Playback;

/// The request of [`Bridges::play_with_id`](super::Bridges::play_with_id).
///
/// Starts playing media to everyone in the bridge, under a playback id chosen by the caller.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct PlayWithId(pub(crate) Prepared<Json<Playback>>);

impl PlayWithId {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        playback_id: impl Into<PlaybackId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .segment(Into::<PlaybackId>::into(playback_id))
                .list("media", media),
        )
    }

    /// Format of the announcer channel that plays into the bridge, such as `slin16`; by default that of
    /// the member with the highest sample rate. Ignored while an announcer from an earlier playback is
    /// still there. Since 20.17, 22.7, 23.1; not in 21.
    pub fn announcer_format(self, announcer_format: impl Into<String>) -> Self {
        Self(self.0.text("announcer_format", announcer_format))
    }

    /// Language of `sound:` media, such as `en`; by default the announcer channel's. Since 13.0.
    pub fn lang(self, lang: impl Into<String>) -> Self {
        Self(self.0.text("lang", lang))
    }

    /// Where to begin in the first media item, in milliseconds; default 0. Later items begin at their
    /// start. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn offsetms(self, offsetms: Duration) -> Self {
        Self(self.0.milliseconds("offsetms", offsetms))
    }

    /// How far the forward and reverse controls jump, in milliseconds; default 3000. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn skipms(self, skipms: Duration) -> Self {
        Self(self.0.milliseconds("skipms", skipms))
    }
}

ari_runtime::request!(PlayWithId => Json < Playback >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.playWithId",
        Method::Post,
        "/bridges/{bridgeId}/play/{playbackId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#playwithid",
    )
    .parameters(
        &[
            ParameterFacts::path("bridgeId"),
            ParameterFacts::path("playbackId"),
            ParameterFacts::query("media").required().multiple(),
            ParameterFacts::query("announcer_format")
                .since(Releases::new(&[(20, 17, 0), (22, 7, 0), (23, 1, 0)])),
            ParameterFacts::query("lang"),
            ParameterFacts::query("offsetms"),
            ParameterFacts::query("skipms"),
        ],
    )
    .errors(
        &[
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
            (422, "`announcer_format` is not known to this server"),
            (500, "The playback cannot be made, for example because no media is named"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"])
    .looked_up_by(&crate::generated::playbacks::get::OPERATION, "playbackId");
