//! The client, and what it tells the runtime of this API.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::ops::Deref;
use ari_runtime::{
    Api, Applications, Client, Connect, Credentials, Error, Listen, Listing,
    ReleaseQuestion, Session, Source, Text, Transport,
};
use crate::generated::Call;
use crate::generated::events::{Event, EventKind};
use crate::generated::ids::{
    BridgeId, ChannelId, DeviceName, PlaybackId, RecordingName, SoundId,
};

/// The client of one Asterisk: every operation, and the events of the applications it connected for.
///
/// Cloning it is cheap; all clones share the connection.
#[derive(Clone, Debug)]
pub struct Ari(Client<AriApi>);

impl Ari {
    /// Starts connecting: name an application, then await.
    pub fn connect(url: impl Into<String>, credentials: Credentials) -> Connect<AriApi> {
        Connect::new(url, credentials)
    }

    /// A client that calls operations and registers no application, so it gets no events.
    ///
    /// For one with other settings, end [`connect`](Self::connect) with [`Connect::rest`].
    ///
    /// # Errors
    ///
    /// The URL is none, or names a remote host over plain http.
    pub fn rest(
        url: impl Into<String>,
        credentials: Credentials,
    ) -> Result<Self, Error> {
        Connect::<AriApi>::new(url, credentials).rest()
    }

    /// Starts listening for an Asterisk that dials: name the address, such as `127.0.0.1:8090`, then await.
    ///
    /// Since 20.15, 21.10, 22.5 and 23.0; `ari.conf` and `websocket_client.conf` tell Asterisk whom to dial, for
    /// ever or for each call.
    pub fn listen(address: impl Into<String>) -> Listen<AriApi> {
        Listen::new(address)
    }

    /// A client over a transport of one's own, such as one that answers in a test; it gets no events.
    pub fn with_transport(transport: impl Transport) -> Self {
        Client::over(transport).into()
    }

    /// Operations of the resource `applications`.
    pub fn applications(&self) -> crate::generated::applications::Applications<'_> {
        crate::generated::applications::Applications::new(&self.0)
    }

    /// Operations of the resource `asterisk`.
    pub fn asterisk(&self) -> crate::generated::asterisk::Asterisk<'_> {
        crate::generated::asterisk::Asterisk::new(&self.0)
    }

    /// Operations of the resource `bridges`.
    pub fn bridges(&self) -> crate::generated::bridges::Bridges<'_> {
        crate::generated::bridges::Bridges::new(&self.0)
    }

    /// Operations of the resource `channels`.
    pub fn channels(&self) -> crate::generated::channels::Channels<'_> {
        crate::generated::channels::Channels::new(&self.0)
    }

    /// Operations of the resource `deviceStates`.
    pub fn device_states(&self) -> crate::generated::device_states::DeviceStates<'_> {
        crate::generated::device_states::DeviceStates::new(&self.0)
    }

    /// Operations of the resource `endpoints`.
    pub fn endpoints(&self) -> crate::generated::endpoints::Endpoints<'_> {
        crate::generated::endpoints::Endpoints::new(&self.0)
    }

    /// Operations of the resource `events`.
    pub fn user_events(&self) -> crate::generated::user_events::UserEvents<'_> {
        crate::generated::user_events::UserEvents::new(&self.0)
    }

    /// Operations of the resource `mailboxes`.
    pub fn mailboxes(&self) -> crate::generated::mailboxes::Mailboxes<'_> {
        crate::generated::mailboxes::Mailboxes::new(&self.0)
    }

    /// Operations of the resource `playbacks`.
    pub fn playbacks(&self) -> crate::generated::playbacks::Playbacks<'_> {
        crate::generated::playbacks::Playbacks::new(&self.0)
    }

    /// Operations of the resource `recordings`.
    pub fn recordings(&self) -> crate::generated::recordings::Recordings<'_> {
        crate::generated::recordings::Recordings::new(&self.0)
    }

    /// Operations of the resource `sounds`.
    pub fn sounds(&self) -> crate::generated::sounds::Sounds<'_> {
        crate::generated::sounds::Sounds::new(&self.0)
    }

    /// The operations on one application, whether it is there or not.
    pub fn application(
        &self,
        application_name: impl Into<Text>,
    ) -> crate::generated::applications::ApplicationHandle {
        crate::generated::applications::ApplicationHandle::new(
            self.0.clone(),
            application_name,
        )
    }

    /// The operations on one module, whether it is there or not.
    pub fn module(
        &self,
        module_name: impl Into<Text>,
    ) -> crate::generated::asterisk::ModuleHandle {
        crate::generated::asterisk::ModuleHandle::new(self.0.clone(), module_name)
    }

    /// The operations on one bridge, whether it is there or not.
    pub fn bridge(
        &self,
        bridge_id: impl Into<BridgeId>,
    ) -> crate::generated::bridges::BridgeHandle {
        crate::generated::bridges::BridgeHandle::new(self.0.clone(), bridge_id)
    }

    /// The operations on one channel, whether it is there or not.
    pub fn channel(
        &self,
        channel_id: impl Into<ChannelId>,
    ) -> crate::generated::channels::ChannelHandle {
        crate::generated::channels::ChannelHandle::new(self.0.clone(), channel_id)
    }

    /// The operations on one device state, whether it is there or not.
    pub fn device_state(
        &self,
        device_name: impl Into<DeviceName>,
    ) -> crate::generated::device_states::DeviceStateHandle {
        crate::generated::device_states::DeviceStateHandle::new(
            self.0.clone(),
            device_name,
        )
    }

    /// The operations on one endpoint, whether it is there or not.
    pub fn endpoint(
        &self,
        tech: impl Into<Text>,
        resource: impl Into<Text>,
    ) -> crate::generated::endpoints::EndpointHandle {
        crate::generated::endpoints::EndpointHandle::new(self.0.clone(), tech, resource)
    }

    /// The operations on one mailbox, whether it is there or not.
    pub fn mailbox(
        &self,
        mailbox_name: impl Into<Text>,
    ) -> crate::generated::mailboxes::MailboxHandle {
        crate::generated::mailboxes::MailboxHandle::new(self.0.clone(), mailbox_name)
    }

    /// The operations on one playback, whether it is there or not.
    pub fn playback(
        &self,
        playback_id: impl Into<PlaybackId>,
    ) -> crate::generated::playbacks::PlaybackHandle {
        crate::generated::playbacks::PlaybackHandle::new(self.0.clone(), playback_id)
    }

    /// The operations on one stored recording, whether it is there or not.
    pub fn stored_recording(
        &self,
        recording_name: impl Into<RecordingName>,
    ) -> crate::generated::recordings::StoredRecordingHandle {
        crate::generated::recordings::StoredRecordingHandle::new(
            self.0.clone(),
            recording_name,
        )
    }

    /// The operations on one live recording, whether it is there or not.
    pub fn live_recording(
        &self,
        recording_name: impl Into<RecordingName>,
    ) -> crate::generated::recordings::LiveRecordingHandle {
        crate::generated::recordings::LiveRecordingHandle::new(
            self.0.clone(),
            recording_name,
        )
    }

    /// The operations on one sound, whether it is there or not.
    pub fn sound(
        &self,
        sound_id: impl Into<SoundId>,
    ) -> crate::generated::sounds::SoundHandle {
        crate::generated::sounds::SoundHandle::new(self.0.clone(), sound_id)
    }
}

