//! One event of any kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{DecodeError, Frame, RawEvent, Subject, Timestamp};
use serde::de::MapAccess;
use crate::generated::events::EventKind;

/// One event of any kind.
///
/// Cloning it is cheap: the payload is shared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Sent when a device's state changes and the application subscribed to it with
    /// `deviceState:{name}` or to all device states.
    DeviceStateChanged(Arc<super::DeviceStateChanged>),
    /// Sent when a queued playback begins, and again when a paused or restarted one resumes.
    PlaybackStarted(Arc<super::PlaybackStarted>),
    /// Sent when a playback of several media URIs moves on to the next of them.
    PlaybackContinuing(Arc<super::PlaybackContinuing>),
    /// Sent when a playback ends, whether it ran out, was stopped or lost its channel; a hangup gives
    /// `failed` and precedes `StasisEnd`.
    PlaybackFinished(Arc<super::PlaybackFinished>),
    /// Sent when a recording begins to be written; until then it is `queued`.
    RecordingStarted(Arc<super::RecordingStarted>),
    /// Sent when a recording has ended and its file is complete, also when the caller hung up.
    RecordingFinished(Arc<super::RecordingFinished>),
    /// Sent when a recording could not be made, for instance of a channel that is in a bridge.
    RecordingFailed(Arc<super::RecordingFailed>),
    /// Sent to the application that holds a channel when the channel was to move to an application,
    /// `destination`, that is not registered or not connected.
    ApplicationMoveFailed(Arc<super::ApplicationMoveFailed>),
    /// Sent over an outbound websocket when an application is registered on it: the first frame after
    /// connecting and again after each reconnect.
    ApplicationRegistered(Arc<super::ApplicationRegistered>),
    /// Sent over an outbound websocket when an application is removed from its configuration.
    ApplicationUnregistered(Arc<super::ApplicationUnregistered>),
    /// Sent to a socket whose application has been registered again by another one.
    ApplicationReplaced(Arc<super::ApplicationReplaced>),
    /// Sent when a bridge comes into being, to applications subscribed to all bridges.
    BridgeCreated(Arc<super::BridgeCreated>),
    /// Sent when a bridge is gone, to applications subscribed to it; joining a channel subscribes its
    /// application.
    BridgeDestroyed(Arc<super::BridgeDestroyed>),
    /// Sent when Asterisk moves the channels of one bridge into another, as an attended transfer does.
    /// `bridge` is the one that remains and `bridge_from` the one that ends, with `BridgeDestroyed`
    /// following.
    BridgeMerged(Arc<super::BridgeMerged>),
    /// Sent when another channel becomes the video source of a bridge.
    BridgeVideoSourceChanged(Arc<super::BridgeVideoSourceChanged>),
    /// Sent after an attempt at blind transfer by a party in a bridge; see `result` for its outcome.
    BridgeBlindTransfer(Arc<super::BridgeBlindTransfer>),
    /// Sent after an attempt at attended transfer.
    BridgeAttendedTransfer(Arc<super::BridgeAttendedTransfer>),
    /// Sent when a channel comes into being.
    ChannelCreated(Arc<super::ChannelCreated>),
    /// The last event of a channel, after `StasisEnd`.
    ChannelDestroyed(Arc<super::ChannelDestroyed>),
    /// Sent when a channel has joined a bridge; `bridge.channels` includes it already.
    ChannelEnteredBridge(Arc<super::ChannelEnteredBridge>),
    /// Sent when a channel has left a bridge for whatever reason, hangup included; `bridge.channels` no
    /// longer lists it.
    ChannelLeftBridge(Arc<super::ChannelLeftBridge>),
    /// Sent when a channel changes state, for example from `Ring` to `Up` when it is answered.
    ChannelStateChange(Arc<super::ChannelStateChange>),
    /// Sent once per DTMF digit, when the key is released.
    ChannelDtmfReceived(Arc<super::ChannelDtmfReceived>),
    /// Sent before a channel executes a step of the dialplan.
    ChannelDialplan(Arc<super::ChannelDialplan>),
    /// Sent when a channel's caller id is set or changed.
    ChannelCallerId(Arc<super::ChannelCallerId>),
    /// Sent on request with a user event operation, or by the dialplan's `UserEvent` application on a
    /// channel the program follows.
    ChannelUserevent(Arc<super::ChannelUserevent>),
    /// Sent when somebody asks for a channel to be hung up: the far end, the dialplan or an operation.
    /// The channel still exists; `StasisEnd` and, where subscribed, `ChannelDestroyed` follow.
    ChannelHangupRequest(Arc<super::ChannelHangupRequest>),
    /// Sent each time a channel or global variable is set, by the dialplan, by an operation or by
    /// Asterisk itself.
    ChannelVarset(Arc<super::ChannelVarset>),
    /// Sent when the party on a channel puts the call on hold, as a SIP phone does with a re-INVITE.
    ChannelHold(Arc<super::ChannelHold>),
    /// Sent when the party on a channel resumes a held call.
    ChannelUnhold(Arc<super::ChannelUnhold>),
    /// Sent when the dialplan function `TONE_DETECT` hears the tone it was set to on a channel.
    ChannelToneDetected(Arc<super::ChannelToneDetected>),
    /// Sent when a party begins to speak on a channel on which the `TALK_DETECT` function is set.
    ChannelTalkingStarted(Arc<super::ChannelTalkingStarted>),
    /// Sent when silence follows speech on a channel on which the `TALK_DETECT` function is set.
    ChannelTalkingFinished(Arc<super::ChannelTalkingFinished>),
    /// Sent when a contact of a PJSIP endpoint is added, removed, or changes its reachability.
    ContactStatusChange(Arc<super::ContactStatusChange>),
    /// Sent when a peer of an endpoint registers, goes away or changes its reachability.
    PeerStatusChange(Arc<super::PeerStatusChange>),
    /// Sent when an endpoint becomes `online` or `offline`.
    EndpointStateChange(Arc<super::EndpointStateChange>),
    /// Sent at the steps of an outgoing call: at its start with an empty `dialstatus`, as it
    /// progresses, and when it is answered or fails.
    Dial(Arc<super::Dial>),
    /// Sent when a channel leaves the application: it hung up, went on in the dialplan or moved to
    /// another application.
    StasisEnd(Arc<super::StasisEnd>),
    /// Sent when a channel comes under the application's control, from the dialplan, by originate,
    /// create, snoop or external media, by a move or by a claim.
    StasisStart(Arc<super::StasisStart>),
    /// Sent for a text message, such as a SIP MESSAGE, from an endpoint the application subscribed to.
    /// No channel needs to exist.
    TextMessageReceived(Arc<super::TextMessageReceived>),
    /// Sent when the identity of the other party, as presented to a channel, changes.
    ChannelConnectedLine(Arc<super::ChannelConnectedLine>),
    /// Sent when a SIP REFER arrives on a channel whose dialplan handed transfers to the application
    /// (`PJSIP_TRANSFER_HANDLING()` set to `ari-only`).
    ChannelTransfer(Arc<super::ChannelTransfer>),
    /// Asterisk's answer to a `RESTRequest`, on the same socket as the events; an event the request
    /// causes may come before or after it.
    RestResponse(Arc<super::RestResponse>),
    /// Sent to all registered applications, or those the dialplan selects, when `StasisBroadcast`
    /// offers a call.
    CallBroadcast(Arc<super::CallBroadcast>),
    /// Sent to the applications that were offered a call once one of them has claimed it, but only if
    /// `StasisBroadcast` was told to with its `notify_claimed` argument.
    CallClaimed(Arc<super::CallClaimed>),
    /// An event of a kind that this release of the SDK does not know.
    Unrecognized(Arc<RawEvent>),
}

