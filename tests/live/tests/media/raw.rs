//! What Asterisk itself does on a media websocket, without the SDK in between, as far as the SDK relies on it.

use std::time::Duration;

use ari_generated::MediaLeg;
use ari_generated::enums::{ConnectionType, Encapsulation, MediaTransport};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::studio::Studio;
use crate::{Failure, soon};

struct Raw {
    _leg: MediaLeg,
    socket: WebSocketStream<TcpStream>,
}

impl Raw {
    async fn new(studio: &Studio, format: &str) -> Result<Self, Failure> {
        let media = studio.ari.channels().external_media(format).external_host("INCOMING");
        let media = media.transport(MediaTransport::WebSocket).encapsulation(Encapsulation::None);
        let leg = soon(media.connection_type(ConnectionType::Server).owned()).await??;
        let host = studio.instance.url().replace("http://", "");
        let id = leg.connection_id().ok_or("an id")?;
        let mut request = format!("ws://{host}/media/{id}").into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", "media".parse()?);
        let (socket, _) = soon(client_async(request, TcpStream::connect(&host).await?)).await??;
        soon(leg.entered()).await??;
        let mut raw = Self { _leg: leg, socket };
        assert!(raw.hears().await?.starts_with("MEDIA_START "));
        Ok(raw)
    }

    async fn says(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.socket.send(Message::text(text)).await?)
    }

    async fn sends(&mut self, frames: usize) -> Result<(), Failure> {
        for _ in 0..frames {
            self.socket.feed(Message::binary(vec![7; 160])).await?;
        }
        Ok(self.socket.flush().await?)
    }

    /// The next text.
    async fn hears(&mut self) -> Result<String, Failure> {
        loop {
            if let Message::Text(text) = soon(self.socket.next()).await?.ok_or("it ended")?? {
                return Ok(text.to_string());
            }
        }
    }

    async fn hears_nothing(&mut self) {
        let heard = timeout(Duration::from_millis(500), self.hears()).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    async fn queue(&mut self) -> Result<u32, Failure> {
        self.says("GET_STATUS").await?;
        let status = self.hears().await?;
        let (_, rest) = status.split_once("queue_length:").ok_or(status.clone())?;
        Ok(rest.split(' ').next().unwrap_or_default().parse()?)
    }
}

