//! Legs of external media and legs that snoop: over RTP, AudioSocket and a websocket, and with whom they go.

use std::net::SocketAddr;
use std::time::Duration;

use ari_generated::enums::{ConnectionType, Encapsulation, MediaTransport, SnoopDirection};
use ari_generated::prelude::*;
use ari_generated::{Leg, MediaLeg};
use ari_live_tests::eventually;
use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::{interval, sleep};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::desk::Desk;
use crate::{A_WHILE, Failure, kind, soon};

/// Somebody who plays a tone.
async fn tone(ari: &Ari) -> Result<Leg, Failure> {
    Ok(soon(ari.dial("Local/playtones@default").into_future()).await??.answered()?)
}

/// Can it be heard, in the codec that telephones have?
fn is_loud(audio: &[u8]) -> bool {
    audio.iter().any(|it| it & 0x7f < 0x70)
}

/// A tone of 1 kHz in that codec, of 20 ms.
fn loud() -> Vec<u8> {
    (0..160).map(|it| if it / 4 % 2 == 0 { 0x10 } else { 0x90 }).collect()
}

#[tokio::test]
async fn audio_goes_both_ways_over_rtp() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let own = socket.local_addr()?.to_string();
    let media = desk.ari.channels().external_media("ulaw").external_host(own);
    let media: MediaLeg = soon(media.owned()).await??;
    soon(media.entered()).await??;
    let address = media.rtp_address().ok_or("an address")?;
    assert_eq!((media.connection_id(), media.audio_socket_id()), (None, None));
    let (caller, call) = desk.talks().await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&media, &call.call()])).await??;
    let to = SocketAddr::new([127, 0, 0, 1].into(), address.port());
    let sending = tokio::spawn(async move {
        let mut ticks = interval(Duration::from_millis(20));
        for number in 0_u16.. {
            ticks.tick().await;
            let mut packet = vec![0x80, 0];
            packet.extend(number.to_be_bytes());
            packet.extend((u32::from(number) * 160).to_be_bytes());
            packet.extend([0, 0, 0, 9]);
            packet.extend(loud());
            socket.send_to(&packet, to).await?;
            let mut buffer = [0; 2_048];
            while let Ok((length, from)) = socket.try_recv_from(&mut buffer) {
                if length > 12 && is_loud(&buffer[12..length]) {
                    return Ok::<_, std::io::Error>(from);
                }
            }
        }
        Ok(to)
    });
    desk.hears(&caller, true).await;
    let tone = tone(&desk.ari).await?;
    soon(talk.add(&[&tone])).await??;
    // Asterisk sends from there, too.
    assert_eq!(soon(sending).await???.port(), address.port());
    let id = media.id().clone();
    drop(media);
    eventually("it is hung up", async || desk.ari.channel(&id).get().await.is_err().then_some(()))
        .await;
    drop((caller, call, talk, tone));
    desk.nothing_is_left().await;
    Ok(())
}

/// One message of AudioSocket: its kind and what it bears.
async fn message(stream: &mut TcpStream) -> std::io::Result<(u8, Vec<u8>)> {
    let kind = stream.read_u8().await?;
    let mut bears = vec![0; stream.read_u16().await?.into()];
    stream.read_exact(&mut bears).await?;
    Ok((kind, bears))
}

