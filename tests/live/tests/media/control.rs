//! What is said beside the audio, in both notations: the start, the status, digits; and formats that cannot be.

use std::time::Duration;

use ari_generated::media::{Format, MediaItem, MediaReader, Notation, Pacing, SendError};
use ari_generated::prelude::*;
use ari_live_tests::PATIENCE;
use tokio::time::{Instant, timeout};

use crate::studio::{Studio, Way, start};
use crate::{Failure, soon};

/// Digits that come over and over, from any of them on.
async fn digits_come(reader: &mut MediaReader, typed: &str) -> Result<(), Failure> {
    let mut digits = String::new();
    let coming = async {
        while digits.len() < 2 * typed.len() {
            match reader.next().await {
                Some(MediaItem::Digit(digit)) => digits.push(digit),
                Some(MediaItem::Audio(_)) => {}
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(())
    };
    timeout(PATIENCE, coming).await??;
    assert!(typed.repeat(4).contains(&digits), "{digits}");
    Ok(())
}

async fn all_is_said(way: Way, notation: Notation) -> Result<(), Failure> {
    let mut studio = Studio::new().await?;
    let (_caller, call) = studio.call("types-12#").await?;
    let attaching = call.call().media("slin16").over(studio.path(way)).notation(notation);
    let mut stream = soon(attaching.into_future()).await??;
    let leg = stream.leg().id().clone();
    let start = start(stream.reader()).await?;
    assert_eq!((&start.format, start.optimal_frame_size), (&Format::SLIN16, 640));
    assert_eq!(start.ptime, Some(Duration::from_millis(20)));
    assert_eq!(start.channel_id.as_deref(), Some(leg.as_str()));
    assert!(start.channel.is_some_and(|it| it.starts_with("WebSocket/")));
    let size = start.channel_variables.get("MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE");
    assert_eq!(size.is_some(), notation == Notation::Json, "{:?}", start.channel_variables);
    let status = soon(stream.status()).await?.ok_or("a status")?;
    assert_eq!(status.channel_id.as_deref(), Some(leg.as_str()));
    assert_eq!((status.queue_length, status.xon_level, status.xoff_level), (0, 800, 900));
    assert!(!status.queue_full && !status.bulk_media && !status.media_paused);
    stream.pause();
    assert!(soon(stream.status()).await?.ok_or("a status")?.media_paused);
    stream.resume();
    assert!(!soon(stream.status()).await?.ok_or("a status")?.media_paused);
    let mut statuses = 0;
    while statuses < 3 {
        let item = soon(stream.reader().next()).await?;
        statuses += usize::from(matches!(item, Some(MediaItem::Status(_))));
    }
    digits_come(stream.reader(), "12#").await?;
    drop((stream, call));
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn in_plain_text() -> Result<(), Failure> {
    all_is_said(Way::Websocket, Notation::PlainText).await
}

#[tokio::test]
async fn in_json() -> Result<(), Failure> {
    all_is_said(Way::Websocket, Notation::Json).await
}

#[tokio::test]
async fn in_json_where_asterisk_connects() -> Result<(), Failure> {
    all_is_said(Way::WebsocketOfAsterisk, Notation::Json).await
}

#[tokio::test]
async fn audio_socket_tells_digits() -> Result<(), Failure> {
    let mut studio = Studio::new().await?;
    let (_caller, call) = studio.call("types-12#").await?;
    let attaching = call.call().media("slin16").over(studio.path(Way::AudioSocket));
    let (mut reader, writer) = soon(attaching.into_future()).await??.split();
    digits_come(&mut reader, "12#").await?;
    // It has no queue.
    assert_eq!(soon(writer.status()).await?, None);
    drop((reader, writer, call));
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_is_passed_through_is_paced_here() -> Result<(), Failure> {
    let studio = Studio::new().await?;
    let attaching = studio.ari.media("opus").over(studio.path(Way::Websocket));
    let mut stream = soon(attaching.pacing(Pacing::bulk()).into_future()).await??;
    let start = start(stream.reader()).await?;
    assert_eq!((&start.format, start.optimal_frame_size), (&Format::OPUS, 0));
    assert_eq!((stream.frame_bytes(), stream.frame_time()), (None, Duration::from_millis(20)));
    let huge = soon(stream.writer().send(vec![0; 65_501])).await?;
    assert_eq!(huge, Err(SendError::TooLarge { length: 65_501 }));
    let samples = soon(stream.writer().send_samples(&[0; 960])).await?;
    assert_eq!(samples, Err(SendError::NotCoded { format: Format::OPUS }));
    let began = Instant::now();
    // Comfort noise, as opus has it.
    for _ in 0..20 {
        soon(stream.writer().send(vec![0xf8, 0xff, 0xfe])).await??;
    }
    soon(stream.writer().mark()).await??;
    assert!(began.elapsed() >= Duration::from_millis(400), "{:?}", began.elapsed());
    soon(stream.writer().drained()).await??;
    soon(stream.writer().send(vec![0xf8; 3])).await??;
    let lost = stream.writer().mark();
    stream.flush();
    assert!(soon(lost).await?.is_err());
    stream.pause();
    stream.resume();
    let status = soon(stream.status()).await?.ok_or("a status")?;
    assert_eq!((status.bulk_media, status.media_paused), (false, false));
    // Asterisk had nothing to refuse.
    assert!(matches!(soon(stream.reader().next()).await?, Some(MediaItem::Status(_))));
    drop(stream);
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn formats_that_cannot_be_are_refused_and_leave_nothing() -> Result<(), Failure> {
    let mut studio = Studio::new().await?;
    let (_caller, call) = studio.call("wait").await?;
    for (format, way, kind) in [
        ("h264", Way::Websocket, ErrorKind::InvalidInput),
        ("VP8", Way::WebsocketOfAsterisk, ErrorKind::InvalidInput),
        ("ulaw", Way::AudioSocket, ErrorKind::InvalidInput),
    ] {
        let refused = call.call().media(format).over(studio.path(way)).await.expect_err(format);
        assert_eq!(refused.kind(), kind, "{refused}");
        assert!(refused.operation().is_none(), "nothing was sent");
    }
    for way in [Way::Websocket, Way::WebsocketOfAsterisk, Way::Rtp] {
        let refused = call.call().media("song").over(studio.path(way)).await.expect_err("no song");
        assert!(refused.status().is_some(), "{refused}");
    }
    assert_eq!(call.call().has_left(), None);
    assert_eq!(studio.ari.channels().list().await?.len(), 2, "the call's halves");
    drop(call);
    studio.nothing_is_left().await;
    Ok(())
}
