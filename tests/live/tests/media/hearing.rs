//! When audio is heard: marks, flushing, pausing, bulk, and readers that are slow. Frames are numbered, go through
//! Asterisk to a caller's Echo(), and come back.

use std::time::Duration;

use ari_generated::Keeper;
use ari_generated::media::{MediaItem, MediaReader, MediaWriter, NotHeard, Notation, Pacing};
use ari_generated::prelude::*;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep, timeout};

use crate::studio::{Studio, Way};
use crate::{Failure, soon};

const FRAME: Duration = Duration::from_millis(20);

/// A frame that tells its number, up to 16,383: seven bits a byte, and none of them silence.
fn numbered(number: u16) -> Vec<u8> {
    let (high, low) = ((number >> 7) as u8, (number & 0x7f) as u8);
    [high & 0x7f, low].repeat(80)
}

/// Its number, if it is such a frame.
fn number_of(frame: &[u8]) -> Option<u16> {
    let (pairs, _) = frame.as_chunks::<2>();
    let [high, low] = *pairs.first()?;
    let is_numbered = pairs.iter().all(|it| *it == [high, low]) && high < 0x80 && low < 0x80;
    is_numbered.then(|| u16::from(high) << 7 | u16::from(low))
}

struct Echo {
    studio: Studio,
    call: Keeper,
    reader: MediaReader,
    writer: MediaWriter,
}

/// A caller who sends back what they hear.
async fn echo(pacing: Pacing, notation: Notation) -> Result<Echo, Failure> {
    let mut studio = Studio::new().await?;
    let (_caller, call) = studio.call("echo").await?;
    let attaching = call.call().media("ulaw").over(studio.path(Way::Websocket));
    let attaching = attaching.pacing(pacing.unread(Duration::from_secs(60))).notation(notation);
    let (reader, writer) = soon(attaching.into_future()).await??.split();
    Ok(Echo { studio, call, reader, writer })
}