#[tokio::test]
async fn audio_socket_names_the_leg() -> Result<(), Failure> {
    let desk = Desk::new().await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let media = desk.ari.channels().external_media("slin").over_audio_socket(&listener);
    let media = soon(media).await??;
    let (mut stream, _) = soon(listener.accept()).await??;
    let (first, id) = soon(message(&mut stream)).await??;
    let id: String = id.iter().map(|it| format!("{it:02x}")).collect();
    let expected = media.audio_socket_id().ok_or("an id")?.replace('-', "");
    assert_eq!((first, &id), (1, &expected));
    soon(media.entered()).await??;
    let (tone, talk) = (tone(&desk.ari).await?, desk.ari.owned_bridge("mixing").await?);
    soon(talk.add(&[&media, &tone])).await??;
    loop {
        let (kind, audio) = soon(message(&mut stream)).await??;
        if kind == 0x10 && audio.iter().any(|it| *it != 0) {
            break;
        }
    }
    // The other side ends it.
    drop(stream);
    soon(media.left()).await?;
    drop((media, tone, talk));
    desk.nothing_is_left().await;
    // An id of one's own, and an end from here.
    let own = "40325ec2-5efd-4bd3-805f-53576e581d13";
    let media = desk.ari.channels().external_media("slin").data(own).over_audio_socket(&listener);
    let media = soon(media).await??;
    assert_eq!(media.audio_socket_id(), Some(own));
    let (mut stream, _) = soon(listener.accept()).await??;
    soon(media.entered()).await??;
    drop(media);
    while soon(message(&mut stream)).await?.is_ok() {}
    desk.nothing_is_left().await;
    // Nobody listens.
    let address = listener.local_addr()?;
    drop(listener);
    let nobody = desk.ari.channels().external_media("slin").data(own);
    let nobody = nobody.transport(MediaTransport::Tcp).encapsulation(Encapsulation::AudioSocket);
    let error = soon(nobody.external_host(address.to_string()).owned()).await?;
    assert_eq!(kind(error), ErrorKind::ServerError);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_media_websocket_brings_its_leg_in() -> Result<(), Failure> {
    let desk = Desk::new().await?;
    let incoming = || {
        let media = desk.ari.channels().external_media("ulaw").external_host("INCOMING");
        let media = media.transport(MediaTransport::WebSocket).encapsulation(Encapsulation::None);
        media.connection_type(ConnectionType::Server).owned()
    };
    let media = soon(incoming()).await??;
    assert_eq!((media.frame_size(), media.rtp_address()), (Some(160), None));
    assert!(tokio::time::timeout(A_WHILE, media.entered()).await.is_err(), "nobody connected");
    let host = desk.instance.url().replace("http://", "");
    let id = media.connection_id().ok_or("an id")?;
    let mut request = format!("ws://{host}/media/{id}").into_client_request()?;
    request.headers_mut().insert("Sec-WebSocket-Protocol", "media".parse()?);
    let stream = TcpStream::connect(&host).await?;
    let (mut socket, _) = soon(client_async(request, stream)).await??;
    soon(media.entered()).await??;
    let (tone, talk) = (tone(&desk.ari).await?, desk.ari.owned_bridge("mixing").await?);
    soon(talk.add(&[&media, &tone])).await??;
    socket.send(Message::binary(loud())).await?;
    loop {
        match soon(socket.next()).await?.ok_or("it ended")?? {
            Message::Binary(audio) if is_loud(&audio) => break,
            _ => {}
        }
    }
    drop(media);
    // It is closed from there.
    while let Some(Ok(_)) = soon(socket.next()).await? {}
    drop((tone, talk));
    desk.nothing_is_left().await;
    // One to which nobody ever connects goes as well.
    let media = soon(incoming()).await??;
    drop(media);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_made_is_an_error_and_leaves_nothing() -> Result<(), Failure> {
    let desk = Desk::new().await?;
    let error = desk.ari.channels().external_media("song").external_host("127.0.0.1:9").owned();
    let error = soon(error).await?.expect_err("no such format");
    assert!(matches!(error.status(), Some(400..600)), "{error}");
    let nobody = desk.ari.channel(ChannelId::random());
    let snoop =
        soon(nobody.snoop().spy(SnoopDirection::Both).app(crate::desk::DESK).owned()).await?;
    assert_eq!(kind(snoop), ErrorKind::NotFound);
    let unknown = desk.ari.channels().create("Carrier/pigeon").owned();
    assert_eq!(kind(soon(unknown).await?), ErrorKind::ServerError);
    assert_eq!(desk.ari.health().belongings.owned, 0);
    // Two of one id.
    let id = ChannelId::random();
    let create = || desk.ari.channels().create("Local/wait@default").channel_id(&id).owned();
    let first = soon(create()).await??;
    assert_eq!(kind(soon(create()).await?), ErrorKind::Conflict);
    sleep(A_WHILE).await;
    assert_eq!(first.has_left(), None, "the second one was never there");
    assert_eq!(first.get().await?.id, id);
    drop(first);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn who_snoops_hears_until_the_other_hangs_up() -> Result<(), Failure> {
    let desk = Desk::new().await?;
    let spied = tone(&desk.ari).await?;
    let snoop = || spied.snoop().spy(SnoopDirection::In).app(crate::desk::DESK).owned();
    let (first, second) = (soon(snoop()).await??, soon(snoop()).await??);
    let recording = first.record(ari_generated::RecordingName::random(), "wav");
    let recording = recording.max_duration_seconds(Duration::from_secs(1)).finished();
    let recorded = soon(recording).await??;
    let audio = recorded.stored().file().await?.bytes().await?;
    assert!(audio[44..].iter().any(|it| *it != 0), "it hears the tone");
    // One of them leaves, the other goes on.
    soon(first.release()).await??;
    sleep(A_WHILE).await;
    assert_eq!((second.has_left(), spied.has_left()), (None, None));
    soon(spied.release()).await??;
    soon(second.left()).await?;
    drop(second);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_leg_goes_with_a_call() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (caller, call) = desk.talks().await?;
    let (goes, stays) = (tone(&desk.ari).await?, tone(&desk.ari).await?);
    goes.leaves_with(&call.call());
    // One that is gone by then, and one that nobody owns any more.
    let (gone, kept) = (tone(&desk.ari).await?, tone(&desk.ari).await?);
    gone.leaves_with(&call.call());
    kept.leaves_with(&call.call());
    soon(gone.release()).await??;
    let kept = kept.keep();
    caller.hangup().await?;
    drop(call);
    soon(goes.left()).await?;
    sleep(A_WHILE).await;
    assert_eq!(stays.has_left(), None);
    kept.get().await?;
    kept.hangup().await?;
    // What was released so needs no release.
    soon(goes.release()).await??;
    drop(stays);
    desk.nothing_is_left().await;
    Ok(())
}
