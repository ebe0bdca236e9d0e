//! `POST /channels`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    Allows, BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared,
    Releases, Undecided, VariableValue,
};
use crate::generated::ids::ChannelId;
use crate::generated::models::Channel;
use super::{IntoApplication, IntoDialplan};

/// The request of [`Channels::originate`](super::Channels::originate).
///
/// Places a call and hands the answered channel to an application or to the dialplan.
///
/// Some parameters exclude others. Which of them were set is in the type:
///
/// * [`IntoApplication`](super::IntoApplication): `app`, `appArgs`
/// * [`IntoDialplan`](super::IntoDialplan): `extension`, `context`, `priority`, `label`
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Originate<Choice = Undecided>(pub(crate) Prepared<Json<Channel>, Choice>);

impl Originate {
    pub(crate) fn new(caller: Caller, endpoint: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("endpoint", endpoint))
    }
}

impl<Choice: Allows<IntoApplication>> Originate<Choice> {
    /// Application that takes over the channel on answer. It is subscribed to the channel at once.
    /// Since 13.0.
    ///
    /// Defaults to the client's own application, the first that it was connected with, unless
    /// `extension`, `context`, `priority` or `label` is set.
    ///
    /// Excludes `extension`, `context`, `priority` and `label`.
    pub fn app(self, app: impl Into<String>) -> Originate<IntoApplication> {
        Originate(self.0.text("app", app).chosen())
    }

    /// Arguments for the application, separated by commas. They arrive as `args` in its `StasisStart`
    /// event. Used only together with `app`. Since 13.0.
    ///
    /// Excludes `extension`, `context`, `priority` and `label`.
    pub fn app_args(self, app_args: impl Into<String>) -> Originate<IntoApplication> {
        Originate(self.0.text("appArgs", app_args).chosen())
    }
}

impl<Choice: Allows<IntoDialplan>> Originate<Choice> {
    /// Dialplan extension in which the answered channel continues. Required when `app` is absent,
    /// ignored when it is present. Since 13.0.
    ///
    /// Excludes `app` and `appArgs`.
    pub fn extension(self, extension: impl Into<String>) -> Originate<IntoDialplan> {
        Originate(self.0.text("extension", extension).chosen())
    }

    /// Dialplan context of `extension`. Defaults to `default`. Since 13.0.
    ///
    /// Excludes `app` and `appArgs`.
    pub fn context(self, context: impl Into<String>) -> Originate<IntoDialplan> {
        Originate(self.0.text("context", context).chosen())
    }

    /// Priority within `extension` at which to begin. Defaults to 1. Since 13.0.
    ///
    /// Excludes `app` and `appArgs`.
    pub fn priority(self, priority: i64) -> Originate<IntoDialplan> {
        Originate(self.0.integer("priority", priority).chosen())
    }

    /// Priority label within `extension`, taken in preference to `priority`. A number is read as a
    /// priority; an unknown label is answered 404. Since 13.2.
    ///
    /// Excludes `app` and `appArgs`.
    pub fn label(self, label: impl Into<String>) -> Originate<IntoDialplan> {
        Originate(self.0.text("label", label).chosen())
    }
}

impl<Choice> Originate<Choice> {
    /// Caller id shown to the called party: a bare number, or a name followed by the number in angle
    /// brackets, as in `Alice <100>`. Since 13.0.
    pub fn caller_id(self, caller_id: impl Into<String>) -> Self {
        Self(self.0.text("callerId", caller_id))
    }

    /// How long to ring, in seconds, before the attempt is dropped. Defaults to 30; -1 rings without
    /// limit, and 0 means the default. Since 13.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.seconds_or("timeout", timeout, -1i64))
    }

    /// Variables for the new channel, by name, sent as an object under the body key `variables`. A
    /// value is a string, or an object of `value` and an optional `report_events` (false by default)
    /// that adds the variable to the channel's events; that object form needs 20.20, 22.10, 23.4 or
    /// later. Numbers and booleans are refused. Function names such as `CALLERID(name)` are accepted
    /// too. Since 13.0.
    pub fn variables(
        self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        Self(self.0.variables("variables", variables))
    }

    /// Id for the new channel, at most 149 characters. The server makes one up when it is absent. Since
    /// 13.0.
    pub fn channel_id(self, channel_id: impl Into<ChannelId>) -> Self {
        Self(self.0.id("channelId", Into::<ChannelId>::into(channel_id)))
    }

    /// Id for the second half of a Local channel. When absent it is `channelId` with `;2` appended.
    /// Since 13.0.
    pub fn other_channel_id(self, other_channel_id: impl Into<ChannelId>) -> Self {
        Self(self.0.id("otherChannelId", Into::<ChannelId>::into(other_channel_id)))
    }

    /// Id of an existing channel on whose behalf the call is made; the new one takes its formats and
    /// inherits from it. Cannot be combined with `formats`. Since 13.2.
    pub fn originator(self, originator: impl Into<ChannelId>) -> Self {
        Self(self.0.id("originator", Into::<ChannelId>::into(originator)))
    }

    /// Media formats to offer, as a comma-separated list such as `ulaw,slin16`; `core show codecs` on
    /// the server prints the names. Cannot be combined with `originator`. Since 13.10.
    pub fn formats(self, formats: impl Into<String>) -> Self {
        Self(self.0.text("formats", formats))
    }
}

ari_runtime::request!(Originate < Choice > => Json < Channel >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.originate",
        Method::Post,
        "/channels",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#originate",
    )
    .parameters(
        &[
            ParameterFacts::query("endpoint").required(),
            ParameterFacts::query("extension"),
            ParameterFacts::query("context"),
            ParameterFacts::query("priority"),
            ParameterFacts::query("label").since(Releases::new(&[(13, 2, 0)])),
            ParameterFacts::query("app"),
            ParameterFacts::query("appArgs"),
            ParameterFacts::query("callerId"),
            ParameterFacts::query("timeout"),
            ParameterFacts::body("variables"),
            ParameterFacts::query("channelId"),
            ParameterFacts::query("otherChannelId"),
            ParameterFacts::query("originator").since(Releases::new(&[(13, 2, 0)])),
            ParameterFacts::query("formats").since(Releases::new(&[(13, 10, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "The endpoint is missing or malformed, neither `app` nor `extension` was given, a format or the originator is unknown, an id is too long, or a variable's value has the wrong type",
            ),
            (404, "The label does not stand in the extension"),
            (
                409,
                "A live channel already uses this id; an unknown technology or endpoint can misleadingly be reported the same way",
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
    .own_application("app", &["extension", "context", "priority", "label"])
    .looked_up_by(&crate::generated::channels::get::OPERATION, "channelId");
