//! `GET /channels/{channelId}/rtp_statistics`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;
use crate::generated::models::RtpStat;

/// The request of [`Channels::rtp_statistics`](super::Channels::rtp_statistics).
///
/// Returns the RTP statistics of the channel's audio stream.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct RtpStatistics(pub(crate) Prepared<Json<RtpStat>>);

impl RtpStatistics {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

ari_runtime::request!(RtpStatistics => Json < RtpStat >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.rtpstatistics",
        Method::Get,
        "/channels/{channelId}/rtp_statistics",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#rtpstatistics",
    )
    .since(Releases::new(&[(13, 27, 0), (16, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(13, 27, 0), (16, 4, 0)])),
        ],
    )
    .errors(
        &[
            (403, "The channel's technology keeps no RTP statistics"),
            (404, "No channel has this id, or it has no RTP stream to report on"),
        ],
    )
    .modules(
        &[
            "res_stasis_answer",
            "res_stasis_playback",
            "res_stasis_recording",
            "res_stasis_snoop",
        ],
    );
