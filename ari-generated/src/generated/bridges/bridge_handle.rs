//! The operations on one bridge.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, VariableValue, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::{BridgeId, ChannelId, PlaybackId, RecordingName};
use super::{
    AddChannel, ClearVideoSource, CreateWithId, Destroy, Get, GetBridgeVar,
    GetBridgeVars, Play, PlayWithId, Record, RemoveChannel, SetBridgeVar, SetBridgeVars,
    SetVideoSource, StartMoh, StopMoh,
};

/// One bridge, by what names it. Got from [`Ari::bridge`](crate::Ari::bridge).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct BridgeHandle {
    pub(crate) client: Client<AriApi>,
    bridge_id: BridgeId,
}

impl BridgeHandle {
    pub(crate) fn new(client: Client<AriApi>, bridge_id: impl Into<BridgeId>) -> Self {
        Self {
            client,
            bridge_id: bridge_id.into(),
        }
    }

    /// The `bridgeId` this is bound to.
    pub fn bridge_id(&self) -> &BridgeId {
        &self.bridge_id
    }

    /// A stream of the events about the bridge from now on.
    ///
    /// It may be made before the bridge exists. It ends with `Ended::Gone` after the event that tells the end. While it lives, the application is subscribed to the bridge.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("bridge", &self.bridge_id))
    }

    /// Waits for an event of one kind about the bridge.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("bridge", &self.bridge_id), deadline)
    }

    /// Creates a bridge under an id chosen by the caller.
    ///
    /// As [`Bridges::create_with_id`](super::Bridges::create_with_id). Since 13.0.
    pub fn create_with_id(&self) -> CreateWithId {
        CreateWithId::new(self.client.caller(), &self.bridge_id)
    }

    /// Returns one bridge with the ids of its channels.
    ///
    /// As [`Bridges::get`](super::Bridges::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.bridge_id)
    }

    /// Destroys a bridge.
    ///
    /// As [`Bridges::destroy`](super::Bridges::destroy), and what is gone already is no error. Since 13.0.
    pub fn destroy(&self) -> Destroy<Removed> {
        Destroy::new(self.client.caller(), &self.bridge_id)
    }

    /// Reads one variable of a bridge.
    ///
    /// As [`Bridges::get_bridge_var`](super::Bridges::get_bridge_var). Since 20.20, 22.10, 23.4; not in 21.
    pub fn get_variable(&self, variable: impl Into<String>) -> GetBridgeVar {
        GetBridgeVar::new(self.client.caller(), &self.bridge_id, variable)
    }

    /// Sets one variable of a bridge.
    ///
    /// As [`Bridges::set_bridge_var`](super::Bridges::set_bridge_var). Since 20.20, 22.10, 23.4; not in 21.
    pub fn set_variable(&self, variable: impl Into<String>) -> SetBridgeVar {
        SetBridgeVar::new(self.client.caller(), &self.bridge_id, variable)
    }

    /// Reads several variables of a bridge at once.
    ///
    /// As [`Bridges::get_bridge_vars`](super::Bridges::get_bridge_vars). Since 20.20, 22.10, 23.4; not in 21.
    pub fn get_variables(
        &self,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> GetBridgeVars {
        GetBridgeVars::new(self.client.caller(), &self.bridge_id, variables)
    }

    /// Sets several variables of a bridge at once.
    ///
    /// As [`Bridges::set_bridge_vars`](super::Bridges::set_bridge_vars). Since 20.20, 22.10, 23.4; not in 21.
    pub fn set_variables(
        &self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> SetBridgeVars {
        SetBridgeVars::new(self.client.caller(), &self.bridge_id, variables)
    }

    /// Adds channels to the bridge.
    ///
    /// As [`Bridges::add_channel`](super::Bridges::add_channel). Since 13.0.
    pub fn add_channel(
        &self,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> AddChannel {
        AddChannel::new(self.client.caller(), &self.bridge_id, channel)
    }

    /// Removes channels from the bridge and leaves them in their application.
    ///
    /// As [`Bridges::remove_channel`](super::Bridges::remove_channel). Since 13.0.
    pub fn remove_channel(
        &self,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> RemoveChannel {
        RemoveChannel::new(self.client.caller(), &self.bridge_id, channel)
    }

    /// Makes one channel's video the one that all others in the bridge receive; without effect while only two channels are in it.
    ///
    /// As [`Bridges::set_video_source`](super::Bridges::set_video_source). Since 13.13, 14.2.
    pub fn set_video_source(&self, channel_id: impl Into<ChannelId>) -> SetVideoSource {
        SetVideoSource::new(self.client.caller(), &self.bridge_id, channel_id)
    }

    /// Ends the choice of a fixed video source, so that the bridge shows whoever speaks; without effect while only two channels are in it.
    ///
    /// As [`Bridges::clear_video_source`](super::Bridges::clear_video_source). Since 13.13, 14.2.
    pub fn clear_video_source(&self) -> ClearVideoSource {
        ClearVideoSource::new(self.client.caller(), &self.bridge_id)
    }

    /// Plays music on hold into the bridge, or changes the music if some is playing.
    ///
    /// As [`Bridges::start_moh`](super::Bridges::start_moh). Since 13.0.
    pub fn start_moh(&self) -> StartMoh {
        StartMoh::new(self.client.caller(), &self.bridge_id)
    }

    /// Stops the music on hold of the bridge.
    ///
    /// As [`Bridges::stop_moh`](super::Bridges::stop_moh). Since 13.0.
    pub fn stop_moh(&self) -> StopMoh {
        StopMoh::new(self.client.caller(), &self.bridge_id)
    }

    /// Starts playing media to everyone in the bridge.
    ///
    /// As [`Bridges::play`](super::Bridges::play). Since 13.0.
    pub fn play(&self, media: impl IntoIterator<Item = impl Into<String>>) -> Play {
        Play::new(self.client.caller(), &self.bridge_id, media)
    }

    /// Starts playing media to everyone in the bridge, under a playback id chosen by the caller.
    ///
    /// As [`Bridges::play_with_id`](super::Bridges::play_with_id). Since 13.0.
    pub fn play_with_id(
        &self,
        playback_id: impl Into<PlaybackId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> PlayWithId {
        PlayWithId::new(self.client.caller(), &self.bridge_id, playback_id, media)
    }

    /// Starts a recording of what all members of the bridge say together.
    ///
    /// As [`Bridges::record`](super::Bridges::record). Since 13.0.
    pub fn record(
        &self,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Record {
        Record::new(self.client.caller(), &self.bridge_id, name, format)
    }
}
