//! Operations of the resource `channels`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Allows, Client, VariableValue};
use crate::generated::AriApi;
use crate::generated::ids::{ChannelId, PlaybackId, RecordingName};

pub(crate) mod list;
pub(crate) mod originate;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod originate_with_id;
pub(crate) mod hangup;
pub(crate) mod continue_in_dialplan;
pub(crate) mod move_to;
pub(crate) mod redirect;
pub(crate) mod answer;
pub(crate) mod ring;
pub(crate) mod ring_stop;
pub(crate) mod progress;
pub(crate) mod send_dtmf;
pub(crate) mod mute;
pub(crate) mod unmute;
pub(crate) mod hold;
pub(crate) mod unhold;
pub(crate) mod start_moh;
pub(crate) mod stop_moh;
pub(crate) mod start_silence;
pub(crate) mod stop_silence;
pub(crate) mod play;
pub(crate) mod play_with_id;
pub(crate) mod record;
pub(crate) mod get_channel_var;
pub(crate) mod set_channel_var;
pub(crate) mod get_channel_vars;
pub(crate) mod set_channel_vars;
pub(crate) mod snoop_channel;
pub(crate) mod snoop_channel_with_id;
pub(crate) mod dial;
pub(crate) mod rtp_statistics;
pub(crate) mod external_media;
pub(crate) mod transfer_progress;
mod channel_handle;

pub use list::List;
pub use originate::Originate;
pub use create::Create;
pub use get::Get;
pub use originate_with_id::OriginateWithId;
pub use hangup::Hangup;
pub use continue_in_dialplan::ContinueInDialplan;
pub use move_to::MoveTo;
pub use redirect::Redirect;
pub use answer::Answer;
pub use ring::Ring;
pub use ring_stop::RingStop;
pub use progress::Progress;
pub use send_dtmf::SendDtmf;
pub use mute::Mute;
pub use unmute::Unmute;
pub use hold::Hold;
pub use unhold::Unhold;
pub use start_moh::StartMoh;
pub use stop_moh::StopMoh;
pub use start_silence::StartSilence;
pub use stop_silence::StopSilence;
pub use play::Play;
pub use play_with_id::PlayWithId;
pub use record::Record;
pub use get_channel_var::GetChannelVar;
pub use set_channel_var::SetChannelVar;
pub use get_channel_vars::GetChannelVars;
pub use set_channel_vars::SetChannelVars;
pub use snoop_channel::SnoopChannel;
pub use snoop_channel_with_id::SnoopChannelWithId;
pub use dial::Dial;
pub use rtp_statistics::RtpStatistics;
pub use external_media::ExternalMedia;
pub use transfer_progress::TransferProgress;
pub use channel_handle::ChannelHandle;

