//! Texts of which Asterisk documents the possible values.
//!
//! Every one keeps a value that it does not know in `Unrecognized`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod bridge_type;
mod channel_state;
mod device_state_value;
mod endpoint_state;
mod contact_status;
mod playback_state;
mod recording_state;
mod info_section;
mod record_if_exists;
mod terminate_on;
mod hangup_reason;
mod mute_direction;
mod snoop_direction;
mod encapsulation;
mod media_transport;
mod connection_type;
mod media_direction;
mod playback_operation;

pub use bridge_type::BridgeType;
pub use channel_state::ChannelState;
pub use device_state_value::DeviceStateValue;
pub use endpoint_state::EndpointState;
pub use contact_status::ContactStatus;
pub use playback_state::PlaybackState;
pub use recording_state::RecordingState;
pub use info_section::InfoSection;
pub use record_if_exists::RecordIfExists;
pub use terminate_on::TerminateOn;
pub use hangup_reason::HangupReason;
pub use mute_direction::MuteDirection;
pub use snoop_direction::SnoopDirection;
pub use encapsulation::Encapsulation;
pub use media_transport::MediaTransport;
pub use connection_type::ConnectionType;
pub use media_direction::MediaDirection;
pub use playback_operation::PlaybackOperation;
