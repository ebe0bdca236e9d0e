//! The kinds of events.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Release, Releases};

/// The kind of an event that this release of the SDK knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// Sent when a device's state changes and the application subscribed to it with
    /// `deviceState:{name}` or to all device states.
    DeviceStateChanged,
    /// Sent when a queued playback begins, and again when a paused or restarted one resumes.
    PlaybackStarted,
    /// Sent when a playback of several media URIs moves on to the next of them.
    PlaybackContinuing,
    /// Sent when a playback ends, whether it ran out, was stopped or lost its channel; a hangup gives
    /// `failed` and precedes `StasisEnd`.
    PlaybackFinished,
    /// Sent when a recording begins to be written; until then it is `queued`.
    RecordingStarted,
    /// Sent when a recording has ended and its file is complete, also when the caller hung up.
    RecordingFinished,
    /// Sent when a recording could not be made, for instance of a channel that is in a bridge.
    RecordingFailed,
    /// Sent to the application that holds a channel when the channel was to move to an application,
    /// `destination`, that is not registered or not connected.
    ApplicationMoveFailed,
    /// Sent over an outbound websocket when an application is registered on it: the first frame after
    /// connecting and again after each reconnect.
    ApplicationRegistered,
    /// Sent over an outbound websocket when an application is removed from its configuration.
    ApplicationUnregistered,
    /// Sent to a socket whose application has been registered again by another one.
    ApplicationReplaced,
    /// Sent when a bridge comes into being, to applications subscribed to all bridges.
    BridgeCreated,
    /// Sent when a bridge is gone, to applications subscribed to it; joining a channel subscribes its
    /// application.
    BridgeDestroyed,
    /// Sent when Asterisk moves the channels of one bridge into another, as an attended transfer does.
    /// `bridge` is the one that remains and `bridge_from` the one that ends, with `BridgeDestroyed`
    /// following.
    BridgeMerged,
    /// Sent when another channel becomes the video source of a bridge.
    BridgeVideoSourceChanged,
    /// Sent after an attempt at blind transfer by a party in a bridge; see `result` for its outcome.
    BridgeBlindTransfer,
    /// Sent after an attempt at attended transfer.
    BridgeAttendedTransfer,
    /// Sent when a channel comes into being.
    ChannelCreated,
    /// The last event of a channel, after `StasisEnd`.
    ChannelDestroyed,
    /// Sent when a channel has joined a bridge; `bridge.channels` includes it already.
    ChannelEnteredBridge,
    /// Sent when a channel has left a bridge for whatever reason, hangup included; `bridge.channels` no
    /// longer lists it.
    ChannelLeftBridge,
    /// Sent when a channel changes state, for example from `Ring` to `Up` when it is answered.
    ChannelStateChange,
    /// Sent once per DTMF digit, when the key is released.
    ChannelDtmfReceived,
    /// Sent before a channel executes a step of the dialplan.
    ChannelDialplan,
    /// Sent when a channel's caller id is set or changed.
    ChannelCallerId,
    /// Sent on request with a user event operation, or by the dialplan's `UserEvent` application on a
    /// channel the program follows.
    ChannelUserevent,
    /// Sent when somebody asks for a channel to be hung up: the far end, the dialplan or an operation.
    /// The channel still exists; `StasisEnd` and, where subscribed, `ChannelDestroyed` follow.
    ChannelHangupRequest,
    /// Sent each time a channel or global variable is set, by the dialplan, by an operation or by
    /// Asterisk itself.
    ChannelVarset,
    /// Sent when the party on a channel puts the call on hold, as a SIP phone does with a re-INVITE.
    ChannelHold,
    /// Sent when the party on a channel resumes a held call.
    ChannelUnhold,
    /// Sent when the dialplan function `TONE_DETECT` hears the tone it was set to on a channel.
    ChannelToneDetected,
    /// Sent when a party begins to speak on a channel on which the `TALK_DETECT` function is set.
    ChannelTalkingStarted,
    /// Sent when silence follows speech on a channel on which the `TALK_DETECT` function is set.
    ChannelTalkingFinished,
    /// Sent when a contact of a PJSIP endpoint is added, removed, or changes its reachability.
    ContactStatusChange,
    /// Sent when a peer of an endpoint registers, goes away or changes its reachability.
    PeerStatusChange,
    /// Sent when an endpoint becomes `online` or `offline`.
    EndpointStateChange,
    /// Sent at the steps of an outgoing call: at its start with an empty `dialstatus`, as it
    /// progresses, and when it is answered or fails.
    Dial,
    /// Sent when a channel leaves the application: it hung up, went on in the dialplan or moved to
    /// another application.
    StasisEnd,
    /// Sent when a channel comes under the application's control, from the dialplan, by originate,
    /// create, snoop or external media, by a move or by a claim.
    StasisStart,
    /// Sent for a text message, such as a SIP MESSAGE, from an endpoint the application subscribed to.
    /// No channel needs to exist.
    TextMessageReceived,
    /// Sent when the identity of the other party, as presented to a channel, changes.
    ChannelConnectedLine,
    /// Sent when a SIP REFER arrives on a channel whose dialplan handed transfers to the application
    /// (`PJSIP_TRANSFER_HANDLING()` set to `ari-only`).
    ChannelTransfer,
    /// Asterisk's answer to a `RESTRequest`, on the same socket as the events; an event the request
    /// causes may come before or after it.
    RestResponse,
    /// Sent to all registered applications, or those the dialplan selects, when `StasisBroadcast`
    /// offers a call.
    CallBroadcast,
    /// Sent to the applications that were offered a call once one of them has claimed it, but only if
    /// `StasisBroadcast` was told to with its `notify_claimed` argument.
    CallClaimed,
}

