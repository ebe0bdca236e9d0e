//! `POST /bridges/{bridgeId}/addChannel`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::{BridgeId, ChannelId};

/// The request of [`Bridges::add_channel`](super::Bridges::add_channel).
///
/// Adds channels to the bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct AddChannel(pub(crate) Prepared<Nothing>);

impl AddChannel {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .ids("channel", channel.into_iter().map(Into::<ChannelId>::into)),
        )
    }

    /// Role of the channels in a holding bridge: `announcer` is heard by all, `participant` waits and
    /// listens. Without it the roles the channels had are taken away. Mixing bridges ignore it. Since
    /// 13.0.
    pub fn role(self, role: impl Into<String>) -> Self {
        Self(self.0.text("role", role))
    }

    /// Whether digits from these channels are kept out of the bridge; default `false`. Since 16.0.
    pub fn absorb_dtmf(self, absorb_dtmf: bool) -> Self {
        Self(self.0.flag("absorbDTMF", absorb_dtmf))
    }

    /// Whether sound from these channels is kept out of the bridge, while they still hear it; default
    /// `false`. Since 16.0.
    pub fn mute(self, mute: bool) -> Self {
        Self(self.0.flag("mute", mute))
    }

    /// Whether the other members are spared the identity of the newcomers, that is, get no
    /// connected-line update; default `false`. Since 18.0.
    pub fn inhibit_connected_line_updates(
        self,
        inhibit_connected_line_updates: bool,
    ) -> Self {
        Self(self.0.flag("inhibitConnectedLineUpdates", inhibit_connected_line_updates))
    }
}

ari_runtime::request!(AddChannel => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.addChannel",
        Method::Post,
        "/bridges/{bridgeId}/addChannel",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#addchannel",
    )
    .parameters(
        &[
            ParameterFacts::path("bridgeId"),
            ParameterFacts::query("channel").required().multiple(),
            ParameterFacts::query("role"),
            ParameterFacts::query("absorbDTMF").since(Releases::new(&[(16, 0, 0)])),
            ParameterFacts::query("mute").since(Releases::new(&[(16, 0, 0)])),
            ParameterFacts::query("inhibitConnectedLineUpdates")
                .since(Releases::new(&[(18, 0, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "No channel was named, or one of them does not exist (not reported as 404)",
            ),
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`; or a channel is being recorded, in which case channels before it in the list have joined already",
            ),
            (422, "A channel exists but is in no application"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