/// The same expression for every kind of payload, another for an unknown one.
macro_rules! each {
    ($event:expr, $payload:ident => $known:expr, $raw:ident => $unknown:expr) => {
        match $event { Event::DeviceStateChanged($payload) => $known,
        Event::PlaybackStarted($payload) => $known, Event::PlaybackContinuing($payload)
        => $known, Event::PlaybackFinished($payload) => $known,
        Event::RecordingStarted($payload) => $known, Event::RecordingFinished($payload)
        => $known, Event::RecordingFailed($payload) => $known,
        Event::ApplicationMoveFailed($payload) => $known,
        Event::ApplicationRegistered($payload) => $known,
        Event::ApplicationUnregistered($payload) => $known,
        Event::ApplicationReplaced($payload) => $known, Event::BridgeCreated($payload) =>
        $known, Event::BridgeDestroyed($payload) => $known, Event::BridgeMerged($payload)
        => $known, Event::BridgeVideoSourceChanged($payload) => $known,
        Event::BridgeBlindTransfer($payload) => $known,
        Event::BridgeAttendedTransfer($payload) => $known,
        Event::ChannelCreated($payload) => $known, Event::ChannelDestroyed($payload) =>
        $known, Event::ChannelEnteredBridge($payload) => $known,
        Event::ChannelLeftBridge($payload) => $known, Event::ChannelStateChange($payload)
        => $known, Event::ChannelDtmfReceived($payload) => $known,
        Event::ChannelDialplan($payload) => $known, Event::ChannelCallerId($payload) =>
        $known, Event::ChannelUserevent($payload) => $known,
        Event::ChannelHangupRequest($payload) => $known, Event::ChannelVarset($payload)
        => $known, Event::ChannelHold($payload) => $known, Event::ChannelUnhold($payload)
        => $known, Event::ChannelToneDetected($payload) => $known,
        Event::ChannelTalkingStarted($payload) => $known,
        Event::ChannelTalkingFinished($payload) => $known,
        Event::ContactStatusChange($payload) => $known, Event::PeerStatusChange($payload)
        => $known, Event::EndpointStateChange($payload) => $known, Event::Dial($payload)
        => $known, Event::StasisEnd($payload) => $known, Event::StasisStart($payload) =>
        $known, Event::TextMessageReceived($payload) => $known,
        Event::ChannelConnectedLine($payload) => $known, Event::ChannelTransfer($payload)
        => $known, Event::RestResponse($payload) => $known,
        Event::CallBroadcast($payload) => $known, Event::CallClaimed($payload) => $known,
        Event::Unrecognized($raw) => $unknown, }
    };
}

