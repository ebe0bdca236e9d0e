//! Operations of the resource `bridges`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Client, VariableValue};
use crate::generated::AriApi;
use crate::generated::ids::{BridgeId, ChannelId, PlaybackId, RecordingName};

pub(crate) mod list;
pub(crate) mod create;
pub(crate) mod create_with_id;
pub(crate) mod get;
pub(crate) mod destroy;
pub(crate) mod get_bridge_var;
pub(crate) mod set_bridge_var;
pub(crate) mod get_bridge_vars;
pub(crate) mod set_bridge_vars;
pub(crate) mod add_channel;
pub(crate) mod remove_channel;
pub(crate) mod set_video_source;
pub(crate) mod clear_video_source;
pub(crate) mod start_moh;
pub(crate) mod stop_moh;
pub(crate) mod play;
pub(crate) mod play_with_id;
pub(crate) mod record;
mod bridge_handle;

pub use list::List;
pub use create::Create;
pub use create_with_id::CreateWithId;
pub use get::Get;
pub use destroy::Destroy;
pub use get_bridge_var::GetBridgeVar;
pub use set_bridge_var::SetBridgeVar;
pub use get_bridge_vars::GetBridgeVars;
pub use set_bridge_vars::SetBridgeVars;
pub use add_channel::AddChannel;
pub use remove_channel::RemoveChannel;
pub use set_video_source::SetVideoSource;
pub use clear_video_source::ClearVideoSource;
pub use start_moh::StartMoh;
pub use stop_moh::StopMoh;
pub use play::Play;
pub use play_with_id::PlayWithId;
pub use record::Record;
pub use bridge_handle::BridgeHandle;

