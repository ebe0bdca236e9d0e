//! From what Asterisk offers to a connection that carries audio: dials, accepts, and hears what the audio is like.

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::Role;
use uuid::Uuid;

use crate::api::Api;
use crate::calls::belongings::Belongings;
use crate::calls::left::Left;
use crate::client::Client;
use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::media::audio_socket::Packet;
use crate::media::carrier::tcp::AudioSocket;
use crate::media::carrier::udp::Rtp;
use crate::media::carrier::websocket::{PROTOCOL, Websocket, limits};
use crate::media::carrier::{Carrier, Received};
use crate::media::control::Notation;
use crate::media::control::event::{Event, MediaStart};
use crate::media::end::LARGEST;
use crate::media::format::Format;
use crate::media::listener::Expected;
use crate::media::reader::MediaReader;
use crate::media::rtp::{clock_rate, payload_type};
use crate::media::stream::{Pacing, Shape, begin};
use crate::media::writer::MediaWriter;
use crate::request::response::rejection;
use crate::session::socket::Framed;
use crate::session::upgrade::{NoUpgrade, Upgrade};
use crate::transport::http::{HttpTransport, unreachable};

/// How long a frame lasts where Asterisk does not say otherwise.
const FRAME: Duration = Duration::from_millis(20);

/// The longest that is believed.
const LONGEST_FRAME: Duration = Duration::from_secs(1);

/// Connections that may be asked at once whose they are.
const GREETINGS: usize = 16;

/// A connection for audio that is open.
#[doc(hidden)]
pub struct Connection {
    carrier: Box<dyn Carrier>,
    shape: Shape,
    start: Option<MediaStart>,
}

impl Connection {
    /// Dials the media websocket of a channel, by what names it there.
    ///
    /// # Errors
    ///
    /// There is no HTTP to this Asterisk, it cannot be reached or knows no such media, or it does not begin in time.
    pub async fn dial<A: Api>(
        client: &Client<A>,
        connection_id: &str,
        notation: Notation,
    ) -> Result<Self, Error> {
        Self::started(opened(client.http(), connection_id).await?, notation).await
    }

    /// Waits for the media websocket that Asterisk opens.
    ///
    /// # Errors
    ///
    /// It does not come in time, or does not begin.
    pub async fn dialled(expected: Expected, notation: Notation) -> Result<Self, Error> {
        Self::started(expected.come().await?, notation).await
    }

    async fn started(socket: Framed, notation: Notation) -> Result<Self, Error> {
        // What kind of audio it is it says at once.
        let mut socket = Websocket::new(socket, notation, true);
        let first = in_time(poll_fn(|context| socket.poll_receive(context))).await??;
        let Received::Event(Event::MediaStart(start)) = first else {
            return Err(Error::new(
                ErrorKind::Media,
                "the media websocket does not begin with MEDIA_START",
            ));
        };
        let frame_bytes = NonZeroUsize::new(start.optimal_frame_size);
        let frame = start.ptime.filter(|it| !it.is_zero()).unwrap_or(FRAME);
        if start.optimal_frame_size > LARGEST || frame > LONGEST_FRAME {
            return Err(Error::new(
                ErrorKind::Media,
                format!(
                    "the media websocket begins with frames of {} bytes and {frame:?}",
                    start.optimal_frame_size
                ),
            ));
        }
        let shape = Shape { format: start.format.clone(), frame_bytes, frame, is_read: true };
        let carrier = Box::new(socket.with_queue(frame_bytes.is_some()));
        Ok(Self { carrier, shape, start: Some(start) })
    }

    /// Accepts the connection that Asterisk makes for the channel of this UUID; others are closed.
    ///
    /// # Errors
    ///
    /// It does not come in time, or fails.
    pub async fn audio_socket(
        listener: &TcpListener,
        id: &str,
        format: &Format,
    ) -> Result<Self, Error> {
        let id: Uuid = id.parse().map_err(|error| {
            Error::invalid(format!("{id:?} is no UUID, as AudioSocket demands")).with_source(error)
        })?;
        let failed = |error: std::io::Error| Error::from_transport(ErrorKind::Media, error);
        let accepted = async {
            let mut greetings = FuturesUnordered::new();
            loop {
                tokio::select! {
                    accepted = listener.accept(), if greetings.len() < GREETINGS => {
                        let (stream, remote) = accepted.map_err(failed)?;
                        greetings.push(async move { (identified(stream, id).await, remote) });
                    }
                    Some((greeted, remote)) = greetings.next() => match greeted {
                        Ok(opened) => return Ok(opened),
                        Err(reason) => {
                            tracing::warn!(%remote, reason, "a connection for audio was turned away");
                        }
                    }
                }
            }
        };
        let (stream, received) = in_time::<Result<_, Error>>(accepted).await??;
        let shape = shape(format);
        let carrier = Box::new(AudioSocket::new(stream, format.clone(), received));
        Ok(Self { carrier, shape, start: None })
    }

