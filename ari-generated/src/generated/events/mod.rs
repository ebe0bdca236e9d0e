//! What Asterisk tells: one payload for each kind of event.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod event;
mod kind;

pub use event::Event;
pub use kind::EventKind;

mod device_state_changed;

pub use device_state_changed::DeviceStateChanged;

mod playback_started;

pub use playback_started::PlaybackStarted;

mod playback_continuing;

pub use playback_continuing::PlaybackContinuing;

mod playback_finished;

pub use playback_finished::PlaybackFinished;

mod recording_started;

pub use recording_started::RecordingStarted;

mod recording_finished;

pub use recording_finished::RecordingFinished;

mod recording_failed;

pub use recording_failed::RecordingFailed;

mod application_move_failed;

pub use application_move_failed::ApplicationMoveFailed;

mod application_registered;

pub use application_registered::ApplicationRegistered;

mod application_unregistered;

pub use application_unregistered::ApplicationUnregistered;

mod application_replaced;

pub use application_replaced::ApplicationReplaced;

mod bridge_created;

pub use bridge_created::BridgeCreated;

mod bridge_destroyed;

pub use bridge_destroyed::BridgeDestroyed;

mod bridge_merged;

pub use bridge_merged::BridgeMerged;

mod bridge_video_source_changed;

pub use bridge_video_source_changed::BridgeVideoSourceChanged;

mod bridge_blind_transfer;

pub use bridge_blind_transfer::BridgeBlindTransfer;

mod bridge_attended_transfer;

pub use bridge_attended_transfer::BridgeAttendedTransfer;

mod channel_created;

pub use channel_created::ChannelCreated;

mod channel_destroyed;

pub use channel_destroyed::ChannelDestroyed;

mod channel_entered_bridge;

pub use channel_entered_bridge::ChannelEnteredBridge;

mod channel_left_bridge;

pub use channel_left_bridge::ChannelLeftBridge;

mod channel_state_change;

pub use channel_state_change::ChannelStateChange;

mod channel_dtmf_received;

pub use channel_dtmf_received::ChannelDtmfReceived;

mod channel_dialplan;

pub use channel_dialplan::ChannelDialplan;

mod channel_caller_id;

pub use channel_caller_id::ChannelCallerId;

mod channel_userevent;

pub use channel_userevent::ChannelUserevent;

mod channel_hangup_request;

pub use channel_hangup_request::ChannelHangupRequest;

mod channel_varset;

pub use channel_varset::ChannelVarset;

mod channel_hold;

pub use channel_hold::ChannelHold;

mod channel_unhold;

pub use channel_unhold::ChannelUnhold;

mod channel_tone_detected;

pub use channel_tone_detected::ChannelToneDetected;

mod channel_talking_started;

pub use channel_talking_started::ChannelTalkingStarted;

mod channel_talking_finished;

pub use channel_talking_finished::ChannelTalkingFinished;

mod contact_status_change;

pub use contact_status_change::ContactStatusChange;

mod peer_status_change;

pub use peer_status_change::PeerStatusChange;

mod endpoint_state_change;

pub use endpoint_state_change::EndpointStateChange;

mod dial;

pub use dial::Dial;

mod stasis_end;

pub use stasis_end::StasisEnd;

mod stasis_start;

pub use stasis_start::StasisStart;

mod text_message_received;

pub use text_message_received::TextMessageReceived;

mod channel_connected_line;

pub use channel_connected_line::ChannelConnectedLine;

mod channel_transfer;

pub use channel_transfer::ChannelTransfer;

mod rest_response;

pub use rest_response::RestResponse;

mod call_broadcast;

pub use call_broadcast::CallBroadcast;

mod call_claimed;

pub use call_claimed::CallClaimed;
