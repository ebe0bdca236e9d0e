//! Whoever hangs up, and whenever: no channel, bridge, connection or task stays behind.

use std::time::Duration;

use ari_generated::media::{
    MediaEnd, MediaItem, MediaListener, MediaPath, MediaReader, MediaWriter, SendError,
};
use ari_generated::prelude::*;
use ari_harness::{Outbound, Release, Setup};
use ari_live_tests::{Door, asterisk, credentials, eventually};
use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::studio::{DESK, Studio, Way, tone};
use crate::{Failure, soon};

const WAYS: [Way; 4] = [Way::Websocket, Way::WebsocketOfAsterisk, Way::AudioSocket, Way::Rtp];

/// Moments of attaching: from before the first request to when everything is there.
const MOMENTS: [u64; 8] = [0, 1, 3, 6, 10, 15, 25, 60];

/// Requests go over the websocket, so that no task keeps an idle connection.
async fn studio() -> Result<Studio, Failure> {
    Studio::with(Setup::new(), |connect| connect.rest_over_websocket()).await
}

/// Tasks that are there when nothing happens.
struct Tasks(usize);

impl Tasks {
    fn alive() -> usize {
        Handle::current().metrics().num_alive_tasks()
    }

    /// Those of the other client's idle connections end on their own.
    async fn now() -> Self {
        let mut before = 0;
        while before != Self::alive() {
            before = Self::alive();
            sleep(Duration::from_secs(11)).await;
        }
        Self(before)
    }

    async fn are_as_before(&self) {
        eventually("the tasks are as before", async || (Self::alive() <= self.0).then_some(()))
            .await;
    }
}

async fn attached(
    studio: &Studio,
    call: &Call,
    way: Way,
) -> Result<(MediaReader, MediaWriter), Failure> {
    let attaching = call.media("slin").over(studio.path(way));
    Ok(soon(attaching.into_future()).await??.split())
}

/// Reads to the end.
async fn end(reader: &mut MediaReader) -> Result<MediaEnd, Failure> {
    loop {
        match soon(reader.next()).await? {
            Some(MediaItem::Ended(end)) => return Ok(end),
            Some(_) => {}
            None => return Err("it ended without an end".into()),
        }
    }
}

/// Asterisk said that it is over.
fn is_told(end: &MediaEnd) -> bool {
    matches!(end, MediaEnd::Closed | MediaEnd::Left(_))
}