#[tokio::test]
async fn what_the_queue_tells() -> Result<(), Failure> {
    let studio = Studio::new().await?;
    let mut raw = Raw::new(&studio, "ulaw").await?;
    // An empty queue is told to be drained, each time it is asked for.
    for _ in 0..2 {
        raw.says("REPORT_QUEUE_DRAINED").await?;
        assert_eq!(raw.hears().await?, "QUEUE_DRAINED");
    }
    // Two questions before the answer are one.
    raw.sends(10).await?;
    raw.says("REPORT_QUEUE_DRAINED").await?;
    raw.says("REPORT_QUEUE_DRAINED").await?;
    let began = Instant::now();
    assert_eq!(raw.hears().await?, "QUEUE_DRAINED");
    assert!(began.elapsed() > Duration::from_millis(150), "{:?}", began.elapsed());
    raw.hears_nothing().await;
    // A mark without audio before it is told at once, in order.
    raw.says("MARK_MEDIA a").await?;
    raw.says("MARK_MEDIA b").await?;
    assert_eq!(raw.hears().await?, "MEDIA_MARK_PROCESSED a");
    assert_eq!(raw.hears().await?, "MEDIA_MARK_PROCESSED b");
    // A flush takes marks with it, and leaves the question.
    raw.sends(50).await?;
    raw.says("MARK_MEDIA c").await?;
    raw.says("REPORT_QUEUE_DRAINED").await?;
    raw.says("FLUSH_MEDIA").await?;
    assert_eq!(raw.hears().await?, "QUEUE_DRAINED");
    raw.hears_nothing().await;
    // Nothing is told during a pause, and a flush does not end it.
    raw.says("PAUSE_MEDIA").await?;
    raw.says("MARK_MEDIA d").await?;
    raw.says("REPORT_QUEUE_DRAINED").await?;
    raw.says("FLUSH_MEDIA").await?;
    raw.hears_nothing().await;
    raw.says("MARK_MEDIA e").await?;
    raw.hears_nothing().await;
    raw.says("CONTINUE_MEDIA").await?;
    assert_eq!(raw.hears().await?, "MEDIA_MARK_PROCESSED e");
    assert_eq!(raw.hears().await?, "QUEUE_DRAINED");
    drop(raw);
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_a_full_queue_tells() -> Result<(), Failure> {
    let studio = Studio::new().await?;
    let mut raw = Raw::new(&studio, "ulaw").await?;
    raw.says("PAUSE_MEDIA").await?;
    raw.sends(899).await?;
    raw.hears_nothing().await;
    raw.sends(1).await?;
    assert_eq!(raw.hears().await?, "MEDIA_XOFF");
    // Beyond its end it drops without a word.
    raw.sends(200).await?;
    assert_eq!(raw.queue().await?, 1_000);
    // After a flush it wants more, but says so only when it plays.
    raw.says("FLUSH_MEDIA").await?;
    assert_eq!(raw.queue().await?, 0);
    raw.hears_nothing().await;
    raw.says("CONTINUE_MEDIA").await?;
    let began = Instant::now();
    assert_eq!(raw.hears().await?, "MEDIA_XON");
    assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    // It plays some meanwhile.
    raw.sends(980).await?;
    assert_eq!(raw.hears().await?, "MEDIA_XOFF");
    raw.says("FLUSH_MEDIA").await?;
    assert_eq!(raw.hears().await?, "MEDIA_XON");
    drop(raw);
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_rtp_numbers_formats() -> Result<(), Failure> {
    let studio = Studio::new().await?;
    let mut numbers = Vec::new();
    for format in [
        "ulaw", "alaw", "gsm", "slin", "slin12", "slin16", "slin24", "slin32", "slin44", "slin48",
        "slin96", "slin192",
    ] {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let media = studio.ari.channels().external_media(format);
        let leg = soon(media.external_host(socket.local_addr()?.to_string()).owned()).await??;
        soon(leg.entered()).await??;
        let tone = soon(studio.ari.dial("Local/playtones@default").into_future()).await??;
        let tone = tone.answered()?;
        let talk = studio.ari.owned_bridge("mixing").await?;
        soon(talk.add(&[&leg, &tone])).await??;
        let mut packet = [0; 9_000];
        let length = soon(socket.recv(&mut packet)).await??;
        numbers.push((format, packet[1] & 0x7f, length - 12));
    }
    let expected = [
        ("ulaw", 0, 160),
        ("alaw", 8, 160),
        ("gsm", 3, 33),
        ("slin", 10, 320),
        ("slin12", 122, 480),
        ("slin16", 118, 640),
        ("slin24", 123, 960),
        ("slin32", 124, 1_280),
        ("slin44", 125, 1_764),
        ("slin48", 126, 1_920),
        ("slin96", 127, 3_840),
        ("slin192", 96, 7_680),
    ];
    assert_eq!(numbers, expected);
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_rtp_asterisk_reads() -> Result<(), Failure> {
    let mut studio = Studio::new().await?;
    let (_caller, call) = studio.call("echo").await?;
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let media = studio.ari.channels().external_media("slin16");
    let leg = soon(media.external_host(socket.local_addr()?.to_string()).owned()).await??;
    soon(leg.entered()).await??;
    socket.connect(leg.rtp_address().ok_or("an address")?).await?;
    let talk = studio.ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&leg, &call.call()])).await??;
    let mut sequence = 0_u16;
    // Its own choice first, then linear audio of 8 kHz.
    for (number, is_read) in [(118, false), (10, true), (118, false), (11, true)] {
        let mut packet = [0; 2_048];
        while socket.try_recv(&mut packet).is_ok() {}
        let mut came = 0;
        for _ in 0..50 {
            sequence += 1;
            let mut sent = vec![0x80, number];
            sent.extend(sequence.to_be_bytes());
            sent.extend((u32::from(sequence) * 160).to_be_bytes());
            sent.extend([0, 0, 0, 9]);
            sent.extend([7; 320]);
            socket.send(&sent).await?;
            sleep(Duration::from_millis(20)).await;
            while socket.try_recv(&mut packet).is_ok() {
                assert_eq!(packet[1] & 0x7f, 118);
                came += 1;
            }
        }
        // Some of what was read before may still come.
        assert_eq!(came > 30, is_read, "{came} for {number}");
    }
    drop((leg, talk, call));
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_is_passed_through_has_no_queue_to_command() -> Result<(), Failure> {
    let studio = Studio::new().await?;
    let mut raw = Raw::new(&studio, "opus").await?;
    for command in [
        "START_MEDIA_BUFFERING",
        "STOP_MEDIA_BUFFERING x",
        "MARK_MEDIA m",
        "FLUSH_MEDIA",
        "REPORT_QUEUE_DRAINED",
        "PAUSE_MEDIA",
        "CONTINUE_MEDIA",
    ] {
        raw.says(command).await?;
        let heard = raw.hears().await?;
        assert!(heard.starts_with("ERROR ") && heard.contains("passthrough"), "{heard}");
    }
    assert_eq!(raw.queue().await?, 0);
    drop(raw);
    studio.nothing_is_left().await;
    Ok(())
}
