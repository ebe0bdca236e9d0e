//! Channels that a request makes, as legs of a scope: created, snooping, for external media; in the order that each needs.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::str::FromStr;

use ari_runtime::{Error, ErrorKind, Json, Left, Prepared};
use tokio::net::TcpListener;

use crate::ChannelId;
use crate::calls::leg::{Leg, Line};
use crate::calls::step::{client_of, no_events};
use crate::channels::{Create, ExternalMedia, SnoopChannel, SnoopChannelWithId};
use crate::models::Channel;

/// Makes the channel of a request, by an id that is chosen here where none was set.
async fn make(
    mut prepared: Prepared<Json<Channel>>,
    parameter: &'static str,
) -> Result<(Channel, Leg), Error> {
    let client = client_of(&prepared).ok_or_else(no_events)?;
    let id = match prepared.value(parameter) {
        Some(id) => ChannelId::new(id),
        None => {
            let id = ChannelId::random();
            prepared = prepared.id(parameter, &id);
            id
        }
    };
    let line = Line::new(&client, &id)?;
    line.make(prepared.send()).await
}

/// The same, and it is in the application, so that it can be worked with.
async fn enter(prepared: Prepared<Json<Channel>>, parameter: &'static str) -> Result<Leg, Error> {
    let (_, leg) = make(prepared, parameter).await?;
    leg.line().entered().await?;
    Ok(leg)
}

macro_rules! making {
    ($($request:ty: $parameter:literal),*) => {$(
        impl $request {
            /// Makes a channel that belongs to a scope, and waits until it is in the application: it is hung up when the
            /// result is dropped.
            ///
            /// The id is chosen here where none was set.
            ///
            /// # Errors
            ///
            /// What the request can fail with, [`ErrorKind::Left`] where the channel ended at once, and
            /// [`ErrorKind::Closed`] where there are no events.
            pub async fn owned(self) -> Result<Leg, Error> {
                enter(self.0, $parameter).await
            }
        }
    )*};
}

making!(Create: "channelId", SnoopChannel: "snoopId", SnoopChannelWithId: "snoopId");

/// A channel of external media that belongs to a scope: when this is dropped, it is hung up.
#[must_use = "the leg is hung up when this is dropped"]
pub struct MediaLeg {
    leg: Leg,
    channel: Channel,
    data: Option<String>,
}

impl ExternalMedia {
    /// Makes a channel of external media that belongs to a scope: it is hung up when the result is dropped.
    ///
    /// A channel to whose media websocket this program connects enters the application only then: connect to
    /// [`connection_id`](MediaLeg::connection_id), then wait for [`entered`](MediaLeg::entered).
    ///
    /// # Errors
    ///
    /// What the request can fail with, and [`ErrorKind::Closed`] where there are no events.
    pub async fn owned(self) -> Result<MediaLeg, Error> {
        let (channel, leg) = make(self.0, "channelId").await?;
        Ok(MediaLeg { leg, channel, data: None })
    }

    /// Makes a channel that speaks the AudioSocket protocol with this listener, which has to be there first: Asterisk
    /// connects to it before it answers, and names the channel by [`audio_socket_id`](MediaLeg::audio_socket_id).
    ///
    /// Since Asterisk 18.0. `direction` and an own `data`, which must be a UUID, may be set before.
    ///
    /// # Errors
    ///
    /// As [`owned`](Self::owned); [`ErrorKind::InvalidInput`] where the listener has no address.
    pub async fn over_audio_socket(self, listener: &TcpListener) -> Result<MediaLeg, Error> {
        let address = listener.local_addr();
        let address =
            address.map_err(|error| Error::from_transport(ErrorKind::InvalidInput, error))?;
        self.over_audio_socket_at(address.to_string()).await
    }

    /// The same, of a listener that Asterisk reaches at this address.
    pub(super) async fn over_audio_socket_at(self, address: String) -> Result<MediaLeg, Error> {
        let data = match self.0.value("data") {
            Some(data) => data.to_owned(),
            None => ari_runtime::random_id().to_string(),
        };
        let prepared = self.0.text("transport", "tcp").text("encapsulation", "audiosocket");
        let prepared = prepared.text("external_host", address).text("data", &data);
        let (channel, leg) = make(prepared, "channelId").await?;
        Ok(MediaLeg { leg, channel, data: Some(data) })
    }
}

impl MediaLeg {
    /// Waits until the channel is in the application, so that it can be put into a bridge.
    ///
    /// # Errors
    ///
    /// It ended before: nobody connected to its media, or Asterisk could not.
    pub async fn entered(&self) -> Result<(), Left> {
        self.leg.line().entered().await
    }

    /// Where Asterisk receives RTP for it.
    pub fn rtp_address(&self) -> Option<SocketAddr> {
        let address: IpAddr = self.fact("UNICASTRTP_LOCAL_ADDRESS")?;
        Some(SocketAddr::new(address, self.fact("UNICASTRTP_LOCAL_PORT")?))
    }

    /// What names it in the path of its media websocket, which is `/media/` and this.
    pub fn connection_id(&self) -> Option<String> {
        self.fact("MEDIA_WEBSOCKET_CONNECTION_ID")
    }

    /// How many bytes of audio Asterisk sends and likes to get at once over its media websocket.
    pub fn frame_size(&self) -> Option<usize> {
        self.fact("MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE")
    }

    /// The UUID by which Asterisk names it to an AudioSocket listener.
    pub fn audio_socket_id(&self) -> Option<&str> {
        self.data.as_deref()
    }

    /// What Asterisk says of it in a variable.
    fn fact<T: FromStr>(&self, name: &str) -> Option<T> {
        self.channel.channelvars.as_ref()?.get(name)?.as_str()?.parse().ok()
    }
}

impl Deref for MediaLeg {
    type Target = Leg;

    fn deref(&self) -> &Leg {
        &self.leg
    }
}

impl fmt::Debug for MediaLeg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MediaLeg({})", self.id())
    }
}
