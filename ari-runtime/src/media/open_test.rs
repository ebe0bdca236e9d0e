//! What a real server does not do when it is asked: it stalls, breaks off, begins wrongly, or is somebody else.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;
use uuid::Uuid;

use super::{Connection, limits};
use crate::calls::belongings::Belongings;
use crate::calls::left::{Left, LeftReason};
use crate::error::ErrorKind;
use crate::media::control::Notation;
use crate::media::end::{MediaEnd, NotHeard, SendError};
use crate::media::format::Format;
use crate::media::incoming::MediaItem;
use crate::media::reader::MediaReader;
use crate::media::rtp::{Packet, Packetizer};
use crate::media::stream::Pacing;
use crate::media::writer::MediaWriter;
use crate::session::socket::Framed;

const START: &str = "MEDIA_START connection_id:c channel:WebSocket/c channel_id:i format:slin \
                     optimal_frame_size:320 ptime:20";
const FRAME: Duration = Duration::from_millis(20);

type Peer = WebSocketStream<DuplexStream>;

/// Both ends of a websocket that holds so many bytes on their way.
async fn sockets(holds: usize) -> (Framed, Peer) {
    let (near, far) = duplex(holds);
    let near = Framed::from_raw_socket(Box::new(near), Role::Client, Some(limits()));
    let far = WebSocketStream::from_raw_socket(far, Role::Server, None);
    (near.await, far.await)
}

struct Begun {
    peer: Peer,
    reader: MediaReader,
    writer: MediaWriter,
    belongings: Arc<Belongings>,
}

async fn begun(holds: usize, pacing: Pacing) -> Begun {
    let (near, mut peer) = sockets(holds).await;
    peer.send(Message::text(START)).await.expect("it is read");
    let connection = Connection::started(near, Notation::PlainText).await.expect("it begins");
    let belongings = Arc::new(Belongings::default());
    let (mut reader, writer) = connection.run(&belongings, pacing, pending(), ());
    assert!(matches!(reader.next().await, Some(MediaItem::Start(_))));
    Begun { peer, reader, writer, belongings }
}

/// Everything is said, and no task is left but these.
async fn is_over(belongings: &Belongings, tasks: usize) {
    let over = async {
        while belongings.counts().under_way > 0
            || Handle::current().metrics().num_alive_tasks() > tasks
        {
            sleep(FRAME).await;
        }
    };
    timeout(Duration::from_secs(5), over).await.expect("the task ends");
}