/// Operations of the resource `channels`. Got from [`Ari::channels`](crate::Ari::channels).
#[derive(Clone, Copy, Debug)]
pub struct Channels<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Channels<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the channels on the server, including those outside any application, both halves of Local
    /// channels, and some that are just ending.
    ///
    /// [`GET /channels`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Places a call and hands the answered channel to an application or to the dialplan.
    ///
    /// The call is placed in the background: the answer describes the channel as it was at the start,
    /// usually in state `Down`, and says nothing about whether anyone picks up. Give either `app` or
    /// `extension`; with both, `app` wins silently and the dialplan parameters are ignored.
    ///
    /// With `app`, that application receives the channel's events from creation on, and those of the
    /// other half of a Local channel; `StasisStart` follows once the call is answered. Events may
    /// arrive before the response does, so choose the id yourself and register listeners first.
    ///
    /// An `app` that nobody serves is not refused: the request succeeds and the channel is destroyed
    /// later. An endpoint for which no channel can be made is answered 500. A call that times out sends
    /// no final `Dial` event. After an unknown outcome, look the id up instead of repeating the
    /// request, since an id becomes free again when its channel ends and the repeat would ring twice.
    ///
    /// [`POST /channels`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#originate)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `endpoint`: Whom to call, as `technology/resource`, for example `PJSIP/alice` or `Local/100@default`. Local
    ///   channels pick a 192 kHz format unless `formats` says otherwise. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The endpoint is missing or malformed, neither `app` nor `extension` was given, a format
    ///   or the originator is unknown, an id is too long, or a variable's value has the wrong type.
    /// * 404: The label does not stand in the extension.
    /// * 409: A live channel already uses this id; an unknown technology or endpoint can misleadingly
    ///   be reported the same way.
    pub fn originate(&self, endpoint: impl Into<String>) -> Originate {
        Originate::new(self.client.caller(), endpoint)
    }

    /// Creates a channel in state `Down` and hands it to the application straight away, to be called
    /// later with `dial`.
    ///
    /// [`POST /channels/create`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#create)
    ///
    /// Since 14.0.
    ///
    /// # Arguments
    ///
    /// * `endpoint`: What the channel will call, as `technology/resource`. Nothing is called until `dial`. Since
    ///   14.0.
    ///
    /// # Errors
    ///
    /// * 400: The request lacks something or cannot be read.
    /// * 409: A live channel already uses this id; a technology or endpoint the server does not know
    ///   can be reported so too.
    pub fn create(&self, endpoint: impl Into<String>) -> Create {
        Create::new(self.client.caller(), endpoint)
    }

    /// Returns the channel's present state.
    ///
    /// [`GET /channels/{channelId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to look up. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No live channel has this id; some entries of the channel list are internal or ending and
    ///   give this too.
    pub fn get(&self, channel_id: impl Into<ChannelId>) -> Get {
        Get::new(self.client.caller(), channel_id)
    }

    /// Places a call whose channel gets the id in the path.
    ///
    /// The call is placed in the background: the answer describes the channel as it was at the start,
    /// usually in state `Down`, and says nothing about whether anyone picks up. Give either `app` or
    /// `extension`; with both, `app` wins silently and the dialplan parameters are ignored.
    ///
    /// With `app`, that application receives the channel's events from creation on, and those of the
    /// other half of a Local channel; `StasisStart` follows once the call is answered. Events may
    /// arrive before the response does, so choose the id yourself and register listeners first.
    ///
    /// An `app` that nobody serves is not refused: the request succeeds and the channel is destroyed
    /// later. An endpoint for which no channel can be made is answered 500. A call that times out sends
    /// no final `Dial` event. After an unknown outcome, look the id up instead of repeating the
    /// request, since an id becomes free again when its channel ends and the repeat would ring twice.
    ///
    /// [`POST /channels/{channelId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#originatewithid)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id for the new channel, at most 149 characters, chosen by the caller so that events can be
    ///   matched before the response arrives. Since 13.0.
    /// * `endpoint`: Whom to call, as `technology/resource`, for example `PJSIP/alice` or `Local/100@default`. Local
    ///   channels pick a 192 kHz format unless `formats` says otherwise. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The endpoint is missing or malformed, neither `app` nor `extension` was given, a format
    ///   or the originator is unknown, an id is too long, or a variable's value has the wrong type.
    /// * 409: A live channel already uses this id; an unknown technology or endpoint can misleadingly
    ///   be reported the same way.
    pub fn originate_with_id(
        &self,
        channel_id: impl Into<ChannelId>,
        endpoint: impl Into<String>,
    ) -> OriginateWithId {
        OriginateWithId::new(self.client.caller(), channel_id, endpoint)
    }

    /// Hangs up the channel, whether or not an application controls it.
    ///
    /// [`DELETE /channels/{channelId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#hangup)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to hang up; for one half of a Local channel, the other half ends too. Since
    ///   13.0.
    ///
    /// # Errors
    ///
    /// * 400: The reason is unknown, the code is not a number, or both were sent.
    /// * 404: No channel has this id, for example because the other side has already hung up.
    pub fn hangup(&self, channel_id: impl Into<ChannelId>) -> Hangup {
        Hangup::new(self.client.caller(), channel_id)
    }

    /// Takes the channel out of the application and lets the dialplan carry on with it.
    ///
    /// [`POST /channels/{channelId}/continue`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#continueindialplan)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to release. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or the extension has no such label.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it cannot run dialplan yet.
    pub fn continue_in_dialplan(
        &self,
        channel_id: impl Into<ChannelId>,
    ) -> ContinueInDialplan {
        ContinueInDialplan::new(self.client.caller(), channel_id)
    }

    /// Hands the channel over to another application without passing through the dialplan.
    ///
    /// [`POST /channels/{channelId}/move`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#move)
    ///
    /// Since 13.26, 16.3; not in 14, 15.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to hand over; for a while its `dialplan.app_data` may go on naming the old
    ///   application. Since 13.26, 16.3; not in 14, 15.
    /// * `app`: Application that takes the channel. Always send it: a request without it crashes the server on
    ///   known releases. The server does not check the name before answering, so an unknown application
    ///   is accepted here. Since 13.26, 16.3; not in 14, 15.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: No application holds the channel, so there is nothing to move it from.
    pub fn move_to(
        &self,
        channel_id: impl Into<ChannelId>,
        app: impl Into<String>,
    ) -> MoveTo {
        MoveTo::new(self.client.caller(), channel_id, app)
    }

    /// Asks the remote device to take its call to another endpoint, after which the channel normally
    /// leaves the application.
    ///
    /// [`POST /channels/{channelId}/redirect`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#redirect)
    ///
    /// Since 13.3.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to redirect; on Local channels the request succeeds but nothing happens. Since
    ///   13.3.
    /// * `endpoint`: Where to send the call, as `technology/resource`. The technology must be that of the channel;
    ///   whether the resource exists is not checked. Since 13.3.
    ///
    /// # Errors
    ///
    /// * 400: No `endpoint` was sent.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 422: The endpoint is not of the form `technology/resource`, or its technology differs from the
    ///   channel's.
    /// * 412: The channel is still down, reserved or ringing, so there is no call to redirect.
    pub fn redirect(
        &self,
        channel_id: impl Into<ChannelId>,
        endpoint: impl Into<String>,
    ) -> Redirect {
        Redirect::new(self.client.caller(), channel_id, endpoint)
    }

    /// Answers the channel.
    ///
    /// [`POST /channels/{channelId}/answer`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#answer)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to answer; an answered channel is left as it is. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so as an outgoing call only its far end
    ///   can answer it.
    pub fn answer(&self, channel_id: impl Into<ChannelId>) -> Answer {
        Answer::new(self.client.caller(), channel_id)
    }

    /// Starts ringing the caller.
    ///
    /// [`POST /channels/{channelId}/ring`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#ring)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel whose remote party should hear ringing. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so ringing cannot be signalled on it.
    pub fn ring(&self, channel_id: impl Into<ChannelId>) -> Ring {
        Ring::new(self.client.caller(), channel_id)
    }

    /// Stops a ringing tone that the server itself generates.
    ///
    /// [`DELETE /channels/{channelId}/ring`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#ringstop)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to silence; ringing played by the caller's own device is not affected. Since
    ///   13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so there is no ringing of ours to stop.
    pub fn ring_stop(&self, channel_id: impl Into<ChannelId>) -> RingStop {
        RingStop::new(self.client.caller(), channel_id)
    }

    /// Signals call progress, so that audio can reach the caller before the call is answered.
    ///
    /// [`POST /channels/{channelId}/progress`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#progress)
    ///
    /// Since 20.16, 21.11, 22.6.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to signal progress on. Since 20.16, 21.11, 22.6.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so progress cannot be signalled on it.
    pub fn progress(&self, channel_id: impl Into<ChannelId>) -> Progress {
        Progress::new(self.client.caller(), channel_id)
    }

    /// Sends DTMF digits to the remote party.
    ///
    /// [`POST /channels/{channelId}/dtmf`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#senddtmf)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to send the digits on. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: `dtmf` is missing or empty.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it carries no digits yet.
    pub fn send_dtmf(&self, channel_id: impl Into<ChannelId>) -> SendDtmf {
        SendDtmf::new(self.client.caller(), channel_id)
    }

    /// Mutes the channel's audio.
    ///
    /// [`POST /channels/{channelId}/mute`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#mute)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to mute. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The request names no direction that is known.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it has no audio to mute.
    pub fn mute(&self, channel_id: impl Into<ChannelId>) -> Mute {
        Mute::new(self.client.caller(), channel_id)
    }

    /// Lets muted audio through again.
    ///
    /// [`DELETE /channels/{channelId}/mute`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#unmute)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to unmute. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it has no audio to restore.
    pub fn unmute(&self, channel_id: impl Into<ChannelId>) -> Unmute {
        Unmute::new(self.client.caller(), channel_id)
    }

    /// Puts the remote party on hold.
    ///
    /// [`POST /channels/{channelId}/hold`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#hold)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to hold. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so hold cannot be signalled on it.
    pub fn hold(&self, channel_id: impl Into<ChannelId>) -> Hold {
        Hold::new(self.client.caller(), channel_id)
    }

    /// Takes the remote party off hold.
    ///
    /// [`DELETE /channels/{channelId}/hold`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#unhold)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to resume. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it cannot be on hold.
    pub fn unhold(&self, channel_id: impl Into<ChannelId>) -> Unhold {
        Unhold::new(self.client.caller(), channel_id)
    }

    /// Starts music on hold for the remote party.
    ///
    /// Playing anything else on the channel interrupts the music, and it does not come back by itself:
    /// start it again afterwards.
    ///
    /// [`POST /channels/{channelId}/moh`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#startmoh)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to play music to. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so nothing can be played to it.
    pub fn start_moh(&self, channel_id: impl Into<ChannelId>) -> StartMoh {
        StartMoh::new(self.client.caller(), channel_id)
    }

    /// Stops music on hold.
    ///
    /// [`DELETE /channels/{channelId}/moh`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#stopmoh)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel on which to stop the music. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so no music can be playing on it.
    pub fn stop_moh(&self, channel_id: impl Into<ChannelId>) -> StopMoh {
        StopMoh::new(self.client.caller(), channel_id)
    }

    /// Starts sending silence to the remote party.
    ///
    /// A playback started on the channel ends the silence for good; request it anew once the playback
    /// has finished.
    ///
    /// [`POST /channels/{channelId}/silence`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#startsilence)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to send silence to. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so no media can be sent to it.
    pub fn start_silence(&self, channel_id: impl Into<ChannelId>) -> StartSilence {
        StartSilence::new(self.client.caller(), channel_id)
    }

    /// Stops sending silence.
    ///
    /// [`DELETE /channels/{channelId}/silence`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#stopsilence)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel on which to stop the silence. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so it is not being sent silence.
    pub fn stop_silence(&self, channel_id: impl Into<ChannelId>) -> StopSilence {
        StopSilence::new(self.client.caller(), channel_id)
    }

    /// Plays media to the remote party.
    ///
    /// Each item of `media` is a URI with one of the schemes `sound:`, `recording:`, `number:`,
    /// `digits:`, `characters:` or `tone:`. The playback is queued behind whatever the channel is doing
    /// and answered 201 at once; control it through the playbacks resource and learn of its end from
    /// `PlaybackFinished`.
    ///
    /// Success here does not mean that anything was heard. For a missing recording or an unsupported
    /// scheme `PlaybackStarted` arrives and `PlaybackFinished` never does; the sign is that the
    /// playback then is not found (404). In a list, a failing item is passed over, and the final state
    /// is that of the last one. If the remote party hangs up, `PlaybackFinished` with state `failed`
    /// comes before `StasisEnd`.
    ///
    /// [`POST /channels/{channelId}/play`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#play)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to play to. Since 13.0.
    /// * `media`: What to play, in order, for example `sound:hello-world` or `digits:42`. Several items travel as
    ///   one comma-separated list of at most 128; leaving it out is answered 500. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The request cannot be read.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so media cannot be played to it.
    /// * 500: The playback cannot be made, for example because no media is named.
    pub fn play(
        &self,
        channel_id: impl Into<ChannelId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> Play {
        Play::new(self.client.caller(), channel_id, media)
    }

    /// Plays media to the remote party under a playback id of your choice.
    ///
    /// Each item of `media` is a URI with one of the schemes `sound:`, `recording:`, `number:`,
    /// `digits:`, `characters:` or `tone:`. The playback is queued behind whatever the channel is doing
    /// and answered 201 at once; control it through the playbacks resource and learn of its end from
    /// `PlaybackFinished`.
    ///
    /// Success here does not mean that anything was heard. For a missing recording or an unsupported
    /// scheme `PlaybackStarted` arrives and `PlaybackFinished` never does; the sign is that the
    /// playback then is not found (404). In a list, a failing item is passed over, and the final state
    /// is that of the last one. If the remote party hangs up, `PlaybackFinished` with state `failed`
    /// comes before `StasisEnd`. An id already in use is not refused: posting the same request twice
    /// plays twice, with two `PlaybackFinished` events.
    ///
    /// [`POST /channels/{channelId}/play/{playbackId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#playwithid)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to play to. Since 13.0.
    /// * `playback_id`: Id for the playback. Take a fresh one each time, since duplicates are accepted. Since 13.0.
    /// * `media`: What to play, in order, for example `sound:hello-world` or `digits:42`. Several items travel as
    ///   one comma-separated list of at most 128; leaving it out is answered 500. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The request cannot be read.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so media cannot be played to it.
    /// * 500: The playback cannot be made, for example because no media is named.
    pub fn play_with_id(
        &self,
        channel_id: impl Into<ChannelId>,
        playback_id: impl Into<PlaybackId>,
        media: impl IntoIterator<Item = impl Into<String>>,
    ) -> PlayWithId {
        PlayWithId::new(self.client.caller(), channel_id, playback_id, media)
    }

    /// Starts recording what the remote party says.
    ///
    /// Only audio coming from the remote party is kept; to get all sides of a conversation, record the
    /// bridge instead. The recording is queued and answered 201 at once: wait for `RecordingFinished`
    /// or `RecordingFailed`. On a bridged channel it is accepted and then fails.
    ///
    /// Timing is driven by incoming audio, so on a channel that sends none the duration limit never
    /// strikes. A queued recording can also delay a hangup. When the remote party hangs up,
    /// `RecordingFinished` with state `done` comes before `StasisEnd` and the file is complete.
    ///
    /// [`POST /channels/{channelId}/record`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#record)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to record. Since 13.0.
    /// * `name`: Name of the recording, without file extension. Slashes place it in subfolders. Leaving it out,
    ///   or pointing outside the recordings folder, is answered 500. Since 13.0.
    /// * `format`: File format by its extension, such as `wav`, `gsm` or `ulaw`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: A limit is negative, or `ifExists`, `terminateOn` or the name is invalid.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: No application controls the channel, or the name is taken by a recording in progress or
    ///   by a stored one while `ifExists` is `fail`.
    /// * 422: The server cannot write this format, or none was given.
    /// * 500: The recording cannot be made, for example because its directory is missing.
    pub fn record(
        &self,
        channel_id: impl Into<ChannelId>,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Record {
        Record::new(self.client.caller(), channel_id, name, format)
    }

    /// Reads one variable or dialplan function of the channel.
    ///
    /// [`GET /channels/{channelId}/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#getchannelvar)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to read from. Since 13.0.
    /// * `variable`: Name of the variable, or a function call such as `CALLERID(num)`. A function that cannot be read
    ///   is answered 500. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No variable name was sent.
    /// * 404: No channel has this id, or the variable is not set on it.
    /// * 409: No application controls the channel; servers usually allow the read all the same.
    /// * 500: The dialplan function cannot be read.
    pub fn get_channel_var(
        &self,
        channel_id: impl Into<ChannelId>,
        variable: impl Into<String>,
    ) -> GetChannelVar {
        GetChannelVar::new(self.client.caller(), channel_id, variable)
    }

    /// Sets one variable or writes one dialplan function of the channel.
    ///
    /// [`POST /channels/{channelId}/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#setchannelvar)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to write to. Since 13.0.
    /// * `variable`: Name of the variable, or a function call such as `CALLERID(name)`. A leading `_` lets channels
    ///   created by this one inherit the variable, `__` their descendants as well. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No variable name was sent, or the function refused the value.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    pub fn set_channel_var(
        &self,
        channel_id: impl Into<ChannelId>,
        variable: impl Into<String>,
    ) -> SetChannelVar {
        SetChannelVar::new(self.client.caller(), channel_id, variable)
    }

    /// Reads several variables or dialplan functions of the channel at once.
    ///
    /// [`GET /channels/{channelId}/variables`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#getchannelvars)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to read from. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variables`: Names to read, sent as one comma-separated list. A function call with a comma in its arguments
    ///   cannot be part of it: read that one by itself. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: No names were sent.
    /// * 404: No channel has this id, or one of the names is not set: a single missing name fails the
    ///   whole request.
    /// * 409: No application controls the channel.
    pub fn get_channel_vars(
        &self,
        channel_id: impl Into<ChannelId>,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> GetChannelVars {
        GetChannelVars::new(self.client.caller(), channel_id, variables)
    }

    /// Sets several variables or dialplan functions of the channel at once.
    ///
    /// [`POST /channels/{channelId}/variables`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#setchannelvars)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to write to. Since 20.20, 22.10, 23.4; not in 21.
    /// * `variables`: New values by name, sent as an object under the body key `variables`. A value is a string, or an
    ///   object of `value` and an optional `report_events` (false by default) that shows the variable in
    ///   the channel's events. Numbers and booleans are refused. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: The `variables` object is missing, or a value is neither a string nor an object with
    ///   `value`.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    pub fn set_channel_vars(
        &self,
        channel_id: impl Into<ChannelId>,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> SetChannelVars {
        SetChannelVars::new(self.client.caller(), channel_id, variables)
    }

    /// Creates a channel that listens to another one, speaks into it, or both.
    ///
    /// The answer is a new channel, already `Up`, that enters the application and raises `StasisStart`
    /// there like any other; an application that snoops must expect its own legs. The observed channel
    /// need not be in an application. Name at least one of `spy` and `whisper`. An application nobody
    /// serves is not refused.
    ///
    /// [`POST /channels/{channelId}/snoop`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#snoopchannel)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to observe. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: Neither `spy` nor `whisper` names a direction, one of them is invalid, or `app` is
    ///   missing.
    /// * 404: The channel to observe does not exist.
    pub fn snoop_channel(&self, channel_id: impl Into<ChannelId>) -> SnoopChannel {
        SnoopChannel::new(self.client.caller(), channel_id)
    }

    /// Creates a snoop channel that gets the id in the path.
    ///
    /// The answer is a new channel, already `Up`, that enters the application and raises `StasisStart`
    /// there like any other; an application that snoops must expect its own legs. The observed channel
    /// need not be in an application. Name at least one of `spy` and `whisper`. An application nobody
    /// serves is not refused.
    ///
    /// [`POST /channels/{channelId}/snoop/{snoopId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#snoopchannelwithid)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to observe. Since 13.0.
    /// * `snoop_id`: Id for the new snoop channel, chosen by the caller so that its events can be told apart. Since
    ///   13.0.
    ///
    /// # Errors
    ///
    /// * 400: Neither `spy` nor `whisper` names a direction, one of them is invalid, or `app` is
    ///   missing.
    /// * 404: The channel to observe does not exist.
    pub fn snoop_channel_with_id(
        &self,
        channel_id: impl Into<ChannelId>,
        snoop_id: impl Into<ChannelId>,
    ) -> SnoopChannelWithId {
        SnoopChannelWithId::new(self.client.caller(), channel_id, snoop_id)
    }

    /// Calls the endpoint of a channel made with `create`.
    ///
    /// Dial a channel once. A second request while it is still `Down` crashes known servers (16.28 and
    /// 22.10.1), so never repeat one, not even where no response came: look at the channel instead.
    ///
    /// [`POST /channels/{channelId}/dial`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#dial)
    ///
    /// Since 14.0.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to dial. It must be in state `Down` and held by an application; `Dial` events
    ///   report the progress. Since 14.0.
    ///
    /// # Errors
    ///
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel has been dialled already, was not made with `create`, or is not in an
    ///   application yet: await its `StasisStart` before dialling.
    pub fn dial(&self, channel_id: impl Into<ChannelId>) -> Dial {
        Dial::new(self.client.caller(), channel_id)
    }

    /// Returns the RTP statistics of the channel's audio stream.
    ///
    /// [`GET /channels/{channelId}/rtp_statistics`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#rtpstatistics)
    ///
    /// Since 13.27, 16.4; not in 14, 15.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel to measure. One without RTP, such as a Local channel, is answered 403. Since
    ///   13.27, 16.4; not in 14, 15.
    ///
    /// # Errors
    ///
    /// * 403: The channel's technology keeps no RTP statistics.
    /// * 404: No channel has this id, or it has no RTP stream to report on.
    pub fn rtp_statistics(&self, channel_id: impl Into<ChannelId>) -> RtpStatistics {
        RtpStatistics::new(self.client.caller(), channel_id)
    }

    /// Creates a channel whose audio goes to and comes from an external media server.
    ///
    /// `transport` and `encapsulation` are chosen together: `udp` with `rtp`, `tcp` with `audiosocket`,
    /// or `websocket` with `none`. Other pairs are answered 501, and a format the server does not know
    /// 500.
    ///
    /// RTP: the server starts sending at once; `UNICASTRTP_LOCAL_ADDRESS` and `UNICASTRTP_LOCAL_PORT`
    /// in the answer's `channelvars` say where to send back.
    ///
    /// AudioSocket (18 and later): the server connects while it handles the request, and a refused
    /// connection is answered 500.
    ///
    /// WebSocket (20.16, 21.11, 22.6, 23.0 and later): with `connection_type` `server`, connect to
    /// `/media/` followed by `MEDIA_WEBSOCKET_CONNECTION_ID` from `channelvars`; `StasisStart` waits
    /// for that. As a `client` the server connects only after answering, and a failed connection just
    /// destroys the channel. Never ask for a video format here: it can crash the server.
    ///
    /// [`POST /channels/externalMedia`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#externalmedia)
    ///
    /// Since 16.6, 17.1.
    ///
    /// # Arguments
    ///
    /// * `format`: Audio format on the wire, such as `ulaw` or `slin16`. Since 16.6, 17.1.
    ///
    /// # Errors
    ///
    /// * 400: `app` or `format` is missing, the external host is missing, malformed or unknown, or
    ///   another parameter is invalid.
    /// * 409: A live channel already uses this id.
    /// * 500: The media channel cannot be made.
    /// * 501: The encapsulation or transport is not supported.
    pub fn external_media(&self, format: impl Into<String>) -> ExternalMedia {
        ExternalMedia::new(self.client.caller(), format)
    }

    /// Tells the transferring phone how a transfer announced by `ChannelTransfer` is going.
    ///
    /// [`POST /channels/{channelId}/transfer_progress`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#transfer_progress)
    ///
    /// Since 20.13, 21.8, 22.3.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the channel that asked for the transfer. Only PJSIP channels set to leave transfers to ARI
    ///   act on it; a Local channel accepts it without effect. Since 20.13, 21.8, 22.3.
    /// * `states`: How the transfer stands: `channel_progress`, `channel_answered`, `channel_unavailable` or
    ///   `channel_declined`. All but the first end it. Since 20.13, 21.8, 22.3.
    ///
    /// # Errors
    ///
    /// * 400: `states` is missing or not a known state.
    /// * 404: No channel has this id, or it has just ended.
    /// * 409: The channel exists but no application controls it.
    /// * 412: The channel is still down, reserved or ringing, so no transfer can be under way on it.
    pub fn transfer_progress(
        &self,
        channel_id: impl Into<ChannelId>,
        states: impl Into<String>,
    ) -> TransferProgress {
        TransferProgress::new(self.client.caller(), channel_id, states)
    }
}

/// A request in which `app` or `appArgs` is set, which excludes `extension`, `context`, `priority`
/// and `label`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct IntoApplication;

impl Allows<IntoApplication> for IntoApplication {}

/// A request in which `extension`, `context`, `priority` or `label` is set, which excludes `app`
/// and `appArgs`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct IntoDialplan;

impl Allows<IntoDialplan> for IntoDialplan {}

/// A request in which `reason` is set, which excludes `reason_code`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ByReason;

impl Allows<ByReason> for ByReason {}

/// A request in which `reason_code` is set, which excludes `reason`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ByCode;

impl Allows<ByCode> for ByCode {}