#[tokio::test]
async fn attaching_is_given_up_at_any_moment() -> Result<(), Failure> {
    let mut studio = studio().await?;
    let (_caller, call) = studio.call("wait").await?;
    let tasks = Tasks::now().await;
    for way in WAYS {
        for moment in MOMENTS {
            let attaching = call.call().media("slin").over(studio.path(way)).into_future();
            let attached = timeout(Duration::from_millis(moment), attaching).await;
            drop(attached);
        }
        // And as soon as it is there.
        drop(attached(&studio, &call.call(), way).await?);
    }
    assert_eq!(call.call().has_left(), None);
    eventually("only the call is left", async || {
        let channels = studio.ari.channels().list().await.ok()?;
        let bridges = studio.ari.bridges().list().await.ok()?;
        let belongings = studio.ari.health().belongings;
        let is_left = channels.len() > 2 || belongings.owned + belongings.under_way > 0;
        (!is_left && bridges.is_empty()).then_some(())
    })
    .await;
    tasks.are_as_before().await;
    drop(call);
    studio.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn the_caller_hangs_up_at_any_moment() -> Result<(), Failure> {
    let mut studio = studio().await?;
    let tasks = Tasks::now().await;
    for way in WAYS {
        for moment in MOMENTS {
            let (caller, call) = studio.call("milliwatt").await?;
            let attaching = call.call().media("slin").over(studio.path(way));
            let attaching = tokio::spawn(attaching.into_future());
            sleep(Duration::from_millis(moment)).await;
            caller.hangup().await?;
            match soon(attaching).await?? {
                Ok(stream) => {
                    let (mut reader, writer) = stream.split();
                    let end = end(&mut reader).await?;
                    assert!(is_told(&end), "{end:?} over {way:?} after {moment} ms");
                    drop(writer);
                }
                Err(error) => {
                    assert_eq!(
                        error.kind(),
                        ErrorKind::Left,
                        "{error} over {way:?} after {moment}"
                    );
                }
            }
            soon(call.call().left()).await?;
        }
    }
    studio.nothing_is_left().await;
    tasks.are_as_before().await;
    Ok(())
}

#[tokio::test]
async fn anybody_hangs_up_while_audio_flows() -> Result<(), Failure> {
    let mut studio = studio().await?;
    let tasks = Tasks::now().await;
    for way in WAYS {
        for who in ["the caller", "we", "the leg", "the control", "the reader", "both"] {
            let (caller, call) = studio.call("milliwatt").await?;
            let attaching = call.call().media("slin").over(studio.path(way));
            let stream = soon(attaching.into_future()).await??;
            let leg = stream.leg().id().clone();
            let (mut reader, mut writer) = stream.split();
            let control = writer.control();
            let audio = soon(reader.next_audio()).await;
            audio.map_err(|it| format!("{it}: {who} over {way:?}, {:?}", reader.counts()))?;
            let talking = tokio::spawn(async move {
                loop {
                    if let Err(error) = writer.send_samples(&tone(8_000, 0, 800)).await {
                        return (error, writer);
                    }
                }
            });
            match who {
                "the caller" => drop(caller.hangup().await?),
                "we" => drop(call.call().hangup().await?),
                "the leg" => drop(studio.ari.channel(&leg).hangup().await?),
                "the control" => control.end(),
                _ => {}
            };
            if matches!(who, "the reader" | "both") {
                // One half keeps the stream; without both it ends.
                drop(reader);
                if who == "both" {
                    talking.abort();
                    assert!(talking.await.is_err());
                } else {
                    sleep(Duration::from_millis(300)).await;
                    assert!(!talking.is_finished());
                    control.end();
                    soon(talking).await??;
                }
            } else {
                let end = end(&mut reader).await?;
                let is_right =
                    if who == "the control" { end == MediaEnd::Here } else { is_told(&end) };
                assert!(is_right, "{who}: {end:?} over {way:?}");
                let (error, writer) = soon(talking).await??;
                assert_eq!(error, SendError::Ended(end));
                drop((reader, writer));
            }
            if !matches!(who, "the caller" | "we") {
                eventually("the leg goes and the call stays", async || {
                    let gone = studio.ari.channel(&leg).get().await.is_err();
                    let bridges = studio.ari.bridges().list().await.ok()?;
                    (gone && bridges.is_empty()).then_some(())
                })
                .await;
                assert_eq!(call.call().has_left(), None, "{who} over {way:?}");
            }
            drop(call);
            studio.nothing_is_left().await;
        }
    }
    tasks.are_as_before().await;
    Ok(())
}

#[tokio::test]
async fn a_handler_that_returns_or_is_told_the_end_leaves_nothing() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = || Ari::connect(instance.url(), credentials(&instance));
    let (ari, events) = connect().app(DESK).rest_over_websocket().await?;
    let (others, _seen) = connect().app("others").await?;
    let (told, mut heard) = mpsc::unbounded_channel();
    let serving = events.serve(move |call: Call| {
        let told = told.clone();
        async move {
            call.answer().await?;
            let (mut reader, mut writer) = call.media("slin").await?.split();
            reader.next_audio().await;
            told.send("talking").ok();
            // The first call ends here, the others by their callers.
            if call.start().is_some_and(|it| it.args.iter().any(|it| it == "short")) {
                return Ok(());
            }
            loop {
                writer.send_samples(&[0; 160]).await?;
            }
            #[expect(unreachable_code, reason = "tells the type")]
            Ok::<(), Error>(())
        }
    });
    let serving = tokio::spawn(serving.into_future());
    for extension in ["short", "long", "long"] {
        let id = ChannelId::random();
        let calling = others.channels().originate_with_id(&id, "Local/milliwatt@default");
        calling.app(DESK).app_args(extension).formats("ulaw").await?;
        assert_eq!(soon(heard.recv()).await?, Some("talking"));
        if extension == "long" {
            others.channel(&id).hangup().await?;
        }
        eventually("nothing is left", async || {
            let channels = ari.channels().list().await.ok()?;
            let bridges = ari.bridges().list().await.ok()?;
            (channels.is_empty() && bridges.is_empty()).then_some(())
        })
        .await;
    }
    ari.close().await;
    let served = soon(serving).await???;
    assert_eq!((served.calls, served.failed), (3, 0), "{served:?}");
    Ok(())
}

