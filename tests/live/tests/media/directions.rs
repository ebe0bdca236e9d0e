//! All four ways: what the dialplan plays arrives sample for sample, and a tone that is sent is heard.

use std::time::Duration;

use ari_generated::media::{Format, MediaReader, SendError};

use crate::studio::{Studio, Way, start, tone};
use crate::{Failure, soon};

/// What Milliwatt(o) plays over and over, in µ-law.
const MILLIWATT: [u8; 8] = [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e];

/// So much has to arrive without a gap.
const WANTED: usize = 50;

/// Waits for the first frame with sound, and takes those that follow it.
async fn frames_of_sound(reader: &mut MediaReader) -> Result<Vec<Vec<i16>>, Failure> {
    let mut frames = Vec::new();
    while frames.len() < WANTED {
        let frame = soon(reader.next_audio()).await?.ok_or("it ended")?;
        let samples = frame.samples().ok_or("the format is decoded")?;
        if !frames.is_empty() || samples.iter().all(|it| it.abs() > 8) {
            frames.push(samples);
        }
    }
    Ok(frames)
}

/// What the dialplan plays arrives as it is.
async fn arrives(way: Way, format: Format) -> Result<(), Failure> {
    arrives_at(Studio::new().await?, way, format).await
}

async fn arrives_at(mut studio: Studio, way: Way, format: Format) -> Result<(), Failure> {
    let (_caller, call) = studio.call("digital").await?;
    let stream = soon(call.call().media(&format).over(studio.path(way)).into_future()).await??;
    let (mut reader, writer) = stream.split();
    if matches!(way, Way::Websocket | Way::WebsocketOfAsterisk) {
        let start = start(&mut reader).await?;
        assert_eq!((&start.format, start.ptime), (&format, Some(Duration::from_millis(20))));
        assert_eq!(Some(start.optimal_frame_size), format.frame_bytes());
    }
    let mut decoded = Vec::new();
    let codec = Format::ULAW.codec().ok_or("a codec")?;
    assert_eq!(codec.decode(&MILLIWATT, &mut decoded), 8);
    let samples = frames_of_sound(&mut reader).await?.concat();
    let phase = (0..8)
        .find(|it| decoded.iter().cycle().skip(*it).zip(&samples[..8]).all(|it| it.0 == it.1));
    let phase = phase.ok_or_else(|| format!("no milliwatt: {:?}", &samples[..16]))?;
    let expected = decoded.iter().cycle().skip(phase);
    for (place, (sample, expected)) in samples.iter().zip(expected).enumerate() {
        assert_eq!(sample, expected, "sample {place} of {way:?}");
    }
    let counts = reader.counts();
    assert_eq!((counts.missed, counts.lost, counts.repeated), (0, 0, 0), "{counts:?}");
    drop((reader, writer, call));
    studio.nothing_is_left().await;
    Ok(())
}

/// A tone that is sent is heard by the caller, who says nothing.
async fn is_heard(way: Way, format: Format) -> Result<(), Failure> {
    is_heard_from(Studio::new().await?, way, format).await
}

async fn is_heard_from(mut studio: Studio, way: Way, format: Format) -> Result<(), Failure> {
    let (caller, call) = studio.call("ear").await?;
    let stream = soon(call.call().media(&format).over(studio.path(way)).into_future()).await??;
    let (reader, mut writer) = stream.split();
    let rate = format.rate().ok_or("a rate")?;
    // In pieces that are no frames.
    let tone = tone(rate, 0, rate as usize * 2);
    let sending = tokio::spawn(async move {
        for piece in tone.chunks(333) {
            writer.send_samples(piece).await?;
        }
        writer.drained().await?;
        Ok::<_, ari_generated::Error>(writer)
    });
    studio.hears_the_tone(&caller).await;
    let writer = soon(sending).await???;
    let sent = writer.counts();
    assert_eq!((sent.sent, sent.waiting, sent.abandoned), (100, 0, 0), "{sent:?}");
    drop((reader, writer, call));
    studio.nothing_is_left().await;
    Ok(())
}

macro_rules! every_way {
    ($case:ident: $($test:ident $way:ident $format:ident),*) => {
        mod $case {
            use super::{Failure, Format, Way};

            $(#[tokio::test]
            async fn $test() -> Result<(), Failure> {
                super::$case(Way::$way, Format::$format).await
            })*
        }
    };
}

every_way! {
    arrives:
    over_a_websocket_in_ulaw Websocket ULAW,
    over_a_websocket_linear Websocket SLIN,
    over_a_websocket_of_asterisks_in_ulaw WebsocketOfAsterisk ULAW,
    over_a_websocket_of_asterisks_linear WebsocketOfAsterisk SLIN,
    over_audio_socket AudioSocket SLIN,
    over_rtp_in_ulaw Rtp ULAW,
    over_rtp_linear Rtp SLIN
}

every_way! {
    is_heard:
    over_a_websocket_in_ulaw Websocket ULAW,
    over_a_websocket_in_alaw Websocket ALAW,
    over_a_websocket_linear Websocket SLIN,
    over_a_websocket_at_16_khz Websocket SLIN16,
    over_a_websocket_at_44_khz Websocket SLIN44,
    over_a_websocket_of_asterisks_in_ulaw WebsocketOfAsterisk ULAW,
    over_a_websocket_of_asterisks_at_48_khz WebsocketOfAsterisk SLIN48,
    over_audio_socket AudioSocket SLIN,
    over_audio_socket_at_16_khz AudioSocket SLIN16,
    over_audio_socket_at_48_khz AudioSocket SLIN48,
    over_rtp_in_ulaw Rtp ULAW,
    over_rtp_linear Rtp SLIN,
    over_rtp_in_alaw Rtp ALAW
}

#[tokio::test]
async fn audio_goes_both_ways_over_tls() -> Result<(), Failure> {
    for way in [Way::Websocket, Way::WebsocketOfAsterisk] {
        arrives_at(Studio::secure().await?, way, Format::SLIN).await?;
        is_heard_from(Studio::secure().await?, way, Format::ULAW).await?;
    }
    Ok(())
}

/// Asterisk sends what it would not read.
#[tokio::test]
async fn wide_audio_comes_over_rtp_and_cannot_be_sent() -> Result<(), Failure> {
    let mut studio = Studio::new().await?;
    for format in [Format::SLIN16, Format::SLIN48] {
        let (_caller, call) = studio.call("digital").await?;
        let attaching = call.call().media(&format).over(studio.path(Way::Rtp));
        let (mut reader, mut writer) = soon(attaching.into_future()).await??.split();
        let mut loud = 0;
        while loud < WANTED {
            let frame = soon(reader.next_audio()).await?.ok_or("it ended")?;
            let samples = frame.samples().ok_or("the format is decoded")?;
            assert_eq!(Some(frame.payload.len()), format.frame_bytes());
            loud += usize::from(samples.iter().any(|it| it.abs() > 10_000));
        }
        let refused = soon(writer.send_samples(&[1; 960])).await?;
        assert_eq!(refused, Err(SendError::NotRead { format }));
        drop((reader, writer, call));
        studio.nothing_is_left().await;
    }
    Ok(())
}