/// Frames of one byte each, repeated.
fn numbered(frames: u8) -> Vec<u8> {
    (0..frames).flat_map(|it| [it; 320]).collect()
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_nothing_has_the_sender_wait_and_nothing_is_lost() {
    let Begun { mut peer, reader, mut writer, belongings } =
        begun(1_024, Pacing::real_time()).await;
    let control = writer.control();
    let waits = timeout(Duration::from_secs(60), writer.send(numbered(250))).await;
    assert!(waits.is_err(), "{waits:?}");
    let counts = control.counts();
    assert_eq!(counts.sent + counts.waiting as u64, 250, "{counts:?}");
    assert!(counts.sent < 40, "what left is bounded: {counts:?}");
    // Nobody waits for an answer for ever, either, where the future is dropped.
    assert!(timeout(FRAME, control.status()).await.is_err());
    let sending = tokio::spawn(async move { writer.send(Bytes::new()).await.map(|()| writer) });
    for number in 0..250_u8 {
        let audio = loop {
            match peer.next().await.expect("it goes on").expect("it goes on") {
                Message::Binary(audio) => break audio,
                Message::Text(text) => assert_eq!(text.as_str(), "GET_STATUS"),
                other => panic!("{other}"),
            }
        };
        assert_eq!(audio, [number; 320][..]);
    }
    let writer = sending.await.expect("no panic").expect("it is sent");
    assert_eq!((writer.counts().sent, writer.counts().waiting), (250, 0));
    // It ends although the peer reads nothing.
    let mut writer = writer;
    assert!(timeout(FRAME * 20, writer.send(numbered(250))).await.is_err());
    drop((reader, writer));
    is_over(&belongings, 0).await;
    let abandoned = control.counts();
    assert_eq!(abandoned.sent + abandoned.abandoned, 500, "{abandoned:?}");
}

#[tokio::test(start_paused = true)]
async fn who_waits_to_send_is_told_of_a_flush() {
    let Begun { peer: _peer, mut writer, reader: _reader, .. } =
        begun(1 << 20, Pacing::real_time()).await;
    let control = writer.control();
    let sending = tokio::spawn(async move { (writer.send(numbered(250)).await, writer) });
    sleep(FRAME * 50).await;
    assert!(!sending.is_finished());
    let flushed = control.flush();
    assert!(flushed > 150, "{flushed}");
    let (sent, mut writer) = sending.await.expect("no panic");
    assert_eq!(sent, Err(SendError::Flushed));
    assert_eq!(control.counts().sent + flushed as u64, 250);
    // What comes behind it is another matter.
    writer.send(numbered(1)).await.expect("it is sent");
    writer.send(numbered(250)).await.expect("it is sent, and nobody flushed it");
    assert_eq!(control.counts().flushed, flushed as u64);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_again_and_again_adds_no_more_than_was_waited_for() {
    let Begun { peer: _peer, mut writer, reader: _reader, .. } =
        begun(1 << 20, Pacing::real_time()).await;
    writer.pause();
    for _ in 0..200 {
        let _ = timeout(FRAME, writer.send(numbered(1))).await;
    }
    let waiting = writer.counts().waiting;
    assert!((10..=12).contains(&waiting), "{waiting}");
    // There is room again when it goes on.
    writer.resume();
    writer.send(numbered(1)).await.expect("it is sent");
}

#[tokio::test(start_paused = true)]
async fn frames_that_nobody_could_send_are_not_believed() {
    for start in [
        START.replace("320", "65496"),
        START.replace("320", "18446744073709551615"),
        START.replace("ptime:20", "ptime:60000"),
    ] {
        let (near, mut peer) = sockets(1 << 20).await;
        peer.send(Message::text(start.clone())).await.expect("it is read");
        let error = Connection::started(near, Notation::PlainText).await.err().expect(&start);
        assert_eq!(error.kind(), ErrorKind::Media, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_breaks_is_told_to_everybody_who_waits() {
    let Begun { peer, mut reader, mut writer, belongings } =
        begun(1_024, Pacing::real_time()).await;
    let control = writer.control();
    writer.send(numbered(3)).await.expect("it is taken");
    let mark = writer.mark();
    let asking = tokio::spawn(async move { control.status().await });
    sleep(FRAME).await;
    drop(peer);
    let Some(MediaItem::Ended(end @ MediaEnd::Lost(_))) = reader.next().await else {
        panic!("it was lost");
    };
    assert_eq!(reader.next().await, None);
    assert_eq!(mark.await, Err(NotHeard::Ended(end.clone())));
    assert_eq!(writer.mark().await, Err(NotHeard::Ended(end.clone())));
    assert_eq!(writer.drained().await, Err(NotHeard::Ended(end.clone())));
    assert_eq!(writer.send(Bytes::new()).await, Err(SendError::Ended(end)));
    assert_eq!(asking.await.expect("no panic"), None);
    // The task ends with the connection, though both halves are still there.
    is_over(&belongings, 0).await;
}

#[tokio::test(start_paused = true)]
async fn a_close_is_no_loss_unless_its_code_says_so() {
    for (code, is_lost) in [(1_000, false), (1_001, true)] {
        let Begun { mut peer, mut reader, writer, .. } = begun(1_024, Pacing::real_time()).await;
        let reason = "".into();
        let frame =
            tokio_tungstenite::tungstenite::protocol::CloseFrame { code: code.into(), reason };
        peer.close(Some(frame)).await.expect("it closes");
        let ended = reader.next().await;
        let Some(MediaItem::Ended(end)) = ended else { panic!("{ended:?}") };
        assert_eq!(matches!(end, MediaEnd::Lost(_)), is_lost, "{end:?}");
        drop(writer);
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_begin_with_a_start_is_no_media() {
    for text in ["HELLO", "MEDIA_XON", r#"{"event":"STATUS"}"#] {
        let (near, mut peer) = sockets(1_024).await;
        peer.send(Message::text(text)).await.expect("it is read");
        let refused = Connection::started(near, Notation::PlainText).await.err().expect(text);
        assert_eq!(refused.kind(), ErrorKind::Media, "{refused}");
    }
    // Nothing at all, and an end.
    let (near, peer) = sockets(1_024).await;
    let began = Instant::now();
    let silent = Connection::started(near, Notation::PlainText).await.err().expect("silence");
    assert_eq!((silent.kind(), began.elapsed()), (ErrorKind::Media, Duration::from_secs(5)));
    drop(peer);
    let (near, peer) = sockets(1_024).await;
    drop(peer);
    let ended = Connection::started(near, Notation::PlainText).await.err().expect("an end");
    assert_eq!(ended.kind(), ErrorKind::Media);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_too_slow_is_told_what_it_missed_and_holds_up_nobody() {
    let pacing = Pacing::real_time().unread(FRAME * 10);
    let Begun { mut peer, mut reader, writer, .. } = begun(1_024, pacing).await;
    for number in 0..200_u8 {
        peer.send(Message::binary(vec![number; 320])).await.expect("it is read");
    }
    peer.send(Message::text("DTMF_END digit:7 channel_id:i")).await.expect("it is read");
    sleep(FRAME).await;
    assert_eq!(reader.next().await, Some(MediaItem::Missed(190)));
    for number in 190..200_u8 {
        let frame = reader.next_audio().await.expect("a frame");
        assert_eq!((frame.payload[0], frame.sequence), (number, number.into()));
    }
    assert_eq!(reader.next().await, Some(MediaItem::Digit('7')));
    assert_eq!((reader.counts().received, reader.counts().missed), (200, 190));
    drop(writer);
}

#[tokio::test(start_paused = true)]
async fn audio_leaves_at_its_pace_and_stops_where_asterisk_says_so() {
    let Begun { mut peer, reader, mut writer, .. } = begun(1 << 20, Pacing::bulk()).await;
    let began = Instant::now();
    let sending = tokio::spawn(async move { writer.send(numbered(200)).await.map(|()| writer) });
    for _ in 0..100 {
        peer.next().await.expect("audio").expect("audio");
    }
    assert!(began.elapsed() < FRAME, "in bulk");
    let mut writer = sending.await.expect("no panic").expect("it is sent");
    peer.send(Message::text("MEDIA_XOFF")).await.expect("it is read");
    sleep(FRAME).await;
    let sent = writer.counts().sent;
    let _ = timeout(FRAME * 100, writer.send(numbered(50))).await;
    assert_eq!((writer.counts().sent, writer.counts().waiting), (sent, 50));
    peer.send(Message::text("MEDIA_XON")).await.expect("it is read");
    sleep(FRAME).await;
    assert_eq!(writer.counts().waiting, 0);
    drop((reader, peer));
}

#[tokio::test(start_paused = true)]
async fn media_end_from_elsewhere_and_when_their_channel_is_gone() {
    let Begun { mut peer, mut reader, writer, belongings } =
        begun(1_024, Pacing::real_time()).await;
    let control = writer.control();
    control.end();
    assert_eq!(reader.next().await, Some(MediaItem::Ended(MediaEnd::Here)));
    assert!(matches!(peer.next().await, Some(Ok(Message::Close(_)))));
    while let Some(Ok(_)) = peer.next().await {}
    is_over(&belongings, 0).await;

    let (near, mut peer) = sockets(1_024).await;
    peer.send(Message::text(START)).await.expect("it is read");
    let connection = Connection::started(near, Notation::Json).await.expect("it begins");
    let left = Left { reason: LeftReason::Gone };
    let gone = async move {
        sleep(FRAME).await;
        left
    };
    let (mut reader, _writer) = connection.run(&belongings, Pacing::real_time(), gone, ());
    reader.next().await.expect("the start");
    assert_eq!(reader.next().await, Some(MediaItem::Ended(MediaEnd::Left(left))));
    assert!(matches!(peer.next().await, Some(Ok(Message::Close(_)))));
    // A peer that says nothing more is not waited for.
    is_over(&belongings, 0).await;
}

/// A connection as Asterisk makes it for a channel.
async fn audio_socket_of(listener: &TcpListener, id: Uuid) -> TcpStream {
    let address = listener.local_addr().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let mut first = vec![1, 0, 16];
    first.extend(id.as_bytes());
    stream.write_all(&first).await.expect("it is read");
    stream
}

#[tokio::test]
async fn audio_socket_is_for_the_channel_that_says_who_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let id = Uuid::new_v4();
    let address = listener.local_addr().expect("an address");
    let mut wrong = audio_socket_of(&listener, Uuid::new_v4()).await;
    // One that says nothing keeps nobody else out.
    let _silent = TcpStream::connect(address).await.expect("a connection");
    let mut noise = TcpStream::connect(address).await.expect("a connection");
    noise.write_all(&[0x10, 0, 2, 1, 2]).await.expect("it is read");
    let mut right = audio_socket_of(&listener, id).await;
    let text = id.to_string();
    let accepted = Connection::audio_socket(&listener, &text, &Format::SLIN).await;
    let belongings = Arc::new(Belongings::default());
    let connection = accepted.expect("the right one");
    let (mut reader, mut writer) = connection.run(&belongings, Pacing::real_time(), pending(), ());
    for stream in [&mut wrong, &mut noise] {
        let mut rest = Vec::new();
        // Closed, or reset.
        let _ = stream.read_to_end(&mut rest).await;
        assert!(rest.is_empty());
    }
    right.write_all(&[0x10, 0, 4, 1, 0, 2, 0, 3, 0, 1, b'#']).await.expect("it is read");
    let frame = reader.next_audio().await.expect("audio");
    assert_eq!(frame.samples(), Some(vec![1, 2]));
    assert_eq!(reader.next().await, Some(MediaItem::Digit('#')));
    assert_eq!(writer.status().await, None);
    writer.send_samples(&[3; 160]).await.expect("it is taken");
    let mark = writer.mark();
    let mut packet = [0; 323];
    // There is silence where nothing else is.
    while packet[3] == 0 {
        right.read_exact(&mut packet).await.expect("a packet");
        assert_eq!(packet[..3], [0x10, 1, 64]);
    }
    assert_eq!(packet[3..], [3, 0].repeat(160));
    assert_eq!(mark.await, Ok(()));
    drop((reader, writer));
    let mut rest = Vec::new();
    right.read_to_end(&mut rest).await.expect("a goodbye");
    assert!(rest.ends_with(&[0, 0, 0]));
    drop(right);
    is_over(&belongings, 0).await;
}

#[tokio::test]
async fn rtp_carries_linear_samples_in_the_order_of_the_network() {
    let asterisk = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let own = socket.local_addr().expect("an address");
    let there = asterisk.local_addr().expect("an address");
    let connection = Connection::rtp(socket, there, &Format::SLIN).await.expect("a connection");
    let belongings = Arc::new(Belongings::default());
    let (mut reader, mut writer) = connection.run(&belongings, Pacing::real_time(), pending(), ());
    writer.send_samples(&[0x0102; 320]).await.expect("it is taken");
    let mut bytes = BytesMut::with_capacity(8_192);
    let mut last = None;
    for number in 0..2_u32 {
        asterisk.recv_buf(&mut bytes).await.expect("audio, though nothing came yet");
        let packet = Packet::read(&bytes.split().freeze()).expect("a packet");
        assert_eq!((packet.payload_type, packet.marker), (10, number == 0));
        assert_eq!(packet.payload, [1, 2].repeat(160));
        last = Some(packet.timestamp);
    }
    // Silence takes its time, too.
    sleep(FRAME * 10).await;
    writer.send_samples(&[5; 160]).await.expect("it is taken");
    asterisk.recv_buf(&mut bytes).await.expect("audio");
    let packet = Packet::read(&bytes.split().freeze()).expect("a packet");
    let passed = packet.timestamp.wrapping_sub(last.expect("a packet"));
    assert!(packet.marker && (160 * 9..160 * 30).contains(&passed), "{packet:?}");
    let datagram = |payload_type, sequence| {
        let packets = Packetizer::new(payload_type, 160, 7, sequence, 0);
        packets.expect("a payload type").packet(&[3, 4]).expect("it is short")
    };
    asterisk.send_to(&datagram(10, 65_535), own).await.expect("it is sent");
    asterisk.send_to(&datagram(101, 0), own).await.expect("it is sent");
    asterisk.send_to(&datagram(10, 1), own).await.expect("it is sent");
    let frame = reader.next_audio().await.expect("audio");
    assert_eq!(frame.samples(), Some(vec![0x0304]));
    assert!(matches!(reader.next().await, Some(MediaItem::Other(_))), "no audio");
    assert_eq!(reader.next_audio().await.expect("audio").sequence, 2);
    drop((reader, writer));
    is_over(&belongings, 0).await;
}

#[tokio::test]
async fn what_asterisk_does_not_read_is_not_sent_over_rtp() {
    let asterisk = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let own = socket.local_addr().expect("an address");
    let there = asterisk.local_addr().expect("an address");
    let connection = Connection::rtp(socket, there, &Format::SLIN16).await.expect("a connection");
    let belongings = Arc::new(Belongings::default());
    let (mut reader, mut writer) = connection.run(&belongings, Pacing::real_time(), pending(), ());
    let refused = writer.send_samples(&[1; 320]).await;
    assert_eq!(refused, Err(SendError::NotRead { format: Format::SLIN16 }));
    assert_eq!(writer.mark().await, Ok(()));
    let mut packets = Packetizer::new(118, 320, 7, 1, 0).expect("a payload type");
    let first = packets.packet(&[3, 4]).expect("it is short");
    asterisk.send_to(&first, own).await.expect("it is sent");
    let frame = reader.next_audio().await.expect("audio");
    assert_eq!(frame.samples(), Some(vec![0x0304]));
    drop((reader, writer));
    is_over(&belongings, 0).await;
}
