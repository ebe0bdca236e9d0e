//! `POST /channels/{channelId}/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::set_channel_var`](super::Channels::set_channel_var).
///
/// Sets one variable or writes one dialplan function of the channel.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetChannelVar(pub(crate) Prepared<Nothing>);

impl SetChannelVar {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        variable: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .text("variable", variable),
        )
    }

    /// New value. Left out, it clears the variable. Since 13.0.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self(self.0.text("value", value))
    }

    /// Whether this channel's later events include the variable. Defaults to false. Since 20.20, 22.10,
    /// 23.4; not in 21.
    pub fn report_events(self, report_events: bool) -> Self {
        Self(self.0.flag("report_events", report_events))
    }
}

ari_runtime::request!(SetChannelVar => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.setChannelVar",
        Method::Post,
        "/channels/{channelId}/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#setchannelvar",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("variable").required(),
            ParameterFacts::query("value"),
            ParameterFacts::query("report_events")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "No variable name was sent, or the function refused the value"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
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