#[tokio::test]
async fn asterisk_or_the_client_goes() -> Result<(), Failure> {
    for way in WAYS {
        let mut studio = studio().await?;
        let (_caller, call) = studio.call("milliwatt").await?;
        let (mut reader, writer) = attached(&studio, &call.call(), way).await?;
        soon(reader.next_audio()).await?.ok_or("audio")?;
        studio.ari.close().await;
        let end = end(&mut reader).await?;
        assert!(is_told(&end), "{end:?} over {way:?}");
        drop((reader, writer, call));
        eventually("nothing is left", async || {
            let channels = studio.others.channels().list().await.ok()?;
            let bridges = studio.others.bridges().list().await.ok()?;
            (channels.is_empty() && bridges.is_empty()).then_some(())
        })
        .await;
    }
    for way in [Way::Websocket, Way::WebsocketOfAsterisk, Way::AudioSocket] {
        let mut studio = studio().await?;
        let (_caller, call) = studio.call("milliwatt").await?;
        let (mut reader, writer) = attached(&studio, &call.call(), way).await?;
        soon(reader.next_audio()).await?.ok_or("audio")?;
        drop(studio.instance);
        let end = end(&mut reader).await?;
        assert_ne!(end, MediaEnd::Here, "over {way:?}");
        drop((reader, writer, call));
    }
    Ok(())
}

#[tokio::test]
async fn a_crowd_goes_at_once_while_audio_flows() -> Result<(), Failure> {
    for way in WAYS {
        let studio = studio().await?;
        let talk = studio.ari.owned_bridge("mixing").await?;
        let tone = soon(studio.ari.dial("Local/playtones@default").into_future()).await??;
        let tone = tone.answered()?;
        soon(talk.add(&[&tone])).await??;
        let mut crowd = Vec::new();
        for _ in 0..25 {
            let stream = soon(studio.ari.media("slin").over(studio.path(way)).into_future());
            let mut stream = stream.await??;
            soon(talk.add(&[stream.leg()])).await??;
            soon(stream.reader().next_audio()).await?.ok_or("audio")?;
            crowd.push(stream);
        }
        drop((crowd, talk, tone));
        studio.nothing_is_left().await;
        studio.ari.asterisk().ping().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_client_without_an_address_says_so_and_has_asterisk_connect() -> Result<(), Failure> {
    let listener = MediaListener::bind("127.0.0.1:0").await?;
    let server = Outbound::media(format!("ws://{}/", listener.local_addr()));
    let setup = Setup::new().media("studio", server);
    let (_instance, ari, _events) = Door::Outbound.open(Release::Sid, setup, DESK).await;
    let error = soon(ari.media("slin").into_future()).await?.expect_err("no address");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(error.advice().is_some());
    let path = MediaPath::websocket_to(&listener, "studio");
    let stream = soon(ari.media("slin").over(path).into_future()).await??;
    assert!(soon(stream.status()).await?.is_some());
    drop(stream);
    eventually("nothing is left", async || {
        let channels = ari.channels().list().await.ok()?;
        channels.is_empty().then_some(())
    })
    .await;
    Ok(())
}

#[tokio::test]
async fn nobody_there_is_an_error_and_leaves_nothing() -> Result<(), Failure> {
    let mut studio = studio().await?;
    let (_caller, call) = studio.call("wait").await?;
    // A server that is not there any more, and one that nobody configured.
    let elsewhere = MediaListener::bind("127.0.0.1:0").await?;
    for (listener, client) in [(&elsewhere, "studio"), (&studio.listener, "unknown")] {
        let path = MediaPath::websocket_to(listener, client);
        let error = soon(call.call().media("slin").over(path).into_future()).await?;
        let error = error.expect_err("nobody comes");
        assert!(matches!(error.kind(), ErrorKind::Media | ErrorKind::BadRequest), "{error}");
    }
    // An address that leads elsewhere.
    let nobody = TcpListener::bind("127.0.0.1:0").await?;
    let nowhere = nobody.local_addr()?;
    drop(nobody);
    let path = studio.path(Way::AudioSocket).announced(nowhere.to_string());
    let error = soon(call.call().media("slin").over(path).into_future()).await?;
    assert_eq!(error.expect_err("nobody listens").kind(), ErrorKind::ServerError);
    // One that is taken.
    let taken = UdpSocket::bind("127.0.0.1:0").await?;
    let path = MediaPath::rtp(taken.local_addr()?);
    let error = soon(call.call().media("slin").over(path).into_future()).await?;
    assert_eq!(error.expect_err("it is taken").kind(), ErrorKind::InvalidInput);
    assert_eq!(call.call().has_left(), None);
    drop(call);
    studio.nothing_is_left().await;
    Ok(())
}