impl EventKind {
    /// Every kind, in the specification's order.
    pub const ALL: [Self; 45usize] = [
        Self::DeviceStateChanged,
        Self::PlaybackStarted,
        Self::PlaybackContinuing,
        Self::PlaybackFinished,
        Self::RecordingStarted,
        Self::RecordingFinished,
        Self::RecordingFailed,
        Self::ApplicationMoveFailed,
        Self::ApplicationRegistered,
        Self::ApplicationUnregistered,
        Self::ApplicationReplaced,
        Self::BridgeCreated,
        Self::BridgeDestroyed,
        Self::BridgeMerged,
        Self::BridgeVideoSourceChanged,
        Self::BridgeBlindTransfer,
        Self::BridgeAttendedTransfer,
        Self::ChannelCreated,
        Self::ChannelDestroyed,
        Self::ChannelEnteredBridge,
        Self::ChannelLeftBridge,
        Self::ChannelStateChange,
        Self::ChannelDtmfReceived,
        Self::ChannelDialplan,
        Self::ChannelCallerId,
        Self::ChannelUserevent,
        Self::ChannelHangupRequest,
        Self::ChannelVarset,
        Self::ChannelHold,
        Self::ChannelUnhold,
        Self::ChannelToneDetected,
        Self::ChannelTalkingStarted,
        Self::ChannelTalkingFinished,
        Self::ContactStatusChange,
        Self::PeerStatusChange,
        Self::EndpointStateChange,
        Self::Dial,
        Self::StasisEnd,
        Self::StasisStart,
        Self::TextMessageReceived,
        Self::ChannelConnectedLine,
        Self::ChannelTransfer,
        Self::RestResponse,
        Self::CallBroadcast,
        Self::CallClaimed,
    ];

