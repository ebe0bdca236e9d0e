//! What a call's audio travels over, chosen in one line: makes the channel that carries it, in the order that each needs.

use std::net::{IpAddr, SocketAddr};

use ari_runtime::media::control::Notation;
use ari_runtime::media::{Connection, Format, LEG, MediaListener};
use ari_runtime::{Error, ErrorKind, Left};
use tokio::net::{TcpListener, UdpSocket};

use crate::calls::making::MediaLeg;
use crate::channels::ExternalMedia;
use crate::enums::{ConnectionType, Encapsulation, MediaTransport};

/// What a call's audio travels over.
///
/// | what | who connects | paced by | marks, queue | since |
/// |---|---|---|---|---|
/// | [`websocket`](Self::websocket) | this program | Asterisk, from a queue of 20 s | Asterisk tells | 20.16, 21.11, 22.6, 23.0 |
/// | [`websocket_to`](Self::websocket_to) | Asterisk | the same | the same | 20.18, 22.8, 23.2; not in 21 |
/// | [`audio_socket`](Self::audio_socket) | Asterisk | this program | by the time that passes | 18.0 |
/// | [`rtp`](Self::rtp) | nobody | this program | by the time that passes | 16.6, 17.1 |
///
/// Asterisk tells marks since 20.18, 22.8 and 23.2, and nothing of them before.
#[derive(Clone, Debug)]
pub struct MediaPath(Way);

#[derive(Clone, Debug)]
enum Way {
    Websocket,
    WebsocketTo { listener: MediaListener, client: String },
    AudioSocket { local: SocketAddr, announced: Option<String> },
    Rtp { local: SocketAddr, announced: Option<String> },
}

impl Default for MediaPath {
    fn default() -> Self {
        Self::websocket()
    }
}

impl MediaPath {
    /// A media websocket that this program opens, where it sends its requests too.
    pub fn websocket() -> Self {
        Self(Way::Websocket)
    }

    /// A media websocket that Asterisk opens to this listener, as this client of its websocket_client.conf
    /// (`connection_type = per_call_config`, `protocols = media`) says.
    pub fn websocket_to(listener: &MediaListener, client: impl Into<String>) -> Self {
        Self(Way::WebsocketTo { listener: listener.clone(), client: client.into() })
    }

    /// AudioSocket: Asterisk connects to this address of this program, where it listens for this one leg; port 0 stands for
    /// any that is free. Linear audio alone.
    ///
    /// Silence is sent where the program sends nothing: known releases (22.10.1) can wait for the next packet with the channel
    /// locked, and answer nobody who asks for channels meanwhile.
    pub fn audio_socket(local: SocketAddr) -> Self {
        Self(Way::AudioSocket { local, announced: None })
    }

    /// RTP between this address of this program and Asterisk; port 0 stands for any that is free.
    ///
    /// Asterisk reads RTP of formats that have a number of their own everywhere: `ulaw`, `alaw`, `slin`, `gsm`, `g722`, `g729`.
    /// Of others, such as `slin16`, audio comes from it, and sending fails.
    pub fn rtp(local: SocketAddr) -> Self {
        Self(Way::Rtp { local, announced: None })
    }

    /// What Asterisk is told to connect or send to instead of the local address, `host:port`, where something is in
    /// between. A port of 0 stands for the local one. Of no effect on websockets.
    pub fn announced(mut self, address: impl Into<String>) -> Self {
        match &mut self.0 {
            Way::AudioSocket { announced, .. } | Way::Rtp { announced, .. } => {
                *announced = Some(address.into());
            }
            Way::Websocket | Way::WebsocketTo { .. } => {}
        }
        self
    }

    /// Makes the leg and connects; then it enters the application.
    pub(super) async fn open(
        &self,
        request: ExternalMedia,
        format: &Format,
        notation: Notation,
    ) -> Result<(MediaLeg, Connection), Error> {
        match &self.0 {
            Way::Websocket => websocket(request, notation).await,
            Way::WebsocketTo { listener, client } => {
                websocket_to(request, listener, client, notation).await
            }
            Way::AudioSocket { local, announced } => {
                audio_socket(request, *local, announced.as_deref(), format).await
            }
            Way::Rtp { local, announced } => {
                rtp(request, *local, announced.as_deref(), format).await
            }
        }
    }
}