impl Echo {
    /// The number of the next numbered frame, if one comes in time.
    async fn next_number(&mut self, within: Duration) -> Option<u16> {
        let coming = async {
            loop {
                match self.reader.next().await {
                    Some(MediaItem::Audio(frame)) => {
                        if let Some(number) = number_of(&frame.payload) {
                            return number;
                        }
                    }
                    Some(MediaItem::Start(_) | MediaItem::Status(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        timeout(within, coming).await.ok()
    }

    /// What comes back begins with these, without a gap.
    async fn brings(&mut self, numbers: std::ops::Range<u16>) {
        for number in numbers {
            assert_eq!(self.next_number(Duration::from_secs(5)).await, Some(number));
        }
    }

    async fn end(self) {
        drop((self.reader, self.writer, self.call));
        self.studio.nothing_is_left().await;
    }
}

async fn marks_arrive_in_order(notation: Notation) -> Result<(), Failure> {
    let Echo { studio, call, reader, mut writer } = echo(Pacing::bulk(), notation).await?;
    let began = Instant::now();
    // An empty queue is drained at once.
    soon(writer.drained()).await??;
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    let began = Instant::now();
    let mut marks = FuturesUnordered::new();
    for place in 0..10 {
        for number in 0..5 {
            writer.send(numbered(number)).await?;
        }
        let mark = writer.mark();
        marks.push(async move { (place, mark.await, Instant::now()) });
    }
    let drained = soon(writer.drained());
    let mut heard = Vec::new();
    while let Some((place, result, at)) = soon(marks.next()).await? {
        assert_eq!(result, Ok(()));
        heard.push((place, at - began));
    }
    let places: Vec<_> = heard.iter().map(|it| it.0).collect();
    assert_eq!(places, (0..10).collect::<Vec<_>>());
    for (place, after) in &heard {
        // A hundred milliseconds each; Asterisk's clock may tick just before.
        let expected = FRAME * 5 * (place + 1);
        assert!(*after + FRAME * 2 > expected, "{heard:?}");
    }
    let last = heard.last().ok_or("marks")?.1;
    assert!(last < Duration::from_millis(1_500), "{heard:?}");
    drained.await??;
    assert!(began.elapsed() >= last);
    drop((reader, writer, call));
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn marks_arrive_in_order_in_plain_text() -> Result<(), Failure> {
    marks_arrive_in_order(Notation::PlainText).await
}

#[tokio::test]
async fn marks_arrive_in_order_in_json() -> Result<(), Failure> {
    marks_arrive_in_order(Notation::Json).await
}

async fn a_flush_silences(pacing: Pacing) -> Result<(), Failure> {
    let mut echo = echo(pacing, Notation::PlainText).await?;
    let mut writer = echo.writer;
    let control = writer.control();
    let talking = tokio::spawn(async move {
        for number in 0..400 {
            writer.send(numbered(number)).await?;
        }
        Ok::<_, Error>(writer)
    });
    echo.writer = {
        // It is heard for a while.
        for number in 0..25 {
            let mut numbers = Box::pin(next_number(&mut echo.reader));
            assert_eq!(soon(&mut numbers).await?, Some(number));
        }
        talking.abort();
        match talking.await {
            Ok(writer) => writer?,
            // In real time it was still talking; the stream lives on with its reader.
            Err(_) => return silenced_by(control, echo.reader, echo.studio, echo.call).await,
        }
    };
    let mark = echo.writer.mark();
    let flushed_at = Instant::now();
    echo.writer.flush();
    assert_eq!(soon(mark).await?, Err(NotHeard::Flushed));
    let silent = silence_after(&mut echo.reader, flushed_at).await?;
    assert!(silent <= Duration::from_millis(100), "{silent:?}");
    assert_eq!(soon(echo.writer.status()).await?.ok_or("a status")?.queue_length, 0);
    // What is said then is heard.
    for number in 1_000..1_050 {
        echo.writer.send(numbered(number)).await?;
    }
    echo.brings(1_000..1_050).await;
    soon(echo.writer.mark()).await??;
    echo.end().await;
    Ok(())
}

async fn silenced_by(
    control: ari_generated::media::MediaControl,
    mut reader: MediaReader,
    studio: Studio,
    call: Keeper,
) -> Result<(), Failure> {
    let flushed_at = Instant::now();
    assert!(control.flush() > 0, "some was still here");
    let silent = silence_after(&mut reader, flushed_at).await?;
    assert!(silent <= Duration::from_millis(100), "{silent:?}");
    drop((reader, call));
    studio.nothing_is_left().await;
    Ok(())
}

async fn next_number(reader: &mut MediaReader) -> Option<u16> {
    loop {
        if let Some(number) = number_of(&reader.next_audio().await?.payload) {
            return Some(number);
        }
    }
}

/// How long after a time the last sound came.
async fn silence_after(reader: &mut MediaReader, since: Instant) -> Result<Duration, Failure> {
    let mut last = Duration::ZERO;
    // What is silent need not come at all.
    while let Ok(number) = timeout(Duration::from_millis(600), next_number(reader)).await {
        number.ok_or("it ended")?;
        last = since.elapsed();
    }
    Ok(last)
}

#[tokio::test]
async fn a_flush_silences_what_was_handed_over_in_bulk() -> Result<(), Failure> {
    a_flush_silences(Pacing::bulk()).await
}

#[tokio::test]
async fn a_flush_silences_what_is_sent_in_real_time() -> Result<(), Failure> {
    a_flush_silences(Pacing::real_time()).await
}

#[tokio::test]
async fn half_a_minute_in_bulk_is_heard_to_the_last_frame() -> Result<(), Failure> {
    let mut echo = echo(Pacing::bulk(), Notation::PlainText).await?;
    let began = Instant::now();
    let mut writer = echo.writer;
    let control = writer.control();
    let talking = tokio::spawn(async move {
        for number in 0..1_500 {
            writer.send(numbered(number)).await?;
        }
        let sent = began.elapsed();
        writer.drained().await?;
        Ok::<_, Error>((writer, sent, began.elapsed()))
    });
    let watching = tokio::spawn(async move {
        let mut longest = 0;
        while let Some(status) = control.status().await {
            longest = longest.max(status.queue_length);
            assert!(!status.queue_full, "{status:?}");
            sleep(Duration::from_millis(200)).await;
        }
        longest
    });
    for number in 0..1_500 {
        assert_eq!(soon(next_number(&mut echo.reader)).await?, Some(number), "nothing is dropped");
    }
    let (writer, sent, drained) = soon(talking).await???;
    // The queue took 16 seconds at once, and the rest as it was played.
    assert!(sent < Duration::from_secs(16), "{sent:?}");
    assert!((29_500..32_000).contains(&drained.as_millis()), "{drained:?}");
    echo.writer = writer;
    assert_eq!(echo.writer.counts().sent, 1_500);
    let studio = echo.studio;
    drop((echo.reader, echo.writer, echo.call));
    let longest = soon(watching).await??;
    assert!((700..=900).contains(&longest), "{longest}");
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_pause_keeps_everything() -> Result<(), Failure> {
    let mut echo = echo(Pacing::bulk(), Notation::PlainText).await?;
    for number in 0..100 {
        echo.writer.send(numbered(number)).await?;
    }
    echo.brings(0..20).await;
    echo.writer.pause();
    let mut next = 20;
    while let Some(number) = echo.next_number(Duration::from_millis(500)).await {
        assert_eq!(number, next);
        next += 1;
    }
    assert!(next < 30, "it went on for {next} frames");
    let status = soon(echo.writer.status()).await?.ok_or("a status")?;
    assert!(status.media_paused && status.queue_length > 60, "{status:?}");
    let mark = echo.writer.mark();
    sleep(FRAME * 10).await;
    echo.writer.resume();
    echo.brings(next..100).await;
    soon(mark).await??;
    echo.end().await;
    Ok(())
}

#[tokio::test]
async fn a_slow_reader_is_told_what_it_missed() -> Result<(), Failure> {
    for way in [Way::Websocket, Way::AudioSocket, Way::Rtp] {
        let mut studio = Studio::new().await?;
        let (_caller, call) = studio.call("milliwatt").await?;
        let attaching = call.call().media("slin").over(studio.path(way));
        let attaching = attaching.pacing(Pacing::real_time().unread(FRAME * 10));
        let (mut reader, writer) = soon(attaching.into_future()).await??.split();
        sleep(Duration::from_secs(2)).await;
        let (mut missed, mut audio) = (0, 0);
        let frame = loop {
            match soon(reader.next()).await? {
                Some(MediaItem::Start(_)) => {}
                Some(MediaItem::Missed(frames)) => missed += frames,
                Some(MediaItem::Audio(frame)) => {
                    audio += 1;
                    if audio == 10 {
                        break frame;
                    }
                }
                other => return Err(format!("{other:?}").into()),
            }
        };
        let counts = reader.counts();
        assert!((60..120).contains(&missed), "{missed} over {way:?}");
        assert_eq!((counts.missed, frame.sequence), (missed, missed + 9), "{counts:?} {way:?}");
        drop((reader, writer, call));
        studio.nothing_is_left().await;
    }
    Ok(())
}