    /// The kind's name on the wire, the value of `type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeviceStateChanged => "DeviceStateChanged",
            Self::PlaybackStarted => "PlaybackStarted",
            Self::PlaybackContinuing => "PlaybackContinuing",
            Self::PlaybackFinished => "PlaybackFinished",
            Self::RecordingStarted => "RecordingStarted",
            Self::RecordingFinished => "RecordingFinished",
            Self::RecordingFailed => "RecordingFailed",
            Self::ApplicationMoveFailed => "ApplicationMoveFailed",
            Self::ApplicationRegistered => "ApplicationRegistered",
            Self::ApplicationUnregistered => "ApplicationUnregistered",
            Self::ApplicationReplaced => "ApplicationReplaced",
            Self::BridgeCreated => "BridgeCreated",
            Self::BridgeDestroyed => "BridgeDestroyed",
            Self::BridgeMerged => "BridgeMerged",
            Self::BridgeVideoSourceChanged => "BridgeVideoSourceChanged",
            Self::BridgeBlindTransfer => "BridgeBlindTransfer",
            Self::BridgeAttendedTransfer => "BridgeAttendedTransfer",
            Self::ChannelCreated => "ChannelCreated",
            Self::ChannelDestroyed => "ChannelDestroyed",
            Self::ChannelEnteredBridge => "ChannelEnteredBridge",
            Self::ChannelLeftBridge => "ChannelLeftBridge",
            Self::ChannelStateChange => "ChannelStateChange",
            Self::ChannelDtmfReceived => "ChannelDtmfReceived",
            Self::ChannelDialplan => "ChannelDialplan",
            Self::ChannelCallerId => "ChannelCallerId",
            Self::ChannelUserevent => "ChannelUserevent",
            Self::ChannelHangupRequest => "ChannelHangupRequest",
            Self::ChannelVarset => "ChannelVarset",
            Self::ChannelHold => "ChannelHold",
            Self::ChannelUnhold => "ChannelUnhold",
            Self::ChannelToneDetected => "ChannelToneDetected",
            Self::ChannelTalkingStarted => "ChannelTalkingStarted",
            Self::ChannelTalkingFinished => "ChannelTalkingFinished",
            Self::ContactStatusChange => "ContactStatusChange",
            Self::PeerStatusChange => "PeerStatusChange",
            Self::EndpointStateChange => "EndpointStateChange",
            Self::Dial => "Dial",
            Self::StasisEnd => "StasisEnd",
            Self::StasisStart => "StasisStart",
            Self::TextMessageReceived => "TextMessageReceived",
            Self::ChannelConnectedLine => "ChannelConnectedLine",
            Self::ChannelTransfer => "ChannelTransfer",
            Self::RestResponse => "RESTResponse",
            Self::CallBroadcast => "CallBroadcast",
            Self::CallClaimed => "CallClaimed",
        }
    }

    /// The kind of that name, if it is known.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(
            match name {
                "DeviceStateChanged" => Self::DeviceStateChanged,
                "PlaybackStarted" => Self::PlaybackStarted,
                "PlaybackContinuing" => Self::PlaybackContinuing,
                "PlaybackFinished" => Self::PlaybackFinished,
                "RecordingStarted" => Self::RecordingStarted,
                "RecordingFinished" => Self::RecordingFinished,
                "RecordingFailed" => Self::RecordingFailed,
                "ApplicationMoveFailed" => Self::ApplicationMoveFailed,
                "ApplicationRegistered" => Self::ApplicationRegistered,
                "ApplicationUnregistered" => Self::ApplicationUnregistered,
                "ApplicationReplaced" => Self::ApplicationReplaced,
                "BridgeCreated" => Self::BridgeCreated,
                "BridgeDestroyed" => Self::BridgeDestroyed,
                "BridgeMerged" => Self::BridgeMerged,
                "BridgeVideoSourceChanged" => Self::BridgeVideoSourceChanged,
                "BridgeBlindTransfer" => Self::BridgeBlindTransfer,
                "BridgeAttendedTransfer" => Self::BridgeAttendedTransfer,
                "ChannelCreated" => Self::ChannelCreated,
                "ChannelDestroyed" => Self::ChannelDestroyed,
                "ChannelEnteredBridge" => Self::ChannelEnteredBridge,
                "ChannelLeftBridge" => Self::ChannelLeftBridge,
                "ChannelStateChange" => Self::ChannelStateChange,
                "ChannelDtmfReceived" => Self::ChannelDtmfReceived,
                "ChannelDialplan" => Self::ChannelDialplan,
                "ChannelCallerId" => Self::ChannelCallerId,
                "ChannelUserevent" => Self::ChannelUserevent,
                "ChannelHangupRequest" => Self::ChannelHangupRequest,
                "ChannelVarset" => Self::ChannelVarset,
                "ChannelHold" => Self::ChannelHold,
                "ChannelUnhold" => Self::ChannelUnhold,
                "ChannelToneDetected" => Self::ChannelToneDetected,
                "ChannelTalkingStarted" => Self::ChannelTalkingStarted,
                "ChannelTalkingFinished" => Self::ChannelTalkingFinished,
                "ContactStatusChange" => Self::ContactStatusChange,
                "PeerStatusChange" => Self::PeerStatusChange,
                "EndpointStateChange" => Self::EndpointStateChange,
                "Dial" => Self::Dial,
                "StasisEnd" => Self::StasisEnd,
                "StasisStart" => Self::StasisStart,
                "TextMessageReceived" => Self::TextMessageReceived,
                "ChannelConnectedLine" => Self::ChannelConnectedLine,
                "ChannelTransfer" => Self::ChannelTransfer,
                "RESTResponse" => Self::RestResponse,
                "CallBroadcast" => Self::CallBroadcast,
                "CallClaimed" => Self::CallClaimed,
                _ => return None,
            },
        )
    }

    /// The releases that have such events.
    pub fn first_releases(self) -> Releases {
        let found = crate::generated::meta::first_releases(self.name(), None);
        found.unwrap_or(Releases::UNKNOWN)
    }

    /// Does this release have such events?
    pub fn available_in(self, release: Release) -> bool {
        self.first_releases().contains(release)
    }
}

ari_runtime::event_kind!(EventKind);
