//! `POST /channels/create`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::ids::ChannelId;
use crate::generated::models::Channel;

/// The request of [`Channels::create`](super::Channels::create).
///
/// Creates a channel in state `Down` and hands it to the application straight away, to be called later with `dial`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Create(pub(crate) Prepared<Json<Channel>>);

impl Create {
    pub(crate) fn new(caller: Caller, endpoint: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("endpoint", endpoint))
    }

    /// Application that owns the channel. It gets `StasisStart` at once, while the channel is still
    /// `Down`. Since 14.0.
    ///
    /// Defaults to the client's own application, the first that it was connected with.
    pub fn app(self, app: impl Into<String>) -> Self {
        Self(self.0.text("app", app))
    }

    /// Arguments for the application, separated by commas. They arrive as `args` in its `StasisStart`
    /// event. Since 14.0.
    pub fn app_args(self, app_args: impl Into<String>) -> Self {
        Self(self.0.text("appArgs", app_args))
    }

    /// Id for the new channel, at most 149 characters; made up by the server when absent. It becomes
    /// free for reuse when the channel ends. Since 14.0.
    pub fn channel_id(self, channel_id: impl Into<ChannelId>) -> Self {
        Self(self.0.id("channelId", Into::<ChannelId>::into(channel_id)))
    }

    /// Id for the far half of a Local channel; without it the far half gets the first id followed by
    /// `;2`. Since 14.0.
    pub fn other_channel_id(self, other_channel_id: impl Into<ChannelId>) -> Self {
        Self(self.0.id("otherChannelId", Into::<ChannelId>::into(other_channel_id)))
    }

    /// Id of the calling channel, whose formats are taken over. `app` is subscribed to it as well.
    /// Cannot be combined with `formats`. Since 14.0.
    pub fn originator(self, originator: impl Into<ChannelId>) -> Self {
        Self(self.0.id("originator", Into::<ChannelId>::into(originator)))
    }

    /// Formats the channel may use, separated by commas, such as `ulaw,alaw`. All audio formats are
    /// allowed when neither this nor `originator` is given. Since 14.0.
    pub fn formats(self, formats: impl Into<String>) -> Self {
        Self(self.0.text("formats", formats))
    }

    /// Variables for the new channel, by name, sent as an object under the body key `variables`. A
    /// value is a string, or an object of `value` and an optional `report_events` (false by default)
    /// that adds the variable to the channel's events; that object form needs 20.20, 22.10, 23.4 or
    /// later. Numbers and booleans are refused. Function names such as `CALLERID(name)` are accepted
    /// too. Since 16.11, 17.5.
    pub fn variables(
        self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        Self(self.0.variables("variables", variables))
    }
}

ari_runtime::request!(Create => Json < Channel >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.create",
        Method::Post,
        "/channels/create",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#create",
    )
    .since(Releases::new(&[(14, 0, 0)]))
    .parameters(
        &[
            ParameterFacts::query("endpoint")
                .required()
                .since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("app").required().since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("appArgs").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("channelId").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("otherChannelId").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("originator").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("formats").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::body("variables")
                .since(Releases::new(&[(16, 11, 0), (17, 5, 0)])),
        ],
    )
    .errors(
        &[
            (400, "The request lacks something or cannot be read"),
            (
                409,
                "A live channel already uses this id; a technology or endpoint the server does not know can be reported so too",
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
    .creates("channel", "channelId")
    .within("app")
    .own_application("app", &[])
    .looked_up_by(&crate::generated::channels::get::OPERATION, "channelId");