/// The options of a media websocket's channel: nothing where all are as they are anyway, which older releases know.
fn options(notation: Notation, leg: Option<&str>) -> Option<String> {
    let notation = match notation {
        Notation::PlainText => None,
        other => Some(format!("f({other})")),
    };
    let leg = leg.map(|it| format!("v({LEG}={it})"));
    match (notation, leg) {
        (None, None) => None,
        (notation, leg) => Some(notation.unwrap_or_default() + &leg.unwrap_or_default()),
    }
}

fn over_websocket(request: ExternalMedia, options: Option<String>) -> ExternalMedia {
    let request = request.transport(MediaTransport::WebSocket).encapsulation(Encapsulation::None);
    match options {
        Some(options) => request.transport_data(options),
        None => request,
    }
}

async fn websocket(
    request: ExternalMedia,
    notation: Notation,
) -> Result<(MediaLeg, Connection), Error> {
    let request = over_websocket(request, options(notation, None));
    let request = request.connection_type(ConnectionType::Server).external_host("INCOMING");
    let leg = request.owned().await?;
    let Some(id) = leg.connection_id() else {
        let message = "Asterisk names no media websocket to connect to";
        return Err(Error::from_transport(ErrorKind::Decode, message));
    };
    let connection = Connection::dial(leg.line().stay.client(), &id, notation).await?;
    Ok((leg, connection))
}

async fn websocket_to(
    request: ExternalMedia,
    listener: &MediaListener,
    client: &str,
    notation: Notation,
) -> Result<(MediaLeg, Connection), Error> {
    let expected = listener.expect();
    let request = over_websocket(request, options(notation, Some(expected.name())));
    let request = request.connection_type(ConnectionType::Client).external_host(client);
    let leg = request.owned().await?;
    // A connection that fails destroys the channel.
    let connection = tokio::select! {
        left = leg.left() => return Err(ended(left)),
        connection = Connection::dialled(expected, notation) => connection?,
    };
    Ok((leg, connection))
}

async fn audio_socket(
    request: ExternalMedia,
    local: SocketAddr,
    announced: Option<&str>,
    format: &Format,
) -> Result<(MediaLeg, Connection), Error> {
    if !format.is_linear() {
        let message = format!("AudioSocket carries linear audio, such as slin16, and not {format}");
        return Err(Error::from_transport(ErrorKind::InvalidInput, message));
    }
    let listener = TcpListener::bind(local).await.map_err(unusable)?;
    let address = address(announced, listener.local_addr().map_err(unusable)?)?;
    // It connects before it answers, and waits in the listener's queue.
    let leg = request.over_audio_socket_at(address).await?;
    let id = leg.audio_socket_id().unwrap_or_default();
    let connection = Connection::audio_socket(&listener, id, format).await?;
    Ok((leg, connection))
}

async fn rtp(
    request: ExternalMedia,
    local: SocketAddr,
    announced: Option<&str>,
    format: &Format,
) -> Result<(MediaLeg, Connection), Error> {
    // First: Asterisk sends as soon as there is a channel.
    let socket = UdpSocket::bind(local).await.map_err(unusable)?;
    let address = address(announced, socket.local_addr().map_err(unusable)?)?;
    let leg = request.external_host(address).owned().await?;
    let Some(asterisk) = leg.rtp_address() else {
        let message = "Asterisk tells no address for RTP";
        return Err(Error::from_transport(ErrorKind::Decode, message));
    };
    let connection = Connection::rtp(socket, asterisk, format).await?;
    Ok((leg, connection))
}

/// Asterisk had a leg for the media, and has it no more.
pub(super) fn ended(left: Left) -> Error {
    let message = format!("the leg of the media ended before it was connected: {left}");
    Error::from_transport(ErrorKind::Media, message)
}

fn unusable(error: std::io::Error) -> Error {
    Error::from_transport(ErrorKind::InvalidInput, error)
}

/// What Asterisk is told.
fn address(announced: Option<&str>, local: SocketAddr) -> Result<String, Error> {
    let Some(announced) = announced else {
        let is_any = |it: IpAddr| it.is_unspecified();
        if is_any(local.ip()) {
            let message =
                format!("Asterisk cannot connect to {local}: name an address, or announce one");
            return Err(Error::from_transport(ErrorKind::InvalidInput, message));
        }
        return Ok(local.to_string());
    };
    match announced.strip_suffix(":0") {
        Some(host) => Ok(format!("{host}:{}", local.port())),
        None => Ok(announced.to_owned()),
    }
}