impl Event {
    /// Decodes one event from its JSON text.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object with a `type`, or a known kind whose fields are not as
    /// documented; the error tells where.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        ari_runtime::decode(text)
    }

    /// The kind, if it is a known one.
    pub fn kind(&self) -> Option<EventKind> {
        Some(
            match self {
                Self::DeviceStateChanged(_) => EventKind::DeviceStateChanged,
                Self::PlaybackStarted(_) => EventKind::PlaybackStarted,
                Self::PlaybackContinuing(_) => EventKind::PlaybackContinuing,
                Self::PlaybackFinished(_) => EventKind::PlaybackFinished,
                Self::RecordingStarted(_) => EventKind::RecordingStarted,
                Self::RecordingFinished(_) => EventKind::RecordingFinished,
                Self::RecordingFailed(_) => EventKind::RecordingFailed,
                Self::ApplicationMoveFailed(_) => EventKind::ApplicationMoveFailed,
                Self::ApplicationRegistered(_) => EventKind::ApplicationRegistered,
                Self::ApplicationUnregistered(_) => EventKind::ApplicationUnregistered,
                Self::ApplicationReplaced(_) => EventKind::ApplicationReplaced,
                Self::BridgeCreated(_) => EventKind::BridgeCreated,
                Self::BridgeDestroyed(_) => EventKind::BridgeDestroyed,
                Self::BridgeMerged(_) => EventKind::BridgeMerged,
                Self::BridgeVideoSourceChanged(_) => EventKind::BridgeVideoSourceChanged,
                Self::BridgeBlindTransfer(_) => EventKind::BridgeBlindTransfer,
                Self::BridgeAttendedTransfer(_) => EventKind::BridgeAttendedTransfer,
                Self::ChannelCreated(_) => EventKind::ChannelCreated,
                Self::ChannelDestroyed(_) => EventKind::ChannelDestroyed,
                Self::ChannelEnteredBridge(_) => EventKind::ChannelEnteredBridge,
                Self::ChannelLeftBridge(_) => EventKind::ChannelLeftBridge,
                Self::ChannelStateChange(_) => EventKind::ChannelStateChange,
                Self::ChannelDtmfReceived(_) => EventKind::ChannelDtmfReceived,
                Self::ChannelDialplan(_) => EventKind::ChannelDialplan,
                Self::ChannelCallerId(_) => EventKind::ChannelCallerId,
                Self::ChannelUserevent(_) => EventKind::ChannelUserevent,
                Self::ChannelHangupRequest(_) => EventKind::ChannelHangupRequest,
                Self::ChannelVarset(_) => EventKind::ChannelVarset,
                Self::ChannelHold(_) => EventKind::ChannelHold,
                Self::ChannelUnhold(_) => EventKind::ChannelUnhold,
                Self::ChannelToneDetected(_) => EventKind::ChannelToneDetected,
                Self::ChannelTalkingStarted(_) => EventKind::ChannelTalkingStarted,
                Self::ChannelTalkingFinished(_) => EventKind::ChannelTalkingFinished,
                Self::ContactStatusChange(_) => EventKind::ContactStatusChange,
                Self::PeerStatusChange(_) => EventKind::PeerStatusChange,
                Self::EndpointStateChange(_) => EventKind::EndpointStateChange,
                Self::Dial(_) => EventKind::Dial,
                Self::StasisEnd(_) => EventKind::StasisEnd,
                Self::StasisStart(_) => EventKind::StasisStart,
                Self::TextMessageReceived(_) => EventKind::TextMessageReceived,
                Self::ChannelConnectedLine(_) => EventKind::ChannelConnectedLine,
                Self::ChannelTransfer(_) => EventKind::ChannelTransfer,
                Self::RestResponse(_) => EventKind::RestResponse,
                Self::CallBroadcast(_) => EventKind::CallBroadcast,
                Self::CallClaimed(_) => EventKind::CallClaimed,
                Self::Unrecognized(_) => return None,
            },
        )
    }

    /// The kind's name on the wire, also of an unknown one.
    pub fn kind_name(&self) -> &str {
        match self {
            Self::Unrecognized(raw) => raw.kind_name(),
            known => known.kind().map_or("", EventKind::name),
        }
    }

    /// The frame as Asterisk sent it; `None` for an event that was not decoded from one.
    pub fn raw(&self) -> Option<&str> {
        each!(self, payload => payload.raw(), raw => raw.text())
    }

    /// The application the event was sent to.
    pub fn application(&self) -> Option<&str> {
        each!(self, payload => Some(& payload.application), _raw => None)
    }

    /// When it happened, by Asterisk's clock.
    pub fn timestamp(&self) -> Option<Timestamp> {
        each!(self, payload => Some(payload.timestamp), _raw => None)
    }
}