/// Operations of the resource `bridges`. Got from [`Ari::bridges`](crate::Ari::bridges).
#[derive(Clone, Copy, Debug)]
pub struct Bridges<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Bridges<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Returns all bridges of the Asterisk server, those made by the dialplan included.
    ///
    /// [`GET /bridges`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Creates a bridge.
    ///
    /// The bridge exists until it is destroyed or Asterisk stops, even when it is empty and when the
    /// application disconnects. Creating it does not subscribe the application: until a channel of the
    /// application joins, its events, those of playbacks included, reach only applications that
    /// subscribed to `bridge:{bridgeId}` or to all bridges. Choose the id yourself where the outcome
    /// must be traceable: after a lost response the bridge can then be looked up.
    ///
    /// [`POST /bridges`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#create)
    ///
    /// Since 13.0.
    ///
    /// There is no setter for `variables`: Asterisk takes the whole body of this operation for variables; [`create_with_id`](Self::create_with_id) sets them rightly. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 409: A bridge with the given `bridgeId` exists already.
    /// * 500: The bridge cannot be made, for example because its type is unknown.
    pub fn create(&self) -> Create {
        Create::new(self.client.caller())
    }

    /// Creates a bridge under an id chosen by the caller.
    ///
    /// The bridge exists until it is destroyed or Asterisk stops, even when it is empty and when the
    /// application disconnects. Creating it does not subscribe the application: until a channel of the
    /// application joins, its events, those of playbacks included, reach only applications that
    /// subscribed to `bridge:{bridgeId}` or to all bridges. An id that is in use is refused with 409
    /// from 20.20, 22.10 and 23.4 on; older servers took the request as an update of the existing
    /// bridge and answered 200, or 500 if it carried a type or another name.
    ///
    /// [`POST /bridges/{bridgeId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#createwithid)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id for the new bridge, unique on the server. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 409: The `bridgeId` belongs to an existing bridge.
    pub fn create_with_id(&self, bridge_id: impl Into<BridgeId>) -> CreateWithId {
        CreateWithId::new(self.client.caller(), bridge_id)
    }

    /// Returns one bridge with the ids of its channels.
    ///
    /// [`GET /bridges/{bridgeId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to look up; bridges made by the dialplan are found too. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    pub fn get(&self, bridge_id: impl Into<BridgeId>) -> Get {
        Get::new(self.client.caller(), bridge_id)
    }

    /// Destroys a bridge.
    ///
    /// Channels in the bridge are not hung up: those of an application leave the bridge and stay in the
    /// application, others go on with what they were doing. A bridge that was not created through ARI
    /// is refused with 409.
    ///
    /// [`DELETE /bridges/{bridgeId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#destroy)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to destroy. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    /// * 409: No application controls the bridge, or it is just being destroyed.
    pub fn destroy(&self, bridge_id: impl Into<BridgeId>) -> Destroy {
        Destroy::new(self.client.caller(), bridge_id)
    }

    /// Reads one variable of a bridge.
    ///
    /// [`GET /bridges/{bridgeId}/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#getbridgevar)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose variable is read. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variable`: Name of the variable. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: `variable` is missing or empty.
    /// * 404: No such bridge, or the variable is not set on it.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    pub fn get_bridge_var(
        &self,
        bridge_id: impl Into<BridgeId>,
        variable: impl Into<String>,
    ) -> GetBridgeVar {
        GetBridgeVar::new(self.client.caller(), bridge_id, variable)
    }

    /// Sets one variable of a bridge.
    ///
    /// [`POST /bridges/{bridgeId}/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setbridgevar)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose variable is set. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variable`: Name of the variable. Spaces around it are dropped. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: `variable` is missing or empty, or it could not be set.
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    pub fn set_bridge_var(
        &self,
        bridge_id: impl Into<BridgeId>,
        variable: impl Into<String>,
    ) -> SetBridgeVar {
        SetBridgeVar::new(self.client.caller(), bridge_id, variable)
    }

    /// Reads several variables of a bridge at once.
    ///
    /// [`GET /bridges/{bridgeId}/variables`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#getbridgevars)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose variables are read. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variables`: Names of the variables, joined by commas. One that is not set makes the whole request fail with
    ///   404. A name that ends in `)` is evaluated as a dialplan function, without a channel. Since
    ///   20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: `variables` is missing or contains an empty name.
    /// * 404: No such bridge, or one of the variables is not set on it.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`;
    ///   current servers answer 404 instead.
    pub fn get_bridge_vars(
        &self,
        bridge_id: impl Into<BridgeId>,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> GetBridgeVars {
        GetBridgeVars::new(self.client.caller(), bridge_id, variables)
    }

    /// Sets several variables of a bridge at once.
    ///
    /// [`POST /bridges/{bridgeId}/variables`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setbridgevars)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose variables are set. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variables`: JSON object whose `variables` member maps names to values, such as `{"variables": {"lang": "en",
    ///   "tier": {"value": "gold", "report_events": true}}}`. Each value is a string or an object with
    ///   the string `value` and the boolean `report_events` (default `false`); numbers are refused. Since
    ///   20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: `variables` is missing or not an object, or one of its values has the wrong shape.
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`;
    ///   current servers answer 404 instead.
    pub fn set_bridge_vars(
        &self,
        bridge_id: impl Into<BridgeId>,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> SetBridgeVars {
        SetBridgeVars::new(self.client.caller(), bridge_id, variables)
    }

    /// Adds channels to the bridge.
    ///
    /// [`POST /bridges/{bridgeId}/addChannel`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#addchannel)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to join. Since 13.0.
    /// * `channel`: Ids of the channels, joined by commas; at most 128. All must exist and be in an application, or
    ///   none is added. A channel that is in another bridge moves over. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No channel was named, or one of them does not exist (not reported as 404).
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`; or a
    ///   channel is being recorded, in which case channels before it in the list have joined already.
    /// * 422: A channel exists but is in no application.
    pub fn add_channel(
        &self,
        bridge_id: impl Into<BridgeId>,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> AddChannel {
        AddChannel::new(self.client.caller(), bridge_id, channel)
    }

    /// Removes channels from the bridge and leaves them in their application.
    ///
    /// [`POST /bridges/{bridgeId}/removeChannel`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#removechannel)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to leave. Since 13.0.
    /// * `channel`: Ids of the channels, joined by commas; at most 128. If one of them is not in this bridge, none
    ///   is removed. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No channel was named, or one of them does not exist (not reported as 404).
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    /// * 422: A channel is not in this bridge, or in no application.
    pub fn remove_channel(
        &self,
        bridge_id: impl Into<BridgeId>,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> RemoveChannel {
        RemoveChannel::new(self.client.caller(), bridge_id, channel)
    }

    /// Makes one channel's video the one that all others in the bridge receive; without effect while
    /// only two channels are in it.
    ///
    /// [`POST /bridges/{bridgeId}/videoSource/{channelId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setvideosource)
    ///
    /// Since 13.13, 14.2.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the mixing bridge. Since 13.13, 14.2.
    /// * `channel_id`: Id of the channel to show. It must be in this bridge. Since 13.13, 14.2.
    ///
    /// # Errors
    ///
    /// * 400: There is no channel with this id.
    /// * 404: No bridge has this id; an unknown channel is answered with 400.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    /// * 422: The channel is not in this bridge, or in no application.
    pub fn set_video_source(
        &self,
        bridge_id: impl Into<BridgeId>,
        channel_id: impl Into<ChannelId>,
    ) -> SetVideoSource {
        SetVideoSource::new(self.client.caller(), bridge_id, channel_id)
    }

    /// Ends the choice of a fixed video source, so that the bridge shows whoever speaks; without effect
    /// while only two channels are in it.
    ///
    /// [`DELETE /bridges/{bridgeId}/videoSource`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#clearvideosource)
    ///
    /// Since 13.13, 14.2.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the mixing bridge. Since 13.13, 14.2.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    pub fn clear_video_source(
        &self,
        bridge_id: impl Into<BridgeId>,
    ) -> ClearVideoSource {
        ClearVideoSource::new(self.client.caller(), bridge_id)
    }

    /// Plays music on hold into the bridge, or changes the music if some is playing.
    ///
    /// [`POST /bridges/{bridgeId}/moh`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#startmoh)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge that hears the music. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    pub fn start_moh(&self, bridge_id: impl Into<BridgeId>) -> StartMoh {
        StartMoh::new(self.client.caller(), bridge_id)
    }

    /// Stops the music on hold of the bridge.
    ///
    /// It ends only music that `startMoh` began, not what a holding bridge or a channel plays by
    /// itself.
    ///
    /// [`DELETE /bridges/{bridgeId}/moh`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#stopmoh)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to silence. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    /// * 409: `startMoh` has not started any music, or the bridge was not created through ARI.
    pub fn stop_moh(&self, bridge_id: impl Into<BridgeId>) -> StopMoh {
        StopMoh::new(self.client.caller(), bridge_id)
    }

    /// Starts playing media to everyone in the bridge.
    ///
    /// A URI names its kind first: `sound:`, `tone:`, `recording:`, `digits:`, `number:` or
    /// `characters:`. The answer is 201 with the queued `Playback`, by whose id it can be paused, moved
    /// and stopped; further playbacks on the bridge wait for this one. Media is not checked beforehand:
    /// a missing recording or unknown scheme also gives 201 and `PlaybackStarted`, but never
    /// `PlaybackFinished`. An application that neither has a channel in the bridge nor subscribed to it
    /// gets no playback events.
    ///
    /// [`POST /bridges/{bridgeId}/play`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#play)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose members hear the media. Since 13.0.
    /// * `media`: Media to play one after another, as URIs joined by commas. A URI that contains a comma can be
    ///   sent only in the JSON body, in an array. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    /// * 422: `announcer_format` is not known to this server.
    /// * 500: The playback cannot be made, for example because no media is named.
    pub fn play(
        &self,
        bridge_id: impl Into<BridgeId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> Play {
        Play::new(self.client.caller(), bridge_id, media)
    }

    /// Starts playing media to everyone in the bridge, under a playback id chosen by the caller.
    ///
    /// A URI names its kind first: `sound:`, `tone:`, `recording:`, `digits:`, `number:` or
    /// `characters:`. The answer is 201 with the queued `Playback`, by whose id it can be paused, moved
    /// and stopped; further playbacks on the bridge wait for this one. Media is not checked beforehand:
    /// a missing recording or unknown scheme also gives 201 and `PlaybackStarted`, but never
    /// `PlaybackFinished`. An application that neither has a channel in the bridge nor subscribed to it
    /// gets no playback events.
    ///
    /// [`POST /bridges/{bridgeId}/play/{playbackId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#playwithid)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge whose members hear the media. Since 13.0.
    /// * `playback_id`: Id for the playback. It must be new: Asterisk does not refuse a repeated one but plays again.
    ///   Since 13.0.
    /// * `media`: Media to play one after another, as URIs joined by commas. A URI that contains a comma can be
    ///   sent only in the JSON body, in an array. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No bridge has this id.
    /// * 409: The bridge was not created through ARI, but for instance by the dialplan's `Dial`.
    /// * 422: `announcer_format` is not known to this server.
    /// * 500: The playback cannot be made, for example because no media is named.
    pub fn play_with_id(
        &self,
        bridge_id: impl Into<BridgeId>,
        playback_id: impl Into<PlaybackId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> PlayWithId {
        PlayWithId::new(self.client.caller(), bridge_id, playback_id, media)
    }

    /// Starts a recording of what all members of the bridge say together.
    ///
    /// The answer is 201 with the queued recording; `RecordingStarted` tells when it begins, and
    /// `RecordingFinished` or `RecordingFailed` how it ends. `maxDurationSeconds` and
    /// `maxSilenceSeconds` are checked only as audio arrives, so they never take effect in a bridge
    /// without media.
    ///
    /// [`POST /bridges/{bridgeId}/record`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#record)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `bridge_id`: Id of the bridge to record. Since 13.0.
    /// * `name`: Name of the recording and of its file, without extension. It may contain `/` for folders below
    ///   the server's recording folder. Since 13.0.
    /// * `format`: File format, given as the file extension, such as `wav`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: `name` is not acceptable, or `ifExists` or `terminateOn` has an unknown value.
    /// * 404: No bridge has this id.
    /// * 409: The name is taken and `ifExists` is `fail`, a recording of this name is in progress, or
    ///   the bridge was not created through ARI.
    /// * 422: `format` or `recorder_format` is not known to this server.
    /// * 500: The recording cannot be made, for example because its directory is missing.
    pub fn record(
        &self,
        bridge_id: impl Into<BridgeId>,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Record {
        Record::new(self.client.caller(), bridge_id, name, format)
    }
}
