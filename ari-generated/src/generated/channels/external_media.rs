//! `POST /channels/externalMedia`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::enums::{
    ConnectionType, Encapsulation, MediaDirection, MediaTransport,
};
use crate::generated::ids::ChannelId;
use crate::generated::models::Channel;

/// The request of [`Channels::external_media`](super::Channels::external_media).
///
/// Creates a channel whose audio goes to and comes from an external media server.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ExternalMedia(pub(crate) Prepared<Json<Channel>>);

impl ExternalMedia {
    pub(crate) fn new(caller: Caller, format: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("format", format))
    }

    /// Id for the new channel. Made up by the server when absent. Since 16.6, 17.1.
    pub fn channel_id(self, channel_id: impl Into<ChannelId>) -> Self {
        Self(self.0.id("channelId", Into::<ChannelId>::into(channel_id)))
    }

    /// Application that takes the channel, with a `StasisStart` of its own. Since 16.6, 17.1.
    ///
    /// Defaults to the client's own application, the first that it was connected with.
    pub fn app(self, app: impl Into<String>) -> Self {
        Self(self.0.text("app", app))
    }

    /// Variables for the new channel, by name, sent as an object under the body key `variables`. A
    /// value is a string, or an object of `value` and an optional `report_events` (false by default)
    /// that adds the variable to the channel's events; that object form needs 20.20, 22.10, 23.4 or
    /// later. Numbers and booleans are refused. Function names such as `CALLERID(name)` are accepted
    /// too. Since 16.6, 17.1.
    pub fn variables(
        self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        Self(self.0.variables("variables", variables))
    }

    /// Peer to exchange audio with: `host:port` for RTP and AudioSocket, the id of a `websocket_client`
    /// configured on the server for an outgoing WebSocket, or `INCOMING` when the server awaits the
    /// connection. Since 16.6, 17.1.
    pub fn external_host(self, external_host: impl Into<String>) -> Self {
        Self(self.0.text("external_host", external_host))
    }

    /// How audio is framed: `rtp` (the default), `audiosocket`, or `none` for WebSocket. Since 16.6,
    /// 17.1.
    pub fn encapsulation(self, encapsulation: Encapsulation) -> Self {
        Self(self.0.text("encapsulation", encapsulation))
    }

    /// How audio travels: `udp` (the default), `tcp` or `websocket`. Since 16.6, 17.1.
    pub fn transport(self, transport: MediaTransport) -> Self {
        Self(self.0.text("transport", transport))
    }

    /// Who connects: `client` (the default) means the server does, `server` that it waits for you. The
    /// latter exists for WebSocket only. Since 16.6, 17.1.
    pub fn connection_type(self, connection_type: ConnectionType) -> Self {
        Self(self.0.text("connection_type", connection_type))
    }

    /// Direction of the audio. Only `both` exists. Since 16.6, 17.1.
    pub fn direction(self, direction: MediaDirection) -> Self {
        Self(self.0.text("direction", direction))
    }

    /// With AudioSocket, the UUID that identifies the call to the peer, and required there. Passed on
    /// to the application as its `args`. Since 18.0.
    pub fn data(self, data: impl Into<String>) -> Self {
        Self(self.0.text("data", data))
    }

    /// Extra dial options for WebSocket, such as `f(json)` for JSON control messages or `n` to leave
    /// the channel unanswered. Since 20.18, 22.8, 23.2; not in 21.
    pub fn transport_data(self, transport_data: impl Into<String>) -> Self {
        Self(self.0.text("transport_data", transport_data))
    }
}

ari_runtime::request!(ExternalMedia => Json < Channel >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.externalMedia",
        Method::Post,
        "/channels/externalMedia",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#externalmedia",
    )
    .since(Releases::new(&[(16, 6, 0), (17, 1, 0)]))
    .parameters(
        &[
            ParameterFacts::query("channelId")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("app")
                .required()
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::body("variables")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("external_host")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("encapsulation")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("transport")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("connection_type")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("format")
                .required()
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("direction")
                .since(Releases::new(&[(16, 6, 0), (17, 1, 0)])),
            ParameterFacts::query("data").since(Releases::new(&[(18, 0, 0)])),
            ParameterFacts::query("transport_data")
                .since(Releases::new(&[(20, 18, 0), (22, 8, 0), (23, 2, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "`app` or `format` is missing, the external host is missing, malformed or unknown, or another parameter is invalid",
            ),
            (409, "A live channel already uses this id"),
            (500, "The media channel cannot be made"),
            (501, "The encapsulation or transport is not supported"),
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
    .creates("channel", "channelId")
    .within("app")
    .own_application("app", &[])
    .looked_up_by(&crate::generated::channels::get::OPERATION, "channelId");