    /// Sends RTP to Asterisk and takes it from there.
    ///
    /// # Errors
    ///
    /// Asterisk's address cannot be reached from the socket's.
    pub async fn rtp(
        socket: UdpSocket,
        asterisk: SocketAddr,
        format: &Format,
    ) -> Result<Self, Error> {
        // What others send is kept out.
        let connected = socket.connect(asterisk).await;
        connected.map_err(|error| Error::from_transport(ErrorKind::Media, error))?;
        let shape = Shape { is_read: payload_type(format).is_some(), ..shape(format) };
        let clock = u128::from(clock_rate(format).unwrap_or(8_000));
        let step = shape.frame.as_nanos() * clock / 1_000_000_000;
        let step = u32::try_from(step).unwrap_or(u32::MAX);
        let carrier = Box::new(Rtp::new(socket, format.clone(), step, shape.frame));
        Ok(Self { carrier, shape, start: None })
    }

    /// Has the audio come and go. `left` tells that the channel of it is gone; `kept` is dropped with the last half, and the
    /// client waits for what is done then.
    pub fn begin<A: Api>(
        self,
        client: &Client<A>,
        pacing: Pacing,
        left: impl Future<Output = Left> + Send + 'static,
        kept: impl Send + Sync + 'static,
    ) -> (MediaReader, MediaWriter) {
        self.run(client.belongings(), pacing, left, kept)
    }

    fn run(
        self,
        belongings: &Arc<Belongings>,
        pacing: Pacing,
        left: impl Future<Output = Left> + Send + 'static,
        kept: impl Send + Sync + 'static,
    ) -> (MediaReader, MediaWriter) {
        begin(belongings, self.carrier, self.shape, self.start, pacing, left, kept)
    }
}

/// What audio of a format is like where Asterisk does not say.
fn shape(format: &Format) -> Shape {
    let frame_bytes = format.frame_bytes().and_then(NonZeroUsize::new);
    Shape { format: format.clone(), frame_bytes, frame: FRAME, is_read: true }
}

async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let limit = defaults::MEDIA_DEADLINE;
    timeout(limit, work).await.map_err(|_| {
        Error::new(ErrorKind::Media, format!("the media did not begin within {limit:?}"))
    })
}

/// The media websocket that is known by this there.
async fn opened(http: Option<&HttpTransport>, connection_id: &str) -> Result<Framed, Error> {
    let Some(http) = http else {
        return Err(Error::new(
            ErrorKind::Closed,
            "this client has no address of Asterisk over HTTP",
        )
        .with_advice(
            "give the listener one with `http(..)`, or have Asterisk open the media websocket",
        ));
    };
    let base = http.address().base();
    let stranger = || {
        Error::new(ErrorKind::Media, format!("{base} has no media websockets"))
            .with_advice("is chan_websocket.so loaded?")
    };
    let url = http.address().media(connection_id);
    // Who knows the id may come in.
    let upgrade = Upgrade { url, protocol: PROTOCOL, authorization: None };
    let stream = in_time(upgrade.over(http)).await?.map_err(|failed| match failed {
        NoUpgrade::Failed(error) if error.is_connect() => unreachable(http.address(), error),
        NoUpgrade::Failed(error) => stranger().with_source(error),
        NoUpgrade::Refused { status: 404, .. } => {
            let message = format!("{base} knows no media websocket of this id (any more)");
            Error::new(ErrorKind::Media, message).with_status(404)
        }
        NoUpgrade::Refused { status, body } => rejection(status, &body, None),
        NoUpgrade::Stranger => stranger(),
    })?;
    Ok(Framed::from_raw_socket(Box::new(stream), Role::Client, Some(limits())).await)
}

/// A connection whose first packet says whose it is, with what came behind that.
async fn identified(mut stream: TcpStream, id: Uuid) -> Result<(TcpStream, BytesMut), String> {
    let mut received = BytesMut::new();
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    loop {
        match Packet::read(&mut received).map_err(|error| error.to_string())? {
            Some(Packet::Id(it)) if it == id => return Ok((stream, received)),
            Some(Packet::Id(it)) => return Err(format!("it is for {it}")),
            Some(packet) => return Err(format!("it begins with {packet:?}")),
            None => {}
        }
        match stream.read_buf(&mut received).await {
            Ok(0) => return Err("it ended before it said whose it is".to_owned()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

#[cfg(test)]
#[path = "open_test.rs"]
mod tests;