impl Deref for Ari {
    type Target = Client<AriApi>;
    fn deref(&self) -> &Client<AriApi> {
        &self.0
    }
}

impl From<Client<AriApi>> for Ari {
    fn from(client: Client<AriApi>) -> Self {
        Self(client)
    }
}

/// What the runtime is told of this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriApi;

impl Api for AriApi {
    type Event = Event;
    type Client = Ari;
    type Call = Call;
    type CallHandle = crate::generated::channels::ChannelHandle;
    const SESSION: Session<EventKind> = Session::new()
        .opens(&[EventKind::StasisStart])
        .closes(&[EventKind::StasisEnd])
        .replaced(&[EventKind::ApplicationReplaced])
        .stays(&[EventKind::ApplicationMoveFailed])
        .responses(&[EventKind::RestResponse])
        .registered(&[EventKind::ApplicationRegistered])
        .unregistered(&[EventKind::ApplicationUnregistered])
        .terminal(
            &[
                ("channel", &[EventKind::ChannelDestroyed]),
                ("bridge", &[EventKind::BridgeDestroyed]),
                ("playback", &[EventKind::PlaybackFinished]),
                (
                    "recording",
                    &[EventKind::RecordingFinished, EventKind::RecordingFailed],
                ),
                ("endpoint", &[]),
                ("device_state", &[]),
            ],
        )
        .listings(LISTINGS)
        .applications(APPLICATIONS)
        .calls(
            "channel",
            &crate::generated::channels::hangup::OPERATION,
            "/channel/protocol_id",
        )
        .digits(EventKind::ChannelDtmfReceived, "digit")
        .replaces("replace_channel")
        .release(
            ReleaseQuestion::new(
                &crate::generated::asterisk::get_info::OPERATION,
                "only",
                "system",
                "/system/version",
            ),
        );
}

#[doc(hidden)]
impl From<(Client<AriApi>, Text)> for crate::generated::channels::ChannelHandle {
    fn from((client, id): (Client<AriApi>, Text)) -> Self {
        Self::new(client, crate::generated::ids::ChannelId::new(id))
    }
}

const LISTINGS: &[Listing] = &[
    Listing::new(&crate::generated::channels::list::OPERATION, "channel", "/id")
        .held_by("/dialplan/app_name", "Stasis", "/dialplan/app_data"),
    Listing::new(&crate::generated::bridges::list::OPERATION, "bridge", "/id"),
];

const APPLICATIONS: Applications = Applications::new(
        &crate::generated::applications::get::OPERATION,
        &crate::generated::applications::list::OPERATION,
        &crate::generated::applications::subscribe::OPERATION,
        &crate::generated::applications::unsubscribe::OPERATION,
        "eventSource",
        &[
            Source::new(
                "channel:",
                "channel",
                "/channel_ids",
                "__AST_CHANNEL_ALL_TOPIC",
            ),
            Source::new("bridge:", "bridge", "/bridge_ids", "__AST_BRIDGE_ALL_TOPIC"),
            Source::new(
                    "endpoint:",
                    "endpoint",
                    "/endpoint_ids",
                    "__AST_ENDPOINT_ALL_TOPIC",
                )
                .with_events_of_others(),
            Source::new(
                    "deviceState:",
                    "device_state",
                    "/device_names",
                    "__AST_DEVICE_STATE_ALL_TOPIC",
                )
                .leave_before_close(),
        ],
    )
    .filter(&crate::generated::applications::filter::OPERATION, "filter");