impl ari_runtime::ApiEvent for Event {
    type Kind = EventKind;
    fn kind(name: &str) -> Option<EventKind> {
        EventKind::from_name(name)
    }

    fn name(kind: EventKind) -> &'static str {
        kind.name()
    }

    fn read<'de, A: MapAccess<'de>>(
        kind: EventKind,
        fields: A,
        frame: &Frame,
    ) -> Result<Self, A::Error> {
        use ari_runtime::payload;
        Ok(
            match kind {
                EventKind::DeviceStateChanged => {
                    Self::DeviceStateChanged(payload(fields, frame)?)
                }
                EventKind::PlaybackStarted => {
                    Self::PlaybackStarted(payload(fields, frame)?)
                }
                EventKind::PlaybackContinuing => {
                    Self::PlaybackContinuing(payload(fields, frame)?)
                }
                EventKind::PlaybackFinished => {
                    Self::PlaybackFinished(payload(fields, frame)?)
                }
                EventKind::RecordingStarted => {
                    Self::RecordingStarted(payload(fields, frame)?)
                }
                EventKind::RecordingFinished => {
                    Self::RecordingFinished(payload(fields, frame)?)
                }
                EventKind::RecordingFailed => {
                    Self::RecordingFailed(payload(fields, frame)?)
                }
                EventKind::ApplicationMoveFailed => {
                    Self::ApplicationMoveFailed(payload(fields, frame)?)
                }
                EventKind::ApplicationRegistered => {
                    Self::ApplicationRegistered(payload(fields, frame)?)
                }
                EventKind::ApplicationUnregistered => {
                    Self::ApplicationUnregistered(payload(fields, frame)?)
                }
                EventKind::ApplicationReplaced => {
                    Self::ApplicationReplaced(payload(fields, frame)?)
                }
                EventKind::BridgeCreated => Self::BridgeCreated(payload(fields, frame)?),
                EventKind::BridgeDestroyed => {
                    Self::BridgeDestroyed(payload(fields, frame)?)
                }
                EventKind::BridgeMerged => Self::BridgeMerged(payload(fields, frame)?),
                EventKind::BridgeVideoSourceChanged => {
                    Self::BridgeVideoSourceChanged(payload(fields, frame)?)
                }
                EventKind::BridgeBlindTransfer => {
                    Self::BridgeBlindTransfer(payload(fields, frame)?)
                }
                EventKind::BridgeAttendedTransfer => {
                    Self::BridgeAttendedTransfer(payload(fields, frame)?)
                }
                EventKind::ChannelCreated => {
                    Self::ChannelCreated(payload(fields, frame)?)
                }
                EventKind::ChannelDestroyed => {
                    Self::ChannelDestroyed(payload(fields, frame)?)
                }
                EventKind::ChannelEnteredBridge => {
                    Self::ChannelEnteredBridge(payload(fields, frame)?)
                }
                EventKind::ChannelLeftBridge => {
                    Self::ChannelLeftBridge(payload(fields, frame)?)
                }
                EventKind::ChannelStateChange => {
                    Self::ChannelStateChange(payload(fields, frame)?)
                }
                EventKind::ChannelDtmfReceived => {
                    Self::ChannelDtmfReceived(payload(fields, frame)?)
                }
                EventKind::ChannelDialplan => {
                    Self::ChannelDialplan(payload(fields, frame)?)
                }
                EventKind::ChannelCallerId => {
                    Self::ChannelCallerId(payload(fields, frame)?)
                }
                EventKind::ChannelUserevent => {
                    Self::ChannelUserevent(payload(fields, frame)?)
                }
                EventKind::ChannelHangupRequest => {
                    Self::ChannelHangupRequest(payload(fields, frame)?)
                }
                EventKind::ChannelVarset => Self::ChannelVarset(payload(fields, frame)?),
                EventKind::ChannelHold => Self::ChannelHold(payload(fields, frame)?),
                EventKind::ChannelUnhold => Self::ChannelUnhold(payload(fields, frame)?),
                EventKind::ChannelToneDetected => {
                    Self::ChannelToneDetected(payload(fields, frame)?)
                }
                EventKind::ChannelTalkingStarted => {
                    Self::ChannelTalkingStarted(payload(fields, frame)?)
                }
                EventKind::ChannelTalkingFinished => {
                    Self::ChannelTalkingFinished(payload(fields, frame)?)
                }
                EventKind::ContactStatusChange => {
                    Self::ContactStatusChange(payload(fields, frame)?)
                }
                EventKind::PeerStatusChange => {
                    Self::PeerStatusChange(payload(fields, frame)?)
                }
                EventKind::EndpointStateChange => {
                    Self::EndpointStateChange(payload(fields, frame)?)
                }
                EventKind::Dial => Self::Dial(payload(fields, frame)?),
                EventKind::StasisEnd => Self::StasisEnd(payload(fields, frame)?),
                EventKind::StasisStart => Self::StasisStart(payload(fields, frame)?),
                EventKind::TextMessageReceived => {
                    Self::TextMessageReceived(payload(fields, frame)?)
                }
                EventKind::ChannelConnectedLine => {
                    Self::ChannelConnectedLine(payload(fields, frame)?)
                }
                EventKind::ChannelTransfer => {
                    Self::ChannelTransfer(payload(fields, frame)?)
                }
                EventKind::RestResponse => Self::RestResponse(payload(fields, frame)?),
                EventKind::CallBroadcast => Self::CallBroadcast(payload(fields, frame)?),
                EventKind::CallClaimed => Self::CallClaimed(payload(fields, frame)?),
            },
        )
    }

    fn known_kind(&self) -> Option<EventKind> {
        self.kind()
    }

    fn raw(&self) -> Option<&str> {
        self.raw()
    }

    fn unrecognized(raw: RawEvent) -> Self {
        Self::Unrecognized(Arc::new(raw))
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        each!(
            self, payload => ari_runtime::Payload::concerns(& * * payload, visit), _raw
            => ()
        );
    }
}
