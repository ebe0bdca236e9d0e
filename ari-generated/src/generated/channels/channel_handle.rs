//! The operations on one channel.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, VariableValue, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::{ChannelId, PlaybackId, RecordingName};
use super::{
    Answer, ContinueInDialplan, Dial, Get, GetChannelVar, GetChannelVars, Hangup, Hold,
    MoveTo, Mute, OriginateWithId, Play, PlayWithId, Progress, Record, Redirect, Ring,
    RingStop, RtpStatistics, SendDtmf, SetChannelVar, SetChannelVars, SnoopChannel,
    SnoopChannelWithId, StartMoh, StartSilence, StopMoh, StopSilence, TransferProgress,
    Unhold, Unmute,
};

/// One channel, by what names it. Got from [`Ari::channel`](crate::Ari::channel).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct ChannelHandle {
    pub(crate) client: Client<AriApi>,
    channel_id: ChannelId,
}

impl ChannelHandle {
    pub(crate) fn new(client: Client<AriApi>, channel_id: impl Into<ChannelId>) -> Self {
        Self {
            client,
            channel_id: channel_id.into(),
        }
    }

    /// The `channelId` this is bound to.
    pub fn channel_id(&self) -> &ChannelId {
        &self.channel_id
    }

    /// A stream of the events about the channel from now on.
    ///
    /// It may be made before the channel exists. It ends with `Ended::Gone` after the event that tells the end. While it lives, the application is subscribed to the channel.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("channel", &self.channel_id))
    }

    /// Waits for an event of one kind about the channel.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("channel", &self.channel_id), deadline)
    }

    /// Returns the channel's present state.
    ///
    /// As [`Channels::get`](super::Channels::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.channel_id)
    }

    /// Places a call whose channel gets the id in the path.
    ///
    /// As [`Channels::originate_with_id`](super::Channels::originate_with_id). Since 13.0.
    pub fn originate_with_id(&self, endpoint: impl Into<String>) -> OriginateWithId {
        OriginateWithId::new(self.client.caller(), &self.channel_id, endpoint)
    }

    /// Hangs up the channel, whether or not an application controls it.
    ///
    /// As [`Channels::hangup`](super::Channels::hangup), and what is gone already is no error. Since 13.0.
    pub fn hangup(&self) -> Hangup<Removed> {
        Hangup::new(self.client.caller(), &self.channel_id)
    }

    /// Takes the channel out of the application and lets the dialplan carry on with it.
    ///
    /// As [`Channels::continue_in_dialplan`](super::Channels::continue_in_dialplan). Since 13.0.
    pub fn continue_in_dialplan(&self) -> ContinueInDialplan {
        ContinueInDialplan::new(self.client.caller(), &self.channel_id)
    }

    /// Hands the channel over to another application without passing through the dialplan.
    ///
    /// As [`Channels::move_to`](super::Channels::move_to). Since 13.26, 16.3; not in 14, 15.
    pub fn move_to(&self, app: impl Into<String>) -> MoveTo {
        MoveTo::new(self.client.caller(), &self.channel_id, app)
    }

    /// Asks the remote device to take its call to another endpoint, after which the channel normally leaves the application.
    ///
    /// As [`Channels::redirect`](super::Channels::redirect). Since 13.3.
    pub fn redirect(&self, endpoint: impl Into<String>) -> Redirect {
        Redirect::new(self.client.caller(), &self.channel_id, endpoint)
    }

    /// Answers the channel.
    ///
    /// As [`Channels::answer`](super::Channels::answer). Since 13.0.
    pub fn answer(&self) -> Answer {
        Answer::new(self.client.caller(), &self.channel_id)
    }

    /// Starts ringing the caller.
    ///
    /// As [`Channels::ring`](super::Channels::ring). Since 13.0.
    pub fn ring(&self) -> Ring {
        Ring::new(self.client.caller(), &self.channel_id)
    }

    /// Stops a ringing tone that the server itself generates.
    ///
    /// As [`Channels::ring_stop`](super::Channels::ring_stop). Since 13.0.
    pub fn ring_stop(&self) -> RingStop {
        RingStop::new(self.client.caller(), &self.channel_id)
    }

    /// Signals call progress, so that audio can reach the caller before the call is answered.
    ///
    /// As [`Channels::progress`](super::Channels::progress). Since 20.16, 21.11, 22.6.
    pub fn progress(&self) -> Progress {
        Progress::new(self.client.caller(), &self.channel_id)
    }

    /// Sends DTMF digits to the remote party.
    ///
    /// As [`Channels::send_dtmf`](super::Channels::send_dtmf). Since 13.0.
    pub fn send_dtmf(&self) -> SendDtmf {
        SendDtmf::new(self.client.caller(), &self.channel_id)
    }

    /// Mutes the channel's audio.
    ///
    /// As [`Channels::mute`](super::Channels::mute). Since 13.0.
    pub fn mute(&self) -> Mute {
        Mute::new(self.client.caller(), &self.channel_id)
    }

    /// Lets muted audio through again.
    ///
    /// As [`Channels::unmute`](super::Channels::unmute). Since 13.0.
    pub fn unmute(&self) -> Unmute {
        Unmute::new(self.client.caller(), &self.channel_id)
    }

    /// Puts the remote party on hold.
    ///
    /// As [`Channels::hold`](super::Channels::hold). Since 13.0.
    pub fn hold(&self) -> Hold {
        Hold::new(self.client.caller(), &self.channel_id)
    }

    /// Takes the remote party off hold.
    ///
    /// As [`Channels::unhold`](super::Channels::unhold). Since 13.0.
    pub fn unhold(&self) -> Unhold {
        Unhold::new(self.client.caller(), &self.channel_id)
    }

    /// Starts music on hold for the remote party.
    ///
    /// As [`Channels::start_moh`](super::Channels::start_moh). Since 13.0.
    pub fn start_moh(&self) -> StartMoh {
        StartMoh::new(self.client.caller(), &self.channel_id)
    }

    /// Stops music on hold.
    ///
    /// As [`Channels::stop_moh`](super::Channels::stop_moh). Since 13.0.
    pub fn stop_moh(&self) -> StopMoh {
        StopMoh::new(self.client.caller(), &self.channel_id)
    }

    /// Starts sending silence to the remote party.
    ///
    /// As [`Channels::start_silence`](super::Channels::start_silence). Since 13.0.
    pub fn start_silence(&self) -> StartSilence {
        StartSilence::new(self.client.caller(), &self.channel_id)
    }

    /// Stops sending silence.
    ///
    /// As [`Channels::stop_silence`](super::Channels::stop_silence). Since 13.0.
    pub fn stop_silence(&self) -> StopSilence {
        StopSilence::new(self.client.caller(), &self.channel_id)
    }

    /// Plays media to the remote party.
    ///
    /// As [`Channels::play`](super::Channels::play). Since 13.0.
    pub fn play(&self, media: impl IntoIterator<Item = impl Into<String>>) -> Play {
        Play::new(self.client.caller(), &self.channel_id, media)
    }

    /// Plays media to the remote party under a playback id of your choice.
    ///
    /// As [`Channels::play_with_id`](super::Channels::play_with_id). Since 13.0.
    pub fn play_with_id(
        &self,
        playback_id: impl Into<PlaybackId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> PlayWithId {
        PlayWithId::new(self.client.caller(), &self.channel_id, playback_id, media)
    }

    /// Starts recording what the remote party says.
    ///
    /// As [`Channels::record`](super::Channels::record). Since 13.0.
    pub fn record(
        &self,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Record {
        Record::new(self.client.caller(), &self.channel_id, name, format)
    }

    /// Reads one variable or dialplan function of the channel.
    ///
    /// As [`Channels::get_channel_var`](super::Channels::get_channel_var). Since 13.0.
    pub fn get_variable(&self, variable: impl Into<String>) -> GetChannelVar {
        GetChannelVar::new(self.client.caller(), &self.channel_id, variable)
    }

    /// Sets one variable or writes one dialplan function of the channel.
    ///
    /// As [`Channels::set_channel_var`](super::Channels::set_channel_var). Since 13.0.
    pub fn set_variable(&self, variable: impl Into<String>) -> SetChannelVar {
        SetChannelVar::new(self.client.caller(), &self.channel_id, variable)
    }

    /// Reads several variables or dialplan functions of the channel at once.
    ///
    /// As [`Channels::get_channel_vars`](super::Channels::get_channel_vars). Since 20.20, 22.10, 23.4; not in 21.
    pub fn get_variables(
        &self,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> GetChannelVars {
        GetChannelVars::new(self.client.caller(), &self.channel_id, variables)
    }

    /// Sets several variables or dialplan functions of the channel at once.
    ///
    /// As [`Channels::set_channel_vars`](super::Channels::set_channel_vars). Since 20.20, 22.10, 23.4; not in 21.
    pub fn set_variables(
        &self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> SetChannelVars {
        SetChannelVars::new(self.client.caller(), &self.channel_id, variables)
    }

    /// Creates a channel that listens to another one, speaks into it, or both.
    ///
    /// As [`Channels::snoop_channel`](super::Channels::snoop_channel). Since 13.0.
    pub fn snoop(&self) -> SnoopChannel {
        SnoopChannel::new(self.client.caller(), &self.channel_id)
    }

    /// Creates a snoop channel that gets the id in the path.
    ///
    /// As [`Channels::snoop_channel_with_id`](super::Channels::snoop_channel_with_id). Since 13.0.
    pub fn snoop_with_id(&self, snoop_id: impl Into<ChannelId>) -> SnoopChannelWithId {
        SnoopChannelWithId::new(self.client.caller(), &self.channel_id, snoop_id)
    }

    /// Calls the endpoint of a channel made with `create`.
    ///
    /// As [`Channels::dial`](super::Channels::dial). Since 14.0.
    pub fn dial(&self) -> Dial {
        Dial::new(self.client.caller(), &self.channel_id)
    }

    /// Returns the RTP statistics of the channel's audio stream.
    ///
    /// As [`Channels::rtp_statistics`](super::Channels::rtp_statistics). Since 13.27, 16.4; not in 14, 15.
    pub fn rtp_statistics(&self) -> RtpStatistics {
        RtpStatistics::new(self.client.caller(), &self.channel_id)
    }

    /// Tells the transferring phone how a transfer announced by `ChannelTransfer` is going.
    ///
    /// As [`Channels::transfer_progress`](super::Channels::transfer_progress). Since 20.13, 21.8, 22.3.
    pub fn transfer_progress(&self, states: impl Into<String>) -> TransferProgress {
        TransferProgress::new(self.client.caller(), &self.channel_id, states)
    }
}
