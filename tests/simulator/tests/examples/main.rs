//! The examples against the simulated Asterisk, in this process and in paused time: what callers hear, what the
//! application does, and that nothing stays behind, whoever hangs up and whenever.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::duplicate_mod, reason = "each example has what they share for itself")]

mod bridge_dial;
mod bridge_hold;
mod bridge_infinite_wait;
mod bridge_move;
mod broadcast_agent;
mod channel_aa;
mod channel_dump;
mod channel_playback_monkeys;
mod channel_state;
mod channel_tones;
mod external_media_rtp;
mod faults;
mod moments;
mod outbound_server;
mod push_configuration;
mod queue_with_claim;
mod rest_over_websocket;
mod scene;
mod transfer_handler;
mod voicemail_playback;
mod voicemail_record;
